"""A Twilio in the same process, whose requests are answered step by step, with anything else happening in between.

Attempts nest: while one is on its way, others can begin and end, reconcilers run, and time pass.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count
from typing import Any, Literal

from django.db.models import DateTimeField, F

from domains import services
from domains.models import Account, Change, ChangeEvent, SipDomain, User
from domains.twilio import Answer, NotSent, Page, Refused, Unreachable

from ..twilio_server import resource

Fate = Literal[
    "made", "lost", "late", "refused", "dropped", "no connection", "died unsent", "died sent", "died settling"
]


class Died(BaseException):
    """A process ends here: nothing of it runs any more."""


@dataclass(frozen=True)
class Wait:
    """Seconds that pass."""

    seconds: int


@dataclass(frozen=True)
class Attempt:
    """One create, with what happens before it is sent, while it is on its way, and once Twilio has carried it out."""

    name: str
    content: str
    fate: Fate
    busy: bool = False
    before: tuple[Any, ...] = ()
    meanwhile: tuple[Any, ...] = ()
    afterwards: tuple[Any, ...] = ()


@dataclass
class World:
    """Twilio, the time, and a log of every attempt."""

    account: Account
    actor: User
    domains: dict[str, dict[str, Any]] = field(default_factory=dict)
    late: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    lists_fail: bool = False
    posts: Counter[int] = field(default_factory=Counter)
    made: dict[str, int] = field(default_factory=dict)
    """By SID, the number of the attempt that Twilio carried out."""
    attempts: dict[int, Attempt] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)
    """By the number of an attempt, its change."""
    doomed: bool = False
    """Whether the next who settles dies."""
    _running: list[int] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def take(self, steps: tuple[Any, ...]) -> None:
        """Let these steps happen, one after the other."""
        for step in steps:
            match step:
                case Attempt():
                    self._attempt(step)
                case Wait(seconds):
                    self._pass(timedelta(seconds=seconds))
                case "reconcile":
                    services.reconcile_open(at_once=True)
                case "look":
                    services.reconcile_open()
                case "commit late":
                    while self.late:
                        self._commit(*self.late.pop())
                case _:
                    self.lists_fail = step == "lists fail"

    def end(self) -> None:
        """Let everything that is still to come arrive, and whoever looks have looked."""
        self.take(("lists work", Wait(100), "look", Wait(100), "look", "commit late", Wait(24 * 3600), "look", "look"))

    def _attempt(self, attempt: Attempt) -> None:
        number = next(self._numbers)
        self.attempts[number] = attempt
        self._running.append(number)
        row = SipDomain(account=self.account, domain_name=attempt.name, friendly_name=attempt.content)
        try:
            services.create(row, actor=self.actor)
        except (Died, services.Busy):
            pass
        finally:
            self._running.pop()
            self.doomed = False

    def _pass(self, seconds: timedelta) -> None:
        """Move all that has been written down into the past, as if time went by."""
        for model in (Change, ChangeEvent):
            times = [one.name for one in model._meta.concrete_fields if isinstance(one, DateTimeField)]
            model._default_manager.update(**{name: F(name) - seconds for name in times})
        for domain in self.domains.values():
            domain["date_created"] = format_datetime(parsedate_to_datetime(domain["date_created"]) - seconds)

    def create(self, collection: str, values: Mapping[str, str], *, before_send: Callable[[], object]) -> Answer:
        """Stand for the client's verb."""
        number = self._running[-1]
        attempt = self.attempts[number]
        self.changes[number] = Change.objects.latest("pk").pk
        self.take(attempt.before)
        before_send()
        if attempt.fate == "no connection":
            raise NotSent("No connection could be made.")
        if attempt.fate == "died unsent":
            raise Died
        if attempt.busy:
            self.take(attempt.meanwhile)
            before_send()
        self.posts[number] += 1
        self.take(attempt.meanwhile)
        return self._fulfil(number, attempt, values)

    def _fulfil(self, number: int, attempt: Attempt, values: Mapping[str, str]) -> Answer:
        if attempt.fate == "refused":
            raise Refused("Invalid Domain Name", status=400, code=21231)
        if attempt.fate == "late":
            self.late.append((number, values))
        made = self._commit(number, values) if attempt.fate not in ("late", "dropped") else None
        self.take(attempt.afterwards)
        if attempt.fate == "died sent":
            raise Died
        self.doomed = attempt.fate == "died settling"
        if attempt.fate in ("late", "dropped", "lost"):
            raise Unreachable("The connection broke.")
        if made is None:
            raise Refused(f"Domain {attempt.name} already exists.", status=400, code=21232)
        return Answer(201, made, "RQ", format_datetime(datetime.now(UTC), usegmt=True))

    def _commit(self, number: int, values: Mapping[str, str]) -> dict[str, Any] | None:
        name = values["DomainName"]
        if name in self.domains:
            return None
        sid = f"SD{len(self.domains):032x}"
        now = format_datetime(datetime.now(UTC))
        made = resource(sid=sid, domain_name=name, friendly_name=values["FriendlyName"], date_created=now)
        self.domains[name] = made
        self.made[sid] = number
        return made

    def pages(self, collection: str) -> Iterator[Page]:
        """Stand for the client's reading of a list."""
        if self.lists_fail:
            raise Unreachable("The connection broke.")
        yield Page([dict(domain) for domain in self.domains.values()], format_datetime(datetime.now(UTC), usegmt=True))
