"""What a process does in a sitting, in which a domain is brought to take calls: begins it, or goes on with it."""

from typing import Any

from domains import services
from domains.models import Credential, Doing, SipDomain, User
from domains.services import NewCredentialList, NewIpList, Wanted
from domains.views import stepping

from .records import empty, mirrored

EVERYTHING = Wanted(
    new_ip_list=NewIpList("Office", "8.8.4.0", 24),
    new_credential_list=NewCredentialList("Phones", "desk"),
    turn_on_registration=True,
)
"""Eight requests."""


def sit(job: dict[str, Any]) -> dict[str, Any]:
    """Plan a sitting with the domain that Twilio holds, and carry it out."""
    empty()
    domain = mirrored("SIP/Domains", job["there"])
    assert isinstance(domain, SipDomain)
    steps = services.steps_to(domain, EVERYTHING)
    doing = services.plan(domain, Doing.Word.ACCESS, steps, actor=User.objects.get())
    return _carried_out(doing)


def go_on(job: dict[str, Any]) -> dict[str, Any]:
    """Pick up the sitting that was interrupted, if one is seen to be."""
    doing = Doing.objects.unfinished().first()
    return _carried_out(doing) if doing else {"found": False}


def _carried_out(doing: Doing) -> dict[str, Any]:
    """Take the steps, and return what was told of each, now and by the page afterwards."""
    actor = User.objects.get()
    told = []
    for one in services.carry_out(doing, actor=actor):
        told.append({"number": one.number, "is_done": one.is_done, "is_waiting": one.is_waiting})
        told[-1]["is_shown"] = bool(one.password)
    doing.refresh_from_db()
    page = stepping.shown(doing, services.progress_of(doing), actor)
    credentials = [one.told for one in page if one.progress.step.collection.endswith("/Credentials")]
    unsure = services.to_be_rotated(Credential.objects.live(), actor)
    return {
        "found": True,
        "steps": told,
        "is_over": doing.is_over,
        "done": [one.progress.is_done for one in page],
        "of_credential": credentials[0],
        "to_be_rotated": list(unsure),
    }
