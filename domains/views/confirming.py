"""A page that asks before it has Twilio change a resource: what it will do, in view of what was seen."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import readiness, services
from ..forms import ConfirmForm
from ..models import Change, SipDomain, TwilioResource, User
from .accounts import sandbox_door
from .differing import differences, prospect
from .exchanges import request_of
from .kept import resume
from .outcomes import Outcome, attempt
from .permissions import demand
from .presenting import labels, told
from .responses import CONFLICT, UNPROCESSABLE, SeeOther
from .stepping import sentences


@dataclass(frozen=True)
class Plan:
    """What is to be asked of a resource, what for, and the parameters in which that overwrites what others put there.

    Without anything to ask, `needless` says why. It is changed, unless `action` says that it is made or deleted.
    `along` is what else is done with it.
    """

    asked: dict[str, Any] = field(default_factory=dict)
    overwritten: list[str] = field(default_factory=list)
    purpose: str = ""
    needless: str = ""
    action: str = Change.Action.UPDATE
    along: list[services.Step] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether there is anything to ask: of what is deleted, no parameter is."""
        return bool(self.asked) or self.action == Change.Action.DELETE

    @property
    def agreed(self) -> dict[str, Any]:
        """All that somebody agrees to who agrees to this."""
        return {"asked": self.asked, "along": [asdict(step) for step in self.along]}


_OTHER = Outcome(
    status=CONFLICT,
    sentence="What this does has changed since the page was opened. Nothing was sent: look at it again.",
)
"""What is said where something else was agreed to than would be asked by now."""


@dataclass(frozen=True)
class Confirmation:
    """One such page: the plan follows from the resource as it was shown; `back` is where it leads when left."""

    template: str
    about: str
    plan: Callable[[Any], Plan]
    back: str
    undoes: Change | None = None
    told: dict[str, Any] = field(default_factory=dict)
    """What else the template is told."""

    def page(self, request: HttpRequest, row: TwilioResource, shown: TwilioResource) -> HttpResponse:
        """Show what will be asked of `row`, which was seen as `shown`; or ask it, once it was agreed to."""
        form, plan = self._form(request, shown), self._whole(shown)
        for permission in sorted(services.permissions_for(plan.along)):
            demand(request, permission)
        outcome, changed = Outcome(status=UNPROCESSABLE if form.is_bound else 200), None
        if plan.asks and form.is_bound and form.is_valid():
            outcome = attempt(request, lambda: self._ask(row, plan, form)) if form.agrees_to(plan.agreed) else _OTHER
            if outcome.location:
                return SeeOther(outcome.location)
            outcome.refuse(form)
            plan = self._whole(shown)  # what goes along may have changed meanwhile
        if outcome.unseen:
            shown = outcome.unseen.live
            plan, changed = self._whole(shown), differences(row, shown, outcome.unseen.names)
            form.renew(seen=services.Seen.of(shown).text)
        if not plan.asks:
            messages.info(request, plan.needless)
            return SeeOther(self.back)
        form.show(plan.agreed)
        page = {"form": form, "row": row, "back": self.back, "undoes": self.undoes, "changed": changed}
        page |= {"shown": shown, **_prospect(request, shown, plan), **self.told}
        return render(request, self.template, page, status=outcome.status)

    def _whole(self, shown: TwilioResource) -> Plan:
        """Return what is to be asked with all that goes along."""
        plan = self.plan(shown)
        if not (plan.asks and isinstance(shown, SipDomain)):
            return plan
        return replace(plan, along=services.steps_along(shown, plan.purpose))

    def _form(self, request: HttpRequest, shown: TwilioResource) -> ConfirmForm:
        posted = request.POST if request.method == "POST" else None
        seen = {"seen": services.Seen.of(shown).text}
        form = ConfirmForm(posted, initial=seen, sender=cast(User, request.user), about=self.about)
        resume(request, form)
        return form

    def _ask(self, row: TwilioResource, plan: Plan, form: ConfirmForm) -> Change:
        record: Any = {
            "actor": form.sender,
            "reason": form.cleaned_data["reason"],
            "token": form.token,
            "undoes": self.undoes,
        }
        seen = services.Seen.read(form.cleaned_data["seen"])
        match plan.action:
            case Change.Action.CREATE:
                return services.create(row, **record)
            case Change.Action.DELETE:
                return services.delete(row, seen=seen, **record)
        update = partial(services.update, row, plan.asked, seen=seen, purpose=plan.purpose)
        if not isinstance(row, SipDomain):
            return update(**record)
        return services.take_along(row, plan.purpose, plan.along, update, **record)


def _prospect(request: HttpRequest, shown: TwilioResource, plan: Plan) -> dict[str, Any]:
    """Return what it will do, parameter by parameter, and the request that does it."""
    change = Change(account=shown.account, collection=shown.collection, sid=shown.sid, action=plan.action)
    change.asked = plan.asked
    is_update = plan.action == Change.Action.UPDATE
    return {
        "prospect": prospect(shown, plan.asked, plan.overwritten) if is_update else None,
        "values": [] if is_update else told(_parameters_of(shown), of=type(shown)),
        "stops": readiness.consequences(shown, plan.asked) if is_update and isinstance(shown, SipDomain) else [],
        "along": sentences(shown, plan.along) if isinstance(shown, SipDomain) else [],
        "all_seen": isinstance(shown, SipDomain) and services.mappings_seen(shown),
        "overwritten": labels(plan.overwritten, of=type(shown)),
        "to_send": request_of(change),
        "preview": _preview(shown, plan, sandbox_door(request)),
    }


def _parameters_of(row: TwilioResource) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.parameters}


def _preview(shown: TwilioResource, plan: Plan, sandbox_url: str) -> services.RequestPreview:
    match plan.action:
        case Change.Action.CREATE:
            return services.preview_create(shown, sandbox_url=sandbox_url)
        case Change.Action.DELETE:
            return services.preview_delete(shown, sandbox_url=sandbox_url)
    return services.preview_update(shown, plan.asked, sandbox_url=sandbox_url)
