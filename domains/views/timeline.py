"""The story of a change: its steps, the time between them, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.html import format_html, format_html_join

from .. import services
from ..masking import masked
from ..models import Change, ChangeEvent, TwilioResource
from ..words import words_of
from .spans import in_short

What = ChangeEvent.What

DASHBOARD, TWILIO = "Dashboard", "Twilio"

TOLD_WITHIN = timedelta(seconds=2)
"""How soon after what a step tells of its row may have been written."""


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


def steps(change: Change, events: Sequence[ChangeEvent], row: TwilioResource | None) -> list[Step]:
    """Return what happened to `change`, the first thing first; its SID leads to `row`, where that can be seen."""
    now = max((event.pk for event in events if event.what == change.state), default=None)
    before = [None, *events]
    return [
        Step(event, _by(change, event, last), _after(event, last), _told(event, last, row), event.pk == now)
        for event, last in zip(events, before, strict=False)
    ]


def prospects(change: Change) -> list[Prospect]:
    """Return what will be done about `change` by itself, the next thing first; nothing when its story is over."""
    match change.state:
        case Change.State.INTENDED | Change.State.SENT:
            return [Prospect("If no answer has been noted by then, it is looked up by itself.", change.lease_until)]
        case Change.State.UNKNOWN:
            coming = [Prospect("Looked up again by itself, and so on until it is known.", change.look_at)]
            given_up = change.stopped_at and change.stopped_at + timedelta(seconds=settings.SETTLE_SECONDS)
            if given_up and change.look_at and given_up > change.look_at:
                coming.append(Prospect(words_of(change).to_give_up, given_up))
            return coming
        case Change.State.NOT_APPLIED:
            return [Prospect(words_of(change).look_late, at) for at in services.looks_to_come(change)]
    return []


@dataclass(frozen=True)
class LastLook:
    """When a change was last looked up in vain, where its trail does not tell it, and what was seen."""

    at: datetime
    sentence: str


def last_look(change: Change, events: Sequence[ChangeEvent]) -> LastLook | None:
    """Return the last vain look-up of `change` if nothing in `events` tells of it: only the first of a kind is told."""
    last = events[-1] if events else None
    if change.looked_at is None or (last and change.looked_at - last.at < TOLD_WITHIN):
        return None
    if change.state == Change.State.NOT_APPLIED and change.settled_at and change.looked_at > change.settled_at:
        return LastLook(change.looked_at, words_of(change).not_late)
    if change.state == Change.State.UNKNOWN and last:
        return LastLook(change.looked_at, "Last looked up. What became of it is still not known.")
    return None


def _told(event: ChangeEvent, last: ChangeEvent | None, row: TwilioResource | None) -> str:
    """Return what a step says beyond the one before it, with the SID of `row` as a link to it."""
    if event.what == What.APPLIED and last and last.what in (What.ADOPTED, What.APPEARED_LATE):
        return ""
    text: str = masked(event.told)
    if row is None:
        return text
    link = format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.sid)
    return format_html_join(link, "{}", ((part,) for part in text.split(row.sid)))


def _after(event: ChangeEvent, last: ChangeEvent | None) -> str:
    """Return the time since the step before, where there is any: clocks of several machines need not agree."""
    span = event.at - last.at if last else timedelta(0)
    return in_short(span) if span >= timedelta(milliseconds=50) else ""


def _by(change: Change, event: ChangeEvent, last: ChangeEvent | None) -> str:
    if event.what == What.INTENDED:
        return change.actor_name
    is_answer = last is not None and last.what in (What.SENT, What.SENT_AGAIN)
    return TWILIO if is_answer and event.what in (What.APPLIED, What.REFUSED) else DASHBOARD
