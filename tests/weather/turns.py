"""What a process does with a domain that lists are mapped to already: begins to do otherwise, or goes on with it."""

from typing import Any

from domains import services
from domains.models import Change, Doing, IpAccessControlList, SipDomain, User
from domains.services import Wanted

from .records import empty, mirrored

SERVICE = ("disable", "enable")


def begin(job: dict[str, Any]) -> dict[str, Any]:
    """Do what is wanted with the domain that Twilio holds, and with the lists that are mapped to it there."""
    if "there" in job:
        empty()
        for one in job["there"]:
            mirrored(one["collection"], one["text"])
    domain, actor = SipDomain.objects.get(), User.objects.get()
    if job["wanted"] in SERVICE:
        _turn(domain, job["wanted"], actor)
        return {}
    calls = IpAccessControlList.objects.filter(friendly_name=job["wanted"])
    steps = services.steps_to(domain, Wanted(calls=list(calls)))
    _told(services.plan(domain, Doing.Word.ACCESS, steps, actor=actor), actor)
    return {}


def carry_on(job: dict[str, Any]) -> dict[str, Any]:
    """Go on as an operator does: with what the domain's pages say is left, or by pressing the button again.

    What a page lets nobody send is not sent.
    """
    domain, actor = SipDomain.objects.get(), User.objects.get()
    left = services.unfinished(domain, actor) or services.unsent(domain, actor)
    told = [_told(one, actor) for one in left if not services.overtaken(one)]
    is_known = not services.has_open_changes() and not Change.objects.open().exists()
    if not left and is_known and job["wanted"] in SERVICE and domain.is_disabled != (job["wanted"] == "disable"):
        _turn(domain, job["wanted"], actor)
    domain.refresh_from_db()
    left = [*services.begun(actor), *services.unsent(domain, actor)]
    return {"told": told, "left": len(left), "is_disabled": domain.is_disabled}


def _turn(domain: SipDomain, purpose: str, actor: User) -> None:
    """Press the button that disables or enables, with all that goes along."""
    asked = services.disabling(domain) if purpose == "disable" else services.enabling(domain)

    def ask(**record: Any) -> Change:
        return services.update(domain, asked, seen=services.Seen.of(domain), purpose=purpose, **record)

    services.take_along(domain, purpose, services.steps_along(domain, purpose), ask, actor=actor)


def _told(doing: Doing, actor: User) -> list[dict[str, Any]]:
    """Take the steps, and return what was told of each."""
    steps = services.carry_out(doing, actor=actor)
    return [{"is_done": one.is_done, "is_waiting": one.is_waiting, "kept_back": one.kept_back} for one in steps]
