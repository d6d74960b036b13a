"""What a list can be filtered by: read from an address, judged, and told back in words."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from ..models import Account

TEXT_LIMIT = 200
FIRST_YEAR, LAST_YEAR = 2000, 2099
SWITCH = (("on", "On"), ("off", "Off"))


@dataclass(frozen=True)
class Control:
    """One filter as a page shows it: what was asked for, what may be, and what is wrong with it."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True)
class Applied:
    """One filter in force, in words."""

    name: str
    label: str
    words: str


class DayField(forms.DateField):
    """A day, as ISO 8601 writes it, of a time in which every zone can count it."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        self._sentence = f"{label} must be a date such as 2026-11-23."
        super().__init__(label=label, input_formats=["%Y-%m-%d"], error_messages={"invalid": self._sentence}, **kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self._sentence, code="invalid")
        return day


class _Copied:
    """A filter that is cheap to copy: every request has its own, to write the accounts into."""

    extra: dict[str, Any]
    method: str | None

    def __deepcopy__(self, _memo: object) -> Self:
        twin = copy(self)
        twin.extra = dict(self.extra)
        twin.method = self.method  # bound anew to the copy
        return twin


class TextFilter(_Copied, CharFilter):  # type: ignore[misc]  # django-filter has no types
    """Text to look for."""

    kind = "text"

    def __init__(self, *, label: str, method: str) -> None:
        message = f"{label} must be {TEXT_LIMIT} characters or fewer."
        super().__init__(label=label, method=method, max_length=TEXT_LIMIT, error_messages={"max_length": message})


class DayFilter(_Copied, Filter):  # type: ignore[misc]
    """A day that something happened on, before, or since."""

    kind = "day"
    field_class = DayField


class DoingFilter(_Copied, Filter):  # type: ignore[misc]
    """The changes of one doing. It is not offered: the page of the doing leads here."""

    kind = "doing"
    field_class = forms.UUIDField

    def __init__(self) -> None:
        super().__init__(
            label="Doing", field_name="act", error_messages={"invalid": "Doing must be named as on its page."}
        )


class OneOfFilter(_Copied, ChoiceFilter):  # type: ignore[misc]
    """One of a few, and nothing else."""

    kind = "choice"

    def __init__(self, *, label: str, choices: Iterable[tuple[str, str]], sentence: str, **kwargs: Any) -> None:
        super().__init__(label=label, choices=tuple(choices), error_messages={"invalid_choice": sentence}, **kwargs)


class SwitchFilter(OneOfFilter):
    """What is on, or off. Django's own reading of booleans takes “no” for yes."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, choices=SWITCH, sentence=f"{label} must be on or off.", **kwargs)

    def filter(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(**{self.field_name: value == "on"}) if value else queryset


class AccountFilter(OneOfFilter):
    """One of the accounts that somebody may see; the list gives them."""

    def __init__(self) -> None:
        super().__init__(label="Account", choices=(), sentence="Account must be one of those listed here.")


class Filters(FilterSet):  # type: ignore[misc]
    """Filters of a list, and what of an address they could read. What they could not is left out, and said."""

    def __init__(self, asked: Mapping[str, str], queryset: QuerySet[Any], *, accounts: Mapping[int, Account]) -> None:
        # NUL: PostgreSQL does not take it. Blank: an unused control of a form without scripts.
        known = {name: asked.get(name, "").replace("\0", "").strip() for name in self.base_filters}
        self.asked = {name: value for name, value in known.items() if value}
        super().__init__(self.asked or None, queryset)
        self.filters["account"].extra["choices"] = tuple(
            (str(pk), f"{account}, {account.region}") for pk, account in accounts.items()
        )

    @cached_property
    def problems(self) -> dict[str, str]:
        """Why filters were left out, a sentence for each by its name."""
        return {name: str(sentences[0]) for name, sentences in self.errors.items()} if self.is_bound else {}

    @cached_property
    def controls(self) -> list[Control]:
        """Every filter, for showing. An account to choose is shown where there are several."""
        return [
            Control(
                name,
                filter_.label,
                filter_.kind,
                self.asked.get(name, ""),
                filter_.extra.get("choices", ()),
                self.problems.get(name, ""),
            )
            for name, filter_ in self.filters.items()
            if name != "account" or len(filter_.extra["choices"]) > 1 or name in self.asked
        ]

    @cached_property
    def applied(self) -> list[Applied]:
        """The filters in force."""
        return [
            Applied(control.name, control.label, dict(control.options).get(control.value, control.value))
            for control in self.controls
            if control.value and not control.problem
        ]
