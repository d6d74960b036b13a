"""The page of the background: what runs by itself, how it is, and what came of it last."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import tasks
from ..models import Job

UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True)
class Shown:
    """One job as it is declared, with its row; none before any worker has run."""

    declared: tasks.Declaration
    row: Any

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
        seconds = (self.row.finished_at - self.row.started_at).total_seconds()
        if seconds < 1:
            return "less than a second"
        return in_words(timedelta(seconds=round(seconds)))


def in_words(span: timedelta) -> str:
    """Return a span of at least a second in its two largest units."""
    left, parts = int(span.total_seconds()), []
    for unit, length in UNITS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts[:2])


@require_safe
def background(request: HttpRequest) -> HttpResponse:
    """Show every job: how often it runs, how it is, what came of it."""
    visible = Job.objects.visible_to(request.user)
    rows = {row.name: row for row in visible.with_state()}
    context = {
        "jobs": [Shown(declared, rows.get(name)) for name, declared in tasks.JOBS.items()],
        "left_alone": visible.are_left_alone(),
        "behind": visible.overdue().exists(),
    }
    return render(request, "background.html", context)
