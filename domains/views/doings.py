"""All that was asked of Twilio in one doing: who did it, when and why, and what came of each change."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import Change, Doing
from .accounts import accounts_of
from .listing import page_of, pages_of
from .rows import OF_CHANGE, change_rows
from .stepping import plan_page

REASONS_SHOWN = 5


@require_safe
def doing(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show the changes of one doing, the first first; or its steps, where they were planned before."""
    planned = Doing.objects.visible_to(request.user).filter(act=act).select_related("domain", "account").first()
    if planned:
        return plan_page(request, planned)
    changes = Change.objects.visible_to(request.user).of_doing(act)
    outcomes = changes.summed()
    if not outcomes:
        raise Http404(f"There is no doing {act}.")
    page = page_of(request, changes.values_list(*OF_CHANGE))
    context = {
        "act": act,
        "page": page,
        "pages": pages_of(request, page),
        "rows": change_rows(page.object_list, accounts=accounts_of(request)),
        **_summary(outcomes),
        "who": changes.askers(),
        "reasons": changes.reasons()[:REASONS_SHOWN],
        "listed": reverse("change-list", query={"act": act}),
        "csv": reverse("change-export", query={"act": act}),
        "json": reverse("change-export-json", query={"act": act}),
    }
    return render(request, "changes/doing.html", context)


def _summary(outcomes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return how many changes there are, how many came to which state, and from when to when they were asked for."""
    return {
        "count": sum(one["count"] for one in outcomes),
        "outcomes": [(one["state"], Change.State(one["state"]).label, one["count"]) for one in outcomes],
        "first": min(one["first"] for one in outcomes),
        "last": max(one["last"] for one in outcomes),
    }
