"""Keeping time: which job is due, and one wake-up for each."""

from django.db import transaction

from ..models import Job
from .registry import JOBS
from .running import run


def schedule() -> None:
    """See that every job has its row, and periodic ones a time to run at."""
    Job.objects.schedule({declared.name: declared.every for declared in JOBS.values()})


def tick() -> None:
    """Send a wake-up for every job that is due and needed. Any number of workers may do so at once, every second."""
    for name in Job.objects.due().filter(name__in=JOBS).values_list("name", flat=True):
        declared = JOBS[name]
        if declared.needed and not declared.needed():
            Job.objects.postpone(name, declared.every)
            continue
        with transaction.atomic(durable=True):  # a wake-up is noted if and only if it is sent
            if Job.objects.note_wake_up(name):
                run.enqueue(name)


def ask_for(name: str) -> None:
    """Let the job of this name run within a second or two; once more when it is running just now."""
    Job.objects.ask_for(name)
