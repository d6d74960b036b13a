"""The page of the background, and what the overview says of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Change, Job, User
from domains.services import current_account
from domains.tasks import schedule
from domains.views.spans import in_words, time_left

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
    for words in ("Waiting", "Next ", "Took 1 minute 30 seconds", "3 changes settled, 1 still open."):
        assert words in html


def test_a_job_that_runs_shows_how_far_it_has_come(visitor: Client, reconciling: Any) -> None:
    reconciling(lease_until=Now() + timedelta(seconds=20), started_at=Now(), done=120, total=2000)
    html = html_of(visitor.get("/background/"))
    for words in ("Running", '<progress aria-label="Look up unknown outcomes" value="120" max="2000">', "120 of 2000"):
        assert words in html
    assert "Under way" in html


def test_a_job_that_runs_tells_about_how_long_it_will_take_still(visitor: Client, reconciling: Any) -> None:
    # a tenth was done when it was last heard of, after a minute: nine minutes of work, of which some have passed
    reconciling(started_at=Now() - timedelta(seconds=62), lease_until=Now() + timedelta(seconds=28), done=2, total=20)
    assert '2 of 20</span><span class="muted">, about 9 minutes left' in html_of(visitor.get("/background/"))


@pytest.mark.parametrize(("ran", "done", "total"), [(1, 5, 10), (60, 0, 10), (60, 10, 10), (60, None, None)], ids=str)
def test_no_estimate_is_made_of_too_little(
    visitor: Client, reconciling: Any, ran: int, done: int | None, total: int | None
) -> None:
    lease_until = Now() + timedelta(seconds=30)
    reconciling(started_at=Now() - timedelta(seconds=ran), lease_until=lease_until, done=done, total=total)
    html = html_of(visitor.get("/background/"))
    assert "Running" in html
    assert " left" not in html


def test_a_job_that_has_fallen_silent_says_for_how_long_and_what_comes_next(visitor: Client, reconciling: Any) -> None:
    started = Now() - timedelta(minutes=5)
    reconciling(started_at=started, lease_until=Now() + timedelta(seconds=9, milliseconds=500), done=5, total=10)
    html = html_of(visitor.get("/background/"))
    assert "Running, but silent" in html
    assert "Not heard of for 2" in html  # 20 seconds, or what has passed since
    assert "starts again after <time" in html
    assert " left" not in html


def test_a_run_whose_worker_was_killed_says_that_another_one_takes_over(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now(), lease_until=Now() - timedelta(seconds=5), done=5, total=10)
    html = html_of(visitor.get("/background/"))
    assert "Another one starts it again within half a minute" in html
    assert "5 of 10" in html


def test_the_page_is_kept_fresh_more_often_while_a_job_runs(visitor: Client, reconciling: Any) -> None:
    assert 'data-live="10"' in html_of(visitor.get("/background/"))
    reconciling(started_at=Now(), lease_until=Now() + timedelta(seconds=30))
    assert 'data-live="2"' in html_of(visitor.get("/background/"))


def test_times_to_come_have_seconds(visitor: Client, reconciling: Any) -> None:
    at = Job.objects.get(name="reconcile").due_at
    assert at is not None
    assert f"{at:%Y-%m-%d %H:%M:%S}" in html_of(visitor.get("/background/"))


def open_changes(count: int) -> None:
    account = current_account()
    Change.objects.bulk_create(
        Change(
            account=account,
            collection="SIP/Domains",
            key=f"lost-{number:02}.sip.twilio.com",
            action="create",
            state="unknown",
            look_at=timezone.now() + timedelta(seconds=number),
        )
        for number in range(count)
    )


def test_open_changes_are_listed_the_next_to_be_looked_up_first(visitor: Client, reconciling: Any) -> None:
    open_changes(12)
    html = html_of(visitor.get("/background/"))
    assert "12 changes open" in html
    assert html.index("lost-00<wbr>") < html.index("lost-09<wbr>")
    assert "lost-10<wbr>" not in html
    assert '<a href="/changes/?state=unknown">All unknown outcomes</a>' in html


def test_without_open_changes_none_are_spoken_of(visitor: Client, reconciling: Any) -> None:
    assert "open</h2>" not in html_of(visitor.get("/background/"))


def test_a_job_that_failed_says_so(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now(), finished_at=Now(), failed=True, error="It ended with OperationalError.")
    html = html_of(visitor.get("/background/"))
    assert "Failed" in html
    assert "It ended with OperationalError." in html
    assert "Took less than a second" in html


def test_a_run_that_was_broken_off_is_told_as_that(visitor: Client, reconciling: Any) -> None:
    reconciling(started_at=Now(), lease_until=Now() - timedelta(seconds=5))
    assert "Broken off" in html_of(visitor.get("/background/"))
    reconciling(next_at=Now() + timedelta(days=1), lease_until=Now() - timedelta(minutes=2))
    html = html_of(visitor.get("/background/"))
    assert "Overdue" in html
    due_at = Job.objects.get(name="reconcile").lease_until
    assert due_at is not None
    assert f'2 minutes late: since <time datetime="{due_at:%Y-%m-%dT%H:%M}' in html


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


@pytest.mark.parametrize("count", [0, 1, 50])
def test_the_page_asks_the_database_little(
    visitor: Client, reconciling: Any, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    open_changes(count)
    visitor.get("/background/")
    with django_assert_max_num_queries(7):
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


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "less than a minute left"),
        (timedelta(seconds=59), "less than a minute left"),
        (timedelta(seconds=100), "about 2 minutes left"),
        (timedelta(minutes=50), "about 50 minutes left"),
        (timedelta(minutes=59, seconds=40), "about 1 hour left"),
        (timedelta(hours=3, minutes=10), "about 3 hours left"),
        (timedelta(days=1), "about 1 day left"),
    ],
)
def test_estimates_are_no_finer_than_they_can_be(span: timedelta, words: str) -> None:
    assert time_left(span) == words
