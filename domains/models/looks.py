"""When what a collection at Twilio holds was last looked at as a whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models

from .accounts import Account, VisibleQuerySet


class LookQuerySet(VisibleQuerySet["Look"]):
    """Looks."""

    def note(self, account: Account, collections: Iterable[str], at: datetime) -> None:
        """Note that everything in `collections` was seen, in the database's time; the caller has mirrored it."""
        seen = list(collections)
        self.note_first(account, seen, at)
        self.filter(account=account, collection__in=seen, at__lt=at).update(at=at)  # a slow look is not the later one

    def note_first(self, account: Account, collections: Iterable[str], at: datetime) -> None:
        """Note the same of collections that nobody can have looked at before."""
        looks = [Look(account=account, collection=collection, at=at) for collection in collections]
        self.bulk_create(looks, ignore_conflicts=True)

    def at(self, collections: Iterable[str]) -> Self:
        """Return those of some collections; for one never looked at there is none."""
        return self.filter(collection__in=list(collections))


class Look(models.Model):
    """A sight of all that a collection of an account holds: without one, that nothing is in the mirror means nothing.

    A parent that was just made holds nothing, so its collections count as seen from the answer on.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    collection = models.CharField(max_length=200)
    at = models.DateTimeField("looked at")

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "collection"], name="look_one_per_collection")]

    def __str__(self) -> str:
        return f"{self.collection}, {self.at:%Y-%m-%d %H:%M}"
