"""The list of SIP domains: filtered, sorted, with the columns of one's choice, as a page and as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ..forms import DomainFilters
from ..models import Account, SipDomain
from ..models.resources import SipDomainQuerySet
from ..services import is_current
from .domain_columns import COLUMNS, NAME, SHOWN_FIRST, SORTS, Column, chosen, loaded, named, sort_of
from .exporting import ROWS_AT_ONCE, as_csv
from .listing import accounts_of, address, context_of, keep, page_of

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
    page = page_of(request, _rows(request, filters, columns))
    keep(request, KEPT, [*filters.filters, "sort", "columns"])
    context = context_of(request, filters, page) | {
        "rows": rendered(list(page), columns, accounts=accounts),
        "heads": [_head(request, column) for column in (NAME, *columns)],
        "columns": [(column, column in columns) for column in COLUMNS.values()],
        "usual": ",".join(SHOWN_FIRST),
        "sort": request.GET.get("sort", ""),
        "sorts": _SORT_WORDS,
    }
    return render(request, "domains/list.html", context)


@require_safe
def domain_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send every domain of the list, on all its pages, with its columns."""
    accounts, columns = accounts_of(request), chosen(request)
    rows = _rows(request, _filters(request, accounts), columns).iterator(ROWS_AT_ONCE)
    head = ["Domain name", "Friendly name", *(column.label for column in columns)]
    lines = ([row.domain_name, row.friendly_name, *(column.text(row, accounts) for column in columns)] for row in rows)
    return as_csv("sip-domains", head, lines)


def rendered(domains: Sequence[SipDomain], columns: Sequence[Column], *, accounts: Mapping[int, Account]) -> list[str]:
    """Return the rows of a table, each of its domain, the columns, and whether it is in another account than ours."""
    template, icons = get_template("domains/row.html"), static("icons.svg")
    elsewhere = {pk: named(account) for pk, account in accounts.items() if not is_current(account)}
    return [
        template.render(
            {
                "domain": domain,
                "cells": [(column.kind, column.label, column.value(domain, accounts)) for column in columns],
                "elsewhere": elsewhere.get(domain.account_id, ""),
                "icons": icons,
            }
        )
        for domain in domains
    ]


def _filters(request: HttpRequest, accounts: Mapping[int, Account]) -> DomainFilters:
    return DomainFilters(request.GET, SipDomain.objects.visible_to(request.user), accounts=accounts)


def _rows(request: HttpRequest, filters: DomainFilters, columns: Sequence[Column]) -> SipDomainQuerySet:
    word, is_descending = sort_of(request)
    found: SipDomainQuerySet = filters.qs
    return found.sorted_by(SORTS[word], descending=is_descending).only(*loaded(columns))


def _head(request: HttpRequest, column: Column) -> dict[str, Any]:
    """Return the head of a column: where it leads when the list can be sorted by it, and how it is sorted now."""
    if not column.sort:
        return {"label": column.label}
    word, is_descending = sort_of(request)
    is_sorted = word == column.sort
    # Of times one wants the latest first; the same head again turns the order round.
    turned = not is_descending if is_sorted else column.kind == "time"
    href = address(request, sort=f"{'-' if turned else ''}{column.sort}")
    return {
        "label": column.label,
        "href": href,
        "order": ("descending" if is_descending else "ascending") if is_sorted else "",
    }
