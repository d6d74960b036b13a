"""The lists of access lists: searched, sorted, with how many are on each and where it is used."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms import AccessListFilters
from ..models import Change, Look, TwilioResource
from ..models.access_queries import SORTS, AccessListQuerySet
from ..models.permissions import needed
from ..services import is_current
from .access_words import LISTS, ListKind
from .accounts import accounts_of
from .domain_columns import named
from .exporting import as_csv, in_iso
from .finding import list_address, new_address
from .listing import Head, context_of, head, keep, page_of
from .uses import Use, uses_of

USES_SHOWN = 2
_SORT_WORDS = (
    ("", "Name, A to Z"),
    ("-name", "Name, Z to A"),
    ("-entries", "Most on it first"),
    ("entries", "Fewest on it first"),
    ("-updated", "Updated, newest first"),
    ("updated", "Updated, oldest first"),
)


class Listed(NamedTuple):
    """One access list: `is_looked_into` says whether it is known what is on it."""

    row: TwilioResource
    is_looked_into: bool
    uses: list[Use]
    more: int
    elsewhere: str


@require_safe
def access_list(request: HttpRequest, model: type[TwilioResource]) -> HttpResponse:
    """Show the lists of a kind that the address asks for, and remember it for the way back."""
    kind, may = LISTS[model], request.user.has_perm
    filters = _filters(request, kind)
    page = page_of(request, _sorted(request, filters).select_related("account"))
    keep(request, kind.kept, [*filters.filters, "sort"])
    context = context_of(request, filters, page, export=list_address(model, "export")) | {
        "kind": kind,
        "kinds": [(one.heading, list_address(one.model), one is kind) for one in LISTS.values()],
        "rows": list(_listed(request, kind, page.object_list)),
        "shown": f":{USES_SHOWN}",
        "heads": _heads(request, kind),
        "address": list_address(model),
        "sort": request.GET.get("sort", ""),
        "sorts": _SORT_WORDS,
        "new": new_address(model) if may(needed(model, Change.Action.CREATE)) else "",
        "refresh": list_address(model, "refresh") if may(needed(model, Change.Action.UPDATE)) else "",
    }
    return render(request, "access/lists.html", context)


@require_safe
def access_export(request: HttpRequest, model: type[TwilioResource]) -> StreamingHttpResponse:
    """Send every list of a kind, on all pages."""
    kind, accounts = LISTS[model], accounts_of(request)
    places = {pk: named(account) for pk, account in accounts.items()}
    rows = list(_sorted(request, _filters(request, kind)))
    listed = _listed(request, kind, rows)
    heading = ["Name", kind.heading_of_entries, "Used by", "Updated", "SID", "Account"]
    return as_csv(model.nouns.replace(" ", "-").lower(), heading, (_line(one, places) for one in listed))


def _line(one: Listed, places: dict[int, str]) -> list[str]:
    row: Any = one.row
    entries = str(row.entry_count) if one.is_looked_into else ""
    used = ", ".join(f"{use.domain.domain_name} ({use.purposes})" for use in one.uses)
    updated = in_iso(row.date_updated) if row.date_updated else ""
    return [row.friendly_name, entries, used, updated, row.sid, places.get(row.account_id, "")]


def _listed(request: HttpRequest, kind: ListKind, rows: Iterable[TwilioResource]) -> Iterator[Listed]:
    """Yield rows with where each is used, and whether it was looked into."""
    rows = list(rows)
    uses = uses_of(rows, request.user)
    collections = {row.sid: kind.entries.path.format(row.sid) for row in rows}
    looks = Look.objects.visible_to(request.user).at(collections.values())
    looked_at = set(looks.values_list("account_id", "collection"))
    for row in rows:
        is_known = (row.account_id, collections[row.sid]) in looked_at or bool(cast(Any, row).entry_count)
        elsewhere = "" if is_current(row.account) else named(row.account)
        yield Listed(row, is_known, uses[row.sid], max(0, len(uses[row.sid]) - USES_SHOWN), elsewhere)


def _heads(request: HttpRequest, kind: ListKind) -> tuple[Head, ...]:
    columns = (("Name", "name"), (kind.heading_of_entries, "entries"), ("Used by", ""), ("Updated", "updated"))
    sorted_by = _sort(request)
    heads = (head(request, label, word, sorted_by, latest_first=word != "name") for label, word in columns)
    return (*heads, Head("SID"))


def _filters(request: HttpRequest, kind: ListKind) -> AccessListFilters:
    rows = cast("AccessListQuerySet[Any]", cast(Any, kind.model)._default_manager.all())
    return AccessListFilters(request.GET, rows.visible_to(request.user).live().counted(), accounts=accounts_of(request))


def _sort(request: HttpRequest) -> tuple[str, bool]:
    """Return what the list is sorted by, one of SORTS, and whether backwards."""
    asked = request.GET.get("sort", "")
    word = asked.removeprefix("-")
    return (word, asked.startswith("-")) if word in SORTS else ("name", False)


def _sorted(request: HttpRequest, filters: AccessListFilters) -> AccessListQuerySet[Any]:
    word, is_descending = _sort(request)
    found: AccessListQuerySet[Any] = filters.qs
    return found.sorted_by(word, descending=is_descending)
