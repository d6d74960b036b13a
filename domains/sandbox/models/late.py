"""What was asked for and is still to be done."""

from datetime import datetime
from typing import Self

from django.db import models


class LateWriteQuerySet(models.QuerySet["LateWrite"]):
    """Late writes."""

    def coming(self) -> Self:
        """Return those that are not carried out."""
        return self.filter(status=None)

    def due(self, now: datetime) -> Self:
        """Return those whose time has come, in its order."""
        return self.coming().filter(due__lte=now).order_by("due", "pk")

    def done(self) -> Self:
        """Return those whose answer waits to be collected."""
        return self.exclude(status=None)


class LateWrite(models.Model):
    """A write that was asked for and is carried out at a later time; then, if it is awaited, its answer."""

    method = models.CharField()
    path = models.CharField()
    values = models.JSONField()
    due = models.DateTimeField(db_index=True)
    awaited = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)

    objects = LateWriteQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
