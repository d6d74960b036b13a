"""The list of SIP domains: filtered, sorted, with the columns of one's choice, as a page and as a file."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..forms import DomainFilters
from ..models import Account, SipDomain
from ..models.domains import SipDomainQuerySet
from .accounts import accounts_of
from .domain_columns import COLUMNS, GROUPS, JUDGED, NAME, SHOWN_FIRST, SORTS, Column, chosen, named, sort_of
from .exporting import ROWS_AT_ONCE, as_csv
from .listing import address, context_of, head, keep, page_of
from .rows import domain_rows, of_domain
from .standings import UNJUDGED, Standings, standings_of

KEPT = "domains_left"
"""Where the session holds how the list was left."""

_SORT_WORDS = (
    ("", "Name, A to Z"),
    ("-name", "Name, Z to A"),
    ("-created", "Created, newest first"),
    ("created", "Created, oldest first"),
    ("-updated", "Updated, newest first"),
    ("updated", "Updated, oldest first"),
)


@require_safe
def domain_list(request: HttpRequest) -> HttpResponse:
    """Show the domains of the mirror that the address asks for, and remember it for the way back."""
    accounts, columns = accounts_of(request), chosen(request)
    filters = _filters(request, accounts)
    page = page_of(request, _sorted(request, filters).values_list(*of_domain(columns)))
    keep(request, KEPT, [*filters.filters, "sort", "columns"])
    context = context_of(request, filters, page, export=reverse("domain-export")) | {
        "rows": domain_rows(page.object_list, columns, accounts=accounts),
        "heads": tuple(
            head(request, one.label, one.sort, sort_of(request), latest_first=one.kind == "time")
            for one in (NAME, *columns)
        ),
        "columns": tuple((column, column in columns) for column in COLUMNS.values()),
        "grouped": tuple((heading, tuple((one, one in columns) for one in group)) for heading, group in GROUPS),
        "usual": ",".join(SHOWN_FIRST),
        "usual_columns": address(request, without=["columns"]),
        "all_columns": address(request, columns="all"),
        "sort": request.GET.get("sort", ""),
        "sorts": _SORT_WORDS,
    }
    return render(request, "domains/list.html", context)


@require_safe
def domain_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send every domain of the list, on all its pages, with its columns."""
    accounts, columns = accounts_of(request), chosen(request)
    found = _sorted(request, _filters(request, accounts))
    is_judged = not JUDGED.keys().isdisjoint(column.name for column in columns)
    judged = standings_of(found.values_list("account_id", "sid"), accounts=accounts) if is_judged else {}
    rows = found.only(*of_domain(columns), "gone_at").iterator(ROWS_AT_ONCE)
    heading = ["Domain name", "Friendly name", *(column.label for column in columns)]
    places = {pk: named(account) for pk, account in accounts.items()}
    lines = (_line(row, columns, places.get(row.account_id, ""), judged.get(row.sid, UNJUDGED)) for row in rows)
    return as_csv("sip-domains", heading, lines)


def _filters(request: HttpRequest, accounts: Mapping[int, Account]) -> DomainFilters:
    return DomainFilters(request.GET, SipDomain.objects.visible_to(request.user).live(), accounts=accounts)


def _sorted(request: HttpRequest, filters: DomainFilters) -> SipDomainQuerySet:
    word, is_descending = sort_of(request)
    found: SipDomainQuerySet = filters.qs
    return found.sorted_by(SORTS[word], descending=is_descending)


def _line(domain: SipDomain, columns: Sequence[Column], account: str, standings: Standings) -> list[str]:
    shown = (column.text(domain, account, standings) for column in columns)
    return [domain.domain_name, domain.friendly_name, *shown]
