"""Bad weather: what the sandbox is told to do to the requests that come next.

Each function adds a rule and returns it. A rule meets the next `times` requests of its `method` (any, when blank), or
all of them until it is cleared (`times=None`); of several that fit, the eldest. The rules are rows in the sandbox's
database, so that every process and machine has the same weather.
"""

from datetime import datetime, timedelta
from typing import Any

from .models import Weather, WeatherQuerySet

Kind = Weather.Kind


def refuse(
    code: int, *, message: str = "", status: int | None = None, method: str = "", times: int | None = 1
) -> Weather:
    """Say no with one of Twilio's codes, in its usual words and status unless others are given. Nothing happens."""
    return _add(Kind.REFUSE, method, times, code=code, message=message, status=status)


def busy(*, times: int | None = 1, retry_after: int | None = None, method: str = "") -> Weather:
    """Answer 429, with a Retry-After of so many seconds if one is given. Nothing happens."""
    return _add(Kind.BUSY, method, times, seconds=retry_after)


def stall(seconds: float, *, after: bool = False, method: str = "", times: int | None = 1) -> Weather:
    """Say nothing for so long, then answer; a write is carried out at the end of that time, or first if `after`.

    It is carried out whether or not anybody still waits for the answer.
    """
    return _add(Kind.STALL_AFTER if after else Kind.STALL_BEFORE, method, times, seconds=seconds)


def cut(*, after: bool = False, method: str = "", times: int | None = 1) -> Weather:
    """Cut the connection without an answer, and do nothing, or do it first if `after`."""
    return _add(Kind.CUT_AFTER if after else Kind.CUT_BEFORE, method, times)


def late(seconds: float, *, method: str = "", times: int | None = 1) -> Weather:
    """Cut the connection now, and carry the write out in so many seconds. Reads are left alone."""
    return _add(Kind.LATE, method, times, seconds=seconds)


def fail(*, method: str = "", times: int | None = 1) -> Weather:
    """Do it, and answer 500."""
    return _add(Kind.ERROR_AFTER, method, times)


def html(*, after: bool = False, method: str = "", times: int | None = 1) -> Weather:
    """Answer with the page of a proxy, 502, and do nothing, or do it first if `after`."""
    return _add(Kind.HTML_AFTER if after else Kind.HTML_BEFORE, method, times)


def half(*, method: str = "", times: int | None = 1) -> Weather:
    """Do it, and cut the connection in the middle of the answer."""
    return _add(Kind.HALF_AFTER, method, times)


def lag(seconds: float, *, times: int | None = 1) -> Weather:
    """Hide what is created from fetches and lists for so long. It comes on top of other weather."""
    return _add(Kind.LAG, "", times, seconds=seconds)


def in_force() -> WeatherQuerySet:
    """Return every rule that is not used up, in the order in which they are tried."""
    return Weather.objects.all()


def clear() -> None:
    """Let the weather be fair again. Late writes that were asked for still come."""
    Weather.objects.all().delete()


def take(method: str) -> Weather | None:
    """Return the rule that a request of this method meets, used once by that; None in fair weather."""
    return _take(Weather.objects.meeting(method))


def hidden_until(at: datetime) -> datetime | None:
    """Return when something created `at` that time can be seen, None for at once; uses one lag up."""
    rule = _take(Weather.objects.lagging())
    return at + timedelta(seconds=rule.seconds or 0.0) if rule else None


def _add(kind: Weather.Kind, method: str, times: int | None, **words: Any) -> Weather:
    return Weather.objects.create(kind=kind, method=method, left=times, **words)


def _take(rules: WeatherQuerySet) -> Weather | None:
    while True:
        rule = rules.all().first()
        if rule is None or rule.use():  # otherwise another request was quicker
            return rule
