"""The form that changes a resource: what was touched in it, and what must be decided first."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.crypto import salted_hmac

from ..masking import is_masked, masked, unmasked
from ..models import TwilioResource
from ..models.resources import ResourceQuerySet
from .resources import Problem, ResourceForm

THEIRS, MINE = "theirs", "mine"
DECIDE = "decide_"


class EditForm(ResourceForm):
    """The resource `row`, which Twilio has as `now`, and what somebody wants it to be.

    What was not touched is not asked for, whatever became of it at Twilio. `now` may be newer than what the form was
    opened with: what differs is decided parameter by parameter, once `ask_about` has named it.

    `again` is what was asked for before and is to be asked once more: shown masked as well, and the mask stands for it.
    """

    # Digests, no values: what Twilio had when it was shown, and what the controls came with.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    # The parameters that somebody must decide about.
    to_decide = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        row: TwilioResource,
        now: TwilioResource,
        again: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        values = self._values(now)
        parent = getattr(row, row.parent) if row.parent else None
        super().__init__(*args, kept=values, parent=parent, **kwargs)
        self.row, self.now = row, now
        self.instance.sid = row.sid
        self._offer(values)
        self.initial["shown"] = self._digests((name, self.given_back(name, value)) for name, value in values.items())
        self.again = dict(again or {})
        shown_again = {name: value for name, value in self.again.items() if name not in self.hidden_again}
        self.initial.update(masked(shown_again))
        self.touched: set[str] = set()
        self.mine: dict[str, Any] = {}
        self._add_decisions()

    def clean(self) -> dict[str, Any]:
        """Tell what was touched, and let everything else be as it is at Twilio, whether or not it could be typed."""
        came_with = (self.cleaned_data.get("shown") or "").split(".")
        for name in self.parameters:
            value = self.cleaned_data.get(name)
            if name in self.cleaned_data:
                value = self.cleaned_data[name] = self._meant(name, value)
            if len(came_with) == len(self.parameters) and name in self.cleaned_data:
                is_touched = self._digest(name, value) != came_with[self.parameters.index(name)]
            else:
                is_touched = value != self.given_back(name, self.kept[name])
            if is_touched:
                self.touched.add(name)
            self.mine[name] = value
            if self.decision(name) == THEIRS or (not is_touched and self.decision(name) != MINE):
                self.errors.pop(name, None)
                self.cleaned_data[name] = self.kept[name]
        cleaned = super().clean()
        for name in self.differing:
            if name in self.touched and not self.decision(name) and name in cleaned and not self.is_as_now(name):
                label = self.fields[name].label
                sentence = f"Decide for {label}: as it is at Twilio now, or as in this form."
                self.add_error(f"{DECIDE}{name}", ValidationError(sentence, code="undecided"))
        return cleaned

    @property
    def hidden_again(self) -> list[str]:
        """What was asked for before and cannot be shown: masked, it is no other than what Twilio has."""
        return [
            name
            for name, value in self.again.items()
            if value != self.kept[name] and self.given_back(name, value) == self.given_back(name, self.kept[name])
        ]

    def _unmask(self, cleaned: dict[str, Any]) -> None:
        """Put what was asked for before where it came back as it was shown, or with another path."""
        came_with = (cleaned.get("shown") or "").split(".")
        for name, value in self.again.items():
            was_shown = self._digest(name, self.given_back(name, value)) not in came_with
            if was_shown and name in self.touched and isinstance(cleaned.get(name), str) and isinstance(value, str):
                cleaned[name] = unmasked(cleaned[name], value)
        super()._unmask(cleaned)

    def _get_validation_exclusions(self) -> set[str]:  # Django's own hook
        """Judge only what is asked for: Twilio may hold what could not be typed here."""
        as_it_is = {name for name in self.parameters if name in self.cleaned_data and self.is_as_now(name)}
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | as_it_is

    @property
    def content(self) -> list[Any]:
        """What tells this form from another of the same attempt: as it was sent, for what is kept may have changed."""
        sent = [*self.parameters, *(name for name in self.fields if name.startswith(DECIDE))]
        return [self.row.sid, *((name, self[name].data) for name in sent)]

    def twins(self, name: str) -> ResourceQuerySet[TwilioResource]:
        """Return the others that have the name already; none while it stays as it is."""
        others = super().twins(name).exclude(sid=self.row.sid)
        return others.none() if self.is_as_now(self.model.natural_key) else others

    @property
    def differing(self) -> list[str]:
        """The parameters that are not at Twilio as this form has seen them."""
        named = str(self["to_decide"].value() or "").split()
        return [name for name in self.parameters if name in named]

    def decision(self, name: str) -> str:
        """Return whose value of a parameter is to be: Twilio's, or this form's; empty while that is not decided."""
        return self.cleaned_data.get(f"{DECIDE}{name}", "") if hasattr(self, "cleaned_data") else ""

    def is_as_now(self, name: str) -> bool:
        """Whether a parameter is wanted as Twilio has it already."""
        return self._is_same(name, self.cleaned_data.get(name), self.kept[name])

    def is_same(self, name: str) -> bool:
        """Whether somebody has typed just what Twilio has by now."""
        came_to = self.given_back(name, self.kept[name])
        return name in self.touched and self._is_same(name, self.mine.get(name), came_to)

    @property
    def asked(self) -> dict[str, Any]:
        """What is to be asked of Twilio: what was touched, and nothing that somebody has left to Twilio.

        What is not at Twilio as it was seen is asked for all the same, for that is to be noticed before it is sent; but
        not what was decided upon, or is the same on both sides.
        """
        wanted = {name for name in self.parameters if self.decision(name) == MINE}
        wanted |= {name for name in self.touched if self.decision(name) != THEIRS}
        return {
            name: self.cleaned_data[name]
            for name in self.parameters
            if name in wanted and not (name in self.differing and self.is_as_now(name))
        }

    def ask_about(self, names: Iterable[str], now: TwilioResource, seen: str) -> None:
        """Let the parameters `names`, which Twilio now has as in `now`, be decided before anything is sent.

        What nobody touched here is left to Twilio unless somebody says otherwise.
        """
        news = set(names)
        self.now, self.kept = now, self._values(now)
        differing = [name for name in self.parameters if name in news or name in self.differing]
        decisions = {f"{DECIDE}{name}": THEIRS if name not in self.touched else "" for name in news}
        self._renew(seen=seen, to_decide=" ".join(differing), **decisions)
        self._add_decisions()

    def _add_decisions(self) -> None:
        for name in self.differing:
            if name in self.kept:
                self.fields[f"{DECIDE}{name}"] = forms.ChoiceField(
                    choices=[(THEIRS, "As it is at Twilio now"), (MINE, "As in this form")],
                    widget=forms.RadioSelect,
                    required=False,
                    label=self.fields[name].label,
                )

    def problems(self) -> list[Problem]:
        """Return every error of a field, in the order of the page: decisions stand above the fields."""
        decisions: list[BoundField] = [
            self[f"{DECIDE}{name}"] for name in self.differing if f"{DECIDE}{name}" in self.fields
        ]
        undecided = [Problem(f"{bound.auto_id}_0", str(sentence)) for bound in decisions for sentence in bound.errors]
        return [*undecided, *super().problems()]

    def choice(self, name: str) -> BoundField | None:
        """Return the control that decides about a parameter; None where what a mask hid is not known any more."""
        can_be_mine = name in self.touched or not is_masked(str(self[name].value() or ""))
        return self[f"{DECIDE}{name}"] if can_be_mine else None

    def _values(self, row: TwilioResource) -> dict[str, Any]:
        """Return the parameters as a form begins with them."""
        return {name: getattr(row, name) for name in row.parameters}

    def _offer(self, values: Mapping[str, Any]) -> None:
        """Let every control offer what it begins with, also where that could not be chosen here."""

    def _meant(self, _name: str, value: Any) -> Any:
        """Return what a value that was typed stands for."""
        return value

    def _is_same(self, name: str, one: object, other: object) -> bool:
        normalized = self.model.normalized
        return normalized(name, one) == normalized(name, other)

    def _digests(self, values: Iterable[tuple[str, object]]) -> str:
        return ".".join(self._digest(name, value) for name, value in values)

    def _digest(self, name: str, value: object) -> str:
        """Return what tells a value from others, and does not tell it."""
        content = json.dumps([name, self.model.normalized(name, value)])
        return salted_hmac("domains.forms.shown", content).hexdigest()[:16]
