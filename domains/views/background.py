"""The page of the background: what runs by itself, how it is, and what came of it last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Change
from .jobs import are_behind, are_left_alone, shown_jobs

OPEN_SHOWN = 10
QUICK, SLOW = 2, 10
"""After how many seconds the page looks again: while a job is under way, and while none is."""


@require_safe
def background(request: HttpRequest) -> HttpResponse:
    """Show every job: how often it runs, how it is, what came of it; and the changes that wait for it."""
    jobs = shown_jobs(request.user)
    changes = Change.objects.visible_to(request.user).open()
    context = {
        "jobs": jobs,
        "left_alone": are_left_alone(jobs),
        "behind": are_behind(jobs),
        "seconds": QUICK if any(job.is_running or job.state == "broken_off" for job in jobs) else SLOW,
        "open": changes.order_by("look_at", "pk").select_related("account")[:OPEN_SHOWN],
        "open_count": changes.count(),
    }
    return render(request, "background.html", context)
