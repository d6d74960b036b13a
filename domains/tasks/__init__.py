"""The background: jobs, each declared once, and the wake-ups that let workers run them."""

from . import jobs  # noqa: F401  (declares them)
from .registry import JOBS, Declaration, Progress, job
from .running import JobFailed, run
from .schedule import ask_for, schedule, tick

__all__ = ["JOBS", "Declaration", "JobFailed", "Progress", "ask_for", "job", "run", "schedule", "tick"]
