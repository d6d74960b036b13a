"""The row of a job, written as a worker would: for what pages make of it."""

from ..installation import Installation

RUNS = "holder='a test', started_at=Now() - timedelta(seconds=9), finished_at=None, failed=False, error='', "
BELIEVED = "lease_until=Now() + timedelta(minutes=10), "  # longer than a real one: no worker takes it from a slow test
OVER = "holder='', lease_until=None, finished_at=Now(), next_at=Now() + timedelta(days=1), "


def set_job(dashboard: Installation, columns: str) -> None:
    """Write the row of the daily job as a worker would."""
    words = (
        "from datetime import timedelta; from django.db.models.functions import Now; from domains.models import Job;"
        f"Job.objects.filter(name='tidy').update({columns})"
    )
    done = dashboard.manage("shell", "-c", words)
    assert done.returncode == 0, done.stderr
