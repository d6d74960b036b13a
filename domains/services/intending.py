"""The first step of every change: it is written down, and nobody else changes the same resource until it is settled."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Required, TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from ..models import Change, TwilioResource, User
from .reasons import reason_of

LEASE_SECONDS = 30
"""For how long a sender may be believed alive; longer than the deadline of the client's verbs."""

WAIT_SECONDS = 0.1
ATTEMPTS = 5


class Busy(Exception):
    """Somebody else's change of the same resource is under way, or its outcome is still unknown."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{change.actor_name} is changing {change.key}.")
        self.change = change


class AskedBefore(Exception):
    """The same filled-in form was sent already: `change` is what came of it, as far as that is known by now."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{change} was asked for already.")
        self.change = change


def lease() -> timedelta:
    """Return for how long a sender is believed alive."""
    return timedelta(seconds=getattr(settings, "CHANGE_LEASE_SECONDS", LEASE_SECONDS))


class Record(TypedDict, total=False):
    """What a change is recorded with: who asks for it, and why.

    `act` is the doing that it is part of, `token` stands for one filled-in form, and `undoes` is what it makes up for.
    `claim` is called in the transaction that writes the change down: what it raises keeps that from being.
    """

    actor: Required[User]
    reason: str
    act: uuid.UUID | None
    token: str
    undoes: Change | None
    claim: Callable[[], None]


def intend(  # noqa: PLR0913  (who asks, why and for what; by keyword)
    row: TwilioResource,
    action: Change.Action,
    asked: dict[str, Any],
    *,
    actor: User,
    reason: str = "",
    act: uuid.UUID | None = None,
    token: str = "",
    undoes: Change | None = None,
    claim: Callable[[], None] = lambda: None,
    purpose: str = "",
) -> Change:
    """Commit that `actor` asks for `action` of `row`, and return the change, which is ours to send.

    Raises Busy when another change of the same name or SID is open, AskedBefore for whoever comes second with `token`,
    and ValidationError for a reason that is not taken: no caller goes round that. Whatever `claim` raises is raised.
    """
    intention = {
        "account": row.account,
        "collection": row.collection,
        "key": row.key,
        "sid": row.sid,
        "action": action,
        "purpose": purpose,
        "asked": asked,
        "undoes": undoes,
        "actor": actor,
        "actor_name": actor.get_username(),
        "reason": reason_of(reason),
        "act": act or uuid.uuid4(),
        "token": token or None,
    }
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                claim()
                change = Change.objects.create(**intention, lease_until=Now() + lease())
                change.events.create(what=Change.State.INTENDED, told=f"Asked by {change.actor_name}.")
                return change
        except IntegrityError:
            first = Change.objects.filter(token=token).first() if token else None
            if first:
                raise AskedBefore(_outcome_of(first)) from None
            rival = _rival(row)
            if rival:
                raise Busy(rival) from None
            if attempt == ATTEMPTS - 1:
                raise  # it is something else that is wrong
            # The rival has been settled in between: there is nothing in the way any more.
    raise AssertionError("The last attempt returns or raises.")


def _rival(row: TwilioResource) -> Change | None:
    """Return the open change of the same name, or of the same resource under another one."""
    same_name = Q(key__iexact=row.key)
    same = same_name | Q(sid=row.sid) if row.sid else same_name
    return Change.objects.open().filter(same, account=row.account, collection=row.collection).first()


def _outcome_of(change: Change) -> Change:
    """Return a change that somebody else carries out, once they have settled it, or looked it up in vain."""
    ends = time.monotonic() + lease().total_seconds()
    while change.is_open and change.looked_at is None and time.monotonic() < ends:
        time.sleep(WAIT_SECONDS)
        change.refresh_from_db()
    return change
