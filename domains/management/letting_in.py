"""How those who tell the story of a seeded sandbox let callers in, and what they see of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domains import services
from domains.models import (
    Account,
    CallsCredentialMapping,
    CallsIpMapping,
    Change,
    Credential,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    SipDomain,
    TwilioResource,
)
from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import ask
from domains.sandbox.messages import Question

from .access import Access
from .dating import date_made_by_hand

CALLS, REGISTRATIONS = "calls", "registrations"
ACCOUNT = f"/2010-04-01/Accounts/{ACCOUNT_SID}"


def steps_in(domain: SipDomain, access: Access) -> list[services.Step]:
    """Return what to do so that a domain lets in by these lists: those that are not there yet are made first."""
    ip_list = IpAccessControlList.objects.live().named(domain.account, access.ip_list).first()
    phones = CredentialList.objects.live().named(domain.account, access.credential_list).first()
    purposes = [CALLS, REGISTRATIONS] if access.is_for_phones else [CALLS]
    new_ip_list = new_phones = None
    if access.ip_list and ip_list is None:
        new_ip_list = services.NewIpList(access.ip_list, access.addresses[0].ip, access.addresses[0].prefix)
    if access.credential_list and phones is None:
        new_phones = services.NewCredentialList(access.credential_list, access.usernames[0], purposes)
    wanted = services.Wanted(
        calls=[row for row in (ip_list, phones) if row],
        registrations=[phones] if phones and access.is_for_phones else [],
        new_ip_list=new_ip_list,
        new_credential_list=new_phones,
    )
    steps = services.steps_to(domain, wanted)
    made = {step.collection: f"#{number}" for number, step in enumerate(steps)}
    if new_ip_list:
        steps += _more_addresses(made[IpAccessControlList.path], access)
    if new_phones:
        steps += _more_credentials(made[CredentialList.path], access)
    return steps + _spare(domain, access, f"#{len(steps)}")


def still_there(made: Iterable[Change]) -> dict[type[TwilioResource], list[str]]:
    """Return, of what these creates have made, the SIDs of what is there, by kind."""
    sids: dict[type[TwilioResource], list[str]] = {}
    for change in made:
        sids.setdefault(change.model, []).append(change.sid)
    return {
        model: list(model._default_manager.filter(sid__in=of_it, gone_at=None).values_list("sid", flat=True))
        for model, of_it in sids.items()
    }


def look_at_the_rest(account: Account, there: Mapping[type[TwilioResource], Iterable[str]]) -> set[str]:
    """Look at what these resources hold where that was never done, and return all collections where it is known now.

    What was made by an answer that came held nothing, and nobody else writes to the sandbox meanwhile. Phone numbers
    that domains name are looked up again.
    """
    collections = {IpAccessControlList.path, CredentialList.path}
    for model, sids in there.items():
        collections |= {child.path.format(sid) for child in model.children() for sid in sids}
    services.look_at(account, *sorted(collections - services.collections_seen(account)))
    for domain in SipDomain.objects.filter(sid__in=list(there.get(SipDomain, ()))):
        services.look_at_number_of(domain)
    return collections


def map_by_hand(domain: SipDomain, address: str, at: datetime) -> None:
    """Make a list and map it to a domain, as whoever does it in Twilio’s Console: nothing here knows of it."""
    one = _ask(IpAccessControlList.path, FriendlyName=f"Trial of {domain.domain_name}")
    entry = _ask(IpAddress.path.format(one["sid"]), FriendlyName="Test phone", IpAddress=address)
    # The Console maps lists by the older path.
    old = CallsIpMapping.path.replace("Auth/Calls/", "").format(domain.sid)
    mapping = _ask(old, IpAccessControlListSid=one["sid"])
    date_made_by_hand([one, entry, mapping], at)


def _ask(collection: str, **values: str) -> dict[str, Any]:
    path = f"{ACCOUNT}/{collection}.json"
    answer = ask(Question("POST", path, values, username=ACCOUNT_SID, password=AUTH_TOKEN))
    return answer.body or {}


def _more_addresses(made: str, access: Access) -> list[services.Step]:
    collection = IpAddress.path.format(made)
    return [
        services.Step(
            Change.Action.CREATE,
            collection,
            one.ip,
            {"friendly_name": one.name, "ip_address": one.ip, "cidr_prefix_length": one.prefix},
        )
        for one in access.addresses[1:]
    ]


def _more_credentials(made: str, access: Access) -> list[services.Step]:
    collection = Credential.path.format(made)
    return [
        services.Step(Change.Action.CREATE, collection, username, {"username": username})
        for username in access.usernames[1:]
    ]


def _spare(domain: SipDomain, access: Access, made: str) -> list[services.Step]:
    """Return how to make a list that nobody is on, and map it beside another of its kind."""
    if not access.spare:
        return []
    kind, mapping = (
        (CredentialList, CallsCredentialMapping) if access.credential_list else (IpAccessControlList, CallsIpMapping)
    )
    return [
        services.Step(Change.Action.CREATE, kind.path, access.spare, {"friendly_name": access.spare}),
        services.Step(Change.Action.CREATE, mapping.path.format(domain.sid), access.spare, {"sid": made}),
    ]
