"""What mends a reason: a link to the page, or a button, by which somebody who may does it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from ..models import (
    Change,
    Credential,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    SipDomain,
    TwilioResource,
)
from ..models.permissions import needed
from ..readiness import Act, Mend
from ..services import is_current
from .actions import Action


@dataclass(frozen=True)
class Way:
    """Where an act is done: the page or, for a button, the address that is posted to."""

    label: str
    page: str = ""
    """Of the domain; without it that of the list."""
    action: str = Change.Action.UPDATE
    """What of its kind is done by it, which says what it takes."""
    is_button: bool = False


WAYS: Mapping[Act, Way] = {
    Act.CREATE_AGAIN: Way("Create again", "domain-new", Change.Action.CREATE),
    Act.ENABLE: Way("Enable", "domain-enable"),
    Act.MAP_LIST: Way("Map a list", "domain-access"),
    Act.REPLACE_LISTS: Way("Replace the list", "domain-access"),
    Act.ADD_ENTRY: Way("Add to the list", action=Change.Action.CREATE),
    Act.NARROW_LIST: Way("Open the list", action=Change.Action.DELETE),
    Act.ROTATE: Way("Open the list"),
    Act.SET_PARAMETER: Way("Edit", "domain-edit"),
    Act.TURN_ON: Way("Turn on", "domain-edit"),
    Act.TURN_OFF: Way("Turn off", "domain-edit"),
    Act.COMPARE: Way("Compare", "domain-refresh", is_button=True),
    Act.REFRESH: Way("Refresh", "domain-look", is_button=True),
}
"""Where each act is done."""

_ON_LISTS: Mapping[str, type[TwilioResource]] = {"AL": IpAddress, "CL": Credential, "CR": Credential}
"""The kind of what is on a list, by how the SID of the list begins, or its own."""

_ADDING = {"AL": "ip-address-new", "CL": "credential-new"}
_LIST_PAGES = {"AL": IpAccessControlList.page, "CL": CredentialList.page}
_WORDS = {
    (Act.SET_PARAMETER, "voice_url"): "Set the voice URL",
    (Act.SET_PARAMETER, "voice_fallback_url"): "Set a fallback URL",
    (Act.SET_PARAMETER, "emergency_caller_sid"): "Set the number",
    (Act.TURN_ON, "sip_registration"): "Turn registration on",
    (Act.TURN_ON, "secure"): "Turn secure media on",
    (Act.TURN_OFF, "secure"): "Turn secure media off",
}


def offered(mend: Mend, domain: SipDomain, request: HttpRequest) -> Action | None:
    """Return what whoever asks may do to mend a domain; None where they may not, or nothing can be done from here."""
    way = WAYS[mend.act]
    if not is_current(domain.account) or not request.user.has_perm(needed(_kind(mend, way), way.action)):
        return None
    return Action(_label(mend, way), _address(mend, way, domain), way.is_button)


def _label(mend: Mend, way: Way) -> str:
    if mend.act == Act.ROTATE and _is_of_one(mend):
        return "Rotate the password"
    return _WORDS.get((mend.act, mend.parameter), way.label)


def _is_of_one(mend: Mend) -> bool:
    """Whether it names who is on a list, and not the list."""
    return mend.sid.startswith("CR")


def _kind(mend: Mend, way: Way) -> type[TwilioResource]:
    """Return the kind of what is made, changed or deleted."""
    return SipDomain if way.page else _ON_LISTS[mend.sid[:2]]


def _address(mend: Mend, way: Way, domain: SipDomain) -> str:
    match mend.act:
        case Act.CREATE_AGAIN:
            return reverse(way.page, query={"again": domain.sid})
        case Act.MAP_LIST | Act.REPLACE_LISTS:
            in_place = "place" if mend.act == Act.REPLACE_LISTS else ""
            asked = {"for": mend.purpose or "", "list": mend.sid, "in": in_place}
            return reverse(way.page, args=[domain.sid], query={name: value for name, value in asked.items() if value})
        case Act.SET_PARAMETER | Act.TURN_ON | Act.TURN_OFF:
            return reverse(way.page, args=[domain.sid], fragment=f"id_{mend.parameter}")
        case Act.ADD_ENTRY:
            return reverse(_ADDING[mend.sid[:2]], args=[mend.sid])
    return reverse(way.page, args=[domain.sid]) if way.page else _address_on_lists(mend)


def _address_on_lists(mend: Mend) -> str:
    """Return the address of the page of a list, or that which rotates a password on one."""
    return reverse("credential-rotate", args=[mend.sid]) if _is_of_one(mend) else address_of_list(mend.sid)


def address_of_list(sid: str) -> str:
    """Return the address of the page of an access list."""
    return reverse(_LIST_PAGES[sid[:2]], args=[sid])
