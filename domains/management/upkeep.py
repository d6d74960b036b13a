"""What operators do with domains once they exist, for the month that a seeded sandbox tells of.

Each piece of it is about a domain of its own, so that none gets in the way of another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from .access import public_address
from .acts import NO_SUCH_TRUNK, OPERATORS, Act, Verb, Weather, new_id
from .companies import Flaw

Timed = tuple[datetime, Act]
Known = Sequence[tuple[datetime, str, dict[str, Any]]]
"""Domains with their names, since when they exist, and as what they were asked for."""

SATURDAY = 5
LOOKED_AGO, CONSOLE_AGO, BY_HAND_AGO = timedelta(hours=4), timedelta(hours=3), timedelta(hours=2)
"""How long ago all was looked at, and what was done after that past the dashboard."""
MOVED, MOVED_AGO = "https://billing.example.com/v2/calls/ended", timedelta(days=6)
MOST_MOVED = 4


class Upkeep:
    """Tells what was done with `known` domains until `ends`.

    Those with `flaws` keep them, for people to find: nothing else is done with them.
    """

    def __init__(self, known: Known, flaws: Mapping[str, Flaw], *, ends: datetime, random: Random) -> None:
        self._known = sorted(known, key=lambda one: one[0])
        self._flaws = flaws
        self._ends = ends
        self._random = random
        self._free = [
            (since, name)
            for since, name, _ in self._known
            if name not in flaws and not any(other.endswith(f".{name}") for _, other, _ in self._known)
        ]

    def acts(self) -> list[Timed]:
        """Return what was done, in its order."""
        pieces: tuple[Callable[[str, date], Iterable[Timed]], ...] = (
            self._nights_elsewhere,
            self._retired,
            self._out_of_service_and_back,
            self._secured_and_back,
            self._renamed,
            self._changed_with_a_lost_answer,
            self._retired_with_a_lost_answer,
            self._out_of_service,
            self._given_a_wrong_trunk,
            self._changed_at_the_second_attempt,
        )
        found = [*self._kept_by_sub_domains(), *self._moved_together(), *self._changed_behind_our_back()]
        found += [(self._ends - LOOKED_AGO, self._act(Verb.LOOK, "")), *self._mapped_by_hand()]
        for piece in pieces:
            found += self._of_some_domain(piece)
        return sorted(found, key=lambda timed: timed[0])

    def _of_some_domain(self, piece: Callable[[str, date], Iterable[Timed]]) -> list[Timed]:
        """Return a piece of the first domain that is free and early enough for the whole of it; nothing if none is."""
        for place, (since, name) in enumerate(self._free):
            told = list(piece(name, _working_day(since.date() + timedelta(days=self._random.randint(2, 4)))))
            if told[-1][0] < self._ends:
                del self._free[place]
                return told
        return []

    def _nights_elsewhere(self, name: str, day: date) -> Iterator[Timed]:
        night = {"voice_url": "https://night-desk-7204.twil.io/answer"}
        act = self._act(Verb.UPDATE, name, night, reason="Nights go to the emergency desk")
        yield self._at(day, 22, 40), act
        yield self._at(day + timedelta(days=1), 6, 55), self._undo(act, reason="Day shift is back")

    def _secured_and_back(self, name: str, day: date) -> Iterator[Timed]:
        act = self._act(Verb.TOGGLE, name, {"secure": True}, reason="Audit asks for SRTP")
        yield self._at(day, 11, 5), act
        yield self._at(day, 11, 19), self._undo(act, reason="Their old phones fell silent")

    def _out_of_service_and_back(self, name: str, day: date) -> Iterator[Timed]:
        yield self._at(day, 17, 30), self._act(Verb.DISABLE, name, reason="Closed for the move")
        yield self._at(day + timedelta(days=3), 7, 45), self._act(Verb.ENABLE, name, reason="Open again")

    def _out_of_service(self, name: str, day: date) -> Iterator[Timed]:
        yield self._at(day, 15, 10), self._act(Verb.DISABLE, name, reason="Invoices unpaid")

    def _renamed(self, name: str, day: date) -> Iterator[Timed]:
        label, _, rest = name.partition(".")
        act = self._act(Verb.UPDATE, name, {"domain_name": f"{label}-main.{rest}"}, reason="New naming plan")
        yield self._at(day, 20, 15), act

    def _retired(self, name: str, day: date) -> Iterator[Timed]:
        yield self._at(day, 9, 30), self._act(Verb.DELETE, name, reason="Contract ended")
        wanted = {"domain_name": name, "friendly_name": "Back after all"}
        yield self._at(day + timedelta(days=2), 10, 20), self._act(Verb.CREATE, name, wanted)  # its name is locked

    def _retired_with_a_lost_answer(self, name: str, day: date) -> Iterator[Timed]:
        reason = "Moved to the group’s PBX"
        yield self._at(day, 16, 20), self._act(Verb.DELETE, name, reason=reason, weather=Weather.CUT_DELETE)

    def _changed_with_a_lost_answer(self, name: str, day: date) -> Iterator[Timed]:
        asked = {"voice_fallback_url": "https://standby-3310.twil.io/sorry", "voice_fallback_method": "GET"}
        yield self._at(day, 13, 40), self._act(Verb.UPDATE, name, asked, weather=Weather.ERROR)

    def _changed_at_the_second_attempt(self, name: str, day: date) -> Iterator[Timed]:
        act = self._act(Verb.TOGGLE, name, {"sip_registration": True}, weather=Weather.LOST)
        yield self._at(day, 10, 50), act
        yield self._at(day, 11, 30), replace(act, weather=Weather.FAIR, act=new_id(self._random))

    def _given_a_wrong_trunk(self, name: str, day: date) -> Iterator[Timed]:
        asked = {"byoc_trunk_sid": NO_SUCH_TRUNK}
        yield self._at(day, 14, 25), self._act(Verb.UPDATE, name, asked, reason="Ticket 4190")

    def _kept_by_sub_domains(self) -> Iterator[Timed]:
        """Somebody wants to delete a domain that others are below of."""
        for since, name, _ in self._known:
            parent = name.partition(".")[2]
            at = self._at(since.date() + timedelta(days=2), 12, 10)
            if any(other == parent for _, other, _ in self._known) and at < self._ends:
                yield at, self._act(Verb.DELETE, parent, reason="Contract ended")
                return

    def _moved_together(self) -> Iterator[Timed]:
        """One doing: what is told of calls goes to another host, domain after domain."""
        at = self._at((self._ends - MOVED_AGO).date(), 9, 5)
        told = [name for since, name, asked in self._known if since < at and asked.get("voice_status_callback_url")]
        free = {name for _, name in self._free}
        told.sort(key=lambda name: name not in free)  # those that nothing else is done with come last, and so are taken
        act = self._act(Verb.UPDATE, "", {"voice_status_callback_url": MOVED}, reason="Billing moves to a new host")
        for number, name in enumerate(told[-MOST_MOVED:]):
            self._free = [one for one in self._free if one[1] != name]
            yield at + timedelta(seconds=20 * number), replace(act, name=name)

    def _changed_behind_our_back(self) -> Iterator[Timed]:
        """Somebody changes a domain in Twilio’s console: the mirror does not know."""
        at = self._ends - CONSOLE_AGO
        free = [one for one in self._free if one[0] < at]
        if free:
            self._free.remove(free[-1])
            asked = {"voice_fallback_url": "https://console.example.com/fallback", "friendly_name": "Do not touch"}
            yield at, self._act(Verb.ELSEWHERE, free[-1][1], asked)

    def _mapped_by_hand(self) -> Iterator[Timed]:
        """Somebody maps a list in Twilio’s console: the domain tells of it when it is fetched, and not which."""
        at = self._ends - BY_HAND_AGO
        for since, name, _ in self._known:
            if self._flaws.get(name) == Flaw.BY_HAND and since < at:
                yield at, self._act(Verb.BY_HAND, name, {"ip_address": str(public_address(self._random))})
                return

    def _act(self, verb: Verb, name: str, asked: dict[str, Any] | None = None, **options: Any) -> Act:
        operator = self._random.choice(OPERATORS)
        act = new_id(self._random)
        return Act(verb=verb, operator=operator, name=name, asked=asked or {}, act=act, **options)

    def _undo(self, act: Act, *, reason: str) -> Act:
        return replace(act, verb=Verb.UNDO, undoes=act.act, act=new_id(self._random), asked={}, reason=reason)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        moment = datetime.combine(day, time(hour, minute), self._ends.tzinfo)
        return moment + timedelta(seconds=self._random.uniform(0, 240))


def _working_day(day: date) -> date:
    """Return the day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)
