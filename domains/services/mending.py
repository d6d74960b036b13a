"""What mends a reason when nothing is left to type or to choose: the requests that do it."""

from ..models import (
    CallsCredentialMapping,
    CallsIpMapping,
    Change,
    CredentialList,
    DomainMapping,
    RegistrationsCredentialMapping,
    SipDomain,
)
from ..readiness import AccessList, Act, Mapped, Mend, Purpose, Snapshot
from .access import step_to_map
from .steps import Step


def steps_to_mend(domain: SipDomain, known: Snapshot, mend: Mend) -> list[Step]:
    """Return what to ask of Twilio so that `domain`, of which this is known, is mended; empty where more is to be told.

    What is to be mapped comes before what is taken away. Reads nothing, so that a page can say what its buttons do.
    """
    if mend.act in (Act.TURN_ON, Act.TURN_OFF):
        asked = {mend.parameter: mend.act == Act.TURN_ON}
        return [Step(Change.Action.UPDATE, domain.collection, domain.domain_name, asked, domain.sid)]
    if mend.act == Act.UNMAP_LISTS:
        return _all_away(domain, known, mend.purpose)
    chosen = next((one for one in _credential_lists(known) if one.sid == mend.sid), None)
    # To map a list that nobody has looked into may let in nobody: that takes a look at the page.
    if (
        chosen is None
        or not chosen.entries
        or mend.purpose is None
        or mend.act not in (Act.MAP_LIST, Act.REPLACE_LISTS)
    ):
        return []
    there = known.call_credentials if mend.purpose == Purpose.CALLS else known.registration_credentials
    is_there = any(one.sid == chosen.sid for one in _lists(there))
    steps = [] if is_there else [step_to_map(domain, mend.purpose, CredentialList, chosen.sid, chosen.name)]
    if mend.act == Act.REPLACE_LISTS:
        steps += _away(domain, CallsIpMapping, known.call_addresses)
    return steps


def _all_away(domain: SipDomain, known: Snapshot, purpose: Purpose | None) -> list[Step]:
    """Return what takes away every list that is mapped for one purpose."""
    if purpose == Purpose.REGISTRATIONS:
        return _away(domain, RegistrationsCredentialMapping, known.registration_credentials)
    by_address = _away(domain, CallsIpMapping, known.call_addresses)
    return by_address + _away(domain, CallsCredentialMapping, known.call_credentials)


def _away(domain: SipDomain, mapping: type[DomainMapping], mapped: Mapped | None) -> list[Step]:
    at = mapping.path.format(domain.sid)
    return [Step(Change.Action.DELETE, at, one.name, sid=one.sid) for one in _lists(mapped)]


def _credential_lists(known: Snapshot) -> list[AccessList]:
    """Return those that the domain lets in by already, for whatever purpose: a mend names no other."""
    return [*_lists(known.call_credentials), *_lists(known.registration_credentials)]


def _lists(mapped: Mapped | None) -> list[AccessList]:
    """Return the lists that are mapped, always in one order."""
    return sorted(mapped.lists, key=lambda one: (one.name, one.sid)) if mapped else []
