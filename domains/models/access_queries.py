"""What is asked of access lists, of both kinds."""

from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.functions import Coalesce

from .resources import ResourceQuerySet, TwilioResource

_List_co = TypeVar("_List_co", bound=TwilioResource, covariant=True)

_NUMBER = "cidr_prefix_length"

SORTS = {"name": "friendly_name", "entries": "entry_count", "updated": "date_updated"}
"""What they can be sorted by, and the column of each."""


class AccessListQuerySet(ResourceQuerySet[_List_co]):
    """Access lists of one kind, with what is on them."""

    def search(self, text: str) -> Self:
        """Return those whose name or SID contains `text`, or which have it on them; all of them when it is blank."""
        text = text.replace("\0", "").strip()  # which PostgreSQL does not take
        if not text:
            return self
        entries = self._entries()
        on_it = (models.Q(**{f"{name}__icontains": text}) for name in entries.model.parameters if name != _NUMBER)
        named = models.Q(friendly_name__icontains=text) | models.Q(sid__icontains=text)
        return self.filter(named | models.Exists(entries.filter(reduce(or_, on_it))))

    def counted(self) -> Self:
        """Return them with how many are on each, as far as is known, as `entry_count`."""
        entries = self._entries().order_by()
        per_list = entries.values(entries.model.parent).annotate(count=models.Count("pk")).values("count")
        return self.annotate(entry_count=Coalesce(models.Subquery(per_list), 0))

    def sorted_by(self, word: str, *, descending: bool = False) -> Self:
        """Return them in the order of one of SORTS, and of equals always the same one first; what is not told last."""
        column = models.F(SORTS[word])
        first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
        return self.order_by(first, "-sid" if descending else "sid")

    def _entries(self) -> "ResourceQuerySet[Any]":
        """Return what is on the list of an outer query."""
        (kind,) = self.model.children()
        there: Any = kind._meta.default_manager
        entries: ResourceQuerySet[Any] = there.live().filter(**{kind.parent: models.OuterRef("pk")})
        return entries
