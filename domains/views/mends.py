"""What mends a reason: a button that does it, or a link to the page where somebody who may does it."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

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
from ..readiness import Act, Mend, Snapshot
from ..services import Step, is_current, is_reason_required, permissions_for, steps_to_mend
from .actions import Action
from .service_permissions import may_turn


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
    Act.UNMAP_LISTS: Way("Take the lists away", "domain-access"),
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
"""Where each act is done, unless one press of a button does it at once."""

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


def offered(
    mend: Mend, domain: SipDomain, request: HttpRequest, *, known: Snapshot, symptom: str = ""
) -> Action | None:
    """Return what whoever asks may do to mend a domain; None where they may not, or nothing can be done from here.

    `known` is what the mend was found by, and `symptom` what was picked where the doctor has found it. A button that
    does all of it carries which mend it is, what it was seen to do, and which button on which page it is.
    """
    way = WAYS[mend.act]
    if not is_current(domain.account) or not request.user.has_perm(needed(_kind(mend, way), way.action)):
        return None
    if mend.act == Act.ENABLE and not may_turn(request, domain, Change.Purpose.ENABLE):
        return None
    page, steps = _address(mend, way, domain), steps_to_mend(domain, known, mend)
    # Where a reason is to be given, there is a field for it on the page alone.
    if not steps or is_reason_required() or not all(map(request.user.has_perm, permissions_for(steps))):
        return Action(_label(mend, way), page, way.is_button)
    return Action(
        _label(mend, way) if mend.parameter else _label_of(steps, mend),
        reverse("domain-mend", args=[domain.sid]),
        is_button=True,
        requests=len(steps),
        takes_away=any(one.action == Change.Action.DELETE for one in steps),
        look_first=page,
        posted={"mend": key_of(mend), "does": digest_of(steps), "symptom": symptom, "act": str(uuid.uuid4())},
    )


def key_of(mend: Mend) -> str:
    """Return what a mend is known by again."""
    return " ".join(str(one or "-") for one in asdict(mend).values())


def digest_of(steps: Sequence[Step]) -> str:
    """Return what tells whether a button does what it did when it was shown."""
    told = json.dumps([asdict(one) for one in steps], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _label(mend: Mend, way: Way) -> str:
    if mend.act == Act.ROTATE and _is_of_one(mend):
        return "Rotate the password"
    return _WORDS.get((mend.act, mend.parameter), way.label)


def _label_of(steps: Sequence[Step], mend: Mend) -> str:
    """Return what mapping and taking away do, in a few words."""
    mapped, gone = (
        " and ".join(one.name for one in steps if one.action == action)
        for action in (Change.Action.CREATE, Change.Action.DELETE)
    )
    if mapped and gone:
        return f"Replace {gone} with {mapped}"
    return f"Map {mapped} for {mend.purpose}" if mapped else f"Take {gone} away for {mend.purpose}"


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
