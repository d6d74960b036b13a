"""Domains as they are known to be, and what becomes of them when a mend is done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domains.readiness import AccessList, Act, EmergencyNumber, Kind, Mapped, Mend, Purpose, Snapshot

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=9)
PHONE_NUMBER = "PN" + "1" * 32
URL, FALLBACK = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"

OFFICE = AccessList("AL" + "1" * 32, "Office", 3, looked_at=NOW)
BRANCH = AccessList("AL" + "2" * 32, "Branch", 1, looked_at=NOW)
PHONES = AccessList("CL" + "1" * 32, "Phones", 12, looked_at=NOW)
GUESTS = AccessList("CL" + "2" * 32, "Guests", 2, looked_at=NOW)


def mapped(*lists: AccessList) -> Mapped:
    return Mapped(lists, NOW)


PBX = Snapshot(
    now=NOW,
    looked_at=NOW,
    domain_name="acme.sip.twilio.com",
    auth_types=frozenset({Kind.ADDRESSES}),
    voice_url=URL,
    voice_fallback_url=FALLBACK,
    call_addresses=mapped(OFFICE),
    call_credentials=mapped(),
    registration_credentials=mapped(),
)
"""A domain that a PBX calls from known addresses."""

DESKS = replace(
    PBX,
    domain_name="desks.sip.twilio.com",
    auth_types=frozenset({Kind.CREDENTIALS}),
    sip_registration=True,
    call_addresses=mapped(),
    call_credentials=mapped(PHONES),
    registration_credentials=mapped(PHONES),
)
"""A domain that phones register with, and call by."""

REGISTERED = EmergencyNumber(PHONE_NUMBER, "+15551230000", "registered", NOW)
GUARDED: dict[str, Any] = {
    "emergency_calling_enabled": True,
    "emergency_caller_sid": PHONE_NUMBER,
    "emergency_number": REGISTERED,
}
"""Emergency calling as it should be."""

MAPPINGS = ("call_addresses", "call_credentials", "registration_credentials")


def changed(known: Snapshot, values: dict[str, Any]) -> Snapshot:
    """Return it with attributes changed that are named at run time."""
    return replace(known, **values)


def derived(known: Snapshot) -> Snapshot:
    """Return what Twilio tells of a domain after its mappings for calls have changed."""
    there = {Kind.ADDRESSES: known.call_addresses, Kind.CREDENTIALS: known.call_credentials}
    says = {kind for kind, one in there.items() if (one.lists if one else kind in known.auth_types)}
    return replace(known, auth_types=frozenset(says), looked_at=NOW)


CHOSEN: dict[str, dict[str, Any]] = {
    "voice_url": {"voice_url": URL},
    "voice_fallback_url": {"voice_fallback_url": FALLBACK},
    "emergency_caller_sid": {"emergency_caller_sid": PHONE_NUMBER, "emergency_number": REGISTERED},
}


def mended(known: Snapshot, mend: Mend) -> Snapshot:
    """Return what is known once a mend was done, and Twilio has answered."""
    return DONE[mend.act](known, mend)


def _with_list(known: Snapshot, sid: str, **values: Any) -> Snapshot:
    """Return it with one list changed, wherever that is mapped."""
    for name in MAPPINGS:
        there = getattr(known, name)
        if there:
            lists = tuple(replace(one, **values) if one.sid == sid else one for one in there.lists)
            known = changed(known, {name: Mapped(lists, there.looked_at)})
    return known


def _with_mapped(known: Snapshot, mend: Mend) -> Snapshot:
    """Return it with the list of a mend, or else a new one, mapped for its purpose."""
    name = "call_credentials" if mend.purpose == Purpose.CALLS else "registration_credentials"
    there = getattr(known, name)
    registered = known.registration_credentials.lists if known.registration_credentials else ()
    chosen = next((one for one in registered if one.sid == mend.sid), AccessList("CL" + "9" * 32, "New", 1))
    lists = [one for one in (there.lists if there else ()) if one.sid != chosen.sid]
    return changed(known, {name: mapped(*lists, replace(chosen, looked_at=NOW))})


def _looked_at(known: Snapshot, sid: str) -> Snapshot:
    """Return it after a look at everything, or at one list or number."""
    if sid and sid == known.emergency_caller_sid:
        return replace(known, emergency_number=replace(REGISTERED, sid=sid))
    if sid:
        return _with_list(known, sid, entries=1, looked_at=NOW)
    for name, kind in (("call_addresses", Kind.ADDRESSES), ("call_credentials", Kind.CREDENTIALS), (MAPPINGS[2], "")):
        there = getattr(known, name)
        guess = (AccessList(f"{name} seen", name, 1),) if kind in known.auth_types else ()
        lists = there.lists if there else guess
        seen = tuple(replace(one, looked_at=NOW, entries=1 if one.entries is None else one.entries) for one in lists)
        known = changed(known, {name: mapped(*seen)})
    number = known.emergency_number or (REGISTERED if known.emergency_caller_sid else None)
    return derived(replace(known, emergency_number=replace(number, looked_at=NOW) if number else None))


def _without(known: Snapshot, purpose: Purpose | None) -> Snapshot:
    """Return it with no list mapped for a purpose."""
    names = MAPPINGS[:2] if purpose == Purpose.CALLS else MAPPINGS[2:]
    return changed(known, dict.fromkeys(names, mapped()))


DONE: dict[Act, Callable[[Snapshot, Mend], Snapshot]] = {
    Act.CREATE_AGAIN: lambda known, _: replace(known, is_gone=False),
    Act.ENABLE: lambda known, _: replace(known, is_disabled=False),
    Act.TURN_ON: lambda known, mend: changed(known, {mend.parameter: True}),
    Act.TURN_OFF: lambda known, mend: changed(known, {mend.parameter: False}),
    Act.SET_PARAMETER: lambda known, mend: changed(known, CHOSEN[mend.parameter]),
    Act.COMPARE: lambda known, _: replace(known, differing=()),
    Act.ADD_ENTRY: lambda known, mend: _with_list(known, mend.sid, entries=1, is_off_the_internet=False),
    Act.NARROW_LIST: lambda known, mend: _with_list(known, mend.sid, is_wide_open=False),
    Act.ROTATE: lambda known, _: known,
    Act.MAP_LIST: lambda known, mend: derived(_with_mapped(known, mend)),
    Act.UNMAP_LISTS: lambda known, mend: derived(_without(known, mend.purpose)),
    Act.REPLACE_LISTS: lambda known, mend: derived(_with_mapped(replace(known, call_addresses=mapped()), mend)),
    Act.REFRESH: lambda known, mend: _looked_at(known, mend.sid),
}
