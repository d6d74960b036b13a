"""The steps of a doing, as a page shows them: what each does, the request that does it, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPV4LENGTH

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import services
from ..models import Change, Doing, DomainMapping, IpAddress, SipDomain, mapped
from ..readiness import address_cautions, consequences
from ..services import Interrupted, Progress, Step, explain
from ..services.explanations import Link, Viewer
from ..services.steps import NOBODY
from .actions import obstacle
from .choosing_again import choose_again
from .exchanges import Request, request_of
from .service_permissions import may_turn

BOTH = (
    "An IP list and a credential list are both mapped for calls then, and every caller must pass both: phones at other "
    "addresses are refused, even with the right password."
)
"""What to know where lists of both kinds meet: https://www.twilio.com/docs/voice/api/sending-sip."""

NOT_MADE = "…"
"""What stands for the SID of what an earlier step is to make."""


@dataclass(frozen=True)
class StepShown:
    """One step: its number from 1, a sentence, the request, and its state in a word for the icon and one to read."""

    number: int
    sentence: str
    sent: Request
    state: str
    label: str
    progress: Progress
    told: str = ""
    leads_to: Link | None = None

    @property
    def place(self) -> str:
        """Where the request goes, below the account."""
        return self.sent.path.partition("/SIP/")[2].removesuffix(".json")

    @property
    def change(self) -> Change | None:
        """The change that was sent last for it."""
        return self.progress.change


SECTION = "domain-access"
"""Where the pages of a plan belong, for the menu: to the domain whose access they set."""


def plan_page(request: HttpRequest, doing: Doing) -> HttpResponse:
    """Show what is to be done and what is done of it, with the button that goes on."""
    progress = services.progress_of(doing)
    left = [one for one in progress if not one.is_done]
    stop = in_the_way(doing) if left else ""
    may = all(map(request.user.has_perm, services.permissions_for(one.step for one in left or progress)))
    context = {
        "doing": doing,
        "section": SECTION,
        "steps": shown(doing, progress, request.user),
        "cautions": cautions_of(doing.domain, (one.step for one in left)),
        "left": len(left),
        "is_waiting": any(one.is_waiting for one in left),
        "is_awaited": any(one.is_awaited for one in left),
        "obstacle": stop,
        "choose_again": choose_again(request, doing, left),
        "is_stale": stop == services.STALE,
        "may_enable": bool(stop)
        and services.is_kept_by_disabling(doing)
        and may_turn(request, doing.domain, Change.Purpose.ENABLE),
        "may_go_on": may and not doing.is_over,
    }
    return render(request, "doings/plan.html", context)


def cautions_of(domain: SipDomain, steps: Iterable[Step]) -> list[str]:
    """Return what to know before steps are sent: of each address, of what stops, and of both kinds of list that meet.

    Judged by what is there in the end: a list that takes the place of another is mapped while that one is still there.
    """
    found: list[str] = []
    kinds = {(one.collection, one.sid): one.maps for one in mapped(domain=domain) if one.purpose == "calls"}
    for step in steps:
        model = step.model
        if model is SipDomain:
            found += [one.sentence for one in consequences(domain, step.asked)]
        elif step.action == Change.Action.DELETE:
            kinds.pop((step.collection, step.sid), None)
        elif model is IpAddress:
            prefix = step.asked.get("cidr_prefix_length") or IPV4LENGTH
            found += [one.sentence for one in address_cautions(step.asked["ip_address"], prefix)]
        elif issubclass(model, DomainMapping) and model.purpose == "calls":
            kinds[step.collection, step.asked["sid"]] = model.maps
    return [BOTH, *found] if len(set(kinds.values())) > 1 else found


def interrupted(doings: Iterable[Interrupted]) -> list[Interrupted]:
    """Return what was begun, of a domain that is not to be changed from here with what is in the way of that."""
    return [replace(one, stop=obstacle(one.doing.domain) or one.stop) if one.left else one for one in doings]


def in_the_way(doing: Doing) -> str:
    """Return why the steps that are left of a doing cannot be sent, as a sentence; empty where they can."""
    return obstacle(doing.domain) or ("" if doing.is_over else services.overtaken(doing))


def shown(doing: Doing, steps: Iterable[Progress], viewer: Viewer) -> list[StepShown]:
    """Return the steps as they stand."""
    return [_shown(doing, one, viewer) for one in steps]


def sentences(domain: SipDomain, steps: Iterable[Step]) -> list[str]:
    """Return what steps do, a sentence for each request."""
    return [step.sentence(domain) for step in steps]


def _shown(doing: Doing, one: Progress, viewer: Viewer) -> StepShown:
    state, label, told, leads_to = "intended", "To do", "", None
    if one.in_the_way is not None:
        state, label = "unknown", "Waiting"
        told = f"{one.in_the_way.actor_name} is changing {one.in_the_way.key}: wait for it, then go on."
    elif one.kept_back:
        state, label, told = "not_applied", "Not sent", one.kept_back
    elif one.change is not None:
        state, label = one.change.state, one.change.get_state_display()
        if one.is_done and state != Change.State.APPLIED:
            state, label = Change.State.APPLIED.value, "Done already"
        if state != Change.State.APPLIED:
            explained = explain(one.change, viewer=viewer)
            told, leads_to = explained.sentence, (explained.href, explained.link) if explained.href else None
        elif one.change.model.secrets and not one.change.is_answered:
            told = "Its answer was lost, so its password is not to be relied on: rotate it before a phone is given it."
        elif one.change.model.secrets and not one.password:  # perhaps whoever asked was cut off before it was shown
            told = "Its password was to be shown once, and is kept nowhere: unless somebody has it, rotate it."
    sentence, sent = one.step.sentence(doing.domain), _request(doing, one)
    return StepShown(one.number + 1, sentence, sent, state, label, one, told, leads_to)


def _request(doing: Doing, one: Progress) -> Request:
    """Return the request of a step as it was sent last, or as it is to be."""
    if one.change is not None:
        sent = request_of(one.change)
    else:
        asked = dict(one.step.asked)
        if str(asked.get("sid", "")).startswith("#"):
            asked["sid"] = NOT_MADE
        change = Change(account=doing.account, collection=one.step.place, sid=one.step.sid, action=one.step.action)
        change.asked = {name: value for name, value in asked.items() if value is not None}
        sent = request_of(change)
        sent = replace(sent, path=sent.path.replace(NOBODY, NOT_MADE))
    secrets = {name.capitalize(): "made for it, and shown once" for name in one.step.secrets}
    return replace(sent, values={**sent.values, **secrets})
