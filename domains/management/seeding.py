"""Has the sandbox live through a story: each act through the real services, its rows then dated back to its day."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from domains import services
from domains.models import Account, Change, ChangeEvent, SipDomain, User
from domains.models.permissions import daily_work
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .acts import OPERATORS, Act, Verb, Weather
from .mapping import Console
from .month import Day

TIMES = ("created_at", "lease_until", "sent_at", "stopped_at", "absent_at", "looked_at", "look_at", "settled_at")
"""The times of a change, all of which are dated back together."""

LOOKED_UP_AGAIN = timedelta(seconds=75)
"""How long after it was sent a request that never arrived was looked up for the second time."""

ROUTINE = "Daily work"
"""Why something was done that the story gives no reason for, where one is required."""

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
            change = life.carry_out(act, at)
            if change:
                outcomes[change.state] += 1
    life.look_at_everything()
    return outcomes


def lose_two(random: Random) -> list[Change]:
    """Ask for a change and for one more domain just now, and lose both requests.

    What came of them is unknown until the background knows.
    """
    account, operator = services.current_account(), _operator(OPERATORS[0])
    domain = SipDomain.objects.live().filter(account=account).exclude(voice_url="").earliest("date_updated")
    seen = services.Seen.of(services.fetch(domain) or domain)
    weather.cut(method="POST", times=2)
    asked = {"voice_url": "https://voice.example.com/harvest/overflow"}
    row = SipDomain(
        account=account,
        domain_name=f"harvest-hotline-{random.randrange(10, 100)}.sip.twilio.com",
        friendly_name="Harvest hotline",
        voice_url="https://voice.example.com/harvest/incoming",
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
        self._console = Console()

    def carry_out(self, act: Act, at: datetime) -> Change | None:
        """Do one act, and return its change; None for what happens past the dashboard."""
        if act.verb == Verb.ELSEWHERE:
            _date(self._row(act).sid, at, **act.asked)
            return None
        if act.weather in _WEATHER:
            _WEATHER[act.weather]()
        began = timezone.now()
        change = self._done[act.act] = self._ask(act)
        waited = timedelta(seconds=self._random.uniform(0.2, 0.9))
        if act.weather in (Weather.CUT, Weather.CUT_DELETE, Weather.LOST):
            waited = timedelta(seconds=self._random.uniform(4, 25))
        with transaction.atomic():
            _date_back(change, began, at - began, waited)
        if change.state == Change.State.UNKNOWN:
            _look_again(change, at)
        self._settle_in(change, act, at, waited)
        return change

    def look_at_everything(self) -> None:
        """Have somebody refresh every domain, and leave what differs to whoever decides about it."""
        for row in SipDomain.objects.live().filter(account=self._account).select_related("account"):
            services.look_at_access(row)
            services.look_at_number_of(row)
            services.refresh(row)

    def _ask(self, act: Act) -> Change:
        reason = act.reason or (ROUTINE if settings.REASON_REQUIRED else "")
        told: dict[str, Any] = {"actor": self._operators[act.operator], "reason": reason, "act": act.act}
        if act.verb == Verb.CREATE:
            return services.create(SipDomain(account=self._account, **act.asked), **told)
        row = self._row(act)
        told["seen"] = services.Seen.of(row)
        asked = act.asked
        match act.verb:
            case Verb.DELETE:
                return services.delete(row, **told)
            case Verb.TOGGLE:
                asked = {name: not getattr(row, name) for name in act.asked}
            case Verb.DISABLE:
                asked, told["purpose"] = services.disabling(row), Change.Purpose.DISABLE
            case Verb.ENABLE:
                asked, told["purpose"] = services.enabling(row), Change.Purpose.ENABLE
            case Verb.UNDO:
                told["undoes"] = self._done[act.undoes] if act.undoes else None
                asked = services.undoing(told["undoes"], services.fetch(row)).asked
        return services.update(row, asked, **told)

    def _row(self, act: Act) -> SipDomain:
        return SipDomain.objects.live().named(self._account, act.name).get()

    def _settle_in(self, change: Change, act: Act, at: datetime, waited: timedelta) -> None:
        """Date what a change did back at the sandbox and in the mirror."""
        row = SipDomain.objects.filter(sid=change.sid)
        if change.state == Change.State.REFUSED and act.verb == Verb.CREATE:  # and what has the name was seen
            SipDomain.objects.live().named(self._account, act.name).update(seen_at=at)
        elif change.state == Change.State.APPLIED and act.verb == Verb.DELETE:
            row.update(gone_at=at + waited)
            Resource.objects.filter(sid=change.sid).update(gone_at=at + waited)
        elif change.state == Change.State.APPLIED:
            made = {"date_created": format_datetime(at + waited)} if act.verb == Verb.CREATE else {}
            change.after = _date(change.sid, at + waited, **made)
            change.save(update_fields=["after"])
            updated = at + waited
            if act.access:
                updated = min(updated + timedelta(minutes=self._random.uniform(2, 90)), timezone.now())
                self._console.map(change.sid, act.access, registers=bool(act.asked.get("sip_registration")))
                _date(change.sid, updated)
            _mirror(row.get(), updated)


def _look_again(change: Change, at: datetime) -> None:
    """Look up for the second time what never arrived, as the background did."""
    began = timezone.now()
    services.look_up(change)
    with transaction.atomic():
        _date_back(change, began, at + LOOKED_UP_AGAIN - began)
        # That was done as well.
        Change.objects.filter(pk=change.pk, look_at__lt=timezone.now()).update(look_at=None)


def _date_back(change: Change, since: datetime, by: timedelta, waited: timedelta = timedelta(0)) -> None:
    """Move what was noted of a change after `since` by so much, and what came after its sending by `waited` more."""
    change.refresh_from_db()
    sent = change.sent_at or since
    for name in TIMES:
        at = getattr(change, name)
        if at is not None and at >= since:
            setattr(change, name, at + by + (waited if at > sent else timedelta(0)))
    change.save(update_fields=TIMES)
    events = list(change.events.all())
    answered = max((number for number, event in enumerate(events) if "sent" in event.what), default=0)
    for number, event in enumerate(events):
        if event.at >= since:
            event.at += by + (waited if number > answered else timedelta(0))
    ChangeEvent.objects.bulk_update(events, ["at"])


def _date(sid: str, at: datetime, **attributes: Any) -> dict[str, Any]:
    """Give a domain at the sandbox attributes as of a time, and return it."""
    resource = Resource.objects.get(sid=sid)
    resource.body |= {"date_updated": format_datetime(at), **attributes}
    resource.save(update_fields=["body"])
    return dict(resource.body)


def _mirror(row: SipDomain, seen_at: datetime) -> None:
    row.reflect(Resource.objects.get(sid=row.sid).body)
    row.seen_at = seen_at
    row.save()
