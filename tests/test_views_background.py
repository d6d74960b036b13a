"""The page of the background, and what the overview says of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains.models import Job, User
from domains.tasks import schedule
from domains.views.background import in_words

LEFT_ALONE = "No background worker is running"


@pytest.fixture
def visitor(client: Client, onlooker: User) -> Client:
    client.force_login(onlooker)
    return client


@pytest.fixture
def reconciling() -> Any:
    """The rows of all jobs, none of them late; returns how to change that of `reconcile`."""
    schedule()
    Job.objects.update(next_at=Now() + timedelta(seconds=10))
    return lambda **columns: Job.objects.filter(name="reconcile").update(**columns)


def html_of(response: Any) -> str:
    return " ".join(str(response.content.decode()).split())


def test_every_job_is_there_before_any_worker_has_run(visitor: Client) -> None:
    html = html_of(visitor.get("/background/"))
    for words in ("Look up unknown outcomes", "Every 10 seconds", "Tidy up", "Every day", "Never run", "Nothing yet"):
        assert words in html
    assert LEFT_ALONE not in html


def test_a_job_that_waits_shows_when_it_ran_last_and_what_came_of_it(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now() - timedelta(seconds=90), finished_at=Now(), note="3 changes settled, 1 still open.")
    html = html_of(visitor.get("/background/"))
    for words in ("Waiting", "Next ", "took 1 minute 30 seconds", "3 changes settled, 1 still open."):
        assert words in html


def test_a_job_that_runs_shows_how_far_it_has_come(visitor: Client, reconciling: Any) -> None:
    reconciling(lease_until=Now() + timedelta(seconds=20), started_at=Now(), done=120, total=2000)
    html = html_of(visitor.get("/background/"))
    for words in ("Running", '<progress aria-label="Look up unknown outcomes" value="120" max="2000">', "120 of 2000"):
        assert words in html
    assert "Under way" in html


def test_a_job_that_failed_says_so(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now(), finished_at=Now(), failed=True, error="It ended with OperationalError.")
    html = html_of(visitor.get("/background/"))
    assert "Failed" in html
    assert "It ended with OperationalError." in html
    assert "took less than a second" in html


def test_a_run_that_was_broken_off_is_told_as_that(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now(), lease_until=Now() - timedelta(seconds=5))
    assert "Broken off" in html_of(visitor.get("/background/"))
    reconciling(next_at=Now() + timedelta(days=1), lease_until=Now() - timedelta(minutes=2))
    html = html_of(visitor.get("/background/"))
    assert "Overdue" in html
    due_at = Job.objects.get(name="reconcile").lease_until
    assert due_at is not None
    assert f'Since <time datetime="{due_at:%Y-%m-%dT%H:%M}' in html


@pytest.mark.parametrize("address", ["/", "/background/"])
def test_without_a_worker_it_says_so_and_how_to_start_one(visitor: Client, reconciling: Any, address: str) -> None:
    assert LEFT_ALONE not in html_of(visitor.get(address))
    reconciling(next_at=Now() - timedelta(seconds=61))
    html = html_of(visitor.get(address))
    assert LEFT_ALONE in html
    assert "manage.py worker" in html
    assert ("Overdue" in html) is (address == "/background/")


def test_a_job_that_waits_for_another_is_not_taken_for_left_alone(visitor: Client, reconciling: Any) -> None:
    reconciling(next_at=Now() - timedelta(minutes=5))
    Job.objects.filter(name="tidy").update(lease_until=Now() + timedelta(seconds=20))
    html = html_of(visitor.get("/background/"))
    assert LEFT_ALONE not in html
    assert "The background is behind" in html
    assert LEFT_ALONE not in html_of(visitor.get("/"))


def test_without_jobs_it_says_that_too(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.tasks.JOBS", {})
    assert "Nothing runs in the background" in html_of(visitor.get("/background/"))


def test_the_menu_leads_there(visitor: Client) -> None:
    assert '<a href="/background/">Background</a>' in html_of(visitor.get("/domains/"))


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/background/")["Location"] == "/accounts/login/?next=/background/"


def test_the_page_asks_the_database_little(
    visitor: Client, reconciling: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visitor.get("/background/")
    with django_assert_max_num_queries(8):
        visitor.get("/background/")


def test_the_schedule_can_be_read_in_django_admin_but_not_changed(
    client: Client, superuser: User, reconciling: Any
) -> None:
    client.force_login(superuser)
    assert "reconcile" in html_of(client.get("/admin/domains/job/"))
    pk = Job.objects.get(name="tidy").pk
    assert client.get(f"/admin/domains/job/{pk}/change/").status_code == 200
    assert client.post(f"/admin/domains/job/{pk}/change/", {"name": "x"}).status_code == 403
    assert client.get("/admin/django_tasks_database/dbtaskresult/").status_code == 200


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=75), "1 minute 15 seconds"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3, hours=1, minutes=5), "3 days 1 hour"),
    ],
)
def test_spans_are_written_out(span: timedelta, words: str) -> None:
    assert in_words(span) == words
