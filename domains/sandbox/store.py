"""What the verbs do to the table. Each returns resources as Twilio would, or raises Refusal."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import format_datetime
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from . import ACCOUNT_SID
from .kinds import Kind, attribute
from .models import Resource
from .refusals import not_found
from .router import SandboxRouter

PREFIX = f"/2010-04-01/Accounts/{ACCOUNT_SID}/"
"""What every path begins with, whatever door was used."""

_LOCK = 0x5349502044  # any number that nothing else in the database locks


def create(kind: Kind, path: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Add a resource to the collection at `path`."""
    sid = kind.sid_prefix + secrets.token_hex(16)
    now = _now()
    own = f"{PREFIX}{path}/{sid}"
    body = {
        "sid": sid,
        "account_sid": ACCOUNT_SID,
        **kind.also,
        **kind.read_all(values),
        "date_created": now,
        "date_updated": now,
        "uri": f"{own}.json",
    }
    if kind.subresources:
        body["subresource_uris"] = {attribute(name): f"{own}/{name}.json" for name in kind.subresources}
    with _writing():
        _save(kind, Resource(sid=sid, path=path), body, None)
    return body


def fetch(path: str, sid: str) -> Resource:
    """Return the row of one resource."""
    try:
        return Resource.objects.within(path).get(sid=sid)
    except Resource.DoesNotExist:
        raise not_found(f"{PREFIX}{path}/{sid}.json") from None


def update(kind: Kind, path: str, sid: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Change what is named in `values` and nothing else."""
    with _writing():
        row = fetch(path, sid)
        body: dict[str, Any] = row.body | kind.read_sent(values) | {"date_updated": _now()}
        _save(kind, row, body, row.body)
    return body


def delete(kind: Kind, path: str, sid: str) -> None:
    """Take a resource away. Its row stays for as long as its name is locked."""
    with _writing():
        row = fetch(path, sid)
        if kind.check_delete:
            kind.check_delete(row.body)
        if kind.cooldown:
            row.gone_at = timezone.now()
            row.save(update_fields=["gone_at"])
        else:
            row.delete()


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
def _writing() -> Iterator[None]:
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


def _now() -> str:
    """Return the time as Twilio writes it: `Mon, 20 Jul 2015 17:27:10 +0000`."""
    return format_datetime(timezone.now())
