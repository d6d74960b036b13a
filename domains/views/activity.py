"""What was asked of Twilio on each of the last days, as a picture: where each bar stands and how high it is.

Across, the picture is reckoned in per cent of its width, so that it fits any frame while its words keep their size; up
and down it is reckoned in pixels.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.safestring import SafeString

from ..drawing import drawn_once, piece
from ..models import ChangeState

DAYS = 30
TOP, PLOT, FOOT = 10, 130, 24
LEAST = 3
"""How high a bar is at least: one change is seen even on a day that had a thousand of another outcome."""
LINES = 4
"""How many lines there are at most above that of nought."""

OUTCOMES = (
    ChangeState.APPLIED,
    ChangeState.NOT_APPLIED,
    ChangeState.REFUSED,
    ChangeState.CONFLICT,
    ChangeState.UNKNOWN,
)
"""From the bottom of a bar to its top."""


@dataclass(frozen=True)
class Part:
    """The piece of a day's bar that stands for one outcome."""

    outcome: ChangeState
    y: int
    height: int


@dataclass(frozen=True)
class Day:
    """One day: how many changes came to which outcome, and its place across in per cent."""

    date: date
    counts: dict[ChangeState, int]
    parts: list[Part]
    place: int
    is_today: bool

    @property
    def total(self) -> int:
        """How many changes were asked for on it."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """The day in words: its date, and how many changes came to which outcome."""
        return f"{date_format(self.date, 'D j M Y')}: {outcomes_in_words(self.counts)}"

    @property
    def x(self) -> str:
        """Where its column begins."""
        return _percent(self.place)

    @property
    def middle(self) -> str:
        """The middle of its column."""
        return _percent(self.place + 0.5)

    @property
    def bar(self) -> str:
        """Where its bar begins."""
        return _percent(self.place + 0.14)

    @property
    def is_marked(self) -> bool:
        """Whether its date is written below: every week, counted back from today."""
        return not self.is_today and (DAYS - 1 - self.place) % 7 == 0


@dataclass(frozen=True)
class Line:
    """One line across, and the number it stands for."""

    number: int
    y: int


@dataclass(frozen=True)
class Activity:
    """The picture of the last days, its numbers and its sizes."""

    days: list[Day]
    lines: list[Line]
    totals: dict[ChangeState, int]

    column = f"{100 / DAYS:.3f}%"
    bar_width = f"{72 / DAYS:.3f}%"
    height = TOP + PLOT + FOOT
    foot = TOP + PLOT
    words_y = TOP + PLOT + 17

    @property
    def total(self) -> int:
        """How many changes there were in all these days."""
        return sum(self.totals.values())

    @property
    def words(self) -> str:
        """All these days in words."""
        return outcomes_in_words(self.totals)

    @property
    def busy_days(self) -> list[Day]:
        """The days on which anything was asked, the latest first."""
        return [day for day in reversed(self.days) if day.total]

    @property
    def margin(self) -> int:
        """How many pixels the numbers beside the lines take."""
        return 10 + 7 * len(str(self.lines[-1].number))


def first_moment(today: date) -> datetime:
    """Return when the picture of that day begins, in the time zone in force."""
    return datetime.combine(today - timedelta(days=DAYS - 1), time.min, tzinfo=timezone.get_current_timezone())


def draw(rows: Iterable[dict[str, Any]], today: date) -> Activity:
    """Return the picture that ends with `today`, of rows with `day`, `state` and `count`."""
    by_day: dict[date, Counter[ChangeState]] = {}
    for row in rows:
        by_day.setdefault(row["day"], Counter())[_outcome(row["state"])] += row["count"]
    dates = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counted = [{outcome: by_day.get(day, Counter())[outcome] for outcome in OUTCOMES} for day in dates]
    lines = _lines(max(sum(counts.values()) for counts in counted))
    days = [
        Day(day, counts, _parts(counts, lines[-1].number), place, day == today)
        for place, (day, counts) in enumerate(zip(dates, counted, strict=True))
    ]
    totals = {outcome: sum(counts[outcome] for counts in counted) for outcome in OUTCOMES}
    return Activity(days, lines, totals)


def picture(rows: Iterable[dict[str, Any]], today: date, seconds: int) -> SafeString:
    """Return the part of a page that shows it, and is looked at again after so many seconds."""
    return _picture(tuple((row["day"], row["state"], row["count"]) for row in rows), today, seconds)


@drawn_once
def _picture(counted: tuple[tuple[date, str, int], ...], today: date, seconds: int) -> SafeString:
    rows = [{"day": day, "state": state, "count": count} for day, state, count in counted]
    return piece("components/activity.html", {"activity": draw(rows, today), "seconds": seconds})


def outcomes_in_words(counts: dict[ChangeState, int]) -> str:
    """Return how many there are of each outcome that there is any of: `5 applied, 1 refused`."""
    return ", ".join(f"{count} {outcome.label.lower()}" for outcome, count in counts.items() if count)


def _outcome(state: str) -> ChangeState:
    """Return the outcome that a state stands for: of what is under way it is not known yet."""
    return ChangeState(state) if state in OUTCOMES else ChangeState.UNKNOWN


def _lines(most: int) -> list[Line]:
    """Return lines at round numbers, the last at or above `most`."""
    step = next(factor * 10**power for power in range(12) for factor in (1, 2, 5) if LINES * factor * 10**power >= most)
    count = max(1, -(-most // step))
    return [Line(number * step, TOP + PLOT - round(PLOT * number / count)) for number in range(count + 1)]


def _parts(counts: dict[ChangeState, int], top: int) -> list[Part]:
    heights = {outcome: max(LEAST, round(PLOT * count / top)) for outcome, count in counts.items() if count}
    too_high = sum(heights.values()) - PLOT
    if too_high > 0:
        heights[max(heights, key=lambda outcome: heights[outcome])] -= too_high
    parts, y = [], TOP + PLOT
    for outcome, height in heights.items():
        y -= height
        parts.append(Part(outcome, y, height))
    return parts


def _percent(columns: float) -> str:
    return f"{100 * columns / DAYS:.3f}%"
