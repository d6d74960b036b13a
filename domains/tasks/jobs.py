"""The jobs. To add one, write a function here: it calls a service and says what came of it."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .. import services
from .registry import Progress, job

SIGN_INS_KEPT = timedelta(days=30)
"""For how long it can be looked up who signed in, or tried to: anybody can write such rows."""

WAKE_UPS_KEPT = timedelta(days=7)
"""For how long it can be looked up in Django admin which wake-ups there were."""


@job(title="Look up unknown outcomes", every=timedelta(seconds=10), needed=services.has_open_changes)
def reconcile(progress: Progress) -> str:
    """Find out what became of changes whose outcome is not known."""
    result = services.reconcile_open(progress)
    return f"{_changes(result.settled)} settled, {result.still_open} still open."


@job(title="Tidy up", every=timedelta(days=1))
def tidy(progress: Progress) -> str:
    """Delete what nobody will ask for again: old wake-ups, expired sessions and sign-ins."""
    old = timezone.now() - WAKE_UPS_KEPT
    # The wake-up of a worker that was killed stays “running” for ever.
    gone = Q(pk__in=DBTaskResult.objects.running().filter(started_at__lt=old))
    deleted, _ = DBTaskResult.objects.filter(Q(finished_at__lt=old) | gone).delete()
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=SIGN_INS_KEPT.days)
    AxesProxyHandler.reset_failure_logs(age_days=SIGN_INS_KEPT.days)
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - SIGN_INS_KEPT).delete()
    return f"{deleted} old wake-up{'' if deleted == 1 else 's'}, expired sessions and old sign-ins deleted."


def _changes(count: int) -> str:
    return f"{count} change{'' if count == 1 else 's'}"
