"""The form that asks for a domain to be deleted: by its name, typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from ..models import SipDomain
from ..parameters import NormalizedNameField
from .confirming import ConfirmForm


class DeleteForm(ConfirmForm):
    """What it takes to delete `domain`: its name, and what whoever asks has seen of it."""

    name = NormalizedNameField(
        label="Name of the domain",
        error_messages={"required": "Enter the name of the domain to delete it."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    field_order = ("name", "reason")

    def __init__(self, *args: Any, domain: SipDomain, **kwargs: Any) -> None:
        super().__init__(*args, about=f"delete {domain.sid}", **kwargs)
        self.domain = domain
        self.fields["name"].help_text = format_html("Type {} to delete it.", domain.domain_name)

    def clean_name(self) -> str:
        """Refuse every name but the domain's own, which is read as people paste it."""
        name = str(self.cleaned_data["name"])
        if name != self.domain.domain_name.lower():
            raise ValidationError(
                f"Name must be {self.domain.domain_name}, the domain that is to be deleted.", code="another"
            )
        return name

    def carry(self, seen: str, *, is_news: bool = False) -> None:
        """Carry what whoever asks has seen by now; after a refusal that is a new attempt.

        What was typed was meant for another sight: where there is news, the name is asked for again.
        """
        self.initial["seen"] = seen
        if self.is_bound:
            self.renew(seen=seen, **({"name": ""} if is_news else {}))
