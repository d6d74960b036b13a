"""`manage.py domains refresh`: what differs is shown, and taken over only when it was."""

from typing import Any

import pytest

from domains import services
from domains.models import SipDomain, User
from domains.sandbox import weather

from .changes import MASKED_URL, NAME
from .shell import BY, change_elsewhere, domains, lose, make, typing

REFRESH = ("refresh", "acme", *BY)


@pytest.fixture(autouse=True)
def acme(operator: User) -> SipDomain:
    """A domain at the sandbox and in the mirror."""
    return make(operator)


def known() -> SipDomain:
    return SipDomain.objects.get()


def test_a_domain_that_is_as_it_is_known_is_no_news() -> None:
    run = domains(*REFRESH)
    assert (run.status, run.err) == (0, "")
    assert run.out == f"{NAME} is at Twilio as it is known here.\n"


def test_what_differs_is_shown_and_taken_over_when_somebody_says_so() -> None:
    change_elsewhere(secure=True, voice_url="")
    with typing("y"):
        run = domains(*REFRESH)
    assert run.status == 0
    assert run.out == f"What Twilio holds of {NAME} was taken over.\n"
    assert run.err.splitlines()[:7] == [
        f"{NAME} is not at Twilio as it is known here:",
        "  Voice URL",
        f"    here       {MASKED_URL}",
        "    at Twilio  –",
        "  Secure media",
        "    here       off",
        "    at Twilio  on",
    ]
    assert known().secure


@pytest.mark.parametrize("answer", ["n", "", "what?"])
def test_what_differs_is_left_when_somebody_says_no(answer: str) -> None:
    change_elsewhere(secure=True)
    with typing(answer):
        run = domains(*REFRESH)
    assert run.status == 5
    assert run.err.endswith("Given up: nothing was changed.\n")
    assert not known().secure


def test_without_a_terminal_it_tells_by_its_status_that_something_differs() -> None:
    change_elsewhere(secure=True)
    run = domains(*REFRESH, "--json")
    assert run.status == 6
    assert run.document["differences"] == [{"attribute": "secure", "here": False, "at_twilio": True}]
    assert run.document["domain"]["secure"] is False
    assert run.err.endswith("Nothing was taken over. Say --yes to take it over.\n")
    assert not known().secure


def test_yes_takes_over_what_was_shown() -> None:
    change_elsewhere(secure=True)
    run = domains(*REFRESH, "--yes", "--json")
    assert run.status == 0
    assert run.document["outcome"] == "taken_over"
    assert run.document["domain"]["secure"] is True
    assert "Secure media" in run.err


def test_what_changes_again_while_it_is_looked_at_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    change_elsewhere(secure=True)
    truth = services.refresh

    def refresh(row: SipDomain, *, accept: str = "") -> Any:
        if accept:
            change_elsewhere(friendly_name="Changed again")
        return truth(row, accept=accept)

    monkeypatch.setattr(services, "refresh", refresh)
    run = domains(*REFRESH, "--yes")
    assert run.status == 6
    assert "Changed again" in run.err
    assert run.err.endswith("It has changed meanwhile, so nothing was taken over.\n")
    assert not known().secure


def test_what_was_changed_back_while_it_is_looked_at_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    change_elsewhere(secure=True)
    truth = services.refresh

    def refresh(row: SipDomain, *, accept: str = "") -> Any:
        if accept:
            change_elsewhere(secure=False)
        return truth(row, accept=accept)

    monkeypatch.setattr(services, "refresh", refresh)
    run = domains(*REFRESH, "--yes")
    assert (run.status, run.out) == (0, f"{NAME} is at Twilio as it is known here.\n")


def test_what_is_gone_is_marked_and_stays_known() -> None:
    lose()
    run = domains(*REFRESH, "--json")
    assert run.status == 8
    assert run.document["outcome"] == "gone"
    assert run.document["domain"]["gone_at"] is not None
    assert domains("show", "acme").status == 0


def test_what_is_back_is_not_gone_any_more() -> None:
    SipDomain.objects.update(gone_at="2026-11-01T00:00:00Z")
    run = domains(*REFRESH)
    assert run.status == 0
    assert run.out == f"It is not gone any more. {NAME} is at Twilio as it is known here.\n"
    assert not known().is_gone


def test_what_is_back_in_another_form_is_taken_over_when_it_was_seen() -> None:
    SipDomain.objects.update(gone_at="2026-11-01T00:00:00Z")
    change_elsewhere(secure=True)
    assert domains(*REFRESH).status == 6
    assert known().is_gone
    assert domains(*REFRESH, "--yes").status == 0
    assert not known().is_gone


@pytest.mark.usefixtures("short_pauses")
def test_when_twilio_cannot_be_asked_nothing_changes() -> None:
    weather.cut(times=None)
    run = domains(*REFRESH)
    assert run.status == 5
    assert run.err.startswith("Twilio could not be asked, and nothing was changed: ")


def test_when_twilio_refuses_to_answer_the_status_says_so() -> None:
    weather.refuse(20003, times=None)
    assert domains(*REFRESH).status == 3
