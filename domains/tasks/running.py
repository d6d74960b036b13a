"""The one task in the queue: it wakes a worker, which runs a job under the job's lease."""

import logging
import os
import secrets
import socket
import time
from types import TracebackType
from typing import Self

from django_tasks import task

from ..models import Job
from .registry import JOBS, Declaration

PROGRESS_SECONDS = 1.0
"""How often progress is written down at most; in between it costs nothing to tell."""

logger = logging.getLogger(__name__)


class JobFailed(Exception):
    """A job raised something, which the log tells. What was raised may hold what a database should not keep."""


class LeaseLost(Exception):
    """A job was silent for so long that somebody else runs it by now."""


@task
def run(name: str) -> str:
    """Run a job, unless it runs already or was run since this wake-up was sent; return what came of it."""
    declared = JOBS[name]
    holder = f"{socket.gethostname()[:60]} {os.getpid()} {secrets.token_hex(8)}"
    row = Job.objects.take(name, holder, declared.every)
    if row is None:
        return "It was not this wake-up’s to run."
    with _Run(declared, row) as under_way:
        under_way.note = declared.body(under_way.progress)
    return under_way.note


class _Run:
    """A job from its start to its end, which is recorded whatever it is."""

    def __init__(self, declared: Declaration, row: Job) -> None:
        self.declared = declared
        self.row = row
        self.note = ""
        self._told_at = time.monotonic()

    def progress(self, done: int, total: int) -> None:
        """Take note of how far it has come. Raises LeaseLost."""
        now = time.monotonic()
        if done < total and now - self._told_at < PROGRESS_SECONDS:
            return
        self._told_at = now
        if not self.row.renew(done, total):
            raise LeaseLost(f"The job {self.declared.name} is run by another worker.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.row.end(self.declared.every, note=self.note)
            return
        logger.error("The job %s failed.", self.declared.name, exc_info=error)
        self.row.end(self.declared.every, error=f"It ended with {kind.__name__}. The worker’s log tells the rest.")
        raise JobFailed(f"The job {self.declared.name} ended with {kind.__name__}.") from None
