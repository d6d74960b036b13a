"""What the lists have in common: what their address asks for, chips, pages, and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localtime

from ..forms import Filters

SIZES = (25, 50, 100, 200)
SIZE = 50

_ALWAYS_SEEN = ("q", "state", "act")  # the other filters fold away


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    words: str
    href: str


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page that `?page=` asks for, of as many rows as `?size=` says; the nearest where there is none.

    The rows are counted only where there are more than fit on the first page.
    """
    paginator, asked = Paginator(rows, size_of(request)), request.GET.get("page")
    if asked not in (None, "", "1"):
        return paginator.get_page(asked)
    first = list(rows[: paginator.per_page + 1])
    if len(first) <= paginator.per_page:
        paginator.count = len(first)
    return Page(first[: paginator.per_page], 1, paginator)


@dataclass(frozen=True)
class Pages:
    """Where a page stands among those of its list, and the addresses of the ones beside it."""

    number: int
    count: int
    rows: int
    first: int
    last: int
    previous: str
    next: str


def pages_of(request: HttpRequest, page: Page[Any]) -> Pages:
    """Return where `page` stands, as the templates of components take it."""

    def at(number: int) -> str:
        return address(request, page=str(number))

    return Pages(
        page.number,
        page.paginator.num_pages,
        page.paginator.count,
        page.start_index(),
        page.end_index(),
        at(page.number - 1) if page.has_previous() else "",
        at(page.number + 1) if page.has_next() else "",
    )


def size_of(request: HttpRequest) -> int:
    """Return how many rows a page has."""
    asked = request.GET.get("size", "")
    return int(asked) if asked in map(str, SIZES) else SIZE


def chips(request: HttpRequest, filters: Filters) -> tuple[Chip, ...]:
    """Return the filters in force, each with the way to be rid of it."""
    return tuple(
        Chip(one.label, one.words, address(request, without=[one.name]))
        for one in filters.applied
        if one.name != "state"  # which has links of its own
    )


def context_of(request: HttpRequest, filters: Filters, page: Page[Any], *, export: str) -> dict[str, Any]:
    """Return what the pages of both lists show around their rows; `export` is the address that sends them all."""
    return {
        "page": page,
        "pages": pages_of(request, page),
        "printed": f"{localtime():%Y-%m-%d %H:%M %Z}",
        "filters": filters,
        "search": next(control for control in filters.controls if control.name == "q"),
        "controls": tuple(control for control in filters.controls if control.name not in _ALWAYS_SEEN),
        "problems": filters.problems,
        "is_left_out": bool(filters.problems),
        "chips": chips(request, filters),
        "applied": tuple(filters.applied),
        "is_filtered": bool(filters.applied),
        "folded": sum(one.name not in _ALWAYS_SEEN for one in filters.applied),
        "unfiltered": address(request, without=filters.filters),
        "export": address(request, path=export),
        "size": page.paginator.per_page,
        "sizes": SIZES,
        # A filter that was left out is no reason why there is nothing.
        "is_empty": not page.paginator.count and not filters.applied,
    }


class Head(NamedTuple):
    """The head of a column: where it leads when the list can be sorted by it, and how it is sorted now."""

    label: str
    href: str = ""
    order: str = ""


def head(request: HttpRequest, label: str, word: str, now: tuple[str, bool], *, latest_first: bool = False) -> Head:
    """Return the head of a column that `?sort=` calls `word`, on a list sorted `now` so, backwards or not."""
    if not word:
        return Head(label)
    is_sorted, is_descending = word == now[0], now[1]
    # Of times one wants the latest first, of numbers the greatest; the same head again turns the order round.
    turned = not is_descending if is_sorted else latest_first
    href = address(request, sort=f"{'-' if turned else ''}{word}")
    return Head(label, href, ("descending" if is_descending else "ascending") if is_sorted else "")


def address(request: HttpRequest, *, without: Iterable[str] = (), path: str | None = None, **having: str) -> str:
    """Return the address of the list, on its first page: as asked for, `without` some parameters, `having` others."""
    gone = {"page", *without, *having}
    kept = [(name, value) for name, values in request.GET.lists() if name not in gone for value in values if value]
    written = urlencode([*kept, *having.items()])
    return (request.path if path is None else path) + (f"?{written}" if written else "")


def keep(request: HttpRequest, name: str, known: Iterable[str]) -> None:
    """Remember how a list was left, for the links that lead back to it; written only when it changed.

    Of the address only the parameters in `known` are kept, so nothing else can be led to.
    """
    left = address(request, path="", without=[each for each in request.GET if each not in {*known, "size"}])
    number = request.GET.get("page", "")
    if number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004  # nobody turns so many pages
        left += f"{'&' if left else '?'}page={number}"
    if len(left) > 2000:  # noqa: PLR2004  # longer than our own form makes it
        left = ""
    if request.session.get(name, "") != left:
        request.session[name] = left
