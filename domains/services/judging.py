"""What the sight of an account's list says of its changes."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ..models import Account, Change
from .judging_creates import judge_create
from .judging_edits import judge_delete, judge_update
from .mirror import own
from .sight import Sight
from .waiting import LATEST

_JUDGES: dict[str, Callable[[Change, Sight], None]] = {
    Change.Action.CREATE: judge_create,
    Change.Action.UPDATE: judge_update,
    Change.Action.DELETE: judge_delete,
}


def judge_all(changes: Iterable[Change], sight: Sight) -> None:
    """Judge the changes looked up, and those of the account that were given up and may have appeared."""
    for change in changes:
        _judge(change, sight)
        Change.objects.filter(pk=change.pk).update(looked_at=sight.taken_at)
    for change in given_up(sight.account, sight.collection, sight.taken_at):
        if change.action != Change.Action.CREATE or sight.named(change.key):
            _judge(change, sight)


def judge_late(change: Change, sight: Sight) -> None:
    """Judge what was given up of the resource of `change`, whose sight it is: it is to be changed once more.

    What came late is noticed now or never: nobody could see it any more afterwards.
    """
    for late in given_up(sight.account, sight.collection, sight.taken_at).filter(sid=change.sid):
        _judge(late, sight)


def given_up(account: Account, collection: str, seen_at: datetime) -> QuerySet[Change]:
    """Return the changes that had been given up when something was seen, and could still have come by then."""
    return Change.objects.filter(
        account=account,
        collection=collection,
        state=Change.State.NOT_APPLIED,
        stopped_at__lt=seen_at,
        sent_at__gte=seen_at - LATEST,
    )


def _judge(change: Change, sight: Sight) -> None:
    """Say of one change what the sight of its account says of it."""
    with transaction.atomic(durable=True):
        own(change)
        if change.state in (Change.State.UNKNOWN, Change.State.NOT_APPLIED):
            _JUDGES[change.action](change, sight)
