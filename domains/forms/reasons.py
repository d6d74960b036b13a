"""Why something is changed, as every form that changes something asks for it."""

from typing import Any

from django import forms
from django.conf import settings

from ..masking import masked
from ..validators import REASON_LIMIT, normalize_reason, validate_reason


def reason_of(text: str) -> str:
    """Return the reason that `text` stands for, as it is kept; for forms and for the shell alike.

    It goes nowhere but into the log, which everybody may read, so a secret in it is masked before it is kept. Raises
    ValidationError where it is too long, and where there is none although REASON_REQUIRED is on.
    """
    reason = normalize_reason(text)
    validate_reason(reason, is_required=settings.REASON_REQUIRED)
    return str(masked(reason))


class ReasonField(forms.CharField):
    """Why: kept in the log, not sent to Twilio. Whether it may be left blank is the installation's to say."""

    def __init__(self, **kwargs: Any) -> None:
        typed = forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "data-limit": REASON_LIMIT})
        told = {"label": "Reason", "help_text": "Kept in the log with who did it.", "widget": typed}
        super().__init__(**{**told, **kwargs, "required": False})

    @property
    def is_needed(self) -> bool:
        """Whether nothing is changed without one."""
        return bool(settings.REASON_REQUIRED)

    def clean(self, value: Any) -> str:
        return reason_of(self.to_python(value) or "")
