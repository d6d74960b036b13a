"""Has the sandbox live through a story: each act through the real services, its rows then dated back to its day."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from domains import services
from domains.models import Account, Change, Doing, SipDomain, User
from domains.models.permissions import daily_work
from domains.sandbox import weather

from .acts import OPERATORS, Act, Verb, Weather
from .dating import date_back, date_doing, date_looks, date_outcome, date_resource, date_sight
from .letting_in import look_at_the_rest, map_by_hand, steps_in, still_there
from .month import Day

FETCHED_AGAIN = timedelta(minutes=20)
"""How long after somebody was in Twilio’s Console the domain was fetched again here."""

LOOKED_UP_AGAIN = timedelta(seconds=75)
"""How long after it was sent a request that never arrived was looked up for the second time."""

ROUTINE = "Daily work"
"""Why something was done that the story gives no reason for, where one is required."""

_ASKS_FOR_NOTHING = (Verb.LOOK, Verb.ELSEWHERE, Verb.BY_HAND)

_WEATHER: dict[Weather, Callable[[], object]] = {
    Weather.BUSY: lambda: weather.busy(method="POST"),
    Weather.ERROR: lambda: weather.fail(method="POST"),
    Weather.CUT: lambda: weather.cut(after=True, method="POST"),
    Weather.CUT_DELETE: lambda: weather.cut(after=True, method="DELETE"),
    Weather.HALF: lambda: weather.half(method="POST"),
    Weather.LOST: lambda: weather.cut(method="POST"),
}


def live_through(days: Iterable[Day], random: Random) -> Counter[str]:
    """Do what the story tells, and return how many changes came to each state."""
    life = _Life(services.current_account(), {name: _operator(name) for name in OPERATORS}, random)
    outcomes: Counter[str] = Counter()
    for day in days:
        for at, act in day.acts:
            outcomes.update(change.state for change in life.carry_out(act, at))
    Account.objects.take_mirror()  # whose days were written past the services
    return outcomes


def lose_two(random: Random) -> list[Change]:
    """Ask for a change and for one more domain just now, and lose both requests.

    What came of them is unknown until the background knows.
    """
    account, operator = services.current_account(), _operator(OPERATORS[0])
    domain = SipDomain.objects.live().filter(account=account).exclude(voice_url="").earliest("date_updated")
    seen = services.Seen.of(services.fetch(domain) or domain)
    weather.cut(method="POST", times=2)
    asked = {"voice_url": "https://harvest-5167.twil.io/overflow"}
    row = SipDomain(
        account=account,
        domain_name=f"harvest-hotline-{random.randrange(10, 100)}.sip.twilio.com",
        friendly_name="Harvest hotline",
        voice_url="https://harvest-5167.twil.io/incoming",
    )
    return [
        services.update(domain, asked, seen=seen, actor=operator, reason="Overflow to the harvest"),
        services.create(row, actor=operator, reason="Needed by Friday"),
    ]


def _operator(name: str) -> User:
    """Return a demo operator: somebody who may do the daily work, and cannot sign in."""
    user, made = User.objects.get_or_create(username=name)
    if made:
        first, last = name.split(".")
        user.first_name, user.last_name = first.capitalize(), last.capitalize()
        user.set_unusable_password()
        user.save()
        user.user_permissions.set(daily_work())
    return user


class _Life:
    """Carries acts out now, one after the other, and dates what came of each back to its time."""

    def __init__(self, account: Account, operators: Mapping[str, User], random: Random) -> None:
        self._account = account
        self._operators = operators
        self._random = random
        self._done: dict[uuid.UUID, Change] = {}
        self._until: datetime | None = None

    def carry_out(self, act: Act, at: datetime) -> list[Change]:
        """Do one act, and return its changes: none for a look, and for what happens past the dashboard."""
        at = max(at, self._until or at)  # one after the other, also where the story has two at once
        began = timezone.now()
        if act.verb in _ASKS_FOR_NOTHING:
            self._look_on(act, at)
            return []
        if act.weather in _WEATHER:
            _WEATHER[act.weather]()
        changes = self._ask(act)
        self._done[act.act] = changes[0]
        ended = self._date(changes, act, at)
        date_looks(began, at)
        for doing in Doing.objects.filter(act=changes[0].act):
            date_doing(doing, at, ended)
        self._until = ended
        return changes

    def _look_on(self, act: Act, at: datetime) -> None:
        """Look at all that was made, or see what somebody did in Twilio’s Console."""
        if act.verb == Verb.LOOK:
            made = Change.objects.filter(action=Change.Action.CREATE, state=Change.State.APPLIED)
            there = still_there(made.filter(actor_name__in=OPERATORS))
            began = timezone.now()
            date_sight(there, look_at_the_rest(self._account, there), at)
            date_looks(began, at)
            return
        row = self._row(act)
        if act.verb == Verb.ELSEWHERE:
            date_resource(row.collection, row.sid, at, **act.asked)
            return
        map_by_hand(row, act.asked["ip_address"], at)
        services.refresh(row)
        SipDomain.objects.filter(pk=row.pk).update(seen_at=at + FETCHED_AGAIN)

    def _ask(self, act: Act) -> list[Change]:
        reason = act.reason or (ROUTINE if settings.REASON_REQUIRED else "")
        told: dict[str, Any] = {"actor": self._operators[act.operator], "reason": reason}
        if act.verb == Verb.CREATE:
            return [services.create(SipDomain(account=self._account, **act.asked), act=act.act, **told)]
        row = self._row(act)
        match act.verb:
            case Verb.ACCESS if act.access:
                doing = services.plan(row, Doing.Word.ACCESS, steps_in(row, act.access), **told)
                return [one.change for one in services.carry_out(doing, actor=told["actor"]) if one.change]
            case Verb.DISABLE | Verb.ENABLE:
                return self._take_along(row, act, told)
            case Verb.DELETE:
                return [services.delete(row, seen=services.Seen.of(row), act=act.act, **told)]
        asked = act.asked
        if act.verb == Verb.TOGGLE:
            asked = {name: not getattr(row, name) for name in act.asked}
        elif act.undoes:
            told["undoes"] = self._done[act.undoes]
            asked = services.undoing(told["undoes"], services.fetch(row)).asked
        return [services.update(row, asked, seen=services.Seen.of(row), act=act.act, **told)]

    def _take_along(self, row: SipDomain, act: Act, told: Mapping[str, Any]) -> list[Change]:
        """Take a domain out of service with the lists that are mapped to it, or back with them."""
        disables = act.verb == Verb.DISABLE
        purpose = Change.Purpose.DISABLE if disables else Change.Purpose.ENABLE
        asked = services.disabling(row) if disables else services.enabling(row)

        def ask(**record: Any) -> Change:
            return services.update(row, asked, seen=services.Seen.of(row), purpose=purpose, **record)

        steps = services.steps_along(row, purpose)
        change = services.take_along(row, purpose, steps, ask, actor=told["actor"], reason=told["reason"])
        return list(Change.objects.of_doing(change.act))

    def _row(self, act: Act) -> SipDomain:
        return SipDomain.objects.live().named(self._account, act.name).get()

    def _date(self, changes: Iterable[Change], act: Act, at: datetime) -> datetime:
        """Date changes back, the first to `at` and each of the others to the end of the one before; return the end."""
        for change in changes:
            waited = timedelta(seconds=self._random.uniform(0.2, 0.9))
            if act.weather in (Weather.CUT, Weather.CUT_DELETE, Weather.LOST):
                waited = timedelta(seconds=self._random.uniform(4, 25))
            with transaction.atomic():
                date_back(change, change.created_at, at - change.created_at, waited)
            if change.state == Change.State.UNKNOWN:
                _look_again(change, at)
            if change.state == Change.State.APPLIED:
                date_outcome(change, at + waited)
            elif change.state == Change.State.REFUSED and act.verb == Verb.CREATE:  # and what has the name was seen
                SipDomain.objects.live().named(self._account, act.name).update(seen_at=at)
            at += waited
        return at


def _look_again(change: Change, at: datetime) -> None:
    """Look up for the second time what never arrived, as the background did."""
    began = timezone.now()
    services.look_up(change)
    with transaction.atomic():
        date_back(change, began, at + LOOKED_UP_AGAIN - began)
        # That was done as well.
        Change.objects.filter(pk=change.pk, look_at__lt=timezone.now()).update(look_at=None)
