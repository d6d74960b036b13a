"""Putting back what a change did, as a change of its own that points at the first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from ..words import kind_in_words, words_of
from .confirming import Confirmation, Plan
from .finding import address_to, has_pages
from .permissions import demand
from .presenting import told
from .responses import SeeOther
from .service_permissions import may_turn

_TEMPLATES: dict[str, str] = {
    Change.Action.CREATE: "changes/undo_create.html",
    Change.Action.UPDATE: "changes/undo.html",
    Change.Action.DELETE: "changes/undo_delete.html",
}
"""The page that asks before a change of each action is undone."""

_TURNED_BACK_BY: dict[str, str] = {
    Change.Purpose.DISABLE: Change.Purpose.ENABLE,
    Change.Purpose.ENABLE: Change.Purpose.DISABLE,
}


@dataclass(frozen=True)
class Offer:
    """Whether undoing is offered on the page of a change: `href` leads there, `reason` says why it cannot be done."""

    href: str = ""
    reason: str = ""


def offer(change: Change, row: TwilioResource | None, request: HttpRequest) -> Offer:
    """Return what the page of a change says of undoing it, without asking Twilio; nothing to those who may not."""
    turns_back = _TURNED_BACK_BY.get(change.purpose)
    if turns_back and isinstance(row, SipDomain) and not may_turn(request, row, turns_back):
        return Offer()
    return _possible(change, row, request)


def _possible(change: Change, row: TwilioResource | None, request: HttpRequest) -> Offer:
    if change.state != Change.State.APPLIED or not request.user.has_perm(needed_to_undo(change)):
        return Offer()
    if not services.is_current(change.account):
        return Offer(reason="It cannot be undone from here: another account is administered.")
    if change.action == Change.Action.DELETE and change.model.secrets:
        return Offer(reason=services.undoing(change, None).reason)
    if change.action == Change.Action.DELETE or (row and not row.is_gone):
        return Offer(href=reverse("change-undo", args=[change.pk]))
    return Offer(reason=f"There is nothing to undo any more: the {change.model.noun} is gone.")


@require_http_methods(["GET", "HEAD", "POST"])
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the request that puts back what a change did, in view of what is live now, and send it."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related("account"), pk=pk)
    demand(request, needed_to_undo(change))
    row = change.rows().visible_to(request.user).select_related("account").first()
    offered = _possible(change, row, request)
    if not offered.href:
        return _back(request, change, offered.reason or "Only what was applied can be undone.")
    if row is None or change.action == Change.Action.DELETE:
        return _undo_deletion(request, change, row)
    try:
        live = services.fetch(row)
    except TwilioError as error:
        return _back(request, change, f"What Twilio holds now could not be read: {masked(error.message)}")
    undoing = services.undoing(change, live)
    if live is None or not undoing.action:
        return _back(request, change, undoing.reason)
    if undoing.action == Change.Action.DELETE and has_pages(row):
        return SeeOther(f"{address_to('delete', row)}?undoes={change.pk}")
    return _confirmation(change).page(request, row, live)


def _confirmation(change: Change, **more: Any) -> Confirmation:
    """Return the page that asks before a change is put back; it is told what goes, what is lost, and `more`."""

    def plan(shown: TwilioResource) -> Plan:
        undoing = services.undoing(change, shown)
        action = undoing.action or Change.Action.UPDATE
        return Plan(undoing.asked, undoing.overtaken, undoing.purpose, undoing.reason, action)

    words = words_of(change, action=Change.Action.DELETE)
    of_kind = {"kind": kind_in_words(change.collection, change.subject), "goes": words.goes, "lost": words.lost}
    template, about = _TEMPLATES[change.action], f"undo {change.pk}"
    return Confirmation(template, about, plan, change.get_absolute_url(), undoes=change, told={**of_kind, **more})


def _undo_deletion(request: HttpRequest, change: Change, row: TwilioResource | None) -> HttpResponse:
    """Say what of a deleted resource can come back, and what cannot; ask for it, or lead to the form that does."""
    undoing = services.undoing(change, None)
    if not undoing.action:
        return _back(request, change, undoing.reason)
    live = change.model.kept_in(change.collection).visible_to(request.user).live()
    here = live.named(change.account, change.key).first()
    if change.model is SipDomain:
        page = {
            "change": change,
            "here": here,
            "locked_until": _locked_until(change, row),
            "lost": words_of(change).lost,
            "values": told(undoing.asked),
        }
        return render(request, "changes/undo_deletion.html", page)
    if here and request.method != "POST":  # what was sent twice is answered as it was the first time
        return _back(request, change, f"{change.name} is here again: there is nothing to make.")
    anew = change.model.new_in(change.account, change.collection)
    for name, value in undoing.asked.items():
        setattr(anew, name, value)
    return _confirmation(change).page(request, anew, anew)


def _locked_until(change: Change, row: TwilioResource | None) -> datetime | None:
    """Return until when the name of a domain may be locked, while that is still to come."""
    free_at = row.free_at if isinstance(row, SipDomain) else None
    free_at = free_at or (change.settled_at and change.settled_at + LOCK)
    return free_at if free_at and free_at > timezone.now() else None


def _back(request: HttpRequest, change: Change, reason: str) -> HttpResponse:
    """Go back to the change, and say why it is not undone."""
    messages.warning(request, reason)
    return SeeOther(change.get_absolute_url())
