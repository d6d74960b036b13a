"""How the sandbox answers whoever asks, whatever they ask about."""

import re

import pytest

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import Question, ask

from .sandbox_questions import ACCOUNT, DOMAINS, created, refused, tell

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/2010-04-01/Accounts.json",
        f"{ACCOUNT}/SIP/Domains",
        f"{ACCOUNT}/sip/domains.json",
        f"{ACCOUNT}/Calls.json",
        f"{ACCOUNT}/SIP/Domains/SD{'0' * 32}.json",
        f"{ACCOUNT}/SIP/Domains/nonsense.json",
        f"{ACCOUNT}/SIP/Domains/\0.json",
    ],
)
def test_it_finds_nothing_where_twilio_has_nothing(path: str) -> None:
    assert refused(tell("GET", path)) == (404, 20404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD"])
def test_it_refuses_verbs_that_a_collection_does_not_know(method: str) -> None:
    assert refused(tell(method, DOMAINS)) == (405, 20004)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD"])
def test_it_refuses_verbs_that_a_domain_does_not_know(method: str) -> None:
    assert refused(tell(method, created())) == (405, 20004)


@pytest.mark.parametrize(
    ("username", "password"),
    [(None, None), (ACCOUNT_SID, "wrong"), ("AC" + "1" * 32, AUTH_TOKEN), ("", "")],
)
def test_it_refuses_credentials_that_do_not_fit(username: str | None, password: str | None) -> None:
    answer = ask(Question("GET", DOMAINS, username=username, password=password))
    assert refused(answer) == (401, 20003)
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_it_keeps_to_its_own_account() -> None:
    assert refused(tell("GET", DOMAINS.replace(ACCOUNT_SID, "AC" + "1" * 32))) == (401, 20003)


def test_it_signs_and_dates_every_answer() -> None:
    first, second = (tell("GET", DOMAINS).headers for _ in range(2))
    assert re.fullmatch("RQ[0-9a-f]{32}", first["Twilio-Request-Id"])
    assert first["Twilio-Request-Id"] != second["Twilio-Request-Id"]
    assert re.fullmatch(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [0-9:]{8} GMT", first["Date"])
