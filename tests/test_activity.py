"""The picture of the last 30 days, and the numbers it is made of."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from domains.models import Account, Change, ChangeState, User
from domains.services import current_account
from domains.views.activity import DAYS, PLOT, TOP, draw, first_moment

TODAY = date(2026, 11, 23)


@pytest.fixture
def visitor(client: Client, onlooker: User) -> Client:
    client.force_login(onlooker)
    return client


def made(at: datetime, state: str = "applied", account: Account | None = None, count: int = 1) -> None:
    """Note changes as if they had been asked for then."""
    rows = Change.objects.bulk_create(
        Change(
            account=account or current_account(),
            collection="SIP/Domains",
            key=f"{at}-{n}",
            action="create",
            state=state,
        )
        for n in range(count)
    )
    Change.objects.filter(pk__in=[row.pk for row in rows]).update(created_at=at)


def row(day: date, state: str, count: int) -> dict[str, Any]:
    return {"day": day, "state": state, "count": count}


def test_every_day_is_there_also_those_without_a_change() -> None:
    days = draw([row(TODAY, "applied", 2)], TODAY).days
    assert len(days) == DAYS
    assert (days[0].date, days[-1].date) == (date(2026, 10, 25), TODAY)
    assert [day.total for day in days] == [0] * 29 + [2]
    assert [day.date for day in days if day.is_today] == [TODAY]


def test_what_is_under_way_is_not_known_yet() -> None:
    rows = [row(TODAY, state, 1) for state in ChangeState.values]
    totals = draw(rows, TODAY).totals
    assert {outcome.value: count for outcome, count in totals.items()} == {
        "applied": 1,
        "not_applied": 1,
        "refused": 1,
        "conflict": 1,
        "unknown": 3,
    }


def test_what_is_older_than_the_picture_is_not_in_it() -> None:
    assert draw([row(TODAY - timedelta(days=DAYS), "applied", 5)], TODAY).total == 0


@pytest.mark.parametrize(
    ("most", "numbers"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (17, [0, 5, 10, 15, 20]),
        (2001, [0, 1000, 2000, 3000]),
    ],
)
def test_the_lines_stand_at_round_numbers(most: int, numbers: list[int]) -> None:
    lines = draw([row(TODAY, "applied", most)] if most else [], TODAY).lines
    assert [line.number for line in lines] == numbers
    assert (lines[0].y, lines[-1].y) == (TOP + PLOT, TOP)


def test_bars_are_as_high_as_their_numbers_and_stand_on_each_other() -> None:
    day = draw([row(TODAY, "applied", 10), row(TODAY, "refused", 10)], TODAY).days[-1]
    assert [(part.outcome, part.y, part.height) for part in day.parts] == [
        ("applied", TOP + PLOT // 2, PLOT // 2),
        ("refused", TOP, PLOT // 2),
    ]


def test_one_refusal_is_seen_beside_thousands_and_the_bar_stays_in_the_picture() -> None:
    day = draw([row(TODAY, "applied", 3999), row(TODAY, "refused", 1)], TODAY).days[-1]
    assert min(part.height for part in day.parts) >= 3
    assert min(part.y for part in day.parts) >= TOP


@pytest.mark.parametrize("now", ["2026-03-29", "2026-10-25", "2026-11-23"])
def test_days_are_those_of_the_time_zone_also_when_clocks_are_changed(settings: Any, now: str) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    today = date.fromisoformat(now)
    zone = timezone.get_current_timezone()
    for hour, minute in ((0, 0), (1, 30), (3, 30), (23, 59)):
        made(datetime(today.year, today.month, today.day, hour, minute, tzinfo=zone))
    made(datetime(today.year, today.month, today.day, tzinfo=zone) - timedelta(seconds=1), "refused")
    days = draw(Change.objects.all().per_day(first_moment(today)), today).days
    assert days[-1].counts == {"applied": 4, "not_applied": 0, "refused": 0, "conflict": 0, "unknown": 0}
    assert days[-2].counts == {"applied": 0, "not_applied": 0, "refused": 1, "conflict": 0, "unknown": 0}


def test_the_first_day_begins_at_midnight_of_the_time_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    assert first_moment(TODAY) == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)  # summer time still
    made(datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), "refused")
    made(datetime(2026, 10, 24, 22, 0, 0, tzinfo=UTC), "applied")
    assert Change.objects.all().per_day(first_moment(TODAY)) == [row(date(2026, 10, 25), "applied", 1)]


def test_the_picture_and_the_table_say_the_same(visitor: Client) -> None:
    now = timezone.now()
    made(now, count=3)
    made(now, "refused")
    made(now - timedelta(days=3), "unknown", count=2)
    html = str(visitor.get("/").content.decode())
    titles = re.findall(r"<title>\w+ (\d+ \w+ \d{4}): ([^<]+)</title>", html)
    assert [words for _, words in titles] == ["2 unknown", "3 applied, 1 refused"]
    table = html[html.index("The same as a table") :]
    cells = re.findall(r'<td data-label="[^"]+">(\d+)</td>', table)
    assert cells[:10] == ["3", "0", "1", "0", "0", "0", "0", "0", "0", "2"]


def test_no_bar_needs_a_style_that_the_policy_blocks(visitor: Client) -> None:
    made(timezone.now())
    html = str(visitor.get("/").content.decode())
    assert "<svg" in html
    assert not re.search(r"\sstyle=|<style", html)


def test_the_picture_is_of_the_account_that_is_connected(visitor: Client) -> None:
    other = Account.objects.create(sid=f"AC{'1' * 32}", region="ie1", name="Other", credential="environment")
    made(timezone.now())
    made(timezone.now(), "refused", other)
    page = visitor.get("/")
    assert page.context["activity"].words == "1 applied"
    current = str(page.content.decode())
    assert "Nothing was asked" not in current


def test_days_long_gone_leave_a_sentence_in_its_place(visitor: Client) -> None:
    made(timezone.now() - timedelta(days=31))
    html = str(visitor.get("/").content.decode())
    assert "chart-plot" not in html
