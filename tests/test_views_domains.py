"""The pages of SIP domains: where we land, what is stored, what Twilio was told, what the change says."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .changes import told
from .mirrored import mirror
from .reading import html_of
from .twilio_server import TwilioServer, cut, made, refusal, reply, resource

NAME = "acme.sip.twilio.com"

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_the_form_shows_every_parameter(visitor: Client) -> None:
    html = html_of(visitor.get("/domains/new/"))
    for name in resource():
        if name in {field.name for field in SipDomain.attributes()} and name in SipDomain.parameters:
            assert f'name="{name}"' in html
    assert "novalidate" in html


def test_a_created_domain_is_shown_on_its_page(visitor: Client) -> None:
    response = visitor.post("/domains/new/", {"domain_name": " SIP:Acme ", "secure": "on", "friendly_name": "Front"})
    change = Change.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/domains/{change.sid}/"
    assert Resource.objects.get(sid=change.sid).body["domain_name"] == NAME
    page = visitor.get(response["Location"])
    html = html_of(page)
    for words in (NAME, "Front", change.sid, "Not set"):
        assert words in html


def test_a_created_domain_is_greeted_with_what_twilio_answered(visitor: Client) -> None:
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme"}, follow=True))
    said = f"{NAME} was created: Twilio answered 201."
    assert f'{said} <a href="/changes/{Change.objects.get().pk}/">See what happened</a>' in html
    assert html.index("callout-good") < html.index(said) < html.index("so every call is refused")


def test_a_domain_found_after_a_lost_answer_is_greeted_so(visitor: Client) -> None:
    weather.cut(after=True, method="POST")
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme"}, follow=True))
    said = f"{NAME} was created. Twilio’s answer was lost, and the domain was found by its name."
    assert f'{said} <a href="/changes/{Change.objects.get().pk}/">' in html


def test_the_form_is_kept_when_our_validation_refuses(visitor: Client) -> None:
    typed = {"domain_name": "my_acme", "voice_url": "voice.example.com", "friendly_name": "Front & back"}
    response = visitor.post("/domains/new/", typed)
    html = html_of(response)
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert "There is a problem" in html
    assert 'value="my_acme"' in html
    assert 'value="Front &amp; back"' in html
    assert html.count("Domain name must not have an underscore") == 2
    assert 'href="#id_domain_name"' in html
    assert not Change.objects.exists()


def test_the_form_is_kept_when_twilio_refuses(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(refusal(400, 21232, f"Domain {NAME} already exists."))
    response = visitor.post("/domains/new/", {"domain_name": "acme", "friendly_name": "Front"})
    html = html_of(response)
    assert response.status_code == 422
    assert "(Twilio 21232)" in html
    assert 'value="Front"' in html
    assert "<title>Error: " in html
    change = Change.objects.get()
    assert change.state == "refused"
    beside_the_field = html.partition('id="id_domain_name_error"')[2].partition("</div>")[0]
    assert f'<a href="/changes/{change.pk}/">See what Twilio said</a>' in beside_the_field
    assert "Mend what is named above" in html


def test_a_refusal_leads_to_the_domain_in_the_way_and_to_the_change(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(refusal(400, 21232, "Domain exists."), reply(200, {"domains": [resource()]}))
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme"}))
    assert f'href="/domains/{SipDomain.objects.get().sid}/">Open {NAME}</a>' in html
    assert f'href="/changes/{Change.objects.get().pk}/">See what Twilio said</a>' in html


def test_what_cannot_be_mended_there_is_said_of_the_whole_page(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(refusal(401, 20003, "Authenticate"))
    response = visitor.post("/domains/new/", {"domain_name": "acme"})
    assert response.status_code == 422
    html = html_of(response)
    assert "TWILIO_AUTH_TOKEN" in html
    assert 'aria-invalid="true"' not in html
    assert "Mend what is named above" not in html
    summary = html.partition('role="alert"')[2].partition("</div>")[0]
    assert f'<a href="/changes/{Change.objects.get().pk}/">See what Twilio said</a>' in summary


def test_an_unknown_outcome_leads_to_the_change(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(cut)
    response = visitor.post("/domains/new/", {"domain_name": "acme"})
    change = Change.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/changes/{change.pk}/"
    html = html_of(visitor.get(response["Location"]))
    assert "unknown whether Twilio carried it out" in html
    assert [request.method for request in twilio.received].count("POST") == 1


def test_without_a_connection_the_form_is_kept(visitor: Client, real_account: Account, settings: Any) -> None:
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    response = visitor.post("/domains/new/", {"domain_name": "acme"})
    assert response.status_code == 503
    assert "nothing was sent" in html_of(response)
    assert "See what happened" in html_of(response)
    assert 'value="acme"' in html_of(response)


def test_a_preview_shows_the_request_and_sends_nothing(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    typed = {"domain_name": "acme", "voice_fallback_url": "https://voice.example.com/?a=b&c", "preview": "1"}
    response = visitor.post("/domains/new/", typed)
    html = html_of(response)
    assert response.status_code == 200
    assert f"{twilio.url}/2010-04-01/Accounts/{real_account.sid}/SIP/Domains.json" in html
    assert "DomainName=acme.sip.twilio.com&amp;VoiceFallbackUrl=" in html
    assert "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" in html
    assert "no voice URL that it could stand in for" in html
    assert twilio.received == []
    assert not Change.objects.exists()
    assert 'value="acme"' in html


def test_a_preview_of_what_must_be_mended_says_so(visitor: Client) -> None:
    response = visitor.post("/domains/new/", {"domain_name": "", "preview": "1"})
    assert response.status_code == 422
    assert "Enter a domain name." in html_of(response)


def test_the_sandboxs_preview_names_its_door(visitor: Client) -> None:
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme", "preview": "1"}))
    assert "http://testserver/sandbox/2010-04-01/Accounts/AC000" in html


def test_a_name_in_the_mirror_links_to_its_domain(visitor: Client) -> None:
    domain = mirror(domain_name=NAME)
    html = html_of(visitor.post("/domains/new/", {"domain_name": "acme"}))
    assert f'href="/domains/{domain.sid}/"' in html


def test_an_onlooker_may_not_create(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    assert client.get("/domains/new/").status_code == 403
    assert client.post("/domains/new/", {"domain_name": "acme"}).status_code == 403
    assert "/domains/new/" not in html_of(client.get("/domains/"))
    assert not Change.objects.exists()


def test_a_form_from_elsewhere_is_refused(operator: User) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(operator)
    assert visitor.post("/domains/new/", {"domain_name": "acme"}).status_code == 403
    assert not Change.objects.exists()


def test_the_page_of_a_domain_shows_every_attribute(visitor: Client) -> None:
    domain = mirror(
        voice_url="https://user:secret@voice.example.com/a?b&c#rc=2",
        voice_method="PATCH",
        auth_type="IP_ACL",
        secure=True,
        byoc_trunk_sid="BY" + "1" * 32,
    )
    html = html_of(visitor.get(f"/domains/{domain.sid}/"))
    for field in SipDomain.attributes():
        if field.name.endswith("_method"):
            continue  # it stands with its webhook
        label = str(field.verbose_name)
        assert label[0].upper() + label[1:] in html, field.name
    for words in ("https://***@voice.example.com/a?b&amp;c#rc=2", "PATCH", "BY" + "1" * 32, "2015-07-20"):
        assert words in html


def test_a_method_stands_with_its_webhook_and_not_without(visitor: Client) -> None:
    domain = mirror(voice_url="https://voice.example.com/", voice_method="GET", voice_fallback_method="PUT")
    html = html_of(visitor.get(f"/domains/{domain.sid}/")).partition("Response as Twilio sent it")[0]
    assert '<span class="request-method">GET</span> <code>https://voice.example.com/</code>' in html
    assert "Voice method" not in html
    assert "PUT" not in html


def test_the_head_says_what_happened_last(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme"})
    first = Change.objects.get()
    told("update", "refused", sid=first.sid, actor_name="somebody else")
    html = html_of(visitor.get(f"/domains/{first.sid}/"))
    head = html.partition("What happened last:")[2].partition("</p>")[0]
    for words in ("Refused", "Update", "somebody else", f'href="/changes/{Change.objects.latest("pk").pk}/"', "<time"):
        assert words in head
    assert "What happened last" not in html_of(visitor.get(f"/domains/{mirror(2).sid}/"))


def test_the_way_to_the_first_call_leads_nowhere_but_to_the_domains_page(visitor: Client) -> None:
    html = html_of(visitor.get("/domains/new/"))
    assert "The domain’s page leads there with <em>Map a list</em>" in html
    assert "console.twilio.com" not in html


def test_the_page_repeats_the_warnings(visitor: Client) -> None:
    domain = mirror(voice_url="http://voice.example.com/")
    assert "plain http" in html_of(visitor.get(f"/domains/{domain.sid}/"))


def test_the_page_shows_its_changes(visitor: Client) -> None:
    location = visitor.post("/domains/new/", {"domain_name": "acme"})["Location"]
    assert f'href="/changes/{Change.objects.get().pk}/"' in html_of(visitor.get(location))


def test_a_domain_that_is_not_there_is_not_found(visitor: Client) -> None:
    assert visitor.get(f"/domains/SD{'f' * 32}/").status_code == 404


def test_a_create_needs_few_queries(
    visitor: Client,
    real_account: Account,
    twilio: TwilioServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    twilio.will(made)
    visitor.get("/domains/new/")
    with django_assert_num_queries(25):
        visitor.post("/domains/new/", {"domain_name": "acme"})
