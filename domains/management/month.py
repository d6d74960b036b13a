"""The story that a seeded sandbox tells: a month of days, and on each what operators did and what came of it.

It knows companies and a calendar, and neither the database nor Twilio. Whoever lets operators do more than create
domains gives `Act` a verb, and `seeding` what carries it out.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import groupby
from random import Random
from typing import Any

from .companies import Wanted, wanted

DAYS = 30
OPERATORS = ("ines.okafor", "jonas.weber", "mei.tanaka", "rafael.duarte")
FIRST_HOUR, HOURS = 8, 10  # of a working day
SATURDAY = 5
LATEST = timedelta(minutes=20)
"""How long before the end of the month the last thing has happened."""

REASONS = ("", "", "", "New site opens", "Ticket 4171", "Move from the old PBX", "Asked for by the customer")
NO_SUCH_TRUNK = "BY" + "0" * 32
"""The one well-formed trunk that the sandbox does not have."""


class Weather(Enum):
    """What happens to the request of an act."""

    FAIR = "answered at once"
    BUSY = "Twilio is busy, and takes it the second time"
    ERROR = "it is done, and the answer is an error of a server"
    CUT = "it is done, and the connection is cut before the answer"
    HALF = "it is done, and half of the answer comes"
    LOST = "it never arrives"


CYCLE = 20
"""After so many domains the same goes wrong again, at these places."""
BAD_DAYS = {6: Weather.ERROR, 9: Weather.BUSY, 11: Weather.LOST, 13: Weather.CUT, 17: Weather.HALF}
WRONG_TRUNK = 3
NAME_TAKEN = (8, 18)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that an operator did: a domain was asked for."""

    operator: str
    asked: dict[str, Any]
    access: str = ""
    reason: str = ""
    weather: Weather = Weather.FAIR
    act: uuid.UUID


@dataclass(frozen=True)
class Day:
    """One day and its acts with their times, in their order."""

    date: date
    acts: list[tuple[datetime, Act]]


def month(count: int, *, ends: datetime, random: Random) -> list[Day]:
    """Return the days on which `count` domains came to be, and some did not; the last act is shortly before `ends`."""
    acts = list(_acts(wanted(count, random), random))
    timed = zip(_times(len(acts), ends, random), acts, strict=True)
    return [Day(day, list(of_it)) for day, of_it in groupby(timed, key=lambda one: one[0].date())]


def _acts(domains: list[Wanted], random: Random) -> Iterator[Act]:
    """Turn what was wanted into what was done. Some of it goes wrong, at the same places of every story."""
    for number, domain in enumerate(domains):
        done = Act(
            operator=random.choice(OPERATORS),
            asked=domain.asked,
            access=domain.access,
            reason=random.choice(REASONS),
            weather=BAD_DAYS.get(number % CYCLE, Weather.FAIR),
            act=_new(random),
        )
        if number % CYCLE == WRONG_TRUNK:
            yield replace(done, asked=done.asked | {"byoc_trunk_sid": NO_SUCH_TRUNK}, act=_new(random))
        if number % CYCLE in NAME_TAKEN:
            yield _asks_for_the_name_of(random.choice(domains[:number]), done, random)
        if done.weather == Weather.LOST:  # and asked for again
            yield done
            done = replace(done, weather=Weather.FAIR, act=_new(random))
        yield done


def _asks_for_the_name_of(known: Wanted, done: Act, random: Random) -> Act:
    asked = {"domain_name": known.name, "friendly_name": "Second desk"}
    return replace(done, asked=asked, weather=Weather.FAIR, act=_new(random))


def _new(random: Random) -> uuid.UUID:
    return uuid.UUID(int=random.getrandbits(128), version=4)


def _times(count: int, ends: datetime, random: Random) -> list[datetime]:
    """Return so many times in working hours: on most days some, on two days many, on weekends hardly any."""
    days = [ends.date() - timedelta(days=back) for back in range(DAYS)]
    busy = random.sample([day for day in days if day.weekday() < SATURDAY], 2)
    weights = [0.06 if day.weekday() >= SATURDAY else random.uniform(0.4, 1.6) + 3 * (day in busy) for day in days]
    found: list[datetime] = []
    while len(found) < count:
        morning = datetime.combine(random.choices(days, weights)[0], time(FIRST_HOUR), ends.tzinfo)
        moment = morning + timedelta(hours=random.uniform(0, HOURS))
        if moment < ends - LATEST:
            found.append(moment)
    return sorted(found)
