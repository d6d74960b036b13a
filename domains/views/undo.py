"""Putting back what a change did, as a change of its own that points at the first."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import services
from ..masking import masked
from ..models import Change, SipDomain, TwilioResource
from ..models.domains import LOCK
from ..models.permissions import needed_to_undo
from ..twilio import TwilioError
from .actions import address_of
from .confirming import Confirmation, Plan
from .permissions import demand
from .presenting import told
from .responses import SeeOther


@dataclass(frozen=True)
class Offer:
    """Whether undoing is offered on the page of a change: `href` leads there, `reason` says why it cannot be done."""

    href: str = ""
    reason: str = ""


def offer(change: Change, domain: TwilioResource | None, request: HttpRequest) -> Offer:
    """Return what the page of a change says of undoing it, without asking Twilio; nothing to those who may not."""
    if change.state != Change.State.APPLIED or not request.user.has_perm(needed_to_undo(change)):
        return Offer()
    if not services.is_current(change.account):
        return Offer(reason="It cannot be undone from here: another account is administered.")
    if change.action == Change.Action.DELETE or (domain and not domain.is_gone):
        return Offer(href=reverse("change-undo", args=[change.pk]))
    return Offer(reason="There is nothing to undo any more: the domain is gone.")


@require_http_methods(["GET", "HEAD", "POST"])
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the request that puts back what a change did, in view of what is live now, and send it."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related("account"), pk=pk)
    demand(request, needed_to_undo(change))
    domain = SipDomain.objects.visible_to(request.user).select_related("account").filter(sid=change.sid).first()
    offered = offer(change, domain, request)
    if not offered.href:
        return _back(request, change, offered.reason or "Only what was applied can be undone.")
    if domain is None or change.action == Change.Action.DELETE:
        return _undo_deletion(request, change, domain)
    try:
        live = services.fetch(domain)
    except TwilioError as error:
        return _back(request, change, f"What Twilio holds now could not be read: {masked(error.message)}")
    undoing = services.undoing(change, live)
    if live is None or not undoing.action:
        return _back(request, change, undoing.reason)
    if undoing.action == Change.Action.DELETE:
        return SeeOther(f"{address_of('domain-delete', domain)}?undoes={change.pk}")
    return _confirmation(change).page(request, domain, live)


def _confirmation(change: Change) -> Confirmation:
    """Return the page that asks before an update is put back."""

    def plan(shown: SipDomain) -> Plan:
        undoing = services.undoing(change, shown)
        return Plan(undoing.asked, undoing.overtaken, undoing.purpose, undoing.reason)

    return Confirmation("changes/undo.html", f"undo {change.pk}", plan, change.get_absolute_url(), undoes=change)


def _undo_deletion(request: HttpRequest, change: Change, domain: SipDomain | None) -> HttpResponse:
    """Say what of a deleted domain can come back, and what cannot."""
    undoing = services.undoing(change, None)
    if not undoing.action:
        return _back(request, change, undoing.reason)
    here = SipDomain.objects.visible_to(request.user).live().named(change.account, change.key).first()
    page = {
        "change": change,
        "here": here,
        "locked_until": _locked_until(change, domain),
        "values": told(undoing.asked),
    }
    return render(request, "changes/undo_deletion.html", page)


def _locked_until(change: Change, domain: SipDomain | None) -> datetime | None:
    """Return until when the name may be locked, while that is still to come."""
    free_at = (domain.free_at if domain else None) or (change.settled_at and change.settled_at + LOCK)
    return free_at if free_at and free_at > timezone.now() else None


def _back(request: HttpRequest, change: Change, reason: str) -> HttpResponse:
    """Go back to the change, and say why it is not undone."""
    messages.warning(request, reason)
    return SeeOther(change.get_absolute_url())
