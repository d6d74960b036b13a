"""Rows of the two lists, drawn from values of the database alone: what follows from them alone can be kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from ..drawing import drawn_once, piece
from ..models import Account, Change, SipDomain, model_of
from ..models.subjects import Subject, subjects_of
from ..services import is_current
from .domain_columns import COLUMNS, JUDGED, Column, named
from .presenting import labels_in_short
from .standings import UNJUDGED, Standings, standings_of

Values = tuple[Any, ...]
"""What one row holds, as `values_list` gives it; the account's primary key comes first."""

Around = tuple[Standings, str, str]
"""What is known of a domain beside its row: how it stands, what its account is called, and again if it is not ours."""

OF_CHANGE = (
    "account_id",
    "pk",
    "action",
    "purpose",
    "key",
    "state",
    "actor_name",
    "created_at",
    "twilio_status",
    "twilio_code",
    "stopped_at",
    "undoes_id",
    "collection",
    "asked",
)
"""The columns that a row of changes is drawn from; of what was asked, last, only the names."""

_SID = 1
"""Where the SID is among the values of a domain."""


def of_domain(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the columns of the table that a row with these columns is drawn from; the response is not among them.

    The last is what was set aside: with the voice URL it tells whether the domain is disabled.
    """
    always = ("account_id", "sid", "domain_name", "friendly_name", "voice_url")
    others = (one.name for one in columns if one.name not in ("account", *JUDGED, *always))
    return (*always, *others, "set_aside")


def domain_rows(found: Iterable[Values], columns: Sequence[Column], *, accounts: Mapping[int, Account]) -> SafeString:
    """Return the rows of a table of domains, from the values of what `of_domain` names."""
    shown, names, zone = tuple(column.name for column in columns), of_domain(columns), get_current_timezone_name()
    places, rows = _places(accounts), list(found)
    is_judged = not JUDGED.keys().isdisjoint(shown)
    judged = standings_of((row[:2] for row in rows), accounts=accounts) if is_judged else {}
    return _joined(
        _domain_row(
            zone,
            names,
            # What was set aside is no value to know a row again by; that something was, is.
            (*values, set_aside is not None),
            shown,
            (judged.get(values[_SID], UNJUDGED), *places.get(values[0], ("", ""))),
        )
        for *values, set_aside in rows
    )


def change_rows(found: Iterable[Values], *, accounts: Mapping[int, Account]) -> SafeString:
    """Return the rows of a table of changes."""
    places, zone, rows = _places(accounts), get_current_timezone_name(), list(found)
    subjects = subjects_of(map(_about, rows))
    return _joined(
        _change_row(
            zone,
            _called(values, asked),
            subjects[_about(values)],
            _touched(values, asked),
            places.get(values[0], ("", ""))[1],
        )
        for *values, asked in rows
    )


def _about(values: Sequence[Any]) -> tuple[str, str]:
    """Return the collection and the natural key that a change is about."""
    return values[OF_CHANGE.index("collection")], values[OF_CHANGE.index("key")]


def _called(values: Sequence[Any], asked: Mapping[str, Any]) -> Values:
    """Return the values with what was asked for called as people call it, in place of its natural key."""
    collection, key = _about(values)
    at = OF_CHANGE.index("key")
    return (*values[:at], model_of(collection).called(key, asked), *values[at + 1 :])


def _touched(values: Sequence[Any], asked: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parameters that an update names, in Twilio's order: of what is more than its values, its verb says."""
    of = dict(zip(OF_CHANGE, values, strict=False))
    is_told = of["action"] == Change.Action.UPDATE and not of["purpose"]
    return tuple(model_of(of["collection"]).in_order(asked)) if is_told else ()


def _joined(rows: Iterable[SafeString]) -> SafeString:
    return mark_safe("\n".join(rows))  # noqa: S308  (each was drawn by a template, which escapes)


def _places(accounts: Mapping[int, Account]) -> dict[int, tuple[str, str]]:
    """Return what each account is called, and the same where it is another one than ours."""
    return {pk: (named(one), "" if is_current(one) else named(one)) for pk, one in accounts.items()}


@drawn_once
def _domain_row(
    _zone: str, names: tuple[str, ...], values: Values, shown: tuple[str, ...], around: Around
) -> SafeString:
    standings, account, elsewhere = around
    *attributes, is_set_aside = values
    domain = SipDomain(**dict(zip(names, (*attributes, {} if is_set_aside else None), strict=True)))
    columns = [COLUMNS[name] for name in shown]
    cells = [(column.kind, column.label, column.value(domain, account, standings)) for column in columns]
    return piece("domains/row.html", {"domain": domain, "cells": cells, "elsewhere": elsewhere})


@drawn_once
def _change_row(_zone: str, values: Values, subject: Subject, touched: tuple[str, ...], elsewhere: str) -> SafeString:
    change = Change(**dict(zip(OF_CHANGE[:-1], values, strict=True)))
    change.subject = subject
    named = labels_in_short(touched, of=change.model)
    return piece("changes/row.html", {"change": change, "touched": named, "elsewhere": elsewhere})
