"""The form at work: what stands beside it follows what is typed, and sends nothing."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change, SipDomain, User

from .reading import html_of
from .twilio_server import TwilioServer, resource


@pytest.mark.parametrize("rows", [1, 50])
def test_what_is_typed_is_previewed_without_a_word_to_twilio(
    rows: int,
    visitor: Client,
    real_account: Account,
    twilio: TwilioServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        domain = SipDomain(account=real_account)
        domain.reflect(resource(sid=f"SD{number:032x}", domain_name=f"acme-{number}.sip.twilio.com"))
        domain.save()
    typed = {"domain_name": " SIP:Acme ", "friendly_name": "Front", "attempt": "one"}
    with django_assert_num_queries(8):
        response = visitor.post("/domains/new/preview/", typed)
    html = html_of(response)
    assert response.status_code == 200
    assert "DomainName=acme.sip.twilio.com&amp;FriendlyName=Front" in html
    assert 'data-name="acme.sip.twilio.com"' in html
    assert "<form" not in html  # the token and the attempt stay as they are
    assert "autofocus" not in html
    assert twilio.received == []
    assert not Change.objects.exists()


def test_a_preview_of_what_is_typed_says_calmly_what_it_lacks(visitor: Client) -> None:
    response = visitor.post("/domains/new/preview/", {"domain_name": "my_acme", "voice_url": "voi"})
    html = html_of(response)
    assert response.status_code == 200
    assert "Domain name must not have an underscore" in html
    assert "Voice URL must begin with https://" in html
    for loud in ("There is a problem", 'role="alert"', "curl -X POST"):
        assert loud not in html


def test_a_preview_needs_a_name_before_anything_else(visitor: Client) -> None:
    for html in (
        html_of(visitor.get("/domains/new/")),
        html_of(visitor.post("/domains/new/preview/", {"domain_name": " ", "friendly_name": "Front"})),
    ):
        assert "Enter a domain name to see the request." in html


def test_the_name_is_read_even_while_the_rest_is_unfinished(visitor: Client) -> None:
    html = html_of(visitor.post("/domains/new/preview/", {"domain_name": "sip:Acme.sip.twilio.com", "voice_url": "x"}))
    assert 'data-name="acme.sip.twilio.com"' in html


def test_the_address_of_the_preview_only_previews(client: Client, operator: User, onlooker: User) -> None:
    typed = {"domain_name": "acme"}
    assert client.post("/domains/new/preview/", typed, headers={"X-Fragment": "preview"}).status_code == 401
    client.force_login(onlooker)
    assert client.post("/domains/new/preview/", {"domain_name": "acme"}).status_code == 403
    client.force_login(operator)
    assert client.get("/domains/new/preview/").status_code == 405
    assert not Change.objects.exists()


def test_a_preview_without_a_voice_url_says_what_becomes_of_calls(visitor: Client) -> None:
    sentence = "Without a voice URL, calls that are let in have no instructions and fail."
    typed = {"domain_name": "acme", "preview": "1"}
    assert sentence in html_of(visitor.post("/domains/new/", typed))
    assert sentence not in html_of(visitor.post("/domains/new/", {**typed, "voice_url": "https://voice.example.com/"}))


def test_the_buttons_say_where_it_goes(visitor: Client, real_account: Account) -> None:
    actions = html_of(visitor.get("/domains/new/")).partition("compose-actions")[2]
    assert "LIVE" in actions
    assert real_account.name in actions
    assert "SANDBOX" not in actions


def test_the_parts_of_the_form_say_where_the_problems_are(visitor: Client) -> None:
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme", "voice_url": "x", "voice_fallback_url": "y"}))
    parts = html.partition('aria-label="Parts of the form"')[2].partition("</nav>")[0]
    assert 'href="#part-when-a-call-comes-in"' in parts
    assert 'id="part-when-a-call-comes-in"' in html
    assert parts.count("to mend") == 1
    assert "2<span" in parts


def test_a_form_that_came_back_counts_as_unsaved(visitor: Client) -> None:
    assert "data-unsaved" not in html_of(visitor.get("/domains/new/"))
    assert "data-unsaved" in html_of(visitor.post("/domains/new/", {"domain_name": "my_acme"}))


def test_the_name_has_the_focus_only_in_an_empty_form(visitor: Client) -> None:
    opened = html_of(visitor.get("/domains/new/"))
    assert opened.count("autofocus") == 1
    assert "autofocus" in opened.partition('name="domain_name"')[2].partition(">")[0]
    refused = html_of(visitor.post("/domains/new/", {"domain_name": "my_acme"}))
    assert refused.count("autofocus") == 1
    assert "autofocus" not in refused.partition('name="domain_name"')[2].partition(">")[0]


def test_a_form_that_comes_filled_in_says_how_to_see_its_request(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme"})
    html = html_of(visitor.get(f"/domains/new/?from={Change.objects.get().pk}"))
    assert "Press “Preview request” to see it." in html
    assert "Enter a domain name to see the request." not in html
