"""The pages of one change: who asked for what, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from .. import services
from ..masking import masked
from ..models import Change, ChangeEvent, Credential, SipDomain, TwilioResource
from ..models.change_queries import ChangeQuerySet
from ..models.permissions import needed
from ..words import kind_in_words
from .access_kinds import asked_again
from .actions import obstacle
from .comparing import compare
from .exchanges import answer_to, request_of
from .finding import address_to
from .permissions import demand
from .responses import SeeOther
from .timeline import last_look, prospects, steps
from .undo import offer
from .wording import checked, headline

COMPANIONS_SHOWN = 10


@require_POST
def change_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Look up now what became of a change, go back to it, and say what came of that."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related("account"), pk=pk)
    demand(request, needed(change.model, change.action))
    was_open, looked_at = change.is_open, change.looked_at
    error = services.look_up(change)
    if error:
        messages.warning(request, f"It could not be looked up: {masked(error.message)}")
    elif not was_open:
        messages.info(request, f"It was settled before: {change.get_state_display().lower()}.")
    elif change.is_open and change.looked_at == looked_at:
        messages.info(request, "It is being looked up or sent just now: wait a moment.")
    else:
        messages.info(request, masked(checked(change)))
    return SeeOther(change.get_absolute_url())


@require_safe
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole story of one change: asked, sent, answered or not."""
    visible = Change.objects.visible_to(request.user)
    change = get_object_or_404(visible.select_related("account"), pk=pk)
    row = change.rows().visible_to(request.user).first()
    events = list(change.events.all())
    context = {
        "change": change,
        "row": row,
        "kind": kind_in_words(change.collection, change.subject),
        "explanation": None if change.state == Change.State.APPLIED else services.explain(change, viewer=request.user),
        "headline": headline(change),
        "comparison": compare(change, row),
        "request_sent": request_of(change),
        "answer": answer_to(change, events),
        "steps": steps(change, events, row),
        "last_look": last_look(change, events),
        "prospects": prospects(change),
        "last_failure": _last_failure(events),
        "can_check": change.state == Change.State.UNKNOWN and _may_ask(request, change),
        "repeat": _repeat(change, row, request),
        "undo": offer(change, row, request),
        **_password(change, row, request),
        **_undoing(change, visible),
        **_beside(change, visible),
    }
    return render(request, "changes/detail.html", context)


def _password(change: Change, row: TwilioResource | None, request: HttpRequest) -> dict[str, Any]:
    """Return whether a change left a password that nobody can rely on, and where whoever may replaces it."""
    if change.is_open or not isinstance(row, Credential) or row.is_gone:
        return {}
    is_lost = services.to_be_rotated([row], request.user).get(row.sid) == change
    may = request.user.has_perm(needed(Credential, Change.Action.UPDATE)) and not obstacle(row)
    return {"is_password_lost": is_lost, "rotate": address_to("rotate", row) if may else ""}


def _undoing(change: Change, visible: ChangeQuerySet) -> dict[str, Any]:
    """Return what a change undoes, whether it was undone and by what: the changes only where they may be seen."""
    undo = change.standing_undo()
    named = [pk for pk in (change.undoes_id, undo and undo.pk) if pk]
    seen = visible.in_bulk(named) if named else {}
    return {
        "undoes": seen.get(change.undoes_id),
        "is_undone": undo is not None,
        "undone_by": seen.get(undo.pk) if undo else None,
    }


def _beside(change: Change, visible: ChangeQuerySet) -> dict[str, Any]:
    """Return the changes of the same name before and after it, and those of the same doing."""
    namesakes = visible.about(change.account, change.collection, change.key)
    companions = visible.filter(act=change.act).exclude(pk=change.pk)
    return {
        "earlier": namesakes.filter(pk__lt=change.pk).first(),
        "later": namesakes.filter(pk__gt=change.pk).last(),
        "companions": companions[:COMPANIONS_SHOWN].with_subjects(),
        "companions_left": max(0, companions.count() - COMPANIONS_SHOWN),
    }


def _repeat(change: Change, row: TwilioResource | None, request: HttpRequest) -> str:
    """Return where what came to nothing can be mended and asked again of the same account; empty where it cannot."""
    came_to_nothing = change.state in (Change.State.REFUSED, Change.State.NOT_APPLIED)
    if not (came_to_nothing and _may_ask(request, change) and services.is_current(change.account)):
        return ""
    match change.action:
        case Change.Action.CREATE if change.model is SipDomain:
            return f"{reverse('domain-new')}?from={change.pk}"
        case Change.Action.UPDATE if isinstance(row, SipDomain) and not row.is_gone and not change.purpose:
            return f"{address_to('edit', row)}?from={change.pk}"
    return asked_again(change, row)


def _may_ask(request: HttpRequest, change: Change) -> bool:
    """Return whether somebody may ask for what a change asks for."""
    return request.user.has_perm(needed(change.model, change.action))


def _last_failure(events: Sequence[ChangeEvent]) -> ChangeEvent | None:
    """Return why the last look-up failed, unless something else has happened since."""
    return events[-1] if events and events[-1].what == ChangeEvent.What.LOOK_UP_FAILED else None
