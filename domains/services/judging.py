"""What the sight of an account's list says of its changes."""

from collections.abc import Callable, Iterable

from django.db import transaction

from ..models import Change
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
    given_up = Change.objects.filter(
        account=sight.account,
        collection=sight.collection,
        state=Change.State.NOT_APPLIED,
        stopped_at__isnull=False,
        sent_at__gte=sight.taken_at - LATEST,
    )
    for change in given_up:
        if change.action != Change.Action.CREATE or sight.named(change.key):
            _judge(change, sight)


def _judge(change: Change, sight: Sight) -> None:
    """Say of one change what the sight of its account says of it."""
    with transaction.atomic(durable=True):
        own(change)
        if change.state in (Change.State.UNKNOWN, Change.State.NOT_APPLIED):
            _JUDGES[change.action](change, sight)
