"""Bringing every change to its end, whatever became of the process that began it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models.functions import Now

from ..models import Account, Change
from ..models.change_states import IllegalMove
from .look_ups import RETRY_AFTER, see


@dataclass
class ReconcileResult:
    """What a run did: the changes it looked at, how many it settled, how many are open still."""

    changes: list[Change] = field(default_factory=list)
    settled: int = 0
    still_open: int = 0


def has_open_changes() -> bool:
    """Return whether anything waits to be found out, now or at a time that has come."""
    return _unfinished().exists()


def _unfinished() -> models.QuerySet[Change]:
    return Change.objects.filter(
        models.Q(state=Change.State.UNKNOWN, look_at=None)
        | models.Q(state__in=[Change.State.UNKNOWN, Change.State.NOT_APPLIED], look_at__lte=Now())
        | models.Q(state__in=[Change.State.INTENDED, Change.State.SENT], lease_until__lte=Now())
    )


def reconcile_open(progress: Callable[[int, int], None] | None = None, *, at_once: bool = False) -> ReconcileResult:
    """Settle what can be settled: changes whose sender has died, and those whose outcome is unknown.

    Reads the list of each account concerned once. `at_once` looks up every unknown change, due or not. Any number of
    processes may do this at the same time.
    """
    for change in Change.objects.filter(state__in=[Change.State.INTENDED, Change.State.SENT], lease_until__lte=Now()):
        _bury(change)
    result = ReconcileResult()
    by_place: dict[tuple[Account, str], list[Change]] = defaultdict(list)
    for change in _due(at_once=at_once):
        by_place[change.account, change.collection].append(change)
        result.changes.append(change)
    for done, ((account, collection), changes) in enumerate(by_place.items()):
        if progress:
            progress(done, len(by_place))
        see(changes, account=account, collection=collection)
    for change in result.changes:
        change.refresh_from_db()
    result.settled = sum(not change.is_open for change in result.changes)
    result.still_open = Change.objects.open().count()
    return result


def _bury(change: Change) -> None:
    """Judge a change whose sender must be dead: what was not sent is not applied, the rest is unknown."""
    try:
        with transaction.atomic(durable=True):
            if change.state == Change.State.INTENDED:
                change.move(Change.State.NOT_APPLIED, "Its sender died before anything was sent.")
            else:
                change.move(
                    Change.State.UNKNOWN,
                    "Its sender died before it had noted an answer.",
                    stopped_at=models.F("lease_until"),
                    message="The dashboard’s process ended before it had noted Twilio’s answer.",
                )
    except IllegalMove:
        return  # it lives after all, or somebody else was quicker


def _due(*, at_once: bool) -> list[Change]:
    """Claim the changes to be looked up now, each for one look-up."""
    unknown = Change.objects.filter(state=Change.State.UNKNOWN)
    late = Change.objects.filter(state=Change.State.NOT_APPLIED, look_at__lte=Now())
    if not at_once:
        unknown = unknown.filter(models.Q(look_at=None) | models.Q(look_at__lte=Now()))
    claimed = []
    for change in [*unknown.select_related("account"), *late.select_related("account")]:
        mine = Change.objects.filter(pk=change.pk, state=change.state, look_at=change.look_at)
        if mine.update(look_at=Now() + RETRY_AFTER):
            claimed.append(change)
    return claimed
