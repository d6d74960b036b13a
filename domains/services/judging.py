"""What the sight of an account's list says of its changes.

What is found was made by the change when it was made no earlier than the change was sent (both in Twilio's time) and is
equal in what was asked. What is not found may still come: absence counts only when it was seen twice with time between,
the second time SETTLE_SECONDS or more after sending stopped. And should it appear later, the change says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from ..models import Account, Change, ChangeEvent, SipDomain, TwilioResource
from ..parameters import normalized
from .mirror import mirror, own

What = ChangeEvent.What

CLOCK_TOLERANCE = timedelta(seconds=15)
"""How much older than its sending a domain may look and still be ours, when it is equal in all that was asked: clocks
are set, and Twilio's machines need not agree. To take ours for somebody else's would be final, and wrong."""

LOOK_EVERY = timedelta(seconds=10)
"""How often an unknown outcome is looked up until it can be given up: what comes late should be seen soon."""

LATE_LOOKS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""How long after it was called not applied a change is looked up again, in case it appeared late."""

LATEST = timedelta(hours=48)
"""What is made longer after a change was sent is not of its doing any more."""

MODELS: dict[str, type[TwilioResource]] = {model.collection: model for model in (SipDomain,)}


@dataclass(frozen=True)
class Sight:
    """An account's list as it was at one moment: `taken_at` in the database's time, `ahead` how far Twilio's is."""

    account: Account
    collection: str
    resources: list[dict[str, Any]]
    taken_at: datetime
    ahead: timedelta

    def named(self, key: str) -> dict[str, Any] | None:
        """Return the resource of that natural key, whatever its case."""
        name = MODELS[self.collection].natural_key
        found = (one for one in self.resources if normalized(name, one.get(name)) == normalized(name, key))
        return next(found, None)


def judge_all(changes: Iterable[Change], sight: Sight) -> None:
    """Judge the changes looked up, and those of the account that were given up and may have appeared."""
    for change in changes:
        _judge(change, sight)
        Change.objects.filter(pk=change.pk).update(looked_at=sight.taken_at)
    given_up = Change.objects.filter(
        account=sight.account,
        collection=sight.collection,
        state=Change.State.NOT_APPLIED,
        stopped_at__isnull=False,
        sent_at__gte=sight.taken_at - LATEST,
    )
    for change in given_up:
        if sight.named(change.key):
            _judge(change, sight)


def _judge(change: Change, sight: Sight) -> None:
    """Say of one change what the sight of its account says of it."""
    with transaction.atomic(durable=True):
        own(change)
        resource = sight.named(change.key)
        if resource is None:
            if change.state == Change.State.UNKNOWN:
                _absent(change, sight)
            elif change.state == Change.State.NOT_APPLIED:
                _still_absent(change, sight)
        elif _made_by(change, resource, sight) and not _may_be_anothers(change, resource):
            if change.state == Change.State.UNKNOWN:
                _found(change, resource, What.ADOPTED, "Its answer was lost, but Twilio made it")
            elif change.state == Change.State.NOT_APPLIED:
                _found(change, resource, What.APPEARED_LATE, "It appeared late, after it had been given up")
        elif change.state == Change.State.UNKNOWN:
            _not_ours(change, resource, sight)
        elif change.state == Change.State.NOT_APPLIED:
            _still_absent(change, sight)


def _made_by(change: Change, resource: dict[str, Any], sight: Sight) -> bool:
    """Whether `resource` is what `change` asked for: made after its sending, and equal in what was asked."""
    return _is_of_its_time(change, resource, sight) and all(
        normalized(name, value) == normalized(name, resource.get(name)) for name, value in change.asked.items()
    )


def _is_of_its_time(change: Change, resource: dict[str, Any], sight: Sight) -> bool:
    probe = MODELS[change.collection]()
    probe.reflect(resource)
    if probe.date_created is None or change.sent_at is None:
        return False
    sent = change.sent_at + sight.ahead
    return sent - CLOCK_TOLERANCE <= probe.date_created <= sent + LATEST


def _may_be_anothers(change: Change, resource: dict[str, Any]) -> bool:
    """Whether another change made `resource`; or could have, of one that was given up while its like is under way."""
    others = Change.objects.exclude(pk=change.pk)
    rivals = others.open().about(change.account, change.collection, change.key)
    if change.state == Change.State.NOT_APPLIED and rivals.exists():
        return True  # asked first: a rival that ends in between is seen below
    return others.filter(action=Change.Action.CREATE, state=Change.State.APPLIED, sid=resource["sid"]).exists()


def _found(change: Change, resource: dict[str, Any], what: ChangeEvent.What, why: str) -> None:
    mirrored = mirror(MODELS[change.collection], change.account, resource)
    change.events.create(what=what, told=f"{why}: {mirrored.sid} was found by its name in the account’s list.")
    change.move(Change.State.APPLIED, f"Twilio made {mirrored.sid}.", sid=mirrored.sid, after=resource, look_at=None)


def _not_ours(change: Change, resource: dict[str, Any], sight: Sight) -> None:
    mirrored = mirror(MODELS[change.collection], change.account, resource)
    if _is_of_its_time(change, resource, sight):
        told = f"{mirrored.sid} has this name. It was made after this was sent, but with other values than were asked."
    else:
        told = f"{mirrored.sid} has this name, and was already here when this was sent."
    change.events.create(what=What.LOOKED_UP, told=told)
    change.move(Change.State.REFUSED, "The name was already here.", sid=mirrored.sid, after=resource, message=told)


def _absent(change: Change, sight: Sight) -> None:
    """Note that it is not there; give it up when that was seen before, and long enough after sending stopped."""
    settle = timedelta(seconds=settings.SETTLE_SECONDS)
    stopped = change.stopped_at or sight.taken_at
    if change.absent_at is not None and sight.taken_at >= max(stopped + settle, change.absent_at + settle / 6):
        change.events.create(what=What.LOOKED_UP, told="It was not in the account’s list, for the second time.")
        change.move(
            Change.State.NOT_APPLIED,
            f"Not found {settle.total_seconds():g} s after sending stopped. Should it appear later, that is noticed.",
            look_at=sight.taken_at + LATE_LOOKS[0],
        )
        return
    first = change.absent_at or sight.taken_at
    again = max(stopped + settle, first + settle / 6)
    if change.absent_at is None:
        change.events.create(what=What.LOOKED_UP, told="It was not in the account’s list. It may still come.")
    Change.objects.filter(pk=change.pk).update(absent_at=first, look_at=min(again, sight.taken_at + LOOK_EVERY))


def _still_absent(change: Change, sight: Sight) -> None:
    """Note when what was given up is looked for next, if ever: nothing is there, or somebody else's."""
    settled = change.settled_at or sight.taken_at
    coming = [settled + wait for wait in LATE_LOOKS if settled + wait > sight.taken_at]
    Change.objects.filter(pk=change.pk).update(look_at=min(coming, default=None))


def looks_to_come(change: Change) -> list[datetime]:
    """Return when a change that was given up is looked for again, the next time first; none when that is over."""
    if change.look_at is None or change.settled_at is None:
        return []
    later = (change.settled_at + wait for wait in LATE_LOOKS)
    return [change.look_at, *(at for at in later if at > change.look_at + LOOK_EVERY)]
