"""What the verbs do to the table. Each returns resources as Twilio would, or raises Refusal.

`at` is the time that is written down: now, or for a write that was kept back the time when it was due.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from . import ACCOUNT_SID, access_rules, weather
from .kinds import Kind, Place, attribute
from .models import Resource, ResourceQuerySet
from .refusals import Refusal, known, not_found
from .router import SandboxRouter

PREFIX = f"/2010-04-01/Accounts/{ACCOUNT_SID}/"
"""What every path begins with, whatever door was used."""

_LOCK = 0x5349502044  # any number that nothing else in the database locks


def create(place: Place, values: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Add a resource to a collection."""
    kind = place.kind
    with writing():
        find_parent(place, Resource.objects.within)
        sid, attributes = _new(kind, kind.read_all(values))
        own = f"{PREFIX}{place.kept}/{sid}"
        body = {
            "sid": sid,
            "account_sid": ACCOUNT_SID,
            **place.parents,
            **kind.also,
            **attributes,
            "date_created": format_datetime(at),
            "date_updated": format_datetime(at),
            "uri": f"{own}.json",
        }
        if kind.subresources:
            body["subresource_uris"] = {attribute(name): f"{own}/{name}.json" for name in kind.subresources}
        _save(kind, Resource(sid=sid, path=place.kept, hidden_until=weather.hidden_until(at)), body, None)
    return place.show(body)


def fetch(place: Place) -> dict[str, Any]:
    """Return one resource."""
    find_parent(place, Resource.objects.seen)
    return place.show(_one(place, Resource.objects.seen).body)


def update(place: Place, values: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Change what is named in `values` and nothing else."""
    with writing():
        row = _one(place, Resource.objects.within)
        body: dict[str, Any] = row.body | place.kind.read_sent(values) | {"date_updated": format_datetime(at)}
        _save(place.kind, row, body, row.body)
    return place.show(body)


def delete(place: Place, at: datetime) -> None:
    """Take a resource away, and what it holds. Its row stays for as long as its name is locked."""
    kind = place.kind
    with writing():
        row = _one(place, Resource.objects.within)
        if kind.check_delete:
            kind.check_delete(row.body)
        # What becomes of a domain's mappings is not documented. Twilio has no code to refuse it for them: they go too.
        Resource.objects.inside(place.kept, row.sid).delete()
        if kind.cooldown:
            row.gone_at = at
            row.save(update_fields=["gone_at"])
        else:
            row.delete()
        if kind.settle:
            kind.settle(row.body)


def find_parent(place: Place, among: Callable[[str], ResourceQuerySet]) -> None:
    """Raise Refusal unless what the resources of this place belong to is there."""
    if place.parent:
        collection, sid = place.parent
        if not among(collection).filter(sid=sid).exists():
            raise _not_found(place)


def _one(place: Place, among: Callable[[str], ResourceQuerySet]) -> Resource:
    try:
        return among(place.kept).get(sid=place.sid)
    except Resource.DoesNotExist:
        raise _not_found(place) from None


def _not_found(place: Place) -> Refusal:
    own = f"/{place.sid}" if place.sid else ""
    return not_found(f"{PREFIX}{place.path}{own}.json")


def _new(kind: Kind, attributes: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the SID of what is to be created, and its attributes."""
    if kind.maps:
        (sid,) = attributes.values()
        return sid, {"friendly_name": access_rules.name_of(kind.maps, sid)}
    return kind.sid_prefix + secrets.token_hex(16), attributes


def _save(kind: Kind, row: Resource, body: dict[str, Any], before: dict[str, Any] | None) -> None:
    if kind.natural_key and kind.taken:
        name = body[kind.natural_key]
        others = Resource.objects.named(row.path, name).exclude(pk=row.pk)
        others.filter(gone_at__lte=timezone.now() - kind.cooldown).delete()
        if others.exists():
            raise kind.taken(name)
        row.key = Resource.key_for(row.path, name)
    if before is None and kind.limit and Resource.objects.within(row.path).count() >= kind.limit:
        raise known(kind.full)
    if kind.check_write:
        kind.check_write(body, before)
    row.body = body
    row.save()
    if kind.settle:
        kind.settle(body)


@contextmanager
def writing() -> Iterator[None]:
    """Let one write at a time decide and store, so that what it has checked still holds when it is stored.

    SQLite has it so anyhow; PostgreSQL would let two writers take the last place under the limit, or one add a
    subdomain while the other deletes its parent.
    """
    alias = SandboxRouter.database()
    with transaction.atomic(using=alias):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield
