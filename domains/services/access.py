"""Which lists a domain lets in by: what to do so that they are the wanted ones, and nothing is shut out in between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models import (
    Change,
    Credential,
    CredentialList,
    DomainMapping,
    IpAccessControlList,
    IpAddress,
    SipDomain,
    TwilioResource,
    mapped,
    mapping_of,
)
from .steps import Step

CALLS, REGISTRATIONS = "calls", "registrations"


@dataclass(frozen=True)
class NewIpList:
    """An IP access control list that is to be made, with its first address, and mapped for calls."""

    name: str
    ip_address: str
    prefix_length: int | None = None

    @property
    def cidr(self) -> str:
        """What it lets in, as networks are written."""
        return self.ip_address if self.prefix_length is None else f"{self.ip_address}/{self.prefix_length}"


@dataclass(frozen=True)
class NewCredentialList:
    """A credential list that is to be made, with its first credential, and mapped."""

    name: str
    username: str
    purposes: Sequence[str] = (CALLS, REGISTRATIONS)


@dataclass(frozen=True)
class Wanted:
    """What is to be mapped to a domain: known lists for each purpose, and new ones."""

    calls: Sequence[TwilioResource] = ()
    registrations: Sequence[TwilioResource] = ()
    new_ip_list: NewIpList | None = None
    new_credential_list: NewCredentialList | None = None
    turn_on_registration: bool = False


def steps_to(domain: SipDomain, wanted: Wanted) -> list[Step]:
    """Return what to do so that exactly the wanted lists are mapped: first what is new, and last what is taken away.

    A list that is mapped and not known here was shown to nobody, so nobody has decided to take it away. In this order
    at no moment is nobody let in who is let in before and after.
    """
    steps = [*_new_ip_list(domain, wanted.new_ip_list, 0)]
    steps += _new_credential_list(domain, wanted.new_credential_list, len(steps))
    there = {(one.purpose, one.sid): one for one in mapped(domain=domain)}
    lists = [(CALLS, one) for one in wanted.calls] + [(REGISTRATIONS, one) for one in wanted.registrations]
    for purpose, row in lists:
        if (purpose, row.sid) not in there:
            steps.append(step_to_map(domain, purpose, type(row), row.sid, row.key))
    if wanted.turn_on_registration and not domain.sip_registration:
        asked = {"sip_registration": True}
        steps.append(Step(Change.Action.UPDATE, domain.collection, domain.domain_name, asked, domain.sid))
    kept = {(purpose, row.sid) for purpose, row in lists}
    return steps + steps_away(one for pair, one in there.items() if pair not in kept and one.list_is_known)


def steps_away(mappings: Iterable[DomainMapping]) -> list[Step]:
    """Return what to do so that these are mapped no longer."""
    return [Step(Change.Action.DELETE, one.collection, one.friendly_name or one.sid, sid=one.sid) for one in mappings]


def step_to_map(domain: SipDomain, purpose: str, kind: type[TwilioResource], sid: str, name: str) -> Step:
    """Return what to do so that a list of a kind is mapped for a purpose. Raises ValueError where none can be."""
    model = mapping_of(purpose, kind)
    if model is None:
        raise ValueError(f"No {kind.noun} can be mapped for {purpose}.")
    return Step(Change.Action.CREATE, model.path.format(domain.sid), name, {"sid": sid})


def _new_ip_list(domain: SipDomain, new: NewIpList | None, first: int) -> list[Step]:
    if new is None:
        return []
    entry = {"friendly_name": new.cidr, "ip_address": new.ip_address, "cidr_prefix_length": new.prefix_length}
    made = f"#{first}"
    return [
        Step(Change.Action.CREATE, IpAccessControlList.path, new.name, {"friendly_name": new.name}),
        Step(Change.Action.CREATE, IpAddress.path.format(made), new.cidr, entry),
        step_to_map(domain, CALLS, IpAccessControlList, made, new.name),
    ]


def _new_credential_list(domain: SipDomain, new: NewCredentialList | None, first: int) -> list[Step]:
    if new is None:
        return []
    made = f"#{first}"
    return [
        Step(Change.Action.CREATE, CredentialList.path, new.name, {"friendly_name": new.name}),
        Step(Change.Action.CREATE, Credential.path.format(made), new.username, {"username": new.username}),
        *(step_to_map(domain, purpose, CredentialList, made, new.name) for purpose in new.purposes),
    ]
