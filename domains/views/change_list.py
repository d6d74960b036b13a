"""The list of changes: who asked for what, when, where, and what came of it, as a page and as a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms import ChangeFilters
from ..masking import masked
from ..models import Account, Change
from .accounts import accounts_of
from .domain_columns import named
from .exporting import ROWS_AT_ONCE, as_csv, in_iso
from .listing import address, context_of, keep, page_of
from .rows import OF_CHANGE, change_rows

KEPT = "changes_left"
"""Where the session holds how the list was left."""

_NOT_LISTED = ("asked", "before", "after")
_HEAD = (
    "Number",
    "Asked at",
    "By",
    "Action",
    "Name",
    "SID",
    "Account",
    "State",
    "Settled at",
    "Twilio’s status",
    "Twilio’s code",
    "What was said",
    "Request id",
)


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
    context = context_of(request, filters, page, export="change-export") | {
        "rows": rows,
        "state": state,
        "outcomes": tuple(outcomes),
        "askers": tuple(Change.objects.visible_to(request.user).askers()),
    }
    return render(request, "changes/list.html", context)


@require_safe
def change_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send every change of the list, on all its pages."""
    accounts = accounts_of(request)
    changes = _filters(request, accounts).qs.defer(*_NOT_LISTED).iterator(ROWS_AT_ONCE)
    return as_csv("changes", _HEAD, (_line(change, accounts) for change in changes))


def _filters(request: HttpRequest, accounts: Mapping[int, Account]) -> ChangeFilters:
    return ChangeFilters(request.GET, Change.objects.visible_to(request.user).latest_first(), accounts=accounts)


def _line(change: Change, accounts: Mapping[int, Account]) -> list[str]:
    cells: list[Any] = [
        change.pk,
        in_iso(change.created_at),
        change.actor_name,
        change.get_action_display(),
        change.key,
        change.sid,
        named(accounts.get(change.account_id)),
        change.get_state_display(),
        in_iso(change.settled_at) if change.settled_at else "",
        change.twilio_status or "",
        change.twilio_code or "",
        masked(change.message),
        change.request_id,
    ]
    return [str(cell) for cell in cells]
