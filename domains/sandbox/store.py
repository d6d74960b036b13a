"""What the verbs do to the table. Each returns resources as Twilio would, or raises Refusal.

`at` is the time that is written down: now, or for a write that was kept back the time when it was due.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from . import ACCOUNT_SID, weather
from .kinds import Kind, attribute
from .models import Resource, ResourceQuerySet
from .refusals import not_found
from .router import SandboxRouter

PREFIX = f"/2010-04-01/Accounts/{ACCOUNT_SID}/"
"""What every path begins with, whatever door was used."""

_LOCK = 0x5349502044  # any number that nothing else in the database locks


def create(kind: Kind, path: str, values: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Add a resource to the collection at `path`."""
    sid = kind.sid_prefix + secrets.token_hex(16)
    own = f"{PREFIX}{path}/{sid}"
    body = {
        "sid": sid,
        "account_sid": ACCOUNT_SID,
        **kind.also,
        **kind.read_all(values),
        "date_created": format_datetime(at),
        "date_updated": format_datetime(at),
        "uri": f"{own}.json",
    }
    if kind.subresources:
        body["subresource_uris"] = {attribute(name): f"{own}/{name}.json" for name in kind.subresources}
    with writing():
        _save(kind, Resource(sid=sid, path=path, hidden_until=weather.hidden_until(at)), body, None)
    return body


def fetch(path: str, sid: str) -> dict[str, Any]:
    """Return one resource."""
    body: dict[str, Any] = _one(Resource.objects.seen(path), path, sid).body
    return body


def update(kind: Kind, path: str, sid: str, values: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """Change what is named in `values` and nothing else."""
    with writing():
        row = _one(Resource.objects.within(path), path, sid)
        body: dict[str, Any] = row.body | kind.read_sent(values) | {"date_updated": format_datetime(at)}
        _save(kind, row, body, row.body)
    return body


def delete(kind: Kind, path: str, sid: str, at: datetime) -> None:
    """Take a resource away. Its row stays for as long as its name is locked."""
    with writing():
        row = _one(Resource.objects.within(path), path, sid)
        if kind.check_delete:
            kind.check_delete(row.body)
        if kind.cooldown:
            row.gone_at = at
            row.save(update_fields=["gone_at"])
        else:
            row.delete()


def _one(among: ResourceQuerySet, path: str, sid: str) -> Resource:
    try:
        return among.get(sid=sid)
    except Resource.DoesNotExist:
        raise not_found(f"{PREFIX}{path}/{sid}.json") from None


def _save(kind: Kind, row: Resource, body: dict[str, Any], before: dict[str, Any] | None) -> None:
    if kind.natural_key and kind.taken:
        name = body[kind.natural_key]
        others = Resource.objects.named(row.path, name).exclude(pk=row.pk)
        others.filter(gone_at__lte=timezone.now() - kind.cooldown).delete()
        if others.exists():
            raise kind.taken(name)
        row.key = Resource.key_for(row.path, name)
    if kind.check_write:
        kind.check_write(body, before)
    row.body = body
    row.save()


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
