"""Why something is changed: judged here for every door alike, before anything is written down."""

from django.conf import settings

from ..masking import masked
from ..validators import normalize_reason, validate_reason


def is_reason_required() -> bool:
    """Return whether nothing is changed here without a reason."""
    return bool(settings.REASON_REQUIRED)


def reason_of(text: str) -> str:
    """Return the reason that `text` stands for, as it is kept; of what is kept already, the same.

    It goes nowhere but into the log, which everybody may read, so a secret in it is masked before it is kept. Raises
    ValidationError where it is too long, and where there is none although REASON_REQUIRED is on.
    """
    reason = str(masked(normalize_reason(text)))
    validate_reason(reason, is_required=is_reason_required())
    return reason
