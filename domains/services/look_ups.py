"""Finding out what became of a request that was not answered: the resource is looked up.

Twilio has no way to ask for a name, so the account's whole list is read. What has a SID is fetched by that as well.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.db.models.functions import Now

from ..masking import masked
from ..models import Account, Change, ChangeEvent, model_of
from ..twilio import Client, NotFound, TwilioError
from .connection import client_for
from .fetching import fetch, fetch_resource
from .judging import given_up, judge_all
from .mirror import mirror, writing
from .sight import Sight, database_time

RETRY_AFTER = timedelta(seconds=10)
"""When a look-up that failed is made again at the earliest."""

LONGEST_RETRY = timedelta(minutes=5)
"""And at the latest, however long it has failed."""

PATIENCE_SECONDS = 10.0
"""How long a look-up may take: somebody may be waiting for it, and it can be made again."""


def look_up(change: Change) -> TwilioError | None:
    """Look an open change up once, and settle it if that can be said by now.

    Raises nothing for what Twilio does: returns the error that kept the account's list from being read.
    """
    error = see([change], account=change.account, collection=change.collection) if _claim(change) else None
    change.refresh_from_db()
    return error


def look_around(change: Change) -> None:
    """Look what Twilio holds under the name of a refused change, which may be ours, as earlier changes may be.

    Domains below it that are not known here yet come into the mirror with it: they may be what stands in the way.
    """
    sight = _take_sight(change.account, change.collection)
    if not isinstance(sight, TwilioError):
        judge_all([], sight)
        resource = sight.named(change.key)
        if resource:
            mirror(sight.account, sight.collection, resource, as_of=sight.taken_at)
        for below in sight.below(change.key):
            if not sight.model.kept_in(sight.collection).filter(sid=below["sid"]).exists():
                mirror(sight.account, sight.collection, below, as_of=sight.taken_at)


def see(changes: Iterable[Change], *, account: Account, collection: str) -> TwilioError | None:
    """Look up several changes of one account with one reading of its list. They must have been claimed.

    Returns the error that kept the list from being read.
    """
    changes = list(changes)
    sight = _take_sight(account, collection, changes)
    if not isinstance(sight, TwilioError):
        judge_all(changes, sight)
        return None
    for change in changes:
        _note_failure(change, sight)
    return sight


def _claim(change: Change) -> bool:
    """Take an unknown change for one look-up, so that two at once do not count as two with time between."""
    free = Change.objects.filter(pk=change.pk, state=Change.State.UNKNOWN, look_at=change.look_at)
    return bool(free.update(look_at=Now() + RETRY_AFTER))


def _take_sight(account: Account, collection: str, changes: Iterable[Change] = ()) -> Sight | TwilioError:
    taken_at = database_time(account)
    resources: dict[str, dict[str, Any]] = {}
    date = ""
    try:
        client = client_for(account, patience=PATIENCE_SECONDS)
        try:
            for page in client.pages(collection):
                resources |= {resource["sid"]: resource for resource in page.resources}
                date = page.date
        except NotFound:
            if not _is_swept(account, collection, taken_at):
                raise
            return Sight(account, collection, [], taken_at, timedelta(0), is_swept=True)
        ahead = _ahead(date, database_time(account))
        looked_for = {change.sid for change in changes}
        missed = {change.sid for change in given_up(account, collection, taken_at)} - set(resources)
        for sid in sorted((looked_for | missed) - {""}):
            resources |= _by_sid(client, collection, sid, is_listed=sid in resources)
    except TwilioError as error:
        return error
    return Sight(account, collection, list(resources.values()), taken_at, ahead)


def _is_swept(account: Account, collection: str, asked_at: datetime) -> bool:
    """Whether what a collection belongs to is gone at Twilio, and with it all that was there; then that is noted."""
    model = model_of(collection)
    if not model.parent:
        return False
    parent = getattr(model.new_in(account, collection), model.parent)
    if fetch(parent) is not None:
        return False
    with writing(account):
        parent.kept_in(parent.collection).filter(pk=parent.pk).mark_gone(asked_at)
    return True


def _by_sid(client: Client, collection: str, sid: str, *, is_listed: bool) -> dict[str, dict[str, Any]]:
    """Return by its SID what is there when it is asked for by that. A list may be behind.

    Gone is only what both say is not there; for what is listed, the list will do.
    """
    try:
        return {sid: fetch_resource(client, collection, sid)}
    except NotFound:
        return {}
    except TwilioError:
        if is_listed:
            return {}
        raise


def _ahead(date: str, answered_at: datetime) -> timedelta:
    """Return how far Twilio's clock, by the Date header of an answer, is at least ahead of the database's.

    The header was written some time before the answer was here. Reckoned from then, a slow answer can make something
    a little older pass for ours, if it is equal in all that was asked; never what is ours for something older.
    """
    try:
        return parsedate_to_datetime(date) - answered_at
    except (TypeError, ValueError):  # no header, or none that names a zone
        return timedelta(0)


def _note_failure(change: Change, error: TwilioError) -> None:
    """Tell that the look-up failed, once for each reason, and have it made again: less often, the longer it fails."""
    asked = Change.objects.filter(pk=change.pk, state__in=[Change.State.UNKNOWN, Change.State.NOT_APPLIED])
    now = database_time(change.account)
    failing_for = now - (change.stopped_at or now)
    pause = min(max(failing_for / 6, RETRY_AFTER), LONGEST_RETRY)
    told = f"The look-up failed: {masked(error.message)}"
    if asked.update(look_at=now + pause, looked_at=now) and not change.events.filter(told=told).exists():
        change.events.create(what=ChangeEvent.What.LOOK_UP_FAILED, told=told)
