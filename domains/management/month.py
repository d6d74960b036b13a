"""The story that a seeded sandbox tells: a month of days, and on each what operators did and what came of it.

It knows companies and a calendar, and neither the database nor Twilio. Whoever lets operators do something else gives
`Verb` a member, `Upkeep` a piece of the story, and `seeding` what carries it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from .acts import NO_SUCH_TRUNK, OPERATORS, Act, Verb, Weather, new_id
from .companies import CYCLE, Wanted, wanted
from .upkeep import SATURDAY, Upkeep

DAYS = 30
FIRST_HOUR, HOURS = 8, 10  # of a working day
LATEST = timedelta(minutes=20)
"""How long before the end of the month the last domain was asked for."""
SOON, LATER = 120, 720
"""After how many seconds, at least and at most, who made a domain sees to whom it lets in."""

REASONS = ("", "", "", "New site opens", "Ticket 4171", "Move from the old PBX", "Asked for by the customer")
SECOND = "Second desk"
"""How those call a domain whose name somebody has already."""

# At these places of every so many domains, the same goes wrong.
BAD_DAYS = {6: Weather.ERROR, 9: Weather.BUSY, 11: Weather.LOST, 13: Weather.CUT, 17: Weather.HALF}
WRONG_TRUNK = 3
NAME_TAKEN = (8, 18)


@dataclass(frozen=True)
class Day:
    """One day and its acts with their times, in their order."""

    date: date
    acts: list[tuple[datetime, Act]]


def month(count: int, *, ends: datetime, random: Random) -> list[Day]:
    """Return the days on which `count` domains came to be, and some did not, and were changed and retired.

    The last act is shortly before `ends`.
    """
    domains = wanted(count, random)
    acts = list(_acts(domains, random))
    timed = list(zip(_times(len(acts), ends, random), acts, strict=True))
    # The last time that a name was asked for it was given, unless somebody had it.
    known = {act.name: (at, act.name, act.asked) for at, act in timed if act.asked.get("friendly_name") != SECOND}
    timed += [_letting_in(at, act, random) for at, act in timed if act.access]
    flaws = {domain.name: domain.flaw for domain in domains if domain.flaw}
    timed += Upkeep(list(known.values()), flaws, ends=ends - LATEST, random=random).acts()
    timed.sort(key=lambda one: one[0])
    return [Day(day, list(of_it)) for day, of_it in groupby(timed, key=lambda one: one[0].date())]


def _letting_in(at: datetime, act: Act, random: Random) -> tuple[datetime, Act]:
    soon = at + timedelta(seconds=random.uniform(SOON, LATER))
    act_id = new_id(random)
    return soon, replace(act, verb=Verb.ACCESS, asked={}, reason="", weather=Weather.FAIR, act=act_id)


def _acts(domains: list[Wanted], random: Random) -> Iterator[Act]:
    """Turn what was wanted into what was done. Some of it goes wrong, at the same places of every story."""
    for number, domain in enumerate(domains):
        done = Act(
            operator=random.choice(OPERATORS),
            name=domain.name,
            asked=domain.asked,
            access=domain.access,
            reason=random.choice(REASONS),
            weather=BAD_DAYS.get(number % CYCLE, Weather.FAIR),
            act=new_id(random),
        )
        if number % CYCLE == WRONG_TRUNK:
            asked = done.asked | {"byoc_trunk_sid": NO_SUCH_TRUNK}
            yield replace(done, asked=asked, access=None, act=new_id(random))
        if number % CYCLE in NAME_TAKEN:
            yield _asks_for_the_name_of(random.choice(domains[:number]), done, random)
        if done.weather == Weather.LOST:  # and asked for again
            yield replace(done, access=None)
            done = replace(done, weather=Weather.FAIR, act=new_id(random))
        yield done


def _asks_for_the_name_of(known: Wanted, done: Act, random: Random) -> Act:
    asked = {"domain_name": known.name, "friendly_name": SECOND}
    return replace(done, name=known.name, asked=asked, access=None, weather=Weather.FAIR, act=new_id(random))


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
