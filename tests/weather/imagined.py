"""A Twilio in the same process, whose requests are answered step by step, with anything else happening in between.

Attempts nest: while one is on its way, others can begin and end, reconcilers run, and time pass.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count
from typing import Any, Literal

from django.db.models import DateTimeField, F

from domains import services
from domains.models import Account, Change, ChangeEvent, SipDomain, User
from domains.twilio import Answer, NotFound, NotSent, Page, Refused, Unreachable

from ..twilio_server import resource

Fate = Literal[
    "made", "lost", "late", "refused", "dropped", "no connection", "died unsent", "died sent", "died settling"
]


Commit = Callable[[], dict[str, Any] | None]


class Died(BaseException):
    """A process ends here: nothing of it runs any more."""


@dataclass(frozen=True)
class Wait:
    """Seconds that pass."""

    seconds: int


@dataclass(frozen=True)
class Attempt:
    """One change, with what happens before it is sent, while it is on its way, and once Twilio has carried it out.

    An update or a delete is of the domain that has the name, if the mirror knows one.
    """

    name: str
    content: str
    fate: Fate
    busy: bool = False
    before: tuple[Any, ...] = ()
    meanwhile: tuple[Any, ...] = ()
    afterwards: tuple[Any, ...] = ()
    action: Literal["create", "update", "delete"] = "create"


@dataclass
class World:
    """Twilio, the time, and a log of every attempt."""

    account: Account
    actor: User
    domains: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By SID, as Twilio holds them."""
    late: list[tuple[int, Callable[[], object]]] = field(default_factory=list)
    lists_fail: bool = False
    posts: Counter[int] = field(default_factory=Counter)
    made: dict[str, int] = field(default_factory=dict)
    """By SID, the number of the attempt that Twilio carried out."""
    last: dict[str, int] = field(default_factory=dict)
    """By SID, the number of the attempt that was carried out last."""
    done: set[int] = field(default_factory=set)
    """The numbers of all attempts that Twilio carried out."""
    shown: set[int] = field(default_factory=set)
    """Of those, the ones that somebody could see by fetching the domain."""
    came_late: set[str] = field(default_factory=set)
    """The SIDs of domains that something was done to after its answer."""
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
                        number, commit = self.late.pop()
                        with suppress(Refused):
                            commit()
                            self.came_late |= {sid for sid, last in self.last.items() if last == number}
                case _:
                    self.lists_fail = step == "lists fail"

    def end(self) -> None:
        """Let everything that is still to come arrive, and whoever looks have looked."""
        self.take(("lists work", Wait(100), "look", Wait(100), "look", "commit late", Wait(24 * 3600), "look", "look"))

    def _attempt(self, attempt: Attempt) -> None:
        number = next(self._numbers)
        self.attempts[number] = attempt
        self._running.append(number)
        try:
            self._ask(number, attempt)
        except (Died, services.Busy, services.Unseen, services.Gone):
            pass
        finally:
            self._running.pop()
            self.doomed = False

    def _ask(self, number: int, attempt: Attempt) -> None:
        if attempt.action == "create":
            row = SipDomain(account=self.account, domain_name=attempt.name, friendly_name=attempt.content)
            services.create(row, actor=self.actor)
            return
        known = SipDomain.objects.live().filter(domain_name=attempt.name).first()
        if known is None:
            return
        live = SipDomain(account=self.account)
        live.reflect(self.domains.get(known.sid, known.raw))
        seen = services.Seen.of(live)  # the operator has looked before
        if attempt.action == "delete":
            services.delete(known, seen=seen, actor=self.actor)
        else:
            services.update(known, {"friendly_name": f"Edit {number}"}, seen=seen, actor=self.actor)

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
        return self._travel(201, before_send, lambda: self._make(number, values))

    def update(
        self, collection: str, sid: str, values: Mapping[str, str], *, before_send: Callable[[], object]
    ) -> Answer:
        """Stand for the client's verb."""
        number = self._running[-1]
        return self._travel(200, before_send, lambda: self._alter(number, sid, values["FriendlyName"]))

    def delete(self, collection: str, sid: str, *, before_send: Callable[[], object]) -> Answer:
        """Stand for the client's verb."""
        number = self._running[-1]
        return self._travel(204, before_send, lambda: self._end_of(number, sid))

    def fetch(self, collection: str, sid: str) -> Answer:
        """Stand for the client's verb."""
        if sid in self.last:
            self.shown.add(self.last[sid])
        return Answer(200, dict(self._one(sid)))

    def pages(self, collection: str) -> Iterator[Page]:
        """Stand for the client's reading of a list."""
        if self.lists_fail:
            raise Unreachable("The connection broke.")
        yield Page([dict(domain) for domain in self.domains.values()], format_datetime(datetime.now(UTC), usegmt=True))

    def _travel(self, status: int, before_send: Callable[[], object], commit: Commit) -> Answer:
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
        return self._fulfil(number, attempt, status, commit)

    def _fulfil(self, number: int, attempt: Attempt, status: int, commit: Commit) -> Answer:
        if attempt.fate == "refused":
            raise Refused("Invalid Domain Name", status=400, code=21231)
        if attempt.fate == "late":
            self.late.append((number, commit))
        refusal, became = None, None
        if attempt.fate not in ("late", "dropped"):
            try:
                became = commit()
            except Refused as error:
                refusal = error
        self.take(attempt.afterwards)
        if attempt.fate == "died sent":
            raise Died
        self.doomed = attempt.fate == "died settling"
        if attempt.fate in ("late", "dropped", "lost"):
            raise Unreachable("The connection broke.")
        if refusal:
            raise refusal
        return Answer(status, became, "RQ", format_datetime(datetime.now(UTC), usegmt=True))

    def _make(self, number: int, values: Mapping[str, str]) -> dict[str, Any]:
        name = values["DomainName"]
        if any(self.attempts[made].name == name for made in self.made.values()):  # deleted ones stay locked
            raise Refused(f"Domain {name} already exists.", status=400, code=21232)
        sid = f"SD{len(self.made):032x}"
        now = format_datetime(datetime.now(UTC))
        made = resource(
            sid=sid, domain_name=name, friendly_name=values["FriendlyName"], date_created=now, date_updated=now
        )
        self.domains[sid] = made
        self.made[sid] = number
        self._carried_out(number, sid)
        return dict(made)

    def _alter(self, number: int, sid: str, content: str) -> dict[str, Any]:
        domain = self._one(sid)
        domain |= {"friendly_name": content, "date_updated": format_datetime(datetime.now(UTC))}
        self._carried_out(number, sid)
        return dict(domain)

    def _end_of(self, number: int, sid: str) -> None:
        self._one(sid)
        del self.domains[sid]
        self._carried_out(number, sid)

    def _one(self, sid: str) -> dict[str, Any]:
        if sid not in self.domains:
            raise NotFound("The requested resource was not found", status=404, code=20404)
        return self.domains[sid]

    def _carried_out(self, number: int, sid: str) -> None:
        self.done.add(number)
        self.last[sid] = number
