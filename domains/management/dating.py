"""Dates back what was done only now: changes and doings, what they made, and when it was last looked at."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from domains.models import MAPPINGS, Change, ChangeEvent, Doing, Look, PhoneNumber, SipDomain, TwilioResource
from domains.sandbox.kinds import KINDS as SANDBOX_KINDS
from domains.sandbox.kinds import Place
from domains.sandbox.models import Resource

TIMES = ("created_at", "lease_until", "sent_at", "stopped_at", "absent_at", "looked_at", "look_at", "settled_at")
"""The times of a change, all of which are dated back together."""

MARGIN = timedelta(seconds=1)
"""How far two clocks of one machine may be apart: what was done before was dated back by much more."""


def date_back(change: Change, since: datetime, by: timedelta, waited: timedelta = timedelta(0)) -> None:
    """Move what was noted of a change after `since` by so much, and what came after its sending by `waited` more.

    A clock that is set back meanwhile leaves nothing behind, and puts no event before the one that it followed.
    """
    change.refresh_from_db()
    sent = max(change.sent_at or since, since)
    for name in TIMES:
        at = getattr(change, name)
        if at is not None and at >= since - MARGIN:
            setattr(change, name, at + by + (waited if at > sent else timedelta(0)))
    change.save(update_fields=TIMES)
    events = list(change.events.all())
    answered = max((number for number, event in enumerate(events) if "sent" in event.what), default=0)
    for number, event in enumerate(events):
        if event.at >= since - MARGIN:
            last = events[number - 1].at if number else change.created_at
            event.at = max(last, event.at + by + (waited if number > answered else timedelta(0)))
    ChangeEvent.objects.bulk_update(events, ["at"])


def date_outcome(change: Change, at: datetime) -> None:
    """Date what an applied change made, changed or deleted back to `at`, at the sandbox and in the mirror."""
    row = change.rows()
    if change.action == Change.Action.DELETE:
        row.update(gone_at=at)
        Resource.objects.filter(sid=change.sid, path=change.collection).update(gone_at=at)
        if change.model is SipDomain:
            for mapping in MAPPINGS:
                mapping.kept_in(mapping.path.format(change.sid)).filter(gone_at__gt=at).update(gone_at=at)
        return
    made = {"date_created": format_datetime(at)} if change.action == Change.Action.CREATE else {}
    change.after = date_resource(change.collection, change.sid, at, **made)
    change.save(update_fields=["after"])
    [one] = row
    one.reflect(change.after)
    one.seen_at = at
    one.save()


def date_doing(doing: Doing, at: datetime, ended: datetime) -> None:
    """Date a doing that came to its end just now, and the look at its domain that this ended with."""
    Doing.objects.filter(pk=doing.pk).update(created_at=at, begun_at=at, ended_at=ended)
    SipDomain.objects.filter(pk=doing.domain_id).update(seen_at=ended)


def date_looks(since: datetime, at: datetime) -> None:
    """Date back which collections and which phone numbers were looked at since then."""
    Look.objects.filter(at__gte=since - MARGIN).update(at=at)
    PhoneNumber.objects.filter(seen_at__gte=since - MARGIN).update(seen_at=at)


def date_sight(there: Mapping[type[TwilioResource], Iterable[str]], collections: Iterable[str], at: datetime) -> None:
    """Have resources, named by SIDs, and collections be seen at a time, and not before."""
    for model, sids in there.items():
        rows: Any = model._default_manager
        rows.filter(sid__in=list(sids), gone_at=None).update(seen_at=at)
    Look.objects.filter(collection__in=list(collections)).update(at=at)


def date_resource(collection: str, sid: str, at: datetime, **attributes: Any) -> dict[str, Any]:
    """Give what the sandbox holds attributes as of a time, and return it as it is shown."""
    place = _place(f"{collection}/{sid}")
    resource = Resource.objects.within(place.kept).get(sid=sid)
    resource.body |= {"date_updated": format_datetime(at), **attributes}
    resource.save(update_fields=["body"])
    return place.show(resource.body)


def date_made_by_hand(bodies: Iterable[dict[str, Any]], at: datetime) -> None:
    """Date what was made at the sandbox past the dashboard: resources as it has returned them."""
    for body in bodies:
        collection = body["uri"].split("/", 4)[4].rpartition("/")[0]
        date_resource(collection, body["sid"], at, date_created=format_datetime(at))


def _place(path: str) -> Place:
    return next(place for place in (kind.locate(path) for kind in SANDBOX_KINDS) if place)
