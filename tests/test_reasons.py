"""Why something was changed: asked for with every change, kept with it, and sent to nobody."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from domains import services
from domains.forms import DomainForm
from domains.models import Account, Change, SipDomain, User
from domains.services import current_account, reason_of
from domains.validators import REASON_LIMIT, normalize_reason

from .reading import html_of
from .twilio_server import TwilioServer, reply, resource

ASKED_FOR = "Enter a reason: every change here is kept with one."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ticket 4711 ", "Ticket 4711"),
        ("two\r\nlines\rand\u2028more", "two\nlines\nand\nmore"),
        ("a\0b\x1b[31mc\x7f", "ab[31mc"),
        ("tab\there", "tab here"),
        ("paid to \u202eecila", "paid to ecila"),
        ("half \ud83d a character", "half  a character"),
        (" \u200b\u00a0\n ", ""),
        ("Für Łódź 👩‍💻", "Für Łódź 👩‍💻"),
    ],
)
def test_a_reason_is_kept_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert normalize_reason(typed) == kept


def test_a_reason_may_be_left_blank_unless_the_installation_requires_one(settings: Any) -> None:
    assert reason_of(" ") == ""
    settings.REASON_REQUIRED = True
    with pytest.raises(ValidationError, match=ASKED_FOR):
        reason_of(" \0")
    assert reason_of("Ticket 4711") == "Ticket 4711"


def test_a_reason_has_a_limit() -> None:
    assert reason_of(" " + "é" * REASON_LIMIT) == "é" * REASON_LIMIT
    with pytest.raises(ValidationError, match="Reason must be 500 characters or fewer: it has 501"):
        reason_of("é" * (REASON_LIMIT + 1))


def test_the_reason_is_kept_with_the_change_and_not_sent(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(reply(201, resource(domain_name="acme.sip.twilio.com")))
    visitor.post("/domains/new/", {"domain_name": "acme", "reason": "Ticket\0 4711\r\nfor Mara"})
    change = Change.objects.get()
    assert change.reason == "Ticket 4711\nfor Mara"
    assert "reason" not in change.asked
    assert [request.values for request in twilio.received] == [{"DomainName": "acme.sip.twilio.com"}]
    assert "Ticket 4711<br>for Mara" in html_of(visitor.get(change.get_absolute_url()))


def test_a_form_sent_twice_with_another_reason_is_carried_out_once(visitor: Client) -> None:
    typed = {"domain_name": "acme", "attempt": "one"}
    visitor.post("/domains/new/", {**typed, "reason": "Ticket 4711"})
    again = visitor.post("/domains/new/", {**typed, "reason": "Ticket 4712"})
    assert again["Location"] == SipDomain.objects.get().get_absolute_url()
    assert Change.objects.get().reason == "Ticket 4711"


def test_what_is_too_long_stays_in_the_form_and_nothing_is_sent(visitor: Client) -> None:
    response = visitor.post("/domains/new/", {"domain_name": "acme", "reason": "why " * 200})
    assert response.status_code == 422
    assert html_of(response).count("Reason must be 500 characters or fewer: it has 799.") == 2
    assert "why why" in html_of(response)
    assert not Change.objects.exists()


def test_where_a_reason_is_required_the_form_asks_for_one(visitor: Client, settings: Any) -> None:
    assert "Only the domain name is needed." in html_of(visitor.get("/domains/new/"))
    settings.REASON_REQUIRED = True
    assert "Only the domain name and a reason are needed." in html_of(visitor.get("/domains/new/"))
    response = visitor.post("/domains/new/", {"domain_name": "acme"})
    assert response.status_code == 422
    assert f'<a href="#id_reason">{ASKED_FOR}</a>' in html_of(response)
    assert not Change.objects.exists()
    assert visitor.post("/domains/new/", {"domain_name": "acme", "reason": "Ticket 4711"}).status_code == 303


def test_a_request_is_previewed_before_its_reason_is_given(visitor: Client, settings: Any) -> None:
    settings.REASON_REQUIRED = True
    html = html_of(visitor.post("/domains/new/preview/", {"domain_name": "acme"}))
    assert "DomainName=acme.sip.twilio.com" in html
    assert "4711" not in html_of(visitor.post("/domains/new/preview/", {"domain_name": "acme", "reason": "4711"}))
    assert DomainForm({"reason": ""}, account=current_account()).lacks_only_a_name


def test_no_secret_is_kept_with_a_reason() -> None:
    assert reason_of("See https://mara:hidden@voice.example.com/") == "See https://***@voice.example.com/"


SECRET = "https://m@voice.example.com/"


def test_a_reason_that_is_kept_is_taken_as_it_is() -> None:
    kept = reason_of("x" * (REASON_LIMIT - len(SECRET) - 3) + f" {SECRET}")
    assert reason_of(kept) == kept


def test_a_reason_is_measured_as_it_is_kept() -> None:
    with pytest.raises(ValidationError, match="it has 502"):  # the mask is longer than what it hides
        reason_of("x" * (REASON_LIMIT - len(SECRET) - 1) + f" {SECRET}")


def test_no_caller_of_the_services_goes_round_a_reason_that_is_required(operator: User, settings: Any) -> None:
    row = SipDomain(account=current_account(), domain_name="acme.sip.twilio.com", voice_url="https://x.example.com/")
    domain = SipDomain.objects.get(sid=services.create(row, actor=operator).sid)
    seen = services.Seen.of(domain)
    settings.REASON_REQUIRED = True
    with pytest.raises(ValidationError, match=ASKED_FOR):
        services.create(row, actor=operator)
    with pytest.raises(ValidationError, match=ASKED_FOR):
        services.update(domain, {"secure": True}, seen=seen, actor=operator, reason=" ")
    with pytest.raises(ValidationError, match=ASKED_FOR):
        services.delete(domain, seen=seen, actor=operator)
    with pytest.raises(ValidationError, match=ASKED_FOR):
        services.remove_before(date(2020, 1, 1), actor=operator, actor_name="operator")
    assert Change.objects.count() == 1


def test_a_caller_of_the_services_keeps_no_secret_with_a_reason(operator: User) -> None:
    row = SipDomain(account=current_account(), domain_name="acme.sip.twilio.com")
    reason = "See https://mara:hidden@voice.example.com/"
    assert services.create(row, actor=operator, reason=reason).reason == "See https://***@voice.example.com/"


def test_a_reason_that_is_needed_is_said_to_be_before_the_form_is_sent(settings: Any) -> None:
    for is_required in (True, False):
        settings.REASON_REQUIRED = is_required
        shown = DomainForm(account=current_account())["reason"].help_text
        assert ("Every change needs one." in shown) is is_required
