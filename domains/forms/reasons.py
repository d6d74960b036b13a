"""Why something is changed, as every form that changes something asks for it."""

from typing import Any

from django import forms

from ..services import is_reason_required, reason_of
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
        return is_reason_required()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Return the field on its form, which says beforehand where it may not be left blank."""
        bound = super().get_bound_field(form, field_name)
        if self.is_needed:
            bound.help_text = f"Every change needs one. {bound.help_text}"
        return bound

    def clean(self, value: Any) -> str:
        return reason_of(self.to_python(value) or "")
