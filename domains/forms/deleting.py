"""The form that asks for a resource to be deleted: by its name, typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from ..models import TwilioResource
from ..parameters import NormalizedNameField
from .confirming import ConfirmForm

_AS_TYPED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class DeleteForm(ConfirmForm):
    """What it takes to delete `row`: its name, and what whoever asks has seen of it."""

    name = forms.CharField(widget=forms.TextInput(attrs=_AS_TYPED))

    field_order = ("name", "reason")

    def __init__(self, *args: Any, row: TwilioResource, **kwargs: Any) -> None:
        super().__init__(*args, about=f"delete {row.sid}", **kwargs)
        self.row = row
        if "name" in self.fields:
            self._ask_for_the_name(row)

    def _ask_for_the_name(self, row: TwilioResource) -> None:
        name = self.fields["name"]
        name.label = f"Name of the {row.noun}"
        name.error_messages["required"] = f"Enter the name of the {row.noun} to delete it."
        name.help_text = format_html("Type <strong>{}</strong> to delete it.", row.key)

    def clean_name(self) -> str:
        """Refuse every name but its own."""
        name = str(self.cleaned_data["name"])
        normalized, key = self.row.normalized, self.row.natural_key
        if normalized(key, name) != normalized(key, self.row.key):
            raise ValidationError(
                f"Name must be {self.row.key}, the {self.row.noun} that is to be deleted.", code="another"
            )
        return name

    def carry(self, seen: str, *, is_news: bool = False) -> None:
        """Carry what whoever asks has seen by now; after a refusal that is a new attempt.

        What was typed was meant for another sight: where there is news, the name is asked for again.
        """
        self.initial["seen"] = seen
        if self.is_bound:
            self.renew(seen=seen, **({"name": ""} if is_news else {}))


class RemoveForm(DeleteForm):
    """What it takes to remove `row` from what it belongs to: that is put back easily, so no name is typed."""

    name = None  # type: ignore[assignment]  # Django's way to leave a field out


class DomainDeleteForm(DeleteForm):
    """What it takes to delete a SIP domain: its name is read as people paste it."""

    name = NormalizedNameField(widget=forms.TextInput(attrs=_AS_TYPED))
