"""What is known of a domain at one moment, and since when: all that a verdict is given by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from ..models import SipDomain


class Purpose(StrEnum):
    """What lists are mapped to a domain for, as Twilio's paths below `Auth/` name it."""

    CALLS = "calls"
    REGISTRATIONS = "registrations"


class Kind(StrEnum):
    """The kinds of access list, as Twilio's `auth_type` names them."""

    ADDRESSES = "IP_ACL"
    CREDENTIALS = "CREDENTIAL_LIST"


@dataclass(frozen=True)
class Entry:
    """Who is on a list: a user name or a network, and when its password, or the network, was last set at Twilio."""

    sid: str
    name: str
    set_at: datetime | None = None
    is_lost: bool = False
    """Whether nobody can rely on its password, since the answer that made it was lost."""


@dataclass(frozen=True)
class AccessList:
    """A list that is mapped: how many are on it, or None while it was never looked into.

    `is_off_the_internet` tells that no address on it is one that Twilio ever sees a call come from.
    """

    sid: str
    name: str
    entries: int | None = None
    is_wide_open: bool = False
    looked_at: datetime | None = None
    is_off_the_internet: bool = False
    who: tuple[Entry, ...] = ()
    """Who these are, where that was asked for: a verdict does without."""

    @property
    def lets_in_nobody(self) -> bool:
        """Whether it is known that nobody comes in by it."""
        return self.entries == 0 or (bool(self.entries) and self.is_off_the_internet)


@dataclass(frozen=True)
class Mapped:
    """The lists of one kind that are mapped for one purpose, when they were last looked at: none is known, too."""

    lists: tuple[AccessList, ...]
    looked_at: datetime
    changed_at: datetime | None = None
    """When one of them was last mapped or taken away from here, if that was later: the others were not looked at."""
    widest: str = ""
    """The SID of the widest where they are wide open together, and none of them alone."""

    @property
    def known_at(self) -> datetime:
        """Since when it is known which they are."""
        return max(self.looked_at, self.changed_at or self.looked_at)


@dataclass(frozen=True)
class EmergencyNumber:
    """The phone number that emergency calls are made with; `address_status` is Twilio's `emergency_address_status`."""

    sid: str
    number: str
    address_status: str
    looked_at: datetime
    is_there: bool = True


@dataclass(frozen=True)
class Gate:
    """What a call has to pass, of one kind: None stands for what is not known."""

    kind: Kind
    is_there: bool | None
    lists: tuple[AccessList, ...] | None
    widest: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anybody passes."""
        return bool(self.widest) or any(one.is_wide_open and one.entries != 0 for one in self.lists or ())


@dataclass(frozen=True)
class Snapshot:
    """A domain as Twilio last returned it, and what is known of its lists. None: never looked at."""

    now: datetime
    looked_at: datetime
    domain_name: str
    auth_types: frozenset[str] = frozenset()
    voice_url: str = ""
    voice_fallback_url: str = ""
    sip_registration: bool = False
    emergency_calling_enabled: bool = False
    secure: bool = False
    byoc_trunk_sid: str = ""
    emergency_caller_sid: str = ""
    is_gone: bool = False
    is_disabled: bool = False
    differing: tuple[str, ...] = ()
    """The names, as people read them, of parameters that Twilio was seen to hold another value of since."""
    call_addresses: Mapped | None = None
    call_credentials: Mapped | None = None
    registration_credentials: Mapped | None = None
    emergency_number: EmergencyNumber | None = None

    @classmethod
    def of(cls, domain: SipDomain, *, now: datetime, **known: Any) -> Self:
        """Return what its row of the mirror tells, and what else is known: any of the attributes after `auth_types`."""
        own = {name: getattr(domain, name) for name in TAKEN}
        return cls(now=now, looked_at=domain.seen_at, **(own | known))

    def gate(self, kind: Kind) -> Gate:
        """Return what is known of the lists of one kind that are mapped for calls.

        `auth_type` tells whether there is one, the mappings tell which. Where they differ, the later look counts, but a
        later `auth_type` only says that the mappings have changed: it may lag behind them.
        """
        says = kind in self.auth_types
        mapped = self.call_addresses if kind == Kind.ADDRESSES else self.call_credentials
        if mapped is None:
            return Gate(kind, says, None if says else ())
        if mapped.known_at < self.looked_at and bool(mapped.lists) != says:
            return Gate(kind, None, None)
        return Gate(kind, bool(mapped.lists), mapped.lists, mapped.widest)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of both kinds: a call must pass each that is there."""
        return tuple(self.gate(kind) for kind in Kind)

    @property
    def looks(self) -> dict[str, datetime]:
        """When each part of this was last looked at, by what people call it; of the same part the oldest."""
        looks = [("the domain", self.looked_at)]
        if self.emergency_number:
            looks.append(("the emergency number", self.emergency_number.looked_at))
        for one in (self.call_addresses, self.call_credentials, self.registration_credentials):
            if one:
                looks.append(("which lists are mapped", one.looked_at))
                looks += [(f"what is on “{each.name}”", each.looked_at) for each in one.lists if each.looked_at]
        return {what: min(at for name, at in looks if name == what) for what, _ in looks}

    @property
    def oldest_look(self) -> tuple[datetime, str]:
        """When the part was looked at that nobody has looked at for longest, and which that is."""
        what, at = min(self.looks.items(), key=lambda one: one[1])
        return at, what


TAKEN = (
    "domain_name",
    "auth_types",
    "voice_url",
    "voice_fallback_url",
    "sip_registration",
    "emergency_calling_enabled",
    "secure",
    "byoc_trunk_sid",
    "emergency_caller_sid",
    "is_gone",
    "is_disabled",
)
"""What a snapshot takes over from a row as it is."""
