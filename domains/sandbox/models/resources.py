"""What the sandbox remembers: one table for resources of every kind, as Twilio would return them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Resources of every kind."""

    def within(self, path: str) -> Self:
        """Return the collection at `path`, such as `SIP/Domains`, without what was deleted."""
        return self.filter(path=path, gone_at=None)

    def seen(self, path: str) -> Self:
        """Return what reading the collection at `path` shows: what lags behind is there, and not seen yet."""
        return self.within(path).filter(Q(hidden_until=None) | Q(hidden_until__lte=timezone.now()))

    def inside(self, path: str, sid: str) -> Self:
        """Return what is held by one resource of a collection: its addresses, its credentials, its mappings."""
        return self.filter(path__startswith=f"{path}/{sid}/")

    def mappings_of(self, sid: str) -> Self:
        """Return what ties the list with this SID to domains, for calls or for registrations."""
        return self.filter(sid=sid, path__startswith="SIP/Domains/")

    def named(self, path: str, name: str) -> Self:
        """Return the one of a collection that has this name in any case, though it may have been deleted."""
        return self.filter(key=Resource.key_for(path, name))

    def below(self, path: str, domain_name: str) -> Self:
        """Return what of a collection is named as a subdomain of `domain_name`."""
        return self.within(path).filter(key__endswith=f".{domain_name.lower()}")


class Resource(models.Model):
    """A resource and, for as long as its name stays locked, what is left of it after its deletion."""

    sid = models.CharField("SID")  # a mapping has that of its list, so only together with its path it is one
    path = models.CharField("collection")
    body = models.JSONField()
    # Unique in the database, so that of many who ask for a name at once only one can get it. None: names may repeat.
    key = models.CharField("name, once in its collection", unique=True, null=True, editable=False)  # noqa: DJ001
    gone_at = models.DateTimeField("deleted", null=True, blank=True)
    hidden_until = models.DateTimeField("seen by readers from", null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["path", "id"], name="resource_by_collection")]
        constraints = [models.UniqueConstraint(fields=["sid", "path"], name="resource_once_in_collection")]

    def __str__(self) -> str:
        return self.sid

    @staticmethod
    def key_for(path: str, name: str) -> str:
        """Return what a name is unique by: upper and lower case are one to Twilio."""
        return f"{path} {name.lower()}"
