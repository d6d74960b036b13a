"""What is old leaves the log by one command, which says so in the log."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from domains.models import Change, ChangeEvent, LogRemoval, User
from domains.services import removing

from .changes import told
from .reading import html_of

BEFORE = "2026-01-01"
OLD = datetime(2025, 6, 1, 12, tzinfo=UTC)


def asked(at: datetime, state: str = "applied", **columns: Any) -> Change:
    """Keep a change that was asked for at that time."""
    change = told("create", state, **columns)
    Change.objects.filter(pk=change.pk).update(created_at=at)
    return change


def remove(*arguments: str) -> str:
    out = io.StringIO()
    call_command("remove_changes", "--before", BEFORE, *arguments, stdout=out)
    return out.getvalue()


def left() -> set[int]:
    return set(Change.objects.values_list("pk", flat=True))


def test_what_was_asked_before_the_day_leaves_with_its_story_and_the_log_says_so(operator: User) -> None:
    for days in range(3):
        asked(OLD + timedelta(days=days))
    stays = asked(datetime(2026, 1, 1, tzinfo=UTC))
    said = remove("--yes", "--as", "operator", "--reason", "A year is enough")
    assert left() == {stays.pk}
    assert set(ChangeEvent.objects.values_list("change", flat=True)) == {stays.pk}
    assert said == "3 changes before 2026-01-01 removed; the log says so.\n"
    removal = LogRemoval.objects.get()
    assert (removal.count, removal.before, removal.actor) == (3, date(2026, 1, 1), operator)
    assert (removal.actor_name, removal.reason) == ("operator", "A year is enough")
    assert (removal.oldest, removal.newest) == (OLD, OLD + timedelta(days=2))


@pytest.mark.parametrize("state", ["intended", "sent", "unknown"])
def test_what_is_still_open_stays_however_old_it_is(state: str) -> None:
    change = asked(OLD, state)
    assert remove("--yes") == "No change before 2026-01-01 can be removed.\n"
    assert left() == {change.pk}
    assert not LogRemoval.objects.exists()


def test_what_may_still_appear_stays() -> None:
    change = asked(OLD, "not_applied", look_at=timezone.now())
    remove("--yes")
    assert left() == {change.pk}


def test_what_a_change_that_stays_has_undone_stays_with_it() -> None:
    undone = asked(OLD)
    pair = asked(OLD)
    asked(OLD, undoes=pair)
    undoing = asked(datetime(2026, 2, 1, tzinfo=UTC), undoes=undone)
    remove("--yes")
    assert left() == {undone.pk, undoing.pk}
    assert Change.objects.get(pk=undoing.pk).undoes == undone


def test_so_does_what_that_one_had_undone_before() -> None:
    first = asked(OLD)
    undoing = asked(OLD, undoes=first)
    asked(datetime(2026, 2, 1, tzinfo=UTC), undoes=undoing)
    assert remove("--yes") == "No change before 2026-01-01 can be removed.\n"
    undoing.refresh_from_db()
    assert undoing.undoes == first


def test_killed_in_between_it_leaves_nothing_that_undoes_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removing, "AT_ONCE", 1)
    undone = asked(OLD)
    asked(OLD + timedelta(days=1), undoes=undone)
    truth = LogRemoval.add

    def add(removal: LogRemoval, asked_at: list[datetime]) -> None:
        if removal.count:
            raise KeyboardInterrupt
        truth(removal, asked_at)

    monkeypatch.setattr(LogRemoval, "add", add)
    with pytest.raises(KeyboardInterrupt):
        remove("--yes")
    assert left() == {undone.pk}


def test_nothing_leaves_within_thirty_days() -> None:
    change = asked(timezone.now() - timedelta(days=29))
    latest = timezone.localdate() - timedelta(days=30)
    with pytest.raises(CommandError, match=f"--before must be {latest} or earlier"):
        call_command("remove_changes", "--before", str(latest + timedelta(days=1)), "--yes")
    with pytest.raises(removing.TooYoung):
        removing.remove_before(timezone.localdate(), actor=None, actor_name="x")
    assert left() == {change.pk}


@pytest.mark.parametrize("answer", ["yes", " YES "])
def test_it_says_how_many_and_asks(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(OLD)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    assert "1 change before 2026-01-01 will be removed" in remove()
    assert not left()


@pytest.mark.parametrize("answer", ["y", "", "no"])
def test_any_other_answer_removes_nothing(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(OLD)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    with pytest.raises(CommandError, match=r"Nothing was removed\."):
        remove()
    assert left()


def test_where_nobody_can_answer_nothing_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    asked(OLD)
    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandError, match=r"Nothing was removed\."):
        remove()
    assert left()


def test_it_removes_a_few_at_a_time_and_counts_exactly_even_when_it_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removing, "AT_ONCE", 2)
    for _ in range(5):
        asked(OLD)
    truth, calls = LogRemoval.add, []

    def add(removal: LogRemoval, asked_at: list[datetime]) -> None:
        truth(removal, asked_at)
        calls.append(len(asked_at))
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(LogRemoval, "add", add)
    with pytest.raises(KeyboardInterrupt):
        remove("--yes")
    assert (len(left()), LogRemoval.objects.get().count) == (3, 2)
    remove("--yes")
    assert [removal.count for removal in LogRemoval.objects.latest_first()] == [3, 2]
    assert not left()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--as", "nobody"], "--as must name an operator who may sign in: there is no “nobody”"),
        (["--reason", "x" * 501], "--reason: Reason must be 500 characters or fewer"),
        (["--before", "soon"], "must be a date such as 2026-11-23"),
        (["--before", "0001-01-01"], "must be a date such as 2026-11-23"),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_removed(arguments: list[str], sentence: str) -> None:
    asked(OLD)
    with pytest.raises(CommandError, match=sentence):
        remove("--yes", *arguments)
    assert left()


def test_it_asks_for_a_reason_where_one_is_required(settings: Any) -> None:
    settings.REASON_REQUIRED = True
    asked(OLD)
    with pytest.raises(CommandError, match="Enter a reason"):
        remove("--yes")
    remove("--yes", "--reason", "A year is enough")
    assert not left()


def test_the_list_says_what_was_removed(visitor: Client) -> None:
    asked(timezone.now())
    LogRemoval.objects.create(before=date(2026, 1, 1), count=1204, actor_name="mara", reason="A year is enough")
    LogRemoval.objects.create(before=date(2025, 1, 1), count=1, actor_name="manage.py")
    html = " ".join(html_of(visitor.get("/changes/")).split())
    assert "1,204 changes before 2026-01-01 were removed on <time" in html
    assert "by mara: A year is enough" in html
    assert "1 change before 2025-01-01 was removed on <time" in html


def test_an_empty_list_says_so_too(visitor: Client) -> None:
    LogRemoval.objects.create(before=date(2026, 1, 1), count=1204, actor_name="mara")
    assert "1,204 changes before 2026-01-01 were removed" in html_of(visitor.get("/changes/"))


def test_a_removal_outlives_whoever_did_it(operator: User) -> None:
    asked(OLD)
    remove("--yes", "--as", "operator")
    operator.delete()
    removal = LogRemoval.objects.get()
    assert (removal.actor, removal.actor_name) == (None, "operator")
