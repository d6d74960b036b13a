"""The pages of changes: who asked for what, and what came of it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from .. import services
from ..models import Change, ChangeEvent, SipDomain
from .permissions import needs
from .presenting import differences, presented
from .responses import SeeOther

PAGE_SIZE = 50


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """Show every change, the latest first; `?state=` leaves those of one state."""
    changes = Change.objects.visible_to(request.user).select_related("account")
    state = request.GET.get("state", "")
    if state in Change.State:
        changes = changes.filter(state=state)
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "changes/list.html",
        {"page": page, "state": state if state in Change.State else "", "states": Change.State},
    )


@require_POST
@needs("domains.add_sipdomain")
def change_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Look up now what became of a change, and go back to it."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related("account"), pk=pk)
    services.look_up(change)
    return SeeOther(change.get_absolute_url())


@require_safe
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole story of one change: asked, sent, answered or not."""
    change = get_object_or_404(Change.objects.visible_to(request.user).select_related("account"), pk=pk)
    domain = SipDomain.objects.visible_to(request.user).filter(sid=change.sid).first() if change.sid else None
    context = {
        "change": change,
        "events": change.events.all(),
        "domain": domain,
        "explanation": None if change.state == Change.State.APPLIED else services.explain(change, viewer=request.user),
        "asked": presented(change.asked),
        "failure": change.events.filter(what=ChangeEvent.What.LOOK_UP_FAILED).last(),
        "differences": differences(change),
    }
    return render(request, "changes/detail.html", context)
