"""Has the sandbox live through a story: each act through the real services, its rows then dated back to its day."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from domains import services
from domains.models import Account, Change, ChangeEvent, SipDomain, User
from domains.models.users import daily_work
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .month import OPERATORS, Act, Day, Weather

TIMES = ("created_at", "lease_until", "sent_at", "stopped_at", "absent_at", "looked_at", "look_at", "settled_at")
"""The times of a change, all of which are dated back together."""

LOOKED_UP_AGAIN = timedelta(seconds=75)
"""How long after it was sent a request that never arrived was looked up for the second time."""

_WEATHER: dict[Weather, Callable[[], object]] = {
    Weather.BUSY: lambda: weather.busy(method="POST"),
    Weather.ERROR: lambda: weather.fail(method="POST"),
    Weather.CUT: lambda: weather.cut(after=True, method="POST"),
    Weather.HALF: lambda: weather.half(method="POST"),
    Weather.LOST: lambda: weather.cut(method="POST"),
}


def live_through(days: Iterable[Day], random: Random) -> Counter[str]:
    """Do what the story tells, and return how many changes came to each state."""
    account = services.current_account()
    operators = {name: _operator(name) for name in OPERATORS}
    outcomes: Counter[str] = Counter()
    for day in days:
        for at, act in day.acts:
            change = _carry_out(act, at, account, operators[act.operator], random)
            outcomes[change.state] += 1
    return outcomes


def lose_one(random: Random) -> Change:
    """Ask for one more domain just now, and lose the request: its outcome is unknown until the background knows."""
    weather.cut(method="POST")
    row = SipDomain(
        account=services.current_account(),
        domain_name=f"harvest-hotline-{random.randrange(10, 100)}.sip.twilio.com",
        friendly_name="Harvest hotline",
        voice_url="https://voice.example.com/harvest/incoming",
    )
    return services.create(row, actor=_operator(OPERATORS[0]), reason="Needed by Friday")


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


def _carry_out(act: Act, at: datetime, account: Account, operator: User, random: Random) -> Change:
    """Do one act now, and date it back."""
    if act.weather in _WEATHER:
        _WEATHER[act.weather]()
    began = timezone.now()
    row = SipDomain(account=account, **act.asked)
    change = services.create(row, actor=operator, reason=act.reason, act=act.act)
    waited = timedelta(seconds=random.uniform(0.2, 0.9))
    if act.weather in (Weather.CUT, Weather.LOST):
        waited = timedelta(seconds=random.uniform(4, 25))
    with transaction.atomic():
        _date_back(change, began, at - began, waited)
    if change.state == Change.State.UNKNOWN:
        began = timezone.now()
        services.look_up(change)
        with transaction.atomic():
            _date_back(change, began, at + LOOKED_UP_AGAIN - began)
            Change.objects.filter(pk=change.pk, look_at__lt=timezone.now()).update(
                look_at=None
            )  # that was done as well
    if change.state == Change.State.APPLIED:
        _settle_in(change, act, at + waited, random)
    elif change.state == Change.State.REFUSED:  # and what has the name was seen
        SipDomain.objects.filter(account=account, domain_name=act.asked["domain_name"]).update(seen_at=at)
    return change


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


def _settle_in(change: Change, act: Act, made: datetime, random: Random) -> None:
    """Date a new domain back at the sandbox and in the mirror, and map to it the lists that let calls in."""
    updated = made
    resource = Resource.objects.get(sid=change.sid)
    resource.body |= {"date_created": format_datetime(made), "date_updated": format_datetime(made)}
    change.after = dict(resource.body)
    change.save(update_fields=["after"])
    if act.access:
        updated = min(made + timedelta(minutes=random.uniform(2, 90)), timezone.now())
        resource.body |= {"auth_type": act.access, "date_updated": format_datetime(updated)}
    resource.save(update_fields=["body"])
    row = SipDomain.objects.get(sid=change.sid)
    row.reflect(resource.body)
    row.seen_at = updated
    row.save()
