"""The story of a change: its steps, the time between them, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from .. import services
from ..masking import masked
from ..models import Change, ChangeEvent
from .spans import in_short

What = ChangeEvent.What

DASHBOARD, TWILIO = "Dashboard", "Twilio"


@dataclass(frozen=True)
class Step:
    """One thing that happened, by whom, and how long `after` the one before it; `is_now` marks the present state."""

    event: ChangeEvent
    by: str
    after: str
    told: str
    is_now: bool


@dataclass(frozen=True)
class Prospect:
    """What happens next by itself, and when; `at` is None where that is as soon as somebody gets to it."""

    sentence: str
    at: datetime | None = None


def steps(change: Change, events: Sequence[ChangeEvent]) -> list[Step]:
    """Return what happened to `change`, the first thing first."""
    now = max((event.pk for event in events if event.what == change.state), default=None)
    before = [None, *events]
    return [
        Step(event, _by(change, event, last), _after(event, last), masked(event.told), event.pk == now)
        for event, last in zip(events, before, strict=False)
    ]


def prospects(change: Change) -> list[Prospect]:
    """Return what will be done about `change` by itself, the next thing first; nothing when its story is over."""
    match change.state:
        case Change.State.INTENDED | Change.State.SENT:
            return [Prospect("Should its sender have died, that is noticed, and it is looked up.", change.lease_until)]
        case Change.State.UNKNOWN:
            coming = [Prospect("Looked up again by itself.", change.look_at)]
            given_up = change.stopped_at and change.stopped_at + timedelta(seconds=settings.SETTLE_SECONDS)
            if given_up and change.look_at and given_up > change.look_at:
                coming.append(Prospect(_GIVEN_UP, given_up))
            return coming
        case Change.State.NOT_APPLIED:
            return [
                Prospect("Looked for again, in case it appeared late.", at) for at in services.looks_to_come(change)
            ]
    return []


_GIVEN_UP = "Called not applied from here on, if two look-ups with time between do not find it."


def late_look(change: Change) -> datetime | None:
    """Return when a change that was given up was last looked for since, in vain; None when that has not happened."""
    if change.state != Change.State.NOT_APPLIED or change.settled_at is None or change.looked_at is None:
        return None
    return change.looked_at if change.looked_at > change.settled_at else None


def _after(event: ChangeEvent, last: ChangeEvent | None) -> str:
    """Return the time since the step before, where there is any: clocks of several machines need not agree."""
    span = event.at - last.at if last else timedelta(0)
    return in_short(span) if span >= timedelta(milliseconds=50) else ""


def _by(change: Change, event: ChangeEvent, last: ChangeEvent | None) -> str:
    if event.what == What.INTENDED:
        return change.actor_name
    is_answer = last is not None and last.what in (What.SENT, What.SENT_AGAIN)
    return TWILIO if is_answer and event.what in (What.APPLIED, What.REFUSED) else DASHBOARD
