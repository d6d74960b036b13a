"""How the sandbox lists, page by page."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import Answer, Question, ask

pytestmark = pytest.mark.django_db(databases="__all__")

DOMAINS = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json"


def create(*names: str) -> list[str]:
    """Create domains, and return their paths."""
    made = [
        ask(Question("POST", DOMAINS, {"DomainName": name}, username=ACCOUNT_SID, password=AUTH_TOKEN)).body
        for name in names
    ]
    return [body["uri"] for body in made if body]


def delete(path: str) -> None:
    ask(Question("DELETE", path, username=ACCOUNT_SID, password=AUTH_TOKEN))


def get(uri: str) -> Answer:
    parts = urlsplit(uri)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return ask(Question("GET", parts.path, query=query, username=ACCOUNT_SID, password=AUTH_TOKEN))


def page(uri: str) -> dict[str, Any]:
    answer = get(uri)
    assert answer.status == 200
    assert answer.body is not None
    return answer.body


def names(body: dict[str, Any]) -> str:
    return " ".join(domain["domain_name"].partition(".")[0] for domain in body["domains"])


@pytest.fixture
def seven() -> list[str]:
    """Seven domains, a to g; their paths."""
    return create(*(f"{letter}.sip.twilio.com" for letter in "abcdefg"))


def test_it_lists_nothing_as_twilio_does() -> None:
    assert page(DOMAINS) == {
        "domains": [],
        "end": 0,
        "first_page_uri": f"{DOMAINS}?PageSize=50&Page=0",
        "next_page_uri": None,
        "page": 0,
        "page_size": 50,
        "previous_page_uri": None,
        "start": 0,
        "uri": f"{DOMAINS}?PageSize=50&Page=0",
    }


def test_it_lists_resources_as_it_returns_them(seven: list[str]) -> None:
    assert page(DOMAINS)["domains"] == [page(path) for path in seven]


def test_it_leads_from_page_to_page(seven: list[str]) -> None:
    first = page(f"{DOMAINS}?PageSize=3")
    second = page(first["next_page_uri"])
    third = page(second["next_page_uri"])
    assert [names(first), names(second), names(third)] == ["a b c", "d e f", "g"]
    assert [(p["page"], p["start"], p["end"]) for p in (first, second, third)] == [(0, 0, 2), (1, 3, 5), (2, 6, 6)]
    assert third["next_page_uri"] is None


def test_it_leads_back(seven: list[str]) -> None:
    first = page(f"{DOMAINS}?PageSize=3")
    third = page(page(first["next_page_uri"])["next_page_uri"])
    second = page(third["previous_page_uri"])
    again = page(second["previous_page_uri"])
    assert [names(second), names(again)] == ["d e f", "a b c"]
    assert (second["page"], again["page"], again["previous_page_uri"]) == (1, 0, None)


def test_it_says_where_each_page_is_found(seven: list[str]) -> None:
    second = page(page(f"{DOMAINS}?PageSize=3")["next_page_uri"])
    assert page(second["uri"]) == second
    assert second["first_page_uri"] == f"{DOMAINS}?PageSize=3&Page=0"


def test_it_has_no_next_page_after_a_full_last_one(seven: list[str]) -> None:
    assert page(f"{DOMAINS}?PageSize=7")["next_page_uri"] is None


def test_it_shows_every_resource_once_while_others_come_and_go(seven: list[str]) -> None:
    first = page(f"{DOMAINS}?PageSize=3")
    delete(seven[0])
    delete(seven[2])
    create("h.sip.twilio.com")
    second = page(first["next_page_uri"])
    assert [names(second), names(page(second["next_page_uri"]))] == ["d e f", "g h"]


def test_it_leaves_out_what_was_deleted(seven: list[str]) -> None:
    delete(seven[3])
    assert names(page(DOMAINS)) == "a b c e f g"


def test_it_goes_by_the_token_and_not_by_the_number(seven: list[str]) -> None:
    body = page(f"{DOMAINS}?PageSize=3&Page=2")
    assert (names(body), body["page"], body["start"]) == ("a b c", 2, 6)


@pytest.mark.parametrize("size", ["1", "1000"])
def test_it_takes_pages_of_one_to_a_thousand(size: str) -> None:
    assert page(f"{DOMAINS}?PageSize={size}")["page_size"] == int(size)


@pytest.mark.parametrize("size", ["1001", "0", "-1", "many", "9" * 30])
def test_it_refuses_other_page_sizes(size: str) -> None:
    answer = get(f"{DOMAINS}?PageSize={size}")
    assert answer.body is not None
    assert (answer.status, answer.body["code"]) == (400, 20007)


@pytest.mark.parametrize("token", ["nonsense", "PA", "PA" + "9" * 30, "PC1"])
def test_it_refuses_a_token_it_never_gave(token: str) -> None:
    assert get(f"{DOMAINS}?PageToken={token}").status == 400
