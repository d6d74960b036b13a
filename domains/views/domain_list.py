"""The list of SIP domains: filtered, sorted, with the columns of one's choice, as a page and as a file."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..forms import DomainFilters
from ..models import Account, SipDomain
from ..models.domains import SipDomainQuerySet
from .accounts import accounts_of
from .domain_columns import COLUMNS, GROUPS, NAME, SHOWN_FIRST, SORTS, Column, chosen, named, sort_of
from .exporting import ROWS_AT_ONCE, as_csv
from .listing import address, context_of, keep, page_of
from .rows import domain_rows, of_domain

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
    context = context_of(request, filters, page, export="domain-export") | {
        "rows": domain_rows(page.object_list, columns, accounts=accounts),
        "heads": tuple(_head(request, column) for column in (NAME, *columns)),
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
    rows = _sorted(request, _filters(request, accounts)).only(*of_domain(columns), "gone_at").iterator(ROWS_AT_ONCE)
    head = ["Domain name", "Friendly name", *(column.label for column in columns)]
    places = {pk: named(account) for pk, account in accounts.items()}
    return as_csv("sip-domains", head, (_line(row, columns, places.get(row.account_id, "")) for row in rows))


def _filters(request: HttpRequest, accounts: Mapping[int, Account]) -> DomainFilters:
    return DomainFilters(request.GET, SipDomain.objects.visible_to(request.user).live(), accounts=accounts)


def _sorted(request: HttpRequest, filters: DomainFilters) -> SipDomainQuerySet:
    word, is_descending = sort_of(request)
    found: SipDomainQuerySet = filters.qs
    return found.sorted_by(SORTS[word], descending=is_descending)


def _line(domain: SipDomain, columns: Sequence[Column], account: str) -> list[str]:
    return [domain.domain_name, domain.friendly_name, *(column.text(domain, account) for column in columns)]


class _Head(NamedTuple):
    """The head of a column: where it leads when the list can be sorted by it, and how it is sorted now."""

    label: str
    href: str = ""
    order: str = ""


def _head(request: HttpRequest, column: Column) -> _Head:
    if not column.sort:
        return _Head(column.label)
    word, is_descending = sort_of(request)
    is_sorted = word == column.sort
    # Of times one wants the latest first; the same head again turns the order round.
    turned = not is_descending if is_sorted else column.kind == "time"
    href = address(request, sort=f"{'-' if turned else ''}{column.sort}")
    return _Head(column.label, href, ("descending" if is_descending else "ascending") if is_sorted else "")
