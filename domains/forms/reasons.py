"""Why something is changed, as every form that changes something asks for it."""

from typing import Any

from django import forms
from django.conf import settings

from ..services import reason_of
from ..validators import REASON_LIMIT


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
