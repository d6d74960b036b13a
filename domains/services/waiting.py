"""How long it is waited for what has not been seen to happen, and when it is looked for again.

A request that was not answered may still be carried out: that nothing has come of it counts only when it was seen twice
with time between, the second time SETTLE_SECONDS or more after sending stopped. And it is looked for afterwards.
"""

from datetime import datetime, timedelta

from django.conf import settings

from ..models import Change, ChangeEvent
from .sight import Sight

LOOK_EVERY = timedelta(seconds=10)
"""How often an unknown outcome is looked up until it can be given up: what comes late should be seen soon."""

LATE_LOOKS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))
"""How long after it was called not applied a change is looked up again, in case it appeared late."""

LATEST = timedelta(hours=48)
"""What happens longer after a change was sent is not of its doing any more."""

CLOCK_TOLERANCE = timedelta(seconds=15)
"""How much older than its sending a domain may look and still be ours, when it is equal in all that was asked: clocks
are set, and Twilio's machines need not agree. To take ours for somebody else's would be final, and wrong."""


def wait_or_give_up(change: Change, sight: Sight, *, first: str, second: str, given_up: str) -> None:
    """Note that nothing has come of an unknown change; give it up when that was seen before, and long enough ago.

    The sentences are told when it is seen for the first time, for the second, and of the settling: `given_up` goes on
    with how long it was waited.
    """
    settle = timedelta(seconds=settings.SETTLE_SECONDS)
    stopped = change.stopped_at or sight.taken_at
    if change.absent_at is not None and sight.taken_at >= max(stopped + settle, change.absent_at + settle / 6):
        change.events.create(what=ChangeEvent.What.LOOKED_UP, told=second)
        change.move(
            Change.State.NOT_APPLIED,
            f"{given_up} {settle.total_seconds():g} s after sending stopped. Should it appear later, that is noticed.",
            look_at=sight.taken_at + LATE_LOOKS[0],
        )
        return
    seen = change.absent_at or sight.taken_at
    again = max(stopped + settle, seen + settle / 6)
    if change.absent_at is None:
        change.events.create(what=ChangeEvent.What.LOOKED_UP, told=first)
    Change.objects.filter(pk=change.pk).update(absent_at=seen, look_at=min(again, sight.taken_at + LOOK_EVERY))


def wait_on(change: Change, sight: Sight) -> None:
    """Note when what was given up is looked for next, if ever: nothing has come of it, as far as can be told."""
    settled = change.settled_at or sight.taken_at
    coming = [settled + wait for wait in LATE_LOOKS if settled + wait > sight.taken_at]
    Change.objects.filter(pk=change.pk).update(look_at=min(coming, default=None))


def looks_to_come(change: Change) -> list[datetime]:
    """Return when a change that was given up is looked for again, the next time first; none when that is over."""
    if change.look_at is None or change.settled_at is None:
        return []
    later = (change.settled_at + wait for wait in LATE_LOOKS)
    return [change.look_at, *(at for at in later if at > change.look_at + LOOK_EVERY)]
