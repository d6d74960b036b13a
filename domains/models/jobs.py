"""The schedule of the background: when each job is due, who runs it, and what came of it last."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from .accounts import VisibleQuerySet

LEASE = timedelta(seconds=30)
"""For how long a worker that runs a job may be believed alive after it was last heard of."""

WAKE_UP = timedelta(minutes=5)
"""For how long a wake-up may wait to be taken, before it is taken for lost and another one is sent."""

OVERDUE = timedelta(minutes=1)
"""How late a job may be before that is worth telling somebody."""


class JobState(models.TextChoices):
    """How a job is."""

    RUNNING = "running", "Running"
    OVERDUE = "overdue", "Overdue"
    FAILED = "failed", "Failed"
    WAITING = "waiting", "Waiting"


def _held() -> Q:
    return Q(lease_until__gte=Now())


def _free() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=Now())


def _since(when: Any) -> Q:
    """Whether a job was to run by then: its time had come, or whoever ran it had been silent for a whole lease."""
    return Q(next_at__lte=when) | Q(lease_until__lt=when)


class JobQuerySet(VisibleQuerySet["Job"]):
    """Jobs. Every step is one compare-and-set in the database's own clock, so that any number of workers may try it."""

    def due(self) -> "JobQuerySet":
        """Return the jobs to wake somebody for: it is time, nobody runs them, and no wake-up waits already."""
        no_wake_up = Q(woken_at=None) | Q(woken_at__lt=Now() - WAKE_UP)
        return self.filter(_since(Now()), _free(), no_wake_up)

    def with_state(self) -> "JobQuerySet":
        """Return the jobs with their `state`, and with the time, `now`, that the clock they are judged by shows."""
        state = Case(
            When(_held(), then=Value(JobState.RUNNING)),
            When(_since(Now() - OVERDUE), then=Value(JobState.OVERDUE)),
            When(failed=True, then=Value(JobState.FAILED)),
            default=Value(JobState.WAITING),
            output_field=models.CharField(),
        )
        return self.annotate(state=state, now=Now())

    def schedule(self, names: Mapping[str, timedelta | None]) -> None:
        """See that each of these jobs has its row, due at once when it is new and periodic, and never too late."""
        new = (Job(name=name, next_at=Now() if every else None) for name, every in names.items())
        self.bulk_create(new, ignore_conflicts=True)
        for name, every in names.items():
            if every:  # it may have become periodic, or more frequent, since its row was made
                later = Q(next_at=None) | Q(next_at__gt=Now() + every)
                self.filter(later, name=name).update(next_at=Now() + every)

    def ask_for(self, name: str) -> None:
        """Let the job run as soon as may be; once more when it is running just now."""
        self.filter(name=name).update(next_at=Now())

    def note_wake_up(self, name: str) -> bool:
        """Note that a wake-up is being sent. Returns whether it is the caller's to send."""
        return bool(self.due().filter(name=name).update(woken_at=Now()))

    def postpone(self, name: str, every: timedelta | None) -> None:
        """Let a job that is due, and has nothing to do, wait for its next time."""
        self.due().filter(name=name).update(next_at=_after(every), woken_at=None, lease_until=None, holder="")

    def take(self, name: str, holder: str, every: timedelta | None) -> "Job | None":
        """Begin a job that somebody was woken for, under a lease. Returns None when it is not the caller's to run."""
        taken = self.filter(_free(), name=name, woken_at__isnull=False).update(
            holder=holder,
            lease_until=Now() + LEASE,
            woken_at=None,
            next_at=_after(every),
            started_at=Now(),
            finished_at=None,
            done=None,
            total=None,
        )
        return self.get(name=name, holder=holder) if taken else None


def _after(every: timedelta | None) -> Any:
    return Now() + every if every else None


class Job(models.Model):
    """What the background is to do, by name: when it is due, under whose lease it runs, and what came of it last.

    A task in the queue is only a wake-up, and may be lost with the worker that took it. The truth is here.
    """

    State = JobState

    name = models.CharField(max_length=64, unique=True)
    next_at = models.DateTimeField("due", null=True)
    woken_at = models.DateTimeField("wake-up sent", null=True)
    lease_until = models.DateTimeField("lease until", null=True)
    holder = models.CharField("run by", max_length=100, blank=True)
    started_at = models.DateTimeField("started", null=True)
    finished_at = models.DateTimeField("ended", null=True)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    note = models.TextField("what came of it", blank=True)
    failed = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def due_at(self) -> datetime | None:
        """When it is to run: its next time, or when the lease of a worker that was killed had run out."""
        return min(filter(None, (self.next_at, self.lease_until)), default=None)

    @property
    def heard_at(self) -> datetime | None:
        """When whoever runs it was last heard of: a lease counts from then."""
        return self.lease_until - LEASE if self.lease_until else None

    def renew(self, done: int, total: int) -> bool:
        """Note how far the run has come, which renews its lease. Returns False when somebody else runs it by now."""
        held = Job.objects.filter(pk=self.pk, holder=self.holder)
        return bool(held.update(lease_until=Now() + LEASE, done=done, total=total))

    def end(self, every: timedelta | None, *, note: str = "", error: str = "") -> None:
        """Note how the run ended, and give the lease back, unless somebody else runs it by now.

        The next time counts from now, but not when somebody asked for another run meanwhile.
        """
        columns: dict[str, Any] = {"note": note, "failed": bool(error), "error": error}
        if every:
            columns["next_at"] = Case(When(next_at=self.next_at, then=Now() + every), default=F("next_at"))
        held = Job.objects.filter(pk=self.pk, holder=self.holder)
        held.update(lease_until=None, holder="", finished_at=Now(), **columns)
