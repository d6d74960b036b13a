"""Finding out what became of a request that was not answered: the resource is looked up by its name.

Twilio has no way to ask for a name, so the account's whole list is read. What is found was made by the change when it
was made no earlier than the change was sent (both in Twilio's time) and is equal in what was asked. What is not found
may still come: absence counts only when it was seen twice with time between, the second time SETTLE_SECONDS or more
after sending stopped. And should it appear later all the same, the change says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from ..models import Account, Change, ChangeEvent, SipDomain, TwilioResource
from ..parameters import normalized
from ..twilio import TwilioError
from .connection import client_for
from .mirror import mirror

What = ChangeEvent.What

CLOCK_TOLERANCE = timedelta(seconds=2)
"""Twilio's times have whole seconds, and so has the Date header that they are compared by."""

RETRY_AFTER = timedelta(seconds=10)
"""When a look-up that failed is made again."""

PATIENCE_SECONDS = 10.0
"""How long a look-up may take: somebody may be waiting for it, and it can be made again."""

LATE_LOOKS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""How long after it was called not applied a change is looked up again, in case it appeared late."""

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


def look_up(change: Change) -> None:
    """Look an open change up once, and settle it if that can be said by now. Raises nothing for what Twilio does."""
    if _claim(change):
        see([change], account=change.account, collection=change.collection)
    change.refresh_from_db()


def look_around(change: Change) -> None:
    """Look what Twilio holds under the name of a refused change: it may be ours, and earlier changes may be too."""
    sight = _take_sight(change.account, change.collection)
    if not isinstance(sight, TwilioError):
        _judge_all([], sight)
        resource = sight.named(change.key)
        if resource:
            mirror(MODELS[sight.collection], sight.account, resource)


def see(changes: Iterable[Change], *, account: Account, collection: str) -> None:
    """Look up several changes of one account with one reading of its list. They must have been claimed."""
    sight = _take_sight(account, collection)
    if isinstance(sight, TwilioError):
        for change in changes:
            _note_failure(change, sight)
    else:
        _judge_all(changes, sight)


def _claim(change: Change) -> bool:
    """Take an unknown change for one look-up, so that two at once do not count as two with time between."""
    free = Change.objects.filter(pk=change.pk, state=Change.State.UNKNOWN, look_at=change.look_at)
    return bool(free.update(look_at=Now() + RETRY_AFTER))


def _take_sight(account: Account, collection: str) -> Sight | TwilioError:
    taken_at = _now(account)
    resources: list[dict[str, Any]] = []
    date = ""
    try:
        for page in client_for(account, patience=PATIENCE_SECONDS).pages(collection):
            resources += page.resources
            date = page.date
    except TwilioError as error:
        return error
    return Sight(account, collection, resources, taken_at, _ahead(date, _now(account)))


def _now(account: Account) -> datetime:
    """Return the database's time."""
    return Account.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=account.pk)


def _ahead(date: str, answered_at: datetime) -> timedelta:
    """Return how far Twilio's clock, by the Date header of an answer, is at least ahead of the database's.

    The header was written some time before the answer was here. Reckoned from then, a slow answer can make something
    a little older pass for ours, if it is equal in all that was asked; never what is ours for something older.
    """
    try:
        return parsedate_to_datetime(date) - answered_at
    except (TypeError, ValueError):  # no header, or none that names a zone
        return timedelta(0)


def _judge_all(changes: Iterable[Change], sight: Sight) -> None:
    """Judge the changes looked up, and those of the account that were given up and may have appeared."""
    for change in changes:
        _judge(change, sight)
        Change.objects.filter(pk=change.pk).update(looked_at=sight.taken_at)
    given_up = Change.objects.filter(
        account=sight.account, collection=sight.collection, state=Change.State.NOT_APPLIED, stopped_at__isnull=False
    )
    name = MODELS[sight.collection].natural_key
    there = {normalized(name, resource.get(name)) for resource in sight.resources}
    for change in given_up:
        if normalized(name, change.key) in there:
            _judge(change, sight)


def _judge(change: Change, sight: Sight) -> None:
    """Say of one change what the sight of its account says of it."""
    with transaction.atomic(durable=True):
        change.refresh_from_db(from_queryset=Change.objects.select_for_update(of=("self",)).select_related("account"))
        resource = sight.named(change.key)
        if resource is None:
            if change.state == Change.State.UNKNOWN:
                _absent(change, sight)
        elif _made_by(change, resource, sight) and not _may_be_anothers(change, resource):
            if change.state == Change.State.UNKNOWN:
                _found(change, resource, What.ADOPTED, "Its answer was lost, but Twilio made it")
            elif change.state == Change.State.NOT_APPLIED:
                _found(change, resource, What.APPEARED_LATE, "It appeared late, after it had been given up")
        elif change.state == Change.State.UNKNOWN:
            mirrored = mirror(MODELS[change.collection], change.account, resource)
            change.events.create(what=What.LOOKED_UP, told=f"{mirrored.sid} was already here: made by somebody else.")
            change.move(
                Change.State.REFUSED,
                "The name was taken before it was asked for, or by something that differs from what was asked.",
                sid=mirrored.sid,
                after=resource,
                message="The name was already here.",
            )


def _made_by(change: Change, resource: dict[str, Any], sight: Sight) -> bool:
    """Whether `resource` is what `change` asked for: not older than its sending, and equal in what was asked."""
    probe = SipDomain()
    probe.reflect(resource)
    created, sent = probe.date_created, change.sent_at
    is_new = created is not None and sent is not None and created >= sent + sight.ahead - CLOCK_TOLERANCE
    return is_new and all(
        normalized(name, value) == normalized(name, resource.get(name)) for name, value in change.asked.items()
    )


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
    Change.objects.filter(pk=change.pk).update(absent_at=first, look_at=again)


def _note_failure(change: Change, error: TwilioError) -> None:
    """Tell that the look-up failed, once for each reason, and have it made again."""
    Change.objects.filter(pk=change.pk).update(look_at=Now() + RETRY_AFTER, looked_at=Now())
    told = f"The look-up failed: {error.message}"
    last = change.events.order_by("-pk").first()
    if last is None or last.told != told:
        change.events.create(what=What.LOOK_UP_FAILED, told=told)
