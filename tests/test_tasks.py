"""The background: each due job is woken for once, run under its lease, and its end written down whatever it is."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any, cast

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connections
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import default_task_backend
from django_tasks.backends.dummy import DummyBackend
from django_tasks_db.models import DBTaskResult

from domains import services, tasks
from domains.models import Job
from domains.models.jobs import LEASE, OVERDUE, WAKE_UP
from domains.tasks import JOBS, JobFailed, Progress, ask_for, job, run, schedule, tick
from domains.tasks.running import LeaseLost

EVERY = timedelta(seconds=10)


@pytest.fixture
def jobs() -> Iterator[dict[str, tasks.Declaration]]:
    """The registry, empty for one test."""
    declared = dict(JOBS)
    JOBS.clear()
    default_task_backend_of_tests().clear()
    yield JOBS
    JOBS.clear()
    JOBS.update(declared)


@pytest.fixture
def ran(jobs: Any) -> list[str]:
    """What ran, of two jobs that are due."""
    names: list[str] = []

    @job(title="Count sheep", every=EVERY)
    def sheep(progress: Progress) -> str:
        names.append("sheep")
        return "Counted."

    @job(title="Count goats", every=EVERY)
    def goats(progress: Progress) -> str:
        names.append("goats")
        return "Counted too."

    schedule()
    return names


@pytest.fixture
def queue(settings: Any) -> Callable[[], list[str]]:
    """The queue that the product has: returns the names that wake-ups wait for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return lambda: [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def default_task_backend_of_tests() -> DummyBackend:
    return cast(DummyBackend, default_task_backend)


def sent() -> list[str]:
    """For which jobs a wake-up was sent, in order."""
    return [result.args[0] for result in default_task_backend_of_tests().results]


def put(name: str, **columns: Any) -> None:
    Job.objects.filter(name=name).update(**columns)


def woken(name: str) -> Any:
    """Run the job as a worker does that was woken for it."""
    assert Job.objects.note_wake_up(name)
    return run.call(name)


def test_a_job_is_declared_beside_its_function(jobs: dict[str, tasks.Declaration]) -> None:
    @job(title="Count sheep", every=EVERY, needed=lambda: True)
    def sheep(progress: Progress) -> str:
        return "Counted."

    assert list(jobs) == ["sheep"]
    assert (jobs["sheep"].title, jobs["sheep"].every, jobs["sheep"].body) == ("Count sheep", EVERY, sheep)


def test_the_product_looks_up_unknown_outcomes_and_tidies_up() -> None:
    assert [(declared.name, declared.every) for declared in JOBS.values()] == [
        ("reconcile", timedelta(seconds=10)),
        ("tidy", timedelta(days=1)),
    ]


def test_a_new_job_is_due_at_once_and_a_wake_up_is_sent_for_it(ran: list[str]) -> None:
    tick()
    assert sorted(sent()) == ["goats", "sheep"]


def test_no_second_wake_up_is_sent_while_one_waits(ran: list[str]) -> None:
    for _ in range(5):
        tick()
    assert len(sent()) == 2


def test_a_wake_up_that_nobody_takes_is_given_up_after_some_minutes(ran: list[str]) -> None:
    tick()
    put("sheep", woken_at=Now() - WAKE_UP - timedelta(seconds=1))
    tick()
    assert sent().count("sheep") == 2
    assert sent().count("goats") == 1


def test_a_woken_worker_runs_the_job_and_writes_down_what_came_of_it(ran: list[str]) -> None:
    assert woken("sheep") == "Counted."
    row = Job.objects.get(name="sheep")
    assert ran == ["sheep"]
    assert (row.note, row.failed, row.error, row.holder, row.lease_until) == ("Counted.", False, "", "", None)
    assert row.started_at is not None
    assert row.finished_at is not None
    assert row.next_at is not None
    assert row.started_at <= row.finished_at < row.next_at


def test_the_next_time_counts_from_the_end(ran: list[str]) -> None:
    woken("sheep")
    row = Job.objects.get(name="sheep")
    assert row.next_at and row.finished_at  # noqa: PT018
    assert abs(row.next_at - row.finished_at - EVERY) < timedelta(milliseconds=5)
    tick()
    assert "sheep" not in sent()


def test_wake_ups_that_piled_up_run_the_job_once(ran: list[str]) -> None:
    woken("sheep")
    assert run.call("sheep") == run.call("sheep") == "It was not this wake-up’s to run."
    assert ran == ["sheep"]


def test_a_wake_up_for_a_job_that_runs_does_nothing(ran: list[str]) -> None:
    Job.objects.note_wake_up("sheep")
    assert Job.objects.take("sheep", "somebody", EVERY)
    put("sheep", woken_at=Now())
    run.call("sheep")
    assert ran == []


def test_nobody_is_woken_for_a_job_that_runs_however_long_it_takes(ran: list[str]) -> None:
    Job.objects.note_wake_up("sheep")
    assert Job.objects.take("sheep", "somebody", EVERY)
    put("sheep", next_at=Now() - timedelta(hours=1))
    tick()
    assert sent() == ["goats"]


def test_a_job_whose_worker_was_killed_runs_again_when_its_lease_is_out(ran: list[str]) -> None:
    Job.objects.note_wake_up("sheep")
    assert Job.objects.take("sheep", "somebody who is killed now", timedelta(days=1))
    tick()
    assert "sheep" not in sent()
    put("sheep", lease_until=Now() - timedelta(seconds=1))
    tick()
    assert "sheep" in sent()
    run.call("sheep")
    assert Job.objects.get(name="sheep").note == "Counted."


def test_a_lease_is_half_a_minute_in_the_clock_of_the_database(ran: list[str]) -> None:
    Job.objects.note_wake_up("sheep")
    taken = Job.objects.take("sheep", "somebody", EVERY)
    assert taken is not None
    assert taken.lease_until is not None
    assert taken.started_at is not None
    assert abs(taken.lease_until - taken.started_at - LEASE) < timedelta(milliseconds=5)
    assert timedelta(seconds=30) >= LEASE


def test_progress_is_written_down_and_renews_the_lease(jobs: Any) -> None:
    seen: list[Job] = []

    @job(title="Count sheep")
    def sheep(progress: Progress) -> str:
        put("sheep", lease_until=Now() + timedelta(seconds=1))
        progress(3, 3)
        seen.append(Job.objects.get(name="sheep"))
        return "Counted."

    schedule()
    ask_for("sheep")
    woken("sheep")
    assert (seen[0].done, seen[0].total) == (3, 3)
    assert seen[0].lease_until is not None
    assert seen[0].lease_until > timezone.now() + LEASE / 2


def test_progress_told_often_costs_little(jobs: Any, django_assert_max_num_queries: Any) -> None:
    @job(title="Count sheep")
    def sheep(progress: Progress) -> str:
        with django_assert_max_num_queries(3):
            for number in range(1000):
                progress(number, 1000)
        return "Counted."

    schedule()
    ask_for("sheep")
    woken("sheep")


def test_who_lost_the_lease_stops_and_leaves_the_row_to_the_other(jobs: Any) -> None:
    @job(title="Count sheep")
    def sheep(progress: Progress) -> str:
        put("sheep", holder="somebody else", note="Theirs.")
        progress(1, 1)
        raise AssertionError("It went on.")

    schedule()
    ask_for("sheep")
    with pytest.raises(JobFailed, match=LeaseLost.__name__):
        woken("sheep")
    row = Job.objects.get(name="sheep")
    assert (row.holder, row.note, row.failed, row.finished_at) == ("somebody else", "Theirs.", False, None)


def test_a_job_that_fails_is_recorded_without_what_may_be_secret_and_does_not_stop_the_others(
    ran: list[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.tasks.running.logger.disabled", False)  # import-linter turns off loggers it finds

    @job(title="Fail", every=EVERY)
    def failing(progress: Progress) -> str:
        raise OperationalError("postgres://user:secret@host is down")

    schedule()
    with pytest.raises(JobFailed) as raised:
        woken("failing")
    row = Job.objects.get(name="failing")
    assert (row.failed, row.holder, row.lease_until) == (True, "", None)
    assert row.error == "It ended with OperationalError. The worker’s log tells the rest."
    assert row.finished_at is not None
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__
    assert "is down" in caplog.text
    tick()
    assert sorted(sent()) == ["goats", "sheep"]


def test_a_job_that_failed_runs_again_at_its_next_time_and_may_mend_itself(jobs: Any) -> None:
    outcomes = iter([ZeroDivisionError(), None])

    @job(title="Fail once", every=EVERY)
    def moody(progress: Progress) -> str:
        if error := next(outcomes):
            raise error
        return "Better."

    schedule()
    with pytest.raises(JobFailed):
        woken("moody")
    put("moody", next_at=Now())
    woken("moody")
    row = Job.objects.get(name="moody")
    assert (row.failed, row.error, row.note) == (False, "", "Better.")


def test_a_job_that_is_not_needed_is_not_woken_for(jobs: Any) -> None:
    needed = [False]

    @job(title="Count sheep", every=EVERY, needed=lambda: needed[0])
    def sheep(progress: Progress) -> str:
        return "Counted."

    schedule()
    tick()
    assert sent() == []
    assert not Job.objects.due().exists()
    needed[0] = True
    put("sheep", next_at=Now())
    tick()
    assert sent() == ["sheep"]


def test_a_job_without_a_time_runs_only_when_it_is_asked_for(jobs: Any) -> None:
    @job(title="Count sheep")
    def sheep(progress: Progress) -> str:
        return "Counted."

    schedule()
    tick()
    assert sent() == []
    ask_for("sheep")
    tick()
    assert sent() == ["sheep"]
    run.call("sheep")
    assert Job.objects.get(name="sheep").next_at is None


@pytest.mark.parametrize("every", [None, EVERY])
def test_what_is_asked_for_while_it_runs_is_done_once_more(jobs: Any, every: timedelta | None) -> None:
    @job(title="Count sheep", every=every)
    def sheep(progress: Progress) -> str:
        ask_for("sheep")
        return "Counted."

    schedule()
    ask_for("sheep")
    woken("sheep")
    assert [row.name for row in Job.objects.due()] == ["sheep"]


def test_a_job_that_became_more_frequent_does_not_wait_for_its_old_time(ran: list[str]) -> None:
    put("sheep", next_at=Now() + timedelta(days=1))
    schedule()
    next_at = Job.objects.get(name="sheep").next_at
    assert next_at is not None
    assert next_at < timezone.now() + 2 * EVERY


def test_a_row_whose_job_is_no_longer_declared_is_left_alone(ran: list[str], jobs: Any) -> None:
    del jobs["sheep"]
    tick()
    assert sent() == ["goats"]


def test_a_job_is_overdue_once_it_is_late_by_more_than_a_little_and_nobody_runs_it(ran: list[str]) -> None:
    def state() -> str:
        return str(vars(Job.objects.with_state().get(name="sheep"))["state"])

    put("sheep", next_at=Now() - OVERDUE / 2)
    assert state() == "waiting"
    put("sheep", next_at=Now() - 2 * OVERDUE)
    assert state() == "overdue"
    put("sheep", lease_until=Now() + LEASE)
    assert state() == "running"


@pytest.mark.django_db(transaction=True)
def test_many_who_keep_time_send_one_wake_up_for_each_due_time(ran: list[str], queue: Callable[[], list[str]]) -> None:
    together = Barrier(6)

    def keep_time() -> None:
        together.wait()
        for _ in range(5):
            tick()
        connections.close_all()

    with ThreadPoolExecutor(6) as machines:
        for machine in [machines.submit(keep_time) for _ in range(6)]:
            machine.result()
    assert sorted(queue()) == ["goats", "sheep"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_are_woken_one_runs_the_job(ran: list[str]) -> None:
    together = Barrier(6)
    Job.objects.note_wake_up("sheep")

    def wake() -> None:
        together.wait()
        run.call("sheep")
        connections.close_all()

    with ThreadPoolExecutor(6) as workers:
        for worker in [workers.submit(wake) for _ in range(6)]:
            worker.result()
    assert ran == ["sheep"]


def test_reconciling_says_what_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    def reconcile_open(progress: Progress) -> services.ReconcileResult:
        progress(1, 2)
        return services.ReconcileResult(settled=1, still_open=2)

    monkeypatch.setattr(services, "reconcile_open", reconcile_open)
    note = JOBS["reconcile"].body(lambda done, total: told.append((done, total)))
    assert note == "1 change settled, 2 still open."
    assert told == [(1, 2)]


def test_an_installation_with_nothing_open_is_not_woken_to_reconcile() -> None:
    default_task_backend_of_tests().clear()
    schedule()
    tick()
    assert sent() == ["tidy"]


def test_tidying_deletes_old_wake_ups_and_expired_sessions(queue: Callable[[], list[str]]) -> None:
    long_ago = timezone.now() - timedelta(days=8)
    for name, columns in {
        "old": {"status": "SUCCESSFUL", "finished_at": long_ago},
        "failed": {"status": "FAILED", "finished_at": long_ago},
        "killed": {"status": "RUNNING", "started_at": long_ago},
        "recent": {"status": "SUCCESSFUL", "finished_at": timezone.now()},
        "waiting": {},
    }.items():
        DBTaskResult.objects.filter(pk=run.enqueue(name).id).update(**columns)
    for name, days in {"expired": -1, "signed in": 1}.items():
        Session.objects.create(session_key=name, expire_date=timezone.now() + timedelta(days=days))
    assert JOBS["tidy"].body(lambda *_: None) == "3 old wake-ups, expired sessions and old sign-ins deleted."
    assert queue() == ["recent", "waiting"]
    assert [session.session_key for session in Session.objects.all()] == ["signed in"]
