"""Forms: what an operator types, repaired and judged. No HTTP and no service in here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from .models import Account, SipDomain
from .parameters import FIELDSETS, PARAMETERS


@dataclass(frozen=True)
class Fieldset:
    """One group of the form: its legend, a sentence about it, and rows of fields that share a line."""

    legend: str
    description: str
    rows: list[list[BoundField]]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the control it leads to, and the words that stand there too."""

    target: str
    sentence: str


class DomainForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    """A SIP domain to create in `account`, with every parameter that Twilio takes."""

    template_name = "components/fieldsets.html"
    use_required_attribute = False

    class Meta:
        model = SipDomain
        fields = PARAMETERS

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.instance.account = account
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

    def clean_domain_name(self) -> str:
        """Refuse a name that the mirror already holds for this account, and lead to that domain."""
        name: str = self.cleaned_data["domain_name"]
        twin = SipDomain.objects.filter(account=self.account, domain_name__iexact=name).first()
        if twin:
            raise ValidationError(
                f"{twin.domain_name} is in this account already: enter another name.",
                code="exists",
                params={"href": twin.get_absolute_url(), "link": f"Open {twin.domain_name}"},
            )
        return name

    def fieldsets(self) -> Iterator[Fieldset]:
        """Yield the groups of the form, in the order of the declaration."""
        for legend, options in FIELDSETS:
            rows = [row if isinstance(row, tuple) else (row,) for row in options["fields"]]
            yield Fieldset(legend, options.get("description", ""), [[self[name] for name in row] for row in rows])

    def problems(self) -> list[Problem]:
        """Return every error of a field, in the order of the page."""
        return [
            Problem(bound.id_for_label, str(sentence))
            for fieldset in self.fieldsets()
            for row in fieldset.rows
            for bound in row
            for sentence in bound.errors
        ]

    def add_error(self, field: str | None, error: Any) -> None:
        """Put the field's label into the sentences of validators that serve several fields."""
        if isinstance(error, ValidationError):
            by_name = error.error_dict if hasattr(error, "error_dict") else {field: error.error_list}
            for name, errors in by_name.items():
                for one in errors:
                    if name in self.fields and isinstance(one.params, dict) and "it" in one.params:
                        one.params["it"] = self.fields[name].label
        super().add_error(field, error)

    def refuse(self, sentence: str, parameter: str | None) -> None:
        """Take back what Twilio refused: on its field where the operator can mend it there, else on the whole form."""
        self.add_error(parameter if parameter in self.fields else None, sentence)


def label_of(name: str) -> str:
    """Return the label of an attribute of a SIP domain, as forms and pages write it."""
    field = SipDomain._meta.get_field(name)
    return str(capfirst(getattr(field, "verbose_name", name)))
