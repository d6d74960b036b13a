"""What makes the log a log: rows are added, what they say is never rewritten, and they leave by age alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.conf import settings
from django.db import models

from .accounts import VisibleQuerySet


class LogIsKept(Exception):
    """A row of the log was to be rewritten, or to be deleted in another way than by its age."""


_Row_co = TypeVar("_Row_co", bound="LogRow", covariant=True)


class LogQuerySet(VisibleQuerySet[_Row_co]):
    """Rows of the log. A guard against our own mistakes: who has the database itself is not stopped by it."""

    def update(self, **columns: Any) -> int:
        """Set columns that may change. Raises LogIsKept for those that are written once."""
        self.model.refuse_to_rewrite(columns)
        return super().update(**columns)

    def delete(self) -> NoReturn:
        """Raise LogIsKept: a list of rows is not what leaves the log."""
        raise LogIsKept("Rows of the log are not deleted: manage.py remove_changes removes the old ones, and says so.")

    def remove(self) -> None:
        """Delete them, with what hangs on them. Only for whoever leaves a LogRemoval that says so."""
        super().delete()

    remove.alters_data = True  # type: ignore[attr-defined]  # Django's own mark, so that no template can call it


class LogRow(models.Model):
    """A row of the log, whose account of what was meant is written once."""

    WRITTEN_ONCE: ClassVar[frozenset[str]]
    """The fields that nothing rewrites once the row is there."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Add the row; of one that is there already, only `update_fields` that may change. Raises LogIsKept."""
        if not self._state.adding:
            names = options.get("update_fields")
            self.refuse_to_rewrite(self.WRITTEN_ONCE if names is None else names)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Raise LogIsKept."""
        raise LogIsKept(f"“{self}” is in the log and stays there: manage.py remove_changes removes what is old.")

    @classmethod
    def refuse_to_rewrite(cls, names: Iterable[str]) -> None:
        """Raise LogIsKept when one of these fields is written once."""
        kept = sorted(cls.WRITTEN_ONCE.intersection(name.removesuffix("_id") for name in names))
        if kept:
            raise LogIsKept(f"{cls._meta.verbose_name}: what was written is not rewritten ({', '.join(kept)}).")


class LogRemovalQuerySet(LogQuerySet["LogRemoval"]):
    """Removals from the log."""

    def latest_first(self) -> Self:
        """Return them in the order of their time, the latest first."""
        return self.order_by("-pk")


class LogRemoval(LogRow):
    """That changes were removed from the log for their age: how many, from when to when, by whom."""

    WRITTEN_ONCE = frozenset({"at", "before", "actor", "actor_name", "reason"})

    at = models.DateTimeField("removed at", auto_now_add=True)
    before = models.DateField("asked before")
    count = models.PositiveIntegerField("changes removed", default=0)
    oldest = models.DateTimeField("oldest of them asked at", null=True)
    newest = models.DateTimeField("newest of them asked at", null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField("by", max_length=150)
    reason = models.TextField(blank=True)

    objects = LogRemovalQuerySet.as_manager()

    class Meta:
        verbose_name = "removal from the log"
        verbose_name_plural = "removals from the log"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.count:,} change{'' if self.count == 1 else 's'} before {self.before}"

    def add(self, asked_at: list[datetime]) -> None:
        """Count changes that were asked for at these times; the caller removes them in the same transaction."""
        self.count += len(asked_at)
        self.oldest = min(asked_at if self.oldest is None else [self.oldest, *asked_at])
        self.newest = max(asked_at if self.newest is None else [self.newest, *asked_at])
        self.save(update_fields=["count", "oldest", "newest"])
