"""The form of a resource at Twilio: what the forms of all kinds have in common."""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.crypto import salted_hmac

from ..masking import MASK, is_masked, masked, unmasked
from ..models import Account, Change, TwilioResource, User
from ..models.resources import ResourceQuerySet
from ..parameters import WebhookUrlField
from ..validators import URL_LIMIT, ListNameValidator
from .reasons import ReasonField

Fieldsets = tuple[tuple[str, Any], ...]
"""Groups of a form, as Django's admin writes them: a tuple inside "fields" stands on one line."""


@dataclass(frozen=True)
class Row:
    """Fields that share a line, and the sentence that stands for them while a script puts them away."""

    fields: list[BoundField]
    later: str


@dataclass(frozen=True)
class Fieldset:
    """One group of the form: its legend, a sentence about it, and its rows."""

    legend: str
    description: str
    rows: list[Row]

    @property
    def problem_count(self) -> int:
        """How many sentences of errors stand in it."""
        return sum(len(bound.errors) for row in self.rows for bound in row.fields)


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: the control it leads to, and the words that stand there too."""

    target: str
    sentence: str


def new_attempt() -> str:
    """Return what makes an attempt one of its own."""
    return secrets.token_urlsafe(16)


class AttemptField(forms.CharField):
    """What makes an attempt one of its own. It is not typed: what cannot be one is none, and no error."""

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and re.fullmatch(r"[\w-]{1,64}", value, re.ASCII) else ""


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    """A resource to create in `account`, with every parameter that Twilio takes. `sender` is the operator.

    `kept` are values that the form begins with. The secrets in them are not for everybody who may use the form: they
    are shown masked, and masked text that comes back stands for what it hides. `parent` is what it is to belong to.
    """

    groups: ClassVar[Fieldsets]
    """Where each parameter stands."""
    matters_with: ClassVar[Mapping[str, str]] = {}
    """What matters only beside another parameter: without that, Twilio keeps it and makes nothing of it."""
    taken: ClassVar[str] = "is in this account already: enter another name."
    """The end of the sentence about a name that another one has."""
    has_no_guide: ClassVar[bool] = False
    """Whether nothing more is told of its fields than what stands there."""

    # Tells one filled-in form from another of the same content, so that one sent twice is carried out once.
    attempt = AttemptField(required=False, widget=forms.HiddenInput, initial=new_attempt)
    # Which account the form was made for: the environment may have changed since.
    meant_for = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = ReasonField()
    # What somebody has read and agreed to.
    consent = forms.CharField(required=False)

    template_name = "components/fieldsets.html"
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        account: Account,
        sender: User | None = None,
        kept: Mapping[str, Any] | None = None,
        parent: TwilioResource | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.model = cast("type[TwilioResource]", self._meta.model)
        self.parameters = self.model.parameters
        self.kept = {name: value for name, value in (kept or {}).items() if name in self.parameters}
        self.initial |= masked(self.kept)
        self.fields["meant_for"].initial = account.pk
        self.account = account
        self.sender = sender
        self.instance.account = account
        if parent:
            setattr(self.instance, self.model.parent, parent)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        for name in self.parameters:
            column = cast("models.Field[Any, Any]", self.model._meta.get_field(name))
            if self.fields[name].required:
                self.fields[name].error_messages["required"] = str(column.error_messages["blank"])
        for name, limit in self._limits():
            self.fields[name].widget.attrs["data-limit"] = limit  # not “maxlength”, which cuts off what is pasted
        for name, other in self.matters_with.items():
            self.fields[name].widget.attrs["data-matters-with"] = other

    def clean(self) -> dict[str, Any]:
        """Put back what was masked, and refuse what was meant for another account and a name that is taken.

        Unless it is taken because of this very form, sent before: then its sender is led to the same place again.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._unmask(cleaned)
        if cleaned.get("meant_for") not in ("", None, str(self.account.pk)):
            self.add_error(
                None, f"The dashboard now works on {self.account.name} ({self.account.sid}): look again, then send."
            )
            self._renew()
        key = self.model.natural_key
        twin = self.twins(cleaned.get(key, "")).first()
        if twin and not (self.token and Change.objects.filter(token=self.token).exists()):
            is_visible = self.sender and self.twins(twin.key).visible_to(self.sender).filter(pk=twin.pk).exists()
            params = {"links": [(twin.get_absolute_url(), f"Open {twin.key}")] if is_visible else []}
            self.add_error(key, ValidationError(f"{twin.key} {self.taken}", code="exists", params=params))
        return cleaned

    def twins(self, name: str) -> "ResourceQuerySet[TwilioResource]":
        """Return what the mirror holds beside it that has the name already, and is to be led to."""
        there = self.model.kept_in(self.instance.collection).live()
        return there.named(self.account, name) if name else there.none()

    def agrees_to(self, codes: Iterable[str]) -> bool:
        """Whether somebody has read all of this."""
        return set(codes) <= set(self.cleaned_data["consent"].split())

    def _unmask(self, cleaned: dict[str, Any]) -> None:
        """Put the values that were kept where they came back as they were shown, and what is hidden in what is masked.

        A mask that stands for nothing, such as one that was copied from a page, is no secret: it is asked for.
        """
        for name in self.parameters:
            if name in cleaned and name in self.kept and cleaned[name] == self.given_back(name, self.kept[name]):
                cleaned[name] = self.kept[name]
            elif isinstance(self.model._meta.get_field(name), WebhookUrlField) and is_masked(cleaned.get(name, "")):
                cleaned[name] = unmasked(cleaned[name], self.kept.get(name, ""))
                if is_masked(cleaned[name]):
                    sentence = f"{self.fields[name].label} has {MASK} in place of a secret: enter the secret."
                    self.add_error(name, ValidationError(sentence, code="mask"))

    def given_back(self, name: str, value: object) -> object:
        """Return what the control of a parameter gives back when it is left as it shows `value`, in one line."""
        shown = re.sub(r"[\r\n]", "", masked(value)) if isinstance(value, str) else value
        try:
            return self.fields[name].clean(shown)
        except ValidationError:
            return None

    @property
    def token(self) -> str:
        """What stands for this very form: the attempt, what it would send, and its sender. Empty without an attempt.

        The reason is not sent: the same form with another reason is the same attempt.
        """
        attempt = self.cleaned_data.get("attempt")
        who = self.sender.pk if self.sender else None
        sealed = salted_hmac("domains.forms.attempt", json.dumps([who, attempt, self.content]), algorithm="sha256")
        return sealed.hexdigest() if attempt else ""

    @property
    def content(self) -> list[Any]:
        """What tells this form from another of the same attempt."""
        return [self.cleaned_data.get(name) for name in self.parameters]

    def fieldsets(self) -> Iterator[Fieldset]:
        """Yield the groups of the form, in the order of the declaration; what is for the log comes last."""
        for legend, options in self.groups:
            rows = [row if isinstance(row, tuple) else (row,) for row in options["fields"]]
            shown = [Row([self[name] for name in row], self._later(row[0])) for row in rows]
            yield Fieldset(legend, options.get("description", ""), shown)
        yield Fieldset("For the log", "", [Row([self["reason"]], "")])

    def _later(self, name: str) -> str:
        """Return the sentence that says when the field `name` is asked for; empty if it always is."""
        if name not in self.matters_with:
            return ""
        other = self.fields[self.matters_with[name]]
        state = "on" if isinstance(other, forms.BooleanField) else "filled in"
        return f"{self.fields[name].label}: appears when “{other.label}” is {state}."

    @property
    def lacks_only_a_name(self) -> bool:
        """Whether a name is all that stands between the form and a request."""
        key = self.model.natural_key
        if not self.is_bound:
            return not self[key].value()
        return {*self.errors} - {"reason"} == {key} and self.has_error(key, "required")

    @property
    def is_short(self) -> bool:
        """Whether all of it is in sight at once."""
        return len(self.groups) == 1

    @property
    def has_request(self) -> bool:
        """Whether it can be said what would be sent: the reason is not, and may still be missing."""
        return self.is_bound and not {*self.errors} - {"reason"}

    def problems(self) -> list[Problem]:
        """Return every error of a field, in the order of the page."""
        return [
            Problem(bound.id_for_label, str(sentence))
            for fieldset in self.fieldsets()
            for row in fieldset.rows
            for bound in row.fields
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

    def refuse(self, sentence: str, parameter: str | None, *links: tuple[str, str]) -> None:
        """Take back what Twilio refused: on its field where the operator can mend it there, else on the whole form.

        `links` lead to where the reason can be seen: address and words. Those without an address are left out. The
        next attempt is a new one.
        """
        shown = [link for link in links if link[0]]
        error = ValidationError("%(sentence)s", params={"sentence": sentence, "links": shown})
        self.add_error(parameter if parameter in self.fields else None, error)
        self._renew()

    def _renew(self, **shown: str) -> None:
        """Let what is shown again be a new attempt, for the account as it is now, with what else is `shown` by now."""
        own = {"attempt": new_attempt(), "meant_for": str(self.account.pk), **shown}
        self.data = {**dict(self.data.items()), **{self.add_prefix(name): value for name, value in own.items()}}

    def _limits(self) -> Iterator[tuple[str, int]]:
        """Yield every parameter that may have so many characters and no more; a name has limits of another kind."""
        for name in self.parameters:
            field = cast("models.Field[Any, Any]", self.model._meta.get_field(name))
            if isinstance(field, WebhookUrlField):
                yield name, URL_LIMIT
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    yield name, validator.limit_value
                elif isinstance(validator, ListNameValidator):
                    yield name, validator.limit
