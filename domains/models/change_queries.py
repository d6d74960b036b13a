"""What is asked of the log of changes."""

import uuid
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.db.models.functions import Coalesce, Now, TruncDate
from django.db.models.lookups import Exact

from .accounts import Account
from .change_events import ChangeEvent
from .change_states import OPEN_STATES, SETTLED_STATES, ChangeState
from .days import start_of
from .keeping import needed_still
from .log import LogQuerySet
from .resources import TwilioResource
from .subjects import subjects_of

if TYPE_CHECKING:
    from .changes import Change

RECENTLY = timedelta(days=1)
"""For how long a refusal is news."""

MOST_NAMED = 100
"""How many people, or reasons, are told apart."""


class ChangeQuerySet(LogQuerySet["Change"]):
    """Changes."""

    def latest_first(self) -> Self:
        """Return them in the order in which they were asked for, the latest first, as their times are shown.

        Their numbers mostly run alike, but not where the past was written down later.
        """
        return self.order_by("-created_at", "-pk")

    def with_subjects(self) -> "list[Change]":
        """Return them with what each is about at hand, whatever their number."""
        found = list(self)
        subjects = subjects_of((change.collection, change.key) for change in found)
        for change in found:
            change.subject = subjects[change.collection, change.key]
        return found

    def open(self) -> Self:
        """Return those whose outcome is still to be found."""
        return self.filter(state__in=OPEN_STATES)

    def being_sent(self) -> Self:
        """Return those whose sender is believed alive."""
        return self.filter(state__in=[ChangeState.INTENDED, ChangeState.SENT], lease_until__gt=Now())

    def standing(self) -> "Change | None":
        """Return the latest that was applied, or else one that may still be."""
        found = list(self.filter(state__in=[ChangeState.APPLIED, *OPEN_STATES]))
        return next((one for one in found if one.state == ChangeState.APPLIED), None) or next(iter(found), None)

    def about(self, account: Account, collection: str, key: str) -> Self:
        """Return those that concern one name; Twilio tells names apart without regard to case."""
        return self.filter(account=account, collection=collection, key__iexact=key)

    def of_resource(self, account: Account, collection: str, sid: str) -> Self:
        """Return those of one resource, under whatever names it had."""
        return self.filter(account=account, collection=collection, sid=sid)

    def around(self, row: TwilioResource) -> Self:
        """Return those of a resource and of what is kept below it: of a list its entries, of a domain its mappings."""
        below = [kind.path.format(row.sid) for kind in row.children()]
        own = Q(collection=row.collection, sid=row.sid) | Q(collection__in=below)
        return self.filter(own, account=row.account_id)

    def deletions(self) -> Self:
        """Return those by which something was deleted."""
        return self.filter(action=self.model.Action.DELETE, state=ChangeState.APPLIED)

    def numbered(self, text: str) -> Self:
        """Return the one whose number an address gives as `text`; databases refuse to look for larger ones."""
        is_number = text.isascii() and text.isdigit() and len(text) < len(str(2**63))
        return self.filter(pk=int(text)) if is_number else self.none()

    def per_day(self, since: datetime) -> list[dict[str, Any]]:
        """Return how many were asked for since then: `day` (in the time zone in force), `state` and `count`."""
        days = self.filter(created_at__gte=since).annotate(day=TruncDate("created_at")).order_by()
        return [dict(row) for row in days.values("day", "state").annotate(count=Count("pk"))]

    def troubles(self, account: Account) -> list[dict[str, Any]]:
        """Return what somebody should look at, summed up by account and `state`.

        These are the unknown outcomes of every account, and what was refused lately in this one, or ended in a
        conflict, and was not applied in a later attempt. A row has the account’s id, `name` and `region`, `count`,
        since when the `oldest` is unknown, and of how many the look-up is `failing`.
        """
        lately = Now() - RECENTLY
        later = self.model.objects.filter(account=account, created_at__gte=lately, state=ChangeState.APPLIED)
        mended = later.filter(collection=OuterRef("collection"), key__iexact=OuterRef("key"), pk__gt=OuterRef("pk"))
        failures = (ChangeState.REFUSED, ChangeState.CONFLICT)
        failed = Q(state__in=failures, account=account, created_at__gte=lately) & ~Exists(mended)
        events = ChangeEvent.objects.filter(change=OuterRef("pk")).order_by("-pk")
        last = models.Subquery(events.values("what")[:1])
        rows = self.filter(Q(state=ChangeState.UNKNOWN) | failed).order_by("account", "state")
        by_state = rows.values("account", "state", name=models.F("account__name"), region=models.F("account__region"))
        summed = by_state.annotate(
            count=Count("pk"),
            oldest=Min(Coalesce("stopped_at", "created_at")),
            failing=Count("pk", filter=Exact(last, ChangeEvent.What.LOOK_UP_FAILED)),
        )
        return [dict(row) for row in summed]

    def search(self, text: str) -> Self:
        """Return those of which every word of `text` stands in the name, the SID, the action or the reason."""
        found = self
        for word in text.replace("\0", "").split():  # PostgreSQL takes no NUL
            held = (Q(**{f"{column}__icontains": word}) for column in ("key", "sid", "action", "purpose", "reason"))
            found = found.filter(reduce(or_, held))
        return found

    def of_doing(self, act: uuid.UUID) -> Self:
        """Return those of one doing, in the order in which they were asked for."""
        return self.filter(act=act).order_by("pk")

    def summed(self) -> list[dict[str, Any]]:
        """Return how many are in each `state`: with their `count`, and when the `first` and the `last` was asked."""
        by_state = self.order_by("state").values("state")
        return [
            dict(row) for row in by_state.annotate(count=Count("pk"), first=Min("created_at"), last=Max("created_at"))
        ]

    def removable(self, before: date) -> Self:
        """Return what may leave the log: asked before that day begins, settled, and not looked for any more.

        What is still asked about stays. What a change that stays has undone stays with it, and what that one had undone
        before: otherwise it would speak of nothing.
        """
        begins = start_of(before)
        log = self.model.objects.all()
        over = Q(created_at__lt=begins, state__in=SETTLED_STATES, look_at=None) & ~needed_still(log)
        undone = log.filter(undoes__created_at__lt=begins)
        spoken_of: set[int] = set()
        found = set(undone.filter(~over).values_list("undoes__pk", flat=True))
        while found:
            spoken_of |= found
            found = set(undone.filter(pk__in=found).values_list("undoes__pk", flat=True)) - spoken_of
        return self.filter(over).exclude(pk__in=spoken_of)

    def doing(self, word: str) -> Self:
        """Return those whose verb is `word`: an action, a purpose, or `undo`."""
        if word in self.model.Purpose:
            return self.filter(purpose=word)
        if word == self.model.UNDO[0]:
            return self.filter(action=self.model.Action.UPDATE, purpose="", undoes__isnull=False)
        found = self.filter(action=word, purpose="")
        return found.filter(undoes=None) if word == self.model.Action.UPDATE else found

    def of_kind(self, model: type[TwilioResource]) -> Self:
        """Return those that concern one kind of resource, whatever it belongs to."""
        first, _, last = model.path.partition("{}")
        return (
            self.filter(collection__startswith=first, collection__endswith=last)
            if last
            else self.filter(collection=first)
        )

    def asked_by(self, name: str) -> Self:
        """Return those of the people whose name contains `name`."""
        return self.filter(actor_name__icontains=name)

    def askers(self) -> list[str]:
        """Return the names of those who asked for them, in the order of the alphabet; the first hundred."""
        names = self.order_by("actor_name").exclude(actor_name="").values_list("actor_name", flat=True).distinct()
        return list(names[:MOST_NAMED])

    def reasons(self) -> list[str]:
        """Return why they were asked for, each reason once; the first hundred."""
        reasons = self.order_by("reason").exclude(reason="").values_list("reason", flat=True).distinct()
        return list(reasons[:MOST_NAMED])

    def asked_from(self, day: date) -> Self:
        """Return those asked on `day`, in the zone that times are shown in, or later."""
        return self.filter(created_at__gte=start_of(day))

    def asked_until(self, day: date) -> Self:
        """Return those asked on `day`, in the zone that times are shown in, or earlier."""
        return self.filter(created_at__lt=start_of(day + timedelta(days=1)))
