"""A job of the background, made ready for reading: how it is, how long it will take still, whether it is stuck."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from .. import tasks
from ..models import Job, JobState, User
from .spans import in_words, time_left

SILENT = timedelta(seconds=15)
"""How long nothing may be heard of a job that runs before that is worth telling: half of its lease."""

MEASURED = timedelta(seconds=3)
"""How long a job must have run before its pace says anything."""


@dataclass(frozen=True)
class ShownJob:
    """One job as it is declared, with its row; none before any worker has run."""

    declared: tasks.Declaration
    row: Any

    @property
    def state(self) -> str:
        """How it is: a state of the schedule, or `never`, `silent` or `broken_off`."""
        if not self.row:
            return "never"
        state = str(self.row.state)
        if state == JobState.RUNNING:
            return "silent" if self.row.now - self.row.heard_at >= SILENT else state
        return "broken_off" if self.row.lease_until and state != JobState.OVERDUE else state

    @property
    def is_running(self) -> bool:
        """Whether somebody runs it who is believed alive."""
        return self.state in (JobState.RUNNING, "silent")

    @property
    def how_often(self) -> str:
        """How often it runs."""
        if not self.declared.every:
            return "When asked for"
        words = in_words(self.declared.every)
        one_of_them = len(words.split()) == len(("1", "day"))
        return f"Every {words.removeprefix('1 ') if one_of_them else words}"

    @property
    def took(self) -> str:
        """How long the last run took, in words; empty when it has not ended."""
        if not self.row or not self.row.started_at or not self.row.finished_at:
            return ""
        return in_words(timedelta(seconds=round((self.row.finished_at - self.row.started_at).total_seconds())))

    @property
    def ran(self) -> str:
        """For how long the run that is under way has been so, in words."""
        return in_words(timedelta(seconds=round((self.row.now - self.row.started_at).total_seconds())))

    @property
    def time_left(self) -> str:
        """About how long it will take still, in words; empty while its pace tells nothing."""
        row = self.row
        if self.state != JobState.RUNNING or not row.started_at or not 0 < (row.done or 0) < (row.total or 0):
            return ""
        ran = row.heard_at - row.started_at
        if ran < MEASURED:
            return ""
        return time_left(ran * ((row.total - row.done) / row.done) - (row.now - row.heard_at))

    @property
    def silence(self) -> str:
        """For how long nothing was heard of it, in words."""
        return in_words(self.row.now - self.row.heard_at, units=1)

    @property
    def lateness(self) -> str:
        """How late it is, in words."""
        return in_words(self.row.now - self.row.due_at, units=1)


def shown_jobs(user: User | AnonymousUser) -> list[ShownJob]:
    """Return every job that is declared, with its row where `user` may see it."""
    rows = {row.name: row for row in Job.objects.visible_to(user).with_state()}
    return [ShownJob(declared, rows.get(name)) for name, declared in tasks.JOBS.items()]


def are_behind(jobs: list[ShownJob]) -> bool:
    """Whether a job should have been running for a while."""
    return any(job.state == JobState.OVERDUE for job in jobs)


def are_left_alone(jobs: list[ShownJob]) -> bool:
    """Whether no worker seems to be running: a job is overdue, and it is not that another one takes its time."""
    return are_behind(jobs) and not any(job.is_running for job in jobs)
