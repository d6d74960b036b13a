"""Removal from the log by age: a few changes at a time, each time with the row that says so."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Change, Doing, LogRemoval, User
from ..models.days import start_of
from ..models.domains import LOCK
from .reasons import reason_of

KEPT_AT_LEAST = LOCK
"""For how long nothing leaves the log: it says of each deleted name since when it is."""

AT_ONCE = 500
"""How many changes leave with one commit."""


class TooYoung(Exception):
    """What was to be removed is to be kept for some time yet. `latest` is the last day that may be named now."""

    def __init__(self, latest: date) -> None:
        super().__init__(f"Nothing leaves the log within {KEPT_AT_LEAST.days} days.")
        self.latest = latest


def remove_before(day: date, *, actor: User | None, actor_name: str, reason: str = "") -> LogRemoval | None:
    """Remove the changes asked before `day` that may leave the log; return what says so, or None when there is none.

    The doings go with their changes, and with them the plans that nobody sent. Wherever it ends, be it killed, the log
    says exactly how many changes have left, and none that stays has lost what it undid: the latest leave first. Raises
    TooYoung, and ValidationError for a reason that is not taken.
    """
    refuse_what_is_young(day)
    why = reason_of(reason)
    removal = None
    while True:
        with transaction.atomic(durable=True):
            found = Change.objects.removable(day).select_for_update().order_by("-pk")[:AT_ONCE]
            leaving: dict[int, datetime] = dict(found.values_list("pk", "created_at"))
            if not leaving:
                break
            if removal is None:
                removal = LogRemoval.objects.create(before=day, actor=actor, actor_name=actor_name, reason=why)
            removal.add(list(leaving.values()))
            Change.objects.filter(pk__in=leaving).remove()
    _remove_plans(day)
    return removal


def _remove_plans(day: date) -> None:
    """Remove the doings before `day` of which the log says nothing any more, but for those that can be gone on with."""
    begins = start_of(day)
    over = Q(ended_at__lt=begins) | Q(ended_at=None, begun_at=None)
    kept = Change.objects.filter(act=OuterRef("act"))
    Doing.objects.filter(over, ~Exists(kept), created_at__lt=begins).delete()


def refuse_what_is_young(day: date) -> None:
    """Raise TooYoung when changes before `day` include some that are to be kept."""
    latest = timezone.localdate() - KEPT_AT_LEAST
    if day > latest:
        raise TooYoung(latest)
