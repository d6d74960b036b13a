"""Why somebody changes something, in their own words."""

import re
import unicodedata

from django.core.exceptions import ValidationError

REASON_LIMIT = 500

# What turns the order of letters round, so that a line would read as something else than was typed.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def normalize_reason(text: str) -> str:
    """Return the reason that `text` stands for: trimmed, without what cannot be seen; line breaks stay.

    NUL is among that, which PostgreSQL does not take, and half a character, which a shell can pass on. A text that
    shows nothing is none.
    """
    lines = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    kept = "".join(
        one for one in lines if one == "\n" or (unicodedata.category(one) not in ("Cc", "Cs") and one not in _TURNING)
    )
    return kept.strip() if any(one.isprintable() and not one.isspace() for one in kept) else ""


def validate_reason(reason: str, *, is_required: bool) -> None:
    """Raise ValidationError unless `reason` (already normalized) may be kept: none where one is required may not."""
    if is_required and not reason:
        raise ValidationError("Enter a reason: every change here is kept with one.", code="required")
    if len(reason) > REASON_LIMIT:
        raise ValidationError(
            f"Reason must be {REASON_LIMIT} characters or fewer: it has {len(reason):,}.", code="max_length"
        )
