"""The list of changes: who, what, when, where, and what came of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change
from domains.parameters import PARAMETERS
from domains.services import current_account

from .changes import told
from .reading import html_of


def asked(key: str, *, day: int = 1, **columns: Any) -> Change:
    """Keep a change that was asked for on a day of July 2026."""
    own = {"account": current_account(), "collection": "SIP/Domains", "action": "create", "actor_name": "mara"}
    change = Change.objects.create(key=key, **(own | columns))
    Change.objects.filter(pk=change.pk).update(created_at=datetime(2026, 7, day, 12, tzinfo=UTC))
    return change


def keys(response: Any) -> list[str]:
    return [key for _account, _pk, _action, _purpose, key, *_ in response.context["page"]]


def test_no_changes_yet_say_what_to_do(visitor: Client) -> None:
    html = html_of(visitor.get("/changes/"))
    assert "No changes yet" in html
    assert 'href="/domains/new/"' in html


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, ["c", "b", "a"]),
        ({"q": "B"}, ["b"]),
        ({"q": "SD0000"}, ["a"]),
        ({"q": "create SD00"}, ["a"]),
        ({"q": "delete"}, ["c"]),
        ({"q": "b ticket 47"}, ["b"]),
        ({"action": "delete"}, ["c"]),
        ({"who": "ona"}, ["b"]),
        ({"first": "2026-07-02"}, ["c", "b"]),
        ({"last": "2026-07-02"}, ["b", "a"]),
        ({"first": "2026-07-02", "last": "2026-07-02"}, ["b"]),
        ({"state": "refused"}, ["c", "b"]),
        ({"state": "refused", "who": "mara"}, ["c"]),
        ({"state": "", "who": "", "first": ""}, ["c", "b", "a"]),
    ],
)
def test_every_filter_leaves_what_it_names(question: dict[str, str], found: list[str], visitor: Client) -> None:
    asked("a", sid="SD" + "0" * 32)
    asked("b", day=2, actor_name="Jonas", state="refused", reason="Ticket 4711")
    asked("c", day=3, action="delete", state="refused")
    assert keys(visitor.get("/changes/", question)) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("update", ["plain"]), ("disable", ["off"]), ("enable", ["on"]), ("undo", ["back"]), ("create", [])],
)
def test_an_update_is_found_by_what_it_is_for(word: str, found: list[str], visitor: Client) -> None:
    asked("plain", action="update")
    asked("off", action="update", purpose="disable")
    asked("on", action="update", purpose="enable", undoes=Change.objects.get(key__startswith="off"))
    asked("back", action="update", undoes=Change.objects.get(key__startswith="plain"))
    page = visitor.get("/changes/", {"action": word})
    assert keys(page) == found
    assert ("Disable</span>" in html_of(page)) is (word == "disable")


def test_the_latest_comes_first_by_the_time_shown_and_of_equals_the_one_written_down_later(visitor: Client) -> None:
    for name, day in (("a", 3), ("b", 5), ("c", 1), ("d", 5)):
        asked(name, day=day)
    assert keys(visitor.get("/changes/")) == ["d", "b", "a", "c"]
    file: Any = visitor.get("/changes/export.csv")
    lines = b"".join(file.streaming_content).decode().splitlines()[1:]
    assert [line.split(",")[4] for line in lines] == ["d", "b", "a", "c"]


def test_the_people_that_there_are_are_offered(visitor: Client) -> None:
    for name, who in (("a", "mara"), ("b", "Jonas <j>"), ("c", "mara"), ("d", "")):
        asked(name, actor_name=who)
    page = visitor.get("/changes/?q=a")
    assert page.context["askers"] == ("Jonas <j>", "mara")
    assert '<option value="Jonas &lt;j&gt;"></option>' in html_of(page)
    assert 'list="filter-who-names"' in html_of(page)


def test_changes_of_one_account_are_found(visitor: Client, elsewhere: Account) -> None:
    asked("a")
    asked("b", account=elsewhere)
    assert keys(visitor.get("/changes/", {"account": str(elsewhere.pk)})) == ["b"]
    assert "Dublin, ie1" in html_of(visitor.get("/changes/"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("first", "07/02/2026", "Asked from must be a date such as 2026-11-23."),
        ("last", "9999-12-31", "Asked until must be a date such as 2026-11-23."),
        ("state", "lost", "State must be one of those above the list."),
        ("account", "x", "Account must be one of those listed here."),
        ("action", "revert", "Action must be one of those listed here."),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(name: str, value: str, sentence: str, visitor: Client) -> None:
    asked("a")
    page = visitor.get("/changes/", {name: value})
    assert keys(page) == ["a"]
    assert "One filter is left out" in html_of(page)
    assert sentence in html_of(page)


@pytest.mark.parametrize("name", ["q", "who", "first", "last", "account", "action", "act", "state", "size", "page"])
def test_no_parameter_stumbles_over_a_nul(name: str, visitor: Client) -> None:
    asked("a")
    assert visitor.get("/changes/", {name: "a\0"}).status_code == 200


def test_outcomes_are_links_that_keep_the_other_filters(visitor: Client) -> None:
    asked("a", state="refused")
    page = visitor.get("/changes/?who=mara&state=refused&page=2")
    html = html_of(page)
    assert 'href="/changes/?who=mara&amp;state=applied"' in html
    assert 'href="/changes/?who=mara"' in html
    assert '<input type="hidden" name="state" value="refused">' in html
    assert [chip.label for chip in page.context["chips"]] == ["Asked by"]


def test_no_match_says_so_and_leads_to_all(visitor: Client) -> None:
    asked("a")
    html = html_of(visitor.get("/changes/", {"state": "unknown"}))
    assert "No change matches" in html
    assert "Show all changes" in html


@pytest.mark.parametrize("status", [None, 502, 201])
def test_a_change_found_after_its_answer_was_lost_is_called_so(status: int | None, visitor: Client) -> None:
    asked("a", state="applied", twilio_status=status, stopped_at=timezone.now())
    html = html_of(visitor.get("/changes/"))
    assert "Lost, then found" in html
    assert str(status) not in html.partition("<tbody>")[2]


def test_an_answer_is_told_by_its_numbers(visitor: Client) -> None:
    asked("a", state="applied", twilio_status=201)
    asked("b", state="refused", twilio_status=400, twilio_code=21232)
    asked("c", state="unknown", twilio_status=502)
    html = html_of(visitor.get("/changes/"))
    assert "Lost, then found" not in html
    for answer in ("201", "400 · 21232", "502"):
        assert f'<span class="code">{answer}</span>' in html


def test_the_way_back_leads_to_the_list_as_it_was_left(visitor: Client) -> None:
    change = asked("a")
    visitor.get("/changes/?who=mara&odd=1&page=1")
    html = html_of(visitor.get(f"/changes/{change.pk}/"))
    assert 'href="/changes/?who=mara&amp;page=1"' in html
    assert '<li><a href="/changes/"' in html


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_the_database_no_more_for_fifty_rows(
    rows: int, visitor: Client, elsewhere: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = current_account()
    Change.objects.bulk_create(
        Change(
            account=elsewhere if n % 2 else here,
            collection="SIP/Domains",
            key=f"acme-{n}",
            action="update",
            asked={"voice_url": f"https://voice.example.com/{n}"},
        )
        for n in range(rows)
    )
    visitor.get("/changes/?q=acme")
    # Session, operator; the accounts; unknown outcomes above; the rows; removals; the people to choose from.
    with django_assert_num_queries(7):
        visitor.get("/changes/?q=acme")


def test_the_list_is_paged(visitor: Client) -> None:
    for number in range(60):
        asked(f"acme-{number}")
    assert len(keys(visitor.get("/changes/", {"page": "2"}))) == 10
    assert len(keys(visitor.get("/changes/", {"size": "25", "page": "2"}))) == 25


def test_what_is_for_more_than_its_values_is_found_by_its_word(visitor: Client) -> None:
    told("update", "applied", purpose="disable", key="night.sip.twilio.com")
    told("update", "applied", key="day.sip.twilio.com")
    html = str(visitor.get("/changes/?q=disable").content.decode())
    assert "night" in html
    assert "day" not in html.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize(
    ("asked_of", "words"),
    [
        ({"secure": True}, "Secure media"),
        ({"secure": True, "voice_method": "GET", "voice_url": ""}, "Voice URL, Voice method, Secure media"),
        (dict.fromkeys(reversed(PARAMETERS), ""), "Domain name, Friendly name, Voice URL and 10 more"),
    ],
)
def test_an_update_names_what_it_touches_in_twilios_order(
    visitor: Client, asked_of: dict[str, Any], words: str
) -> None:
    told("update", "applied", asked=asked_of)
    assert f'<span class="under">{words}</span>' in html_of(visitor.get("/changes/"))
    doing = Change.objects.get().act
    assert f'<span class="under">{words}</span>' in html_of(visitor.get(f"/doings/{doing}/"))


def test_no_value_that_was_asked_for_stands_in_the_list(visitor: Client) -> None:
    told("update", "applied", asked={"voice_url": "https://user:hidden@voice.example.com/"})
    assert "voice.example.com" not in html_of(visitor.get("/changes/"))


@pytest.mark.parametrize(("action", "purpose"), [("create", ""), ("update", "disable"), ("delete", "")])
def test_what_its_verb_says_already_is_not_named(visitor: Client, action: str, purpose: str) -> None:
    told(action, "applied", purpose=purpose, asked={"voice_url": ""} if action != "delete" else {})
    assert 'class="under"' not in html_of(visitor.get("/changes/")).partition("<tbody>")[2]
