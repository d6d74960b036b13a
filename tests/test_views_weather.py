"""The page of the sandbox's weather."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from domains.models import Account, User
from domains.sandbox import weather
from domains.sandbox.models import Weather
from domains.sandbox.router import SandboxRouter

from .reading import html_of
from .sandbox_questions import create

PAGE = "/sandbox/weather/"


@pytest.fixture
def visitor(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client


def add(visitor: Client, **fields: str) -> Any:
    return visitor.post(PAGE, {"kind": "cut_after", "method": "", "left": "1", **fields})


def test_fair_weather_is_said_to_be_fair(visitor: Client) -> None:
    html = html_of(visitor.get(PAGE))
    assert "The weather is fair" in html
    assert "Clear the weather" not in html


@pytest.mark.parametrize("kind", Weather.Kind.values)
def test_every_kind_can_be_added(visitor: Client, kind: str) -> None:
    response = add(visitor, kind=kind, method="POST", left="3", seconds="1.5", code="21232")
    assert (response.status_code, response["Location"]) == (303, PAGE)
    rule = weather.in_force().get()
    assert (rule.kind, rule.method, rule.left) == (kind, "POST", 3)
    assert rule.code == (21232 if kind == "refuse" else None)
    assert rule.seconds == (1.5 if kind in (*Weather.TIMED, "busy") else None)
    assert f'<th scope="row">{escape(rule)}</th>' in html_of(visitor.get(PAGE))


def test_what_was_added_is_what_requests_meet(visitor: Client) -> None:
    add(visitor, kind="refuse", code="21232")
    assert create().status == 400
    assert create().status == 201


def test_what_is_left_of_each_rule_is_shown(visitor: Client) -> None:
    weather.refuse(21300, times=7, method="POST")
    weather.stall(2.5, times=None)
    create()
    html = html_of(visitor.get(PAGE))
    for words in (
        "21300",
        '<td data-label="To how many more">6</td>',
        "2.5\u00a0s",
        "All, until cleared",
        "Any method",
    ):
        assert words in html


def test_writes_that_are_still_to_come_are_counted(visitor: Client) -> None:
    weather.late(60, times=2)
    create()
    assert "a late write is carried out" in html_of(visitor.get(PAGE))
    create("other.sip.twilio.com")
    assert "the first of 2 late writes is carried out" in html_of(visitor.get(PAGE))


def test_blank_means_until_cleared(visitor: Client) -> None:
    add(visitor, left="")
    assert weather.in_force().get().left is None


def test_the_weather_can_be_cleared(visitor: Client) -> None:
    weather.cut(times=None)
    assert 'name="clear"' in html_of(visitor.get(PAGE))
    response = visitor.post(PAGE, {"clear": "1"})
    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert not weather.in_force()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Choose what happens."),
        ({"kind": "hail"}, "What happens must be one of the list."),
        ({"method": "PUT"}, "To which requests must be one of the list."),
        ({"left": "0"}, "Enter 1 or more, or nothing for all of them until the weather is cleared."),
        ({"left": "some"}, "To how many must be a whole number, or blank."),
        ({"kind": "stall_before"}, "Enter the seconds."),
        ({"kind": "late", "seconds": "soon"}, "Seconds must be a number."),
        ({"kind": "lag", "seconds": "0"}, "Seconds must be more than 0."),
        ({"kind": "stall_after", "seconds": "601"}, "Seconds must be 600 or fewer."),
        ({"kind": "busy", "seconds": "-1"}, "Seconds must be more than 0."),
        ({"kind": "refuse"}, "Enter the code."),
        ({"kind": "refuse", "code": "212"}, "Code must have five digits, such as 21232."),
        ({"kind": "refuse", "code": "twelve"}, "Code must have five digits, such as 21232."),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_above(visitor: Client, fields: dict[str, str], sentence: str) -> None:
    response = add(visitor, **fields)
    html = html_of(response)
    assert response.status_code == 422
    assert html.count(sentence) == 2
    assert "<title>Error: Sandbox weather" in html
    assert not weather.in_force()


def test_what_the_kind_does_not_use_is_not_judged(visitor: Client) -> None:
    assert add(visitor, kind="cut_before", seconds="soon", code="none").status_code == 303
    assert add(visitor, kind="refuse", seconds="soon", code="21232").status_code == 303


def test_a_retry_after_can_be_left_out(visitor: Client) -> None:
    assert add(visitor, kind="busy", seconds="").status_code == 303
    assert weather.in_force().get().seconds is None


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        ("lost", ("cut_after", "POST", 1, None, None)),
        ("slow", ("stall_before", "POST", 1, 12, None)),
        ("busy", ("busy", "", 2, None, None)),
        ("never", ("cut_before", "POST", 1, None, None)),
        ("undeleted", ("cut_after", "DELETE", 1, None, None)),
        ("taken", ("refuse", "POST", 1, None, 21232)),
    ],
)
def test_a_scenario_is_set_by_one_press(visitor: Client, scenario: str, rule: tuple[Any, ...]) -> None:
    assert f'name="scenario" value="{scenario}"' in html_of(visitor.get(PAGE))
    assert visitor.post(PAGE, {"scenario": scenario}).status_code == 303
    assert weather.in_force().values_list("kind", "method", "left", "seconds", "code").get() == rule


def test_a_scenario_that_is_not_there_sets_nothing(visitor: Client) -> None:
    assert visitor.post(PAGE, {"scenario": "hail"}).status_code == 422
    assert not weather.in_force()


@pytest.mark.parametrize("page", ["/", "/domains/new/", "/sandbox/"])
def test_the_bar_tells_of_bad_weather_where_somebody_begins(visitor: Client, operator: User, page: str) -> None:
    assert "connection-weather" not in html_of(visitor.get(page))
    weather.cut()
    assert f'<a href="{PAGE}">Bad weather is set</a>' in html_of(visitor.get(page))
    visitor.force_login(operator)
    html = html_of(visitor.get(page))
    assert "Bad weather is set: requests can go wrong on purpose." in html
    assert f'href="{PAGE}"' not in html


def test_the_bar_asks_of_the_weather_only_on_those_pages(visitor: Client) -> None:
    weather.cut()
    for page, queries in (("/domains/new/", 1), ("/domains/", 0), ("/changes/", 0)):
        with CaptureQueriesContext(connections[SandboxRouter.database()]) as asked:
            visitor.get(page)
        assert sum("sandbox_weather" in query["sql"] for query in asked) == queries


def test_beside_an_account_of_twilio_nobody_asks_of_the_weather(visitor: Client, real_account: Account) -> None:
    weather.cut()
    with CaptureQueriesContext(connections[SandboxRouter.database()]) as asked:
        assert "connection-weather" not in html_of(visitor.get("/"))
    assert not any("sandbox_weather" in query["sql"] for query in asked)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_weather_is_made_by_superusers(client: Client, operator: User, method: str) -> None:
    client.force_login(operator)
    assert getattr(client, method)(PAGE, {"clear": "1"}).status_code == 403
    assert getattr(client, method)(PAGE, {"scenario": "lost"}).status_code == 403
    assert not weather.in_force()


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_there_is_no_weather_beside_an_account_of_twilio(visitor: Client, real_account: Account) -> None:
    assert visitor.get(PAGE).status_code == 404


def test_the_sandboxs_page_leads_superusers_to_the_weather(visitor: Client, operator: User) -> None:
    assert f'href="{PAGE}"' in html_of(visitor.get("/sandbox/"))
    visitor.force_login(operator)
    assert f'href="{PAGE}"' not in html_of(visitor.get("/sandbox/"))


def test_the_sandboxs_page_tells_everybody_of_bad_weather(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert "Bad weather is set" not in html_of(client.get("/sandbox/"))
    weather.half()
    html = html_of(client.get("/sandbox/"))
    assert "Bad weather is set" in html
    assert "Do it, then send half of the answer" in html
