"""The page of one domain as commands, as a program and as configuration."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains import sandbox
from domains.models import Account, SipDomain, User
from domains.services import Seen, update

from .mirrored import mirror
from .reading import html_of

SECRET = "hunter2"
USER = '  --user "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" \\\n'


@pytest.fixture
def visitor(client: Client, onlooker: User) -> Client:
    client.force_login(onlooker)
    return client


def listings(html: str) -> dict[str, str]:
    """Return the texts to be copied, by their keys."""
    found = re.findall(r'<pre id="([a-z-]+)"[^>]*><code>(.*?)</code></pre>', html, re.DOTALL)
    return {key: unescape(text) for key, text in found}


def test_whoever_may_see_a_domain_may_take_it_elsewhere(visitor: Client) -> None:
    domain = mirror(friendly_name="it's", secure=True)
    html = html_of(visitor.get(f"/domains/{domain.sid}/elsewhere/"))
    texts = listings(html)
    tools = [f"{tool}-{action}" for tool in ("curl", "twilio-cli", "python") for action in ("create", "fetch")]
    assert list(texts) == [*tools, "terraform-block", "terraform-import", "terraform-provider"]
    assert (
        f"http://testserver/sandbox/2010-04-01/Accounts/{sandbox.ACCOUNT_SID}/SIP/Domains.json" in texts["curl-create"]
    )
    assert texts["curl-create"].endswith("--data-urlencode Secure=true")
    assert 'friendly_name="it\'s",' in texts["python-create"]
    assert texts["terraform-import"].endswith(f".acme-1 {domain.sid}")


def test_what_is_copied_is_what_is_shown(visitor: Client) -> None:
    html = html_of(visitor.get(f"/domains/{mirror(friendly_name='<b>&amp;').sid}/elsewhere/"))
    for text in listings(html).values():
        assert text in {unescape(copied) for copied in re.findall(r'data-copy="([^"]*)"', html)}


def test_secrets_are_masked_and_the_page_says_so(visitor: Client) -> None:
    domain = mirror(voice_url=f"https://user:{SECRET}@voice.example.com/?token={SECRET}")
    html = html_of(visitor.get(f"/domains/{domain.sid}/elsewhere/"))
    assert SECRET not in html
    assert "https://***@voice.example.com/?token=***" in html
    assert "stands for a secret" in html
    assert "stands for a secret" not in html_of(visitor.get(f"/domains/{mirror(2).sid}/elsewhere/"))


def test_what_cannot_reach_the_sandbox_says_so(visitor: Client, real_account: Account) -> None:
    at_twilio = html_of(visitor.get(f"/domains/{mirror(1, account=real_account).sid}/elsewhere/"))
    assert "not the sandbox" not in at_twilio
    assert f"--account-sid={real_account.sid}" in at_twilio


def test_the_sandbox_is_out_of_reach_for_two_of_the_four(visitor: Client) -> None:
    html = html_of(visitor.get(f"/domains/{mirror().sid}/elsewhere/"))
    assert html.count("not the sandbox") == 2
    assert html.count("Their values are on") == 2


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(f"/domains/{mirror().sid}/elsewhere/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_what_is_not_there_is_not_found(visitor: Client) -> None:
    assert visitor.get(f"/domains/SD{'0' * 32}/elsewhere/").status_code == 404


@pytest.mark.parametrize("rows", [1, 50])
def test_it_asks_the_database_little(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    domain: Any = [mirror(number) for number in range(rows)].pop()
    visitor.get(f"/domains/{domain.sid}/elsewhere/")
    with django_assert_num_queries(5):
        visitor.get(f"/domains/{domain.sid}/elsewhere/")


@pytest.fixture
def created(client: Client, operator: User) -> SipDomain:
    """A domain at the sandbox, made by somebody who may change it and is signed in."""
    client.force_login(operator)
    client.post("/domains/new/", {"domain_name": "acme", "voice_url": f"https://user:{SECRET}@voice.example.com/"})
    return SipDomain.objects.get()


def test_a_change_is_offered_elsewhere_before_it_is_sent(client: Client, created: SipDomain) -> None:
    form = client.get(f"/domains/{created.sid}/edit/").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    html = html_of(client.post(f"/domains/{created.sid}/edit/preview/", typed | {"friendly_name": "it's"}))
    texts = listings(html)
    assert texts["curl-update"].endswith(f"{created.sid}.json \\\n{USER}  --data-urlencode 'FriendlyName=it'\"'\"'s'")
    assert re.search('friendly_name += "it\'s"', texts["terraform-block"])
    assert "https://***@voice.example.com/" in texts["terraform-block"]
    assert SECRET not in html


def test_taking_out_of_service_is_offered_elsewhere_before_it_is_done(client: Client, created: SipDomain) -> None:
    html = html_of(client.get(f"/domains/{created.sid}/disable/"))
    assert "--voice-url=''" in listings(html)["twilio-cli-update"]
    assert "Terraform cannot clear voice_url" in html


def test_a_deletion_is_offered_elsewhere_before_it_is_done(client: Client, created: SipDomain) -> None:
    texts = listings(html_of(client.get(f"/domains/{created.sid}/delete/")))
    assert f"--sid={created.sid}" in texts["twilio-cli-delete"]
    assert "-X DELETE" in texts["curl-delete"]
    assert texts["python-delete"].rstrip().endswith(".delete()")


def test_an_undoing_is_offered_elsewhere_before_it_is_done(client: Client, created: SipDomain, operator: User) -> None:
    change = update(created, {"friendly_name": "it's"}, seen=Seen.of(created), actor=operator)
    texts = listings(html_of(client.get(f"/changes/{change.pk}/undo/")))
    assert texts["curl-update"].endswith("--data-urlencode FriendlyName=")


def test_what_is_gone_is_taken_elsewhere_to_be_made_again_and_not_to_be_fetched(visitor: Client) -> None:
    domain = mirror(friendly_name="Desk")
    SipDomain.objects.update(gone_at=timezone.now())
    texts = listings(html_of(visitor.get(f"/domains/{domain.sid}/elsewhere/")))
    assert {"curl-create", "terraform-block"} <= set(texts)
    assert not {"curl-fetch", "terraform-import"} & set(texts)


def test_what_was_typed_into_the_form_is_masked_beside_it(client: Client, created: SipDomain) -> None:
    typed = {"domain_name": "other", "voice_url": f"https://user:{SECRET}@voice.example.com/"}
    html = html_of(client.post("/domains/new/preview/", typed))
    assert "'VoiceUrl=https://***@voice.example.com/'" in listings(html)["curl-create"]
    assert SECRET not in html
