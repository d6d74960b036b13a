"""The list of changes: who asked for what, when, where, and what came of it, as a page and as files."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..forms import ChangeFilters
from ..models import Account, Change, LogRemoval
from .accounts import accounts_of
from .change_files import HEAD, NOT_IN_A_LINE, line_of, object_of, removal_object
from .exporting import ROWS_AT_ONCE, as_csv, as_json, exactly
from .listing import address, context_of, keep, page_of
from .rows import OF_CHANGE, change_rows

KEPT = "changes_left"
"""Where the session holds how the list was left."""

REMOVALS_SHOWN = 3


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """Show the changes that the address asks for, the latest first, and remember it for the way back."""
    accounts = accounts_of(request)
    filters = _filters(request, accounts)
    page = page_of(request, filters.qs.values_list(*OF_CHANGE))
    keep(request, KEPT, filters.filters)
    state = filters.asked.get("state", "")
    outcomes = [("All", address(request, without=["state"]), not state)]
    outcomes += [(label, address(request, state=value), value == state) for value, label in Change.State.choices]
    rows = change_rows(page.object_list, accounts=accounts)
    context = context_of(request, filters, page, export=reverse("change-export")) | {
        "rows": rows,
        "state": "" if "state" in filters.problems else state,
        "outcomes": tuple(outcomes),
        "export_json": address(request, path=reverse("change-export-json")),
        "removals": LogRemoval.objects.visible_to(request.user).latest_first()[:REMOVALS_SHOWN],
        "act": "" if "act" in filters.problems else filters.asked.get("act", ""),
        "askers": tuple(Change.objects.visible_to(request.user).askers()),
    }
    return render(request, "changes/list.html", context)


@require_safe
def change_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send every change of the list, on all its pages, as a spreadsheet."""
    accounts = accounts_of(request)
    changes = _filters(request, accounts).qs.defer(*NOT_IN_A_LINE).iterator(ROWS_AT_ONCE)
    return as_csv("changes", HEAD, (line_of(change, accounts) for change in changes))


@require_safe
def change_export_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send every change of the list with all there is to know of it, and what was removed from the log."""
    accounts = accounts_of(request)
    changes = _filters(request, accounts).qs.prefetch_related("events").iterator(ROWS_AT_ONCE)
    removals = LogRemoval.objects.visible_to(request.user).latest_first()
    head = {"exported_at": exactly(timezone.now()), "removals": [removal_object(one) for one in removals]}
    return as_json("changes", head, "changes", (object_of(change, accounts) for change in changes))


def _filters(request: HttpRequest, accounts: Mapping[int, Account]) -> ChangeFilters:
    return ChangeFilters(request.GET, Change.objects.visible_to(request.user).latest_first(), accounts=accounts)
