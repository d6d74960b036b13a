"""The columns that the list of domains can show. They derive from the model: its attributes, and where it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest

from ..forms import label_of
from ..masking import masked
from ..models import Account, SipDomain
from ..parameters import FIELDSETS
from .exporting import in_iso
from .presenting import flat, kind_of
from .standings import Shown, Standings

SHOWN_FIRST = ("sid", "calls", "phones", "secure", "date_created")
"""The columns of a list that nobody has chosen columns for."""
_USUAL = (
    *SHOWN_FIRST[:4],
    "sip_registration",
    "emergency_calling_enabled",
    "voice_url",
    "account",
    "date_created",
    "date_updated",
    "seen_at",
)
JUDGED = {"calls": "Calls", "phones": "Phones"}
"""The columns that are no attribute: the verdicts, for calls and for registration."""
_HERE = ("account", "seen_at", *JUDGED)
_GROUP = 3  # columns that are worth a heading of their own
_IN_THE_NAME = ("domain_name", "friendly_name")
# In a head there is little room.
_SHORT = {
    **JUDGED,
    "secure": "Secure",
    "sip_registration": "Registration",
    "emergency_calling_enabled": "Emergency",
}
SORTS = {"name": "domain_name", "created": "date_created", "updated": "date_updated"}
"""What `?sort=` may name, and the attribute it means; with a minus, the other way round."""


@dataclass(frozen=True, eq=False)  # each is one of COLUMNS, or NAME
class Column:
    """One column: the attribute it shows, its head, and of which `kind` its values are."""

    name: str
    label: str
    kind: str

    @property
    def sort(self) -> str:
        """What `?sort=` calls it; empty where the list cannot be sorted by it."""
        return next((word for word, name in SORTS.items() if name == self.name), "")

    def value(self, domain: SipDomain, account: str, standings: Standings) -> Any:
        """Return what it shows of a domain, which is in `account` and stands so, without secrets."""
        if self.kind == "account":
            return account
        if self.kind == "verdict":
            return standings[self.name == "phones"]
        if self.kind == "access":
            return access_in_words(domain.auth_types)
        return masked(getattr(domain, self.name))

    def text(self, domain: SipDomain, account: str, standings: Standings) -> str:
        """Return what it shows of a domain, as a file holds it: times are ISO 8601."""
        value = self.value(domain, account, standings)
        match value:
            case Shown():
                return value.words
            case bool():
                return "On" if value else "Off"
            case datetime():
                return in_iso(value)
            case None:
                return ""
        return str(value or "")


def _columns() -> dict[str, Column]:
    found = [field.name for field in SipDomain.attributes() if not isinstance(field, models.JSONField)]
    names = [*_USUAL, *(name for name in found if name not in (*_USUAL, *_IN_THE_NAME))]
    kinds = {"account": "account", "auth_type": "access", "sid": "sid", **dict.fromkeys(JUDGED, "verdict")}
    return {
        name: Column(name, _SHORT.get(name) or label_of(name), kinds.get(name) or kind_of(SipDomain, name))
        for name in names
    }


def _groups() -> tuple[tuple[str, tuple[Column, ...]], ...]:
    """Return every column once: as the form groups the parameters, then what Twilio adds, and what is known here.

    The form's small groups are one here, where only a label stands for each column.
    """
    found: dict[str, list[Column]] = {}
    for legend, options in FIELDSETS:
        group = [COLUMNS[name] for name in flat(options["fields"]) if name in COLUMNS]
        found.setdefault(legend if len(group) >= _GROUP else "Registration, security and more", []).extend(group)
    grouped = {column.name for group in found.values() for column in group}
    found["At Twilio"] = [column for name, column in COLUMNS.items() if name not in {*grouped, *_HERE}]
    found["Here"] = [COLUMNS[name] for name in _HERE]
    return tuple((heading, tuple(group)) for heading, group in found.items() if group)


COLUMNS = _columns()
GROUPS = _groups()
"""The columns as they are offered: groups with their headings."""
NAME = Column("domain_name", "Name", "name")


def chosen(request: HttpRequest) -> list[Column]:
    """Return the columns that `?columns=` names, beside the name, in the order of the list."""
    asked = request.GET.getlist("columns")
    names = COLUMNS if asked == ["all"] else asked if any(asked) else SHOWN_FIRST
    return [column for name, column in COLUMNS.items() if name in names]


def sort_of(request: HttpRequest) -> tuple[str, bool]:
    """Return what the list is sorted by, one of SORTS, and whether backwards."""
    asked = request.GET.get("sort", "")
    word = asked.removeprefix("-")
    return (word, asked.startswith("-")) if word in SORTS else ("name", False)


def access_in_words(auth_types: frozenset[str]) -> str:
    """Return whom a domain takes calls from, in a word or two; empty when from nobody yet."""
    words = {"IP_ACL": "IP list", "CREDENTIAL_LIST": "Credentials"}
    if auth_types >= words.keys():
        return "IP and credentials"
    return next((words[kind] for kind in words if kind in auth_types), "Yes" if auth_types else "")


def named(account: Account | None) -> str:
    """Return an account's name and Region."""
    return f"{account.name}, {account.region}" if account else ""
