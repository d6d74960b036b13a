"""Lists, page by page.

A page begins where its token says, next to a row and not at a number: what is created or deleted meanwhile makes
nobody see a resource twice or miss one. `Page` only counts, for the client.
https://www.twilio.com/docs/usage/twilios-response#pagination
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from .kinds import Place
from .models import Resource, ResourceQuerySet
from .refusals import Refusal
from .store import PREFIX, find_parent

DEFAULT_SIZE = 50
SIZE_LIMIT = 1000

AFTER, BEFORE = "PA", "PB"


def page(place: Place, query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of a collection. Raises Refusal for a size or a token that cannot be."""
    find_parent(place, Resource.objects.seen)
    size = _size(query.get("PageSize", ""))
    number = _number(query.get("Page", "")) or 0
    token = query.get("PageToken", "")
    everything = Resource.objects.seen(place.kept)
    rows = _rows(everything, token, size)

    def uri(number: int, token: str = "") -> str:
        words = {"PageSize": size, "Page": number} | ({"PageToken": token} if token else {})
        return f"{PREFIX}{place.path}.json?{urlencode(words)}"

    earlier = bool(rows) and everything.filter(pk__lt=rows[0].pk).exists()
    later = bool(rows) and everything.filter(pk__gt=rows[-1].pk).exists()
    start = number * size
    return {
        place.kind.list_key: [place.show(row.body) for row in rows],
        "start": start,
        "end": start + max(len(rows) - 1, 0),
        "page": number,
        "page_size": size,
        "uri": uri(number, token),
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1, f"{AFTER}{rows[-1].pk}") if later else None,
        "previous_page_uri": uri(max(number - 1, 0), f"{BEFORE}{rows[0].pk}") if earlier else None,
    }


def _rows(everything: ResourceQuerySet, token: str, size: int) -> list[Resource]:
    if not token:
        return list(everything[:size])
    match = re.fullmatch(rf"({AFTER}|{BEFORE})([0-9]{{1,18}})", token)
    if not match:
        raise Refusal(400, 20422, f"Invalid PageToken: {token}")
    pk = int(match[2])
    if match[1] == AFTER:
        return list(everything.filter(pk__gt=pk)[:size])
    return list(everything.filter(pk__lt=pk).order_by("-pk")[:size])[::-1]


def _size(text: str) -> int:
    if not text:
        return DEFAULT_SIZE
    size = _number(text)
    if size is None or not 1 <= size <= SIZE_LIMIT:
        raise Refusal(400, 20007, f"Page size must be between 1 and {SIZE_LIMIT}")
    return size


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
