"""Taking a domain out of service and putting it back, through the pages that ask first."""

from typing import Any

import pytest
from django.test import Client

from domains.models import Account, Change, SipDomain, User
from domains.services import Seen, disabling

from .access import credential, credential_list, map_list
from .confirming import at_twilio, change_at_twilio, fields, press
from .edited import update
from .mirrored import mirror
from .reading import html_of
from .twilio_server import TwilioServer, cut, refusal, reply, resource

NAME = "acme.sip.twilio.com"
URL = "https://user:hidden@voice.example.com/calls?token=hidden&page=1"
MASKED = "https://***@voice.example.com/calls?token=***&amp;page=1"
FALLBACK = "https://standby.example.com/sorry"
OTHER = "https://other.example.com/calls"


@pytest.fixture
def domain(visitor: Client) -> SipDomain:
    """A domain in service, in the sandbox."""
    typed = {"domain_name": "acme", "voice_url": URL, "voice_method": "GET", "voice_fallback_url": FALLBACK}
    visitor.post("/domains/new/", typed)
    return SipDomain.objects.get()


def turn(visitor: Client, domain: SipDomain, what: str, **typed: str) -> Any:
    """Open the page that disables or enables, and press its button."""
    return press(visitor, f"/domains/{domain.sid}/{what}/", **typed)


def test_the_page_says_what_is_taken_away_and_shows_no_secret(visitor: Client, domain: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{domain.sid}/disable/"))
    for words in (MASKED, FALLBACK, "Calls that are let in have no instructions and fail", domain.sid):
        assert words in html
    assert "user:hidden" not in html
    assert "token=hidden" not in html
    assert Change.objects.count() == 1


def test_the_page_says_what_disabling_does_not_stop(visitor: Client, domain: SipDomain) -> None:
    address = f"/domains/{domain.sid}/disable/"
    assert "Not stopped" not in html_of(visitor.get(address))
    SipDomain.objects.update(byoc_trunk_sid="BY" + "1" * 32, emergency_calling_enabled=True)
    html = html_of(visitor.get(address))
    assert "calls over the BYOC trunk <code>BY111" in html
    assert "emergency calls. Twilio does not ask a voice URL about them." in html


def test_the_page_shows_the_request_that_it_would_send(visitor: Client, domain: SipDomain) -> None:
    page = visitor.get(f"/domains/{domain.sid}/disable/")
    sent = page.context["to_send"]
    assert (sent.method, sent.values) == ("POST", {"VoiceUrl": "", "VoiceFallbackUrl": ""})
    assert sent.path.endswith(f"/SIP/Domains/{domain.sid}.json")
    assert "Nothing has been sent yet." in html_of(page)


def test_disabling_takes_the_urls_away_and_keeps_the_rest(visitor: Client, domain: SipDomain) -> None:
    answer = turn(visitor, domain, "disable", reason="Moving out")
    assert answer.status_code == 303
    assert answer["Location"] == f"/domains/{domain.sid}/"
    assert (at_twilio(domain)["voice_url"], at_twilio(domain)["voice_fallback_url"]) == (None, None)
    assert at_twilio(domain)["domain_name"] == NAME
    change = Change.objects.latest("pk")
    assert (change.action, change.purpose, change.state) == ("update", "disable", "applied")
    assert (change.actor_name, change.reason) == ("operator", "Moving out")
    html = html_of(visitor.get(answer["Location"]))
    assert f"{NAME} was disabled: Twilio answered 200." in html


def test_a_disabled_domains_page_says_so_and_offers_to_enable(visitor: Client, domain: SipDomain) -> None:
    turn(visitor, domain, "disable", reason="Moving out")
    html = html_of(visitor.get(f"/domains/{domain.sid}/"))
    told = html.partition("Disabled: nothing answers its calls")[2].partition("</section>")[0]
    for words in ("by operator", "Moving out", MASKED, FALLBACK):
        assert words in told
    assert html.count(f'href="/domains/{domain.sid}/enable/"') == 1
    assert f'href="/domains/{domain.sid}/disable/"' not in html


def test_a_disabled_domain_that_lets_somebody_in_says_so_and_how_to_shut_it(
    visitor: Client, domain: SipDomain, operator: User
) -> None:
    turn(visitor, domain, "disable")
    page = f"/domains/{domain.sid}/"
    assert "judgement-words" not in html_of(visitor.get(page))
    domain.refresh_from_db()
    update(domain, operator, sip_registration=True)
    phones = credential_list(operator)
    credential(phones, operator)
    map_list(domain, phones, operator, "registrations")
    html = html_of(visitor.get(page))
    for words in ("Disabled, but not shut", "by which phones can register", "Take Phones away for registrations"):
        assert words in html


def test_enabling_brings_back_exactly_what_was_taken_away(visitor: Client, domain: SipDomain) -> None:
    before = {name: value for name, value in at_twilio(domain).items() if name != "date_updated"}
    turn(visitor, domain, "disable")
    page = visitor.get(f"/domains/{domain.sid}/enable/")
    assert MASKED in html_of(page)
    assert "hidden" not in page.context["to_send"].body
    assert "What is lost" not in html_of(page)
    answer = turn(visitor, domain, "enable")
    assert answer["Location"] == f"/domains/{domain.sid}/"
    assert {name: value for name, value in at_twilio(domain).items() if name != "date_updated"} == before
    assert Change.objects.latest("pk").purpose == "enable"
    assert "Disabled: nothing answers" not in html_of(visitor.get(answer["Location"]))


def test_what_disabling_does_not_stop_is_said_of_what_twilio_holds(visitor: Client, domain: SipDomain) -> None:
    address = f"/domains/{domain.sid}/disable/"
    typed = fields(visitor.get(address))
    change_at_twilio(domain, sip_registration=True)
    assert "Phones can still register." in html_of(visitor.post(address, typed))


def test_what_twilio_holds_unseen_is_shown_before_anything_is_sent(visitor: Client, domain: SipDomain) -> None:
    address = f"/domains/{domain.sid}/disable/"
    typed = fields(visitor.get(address)) | {"reason": "Moving out"}
    change_at_twilio(domain, friendly_name="Theirs", voice_url=OTHER)
    page = visitor.post(address, typed)
    assert page.status_code == 409
    assert [row.label for row in page.context["changed"].rows] == ["Friendly name", "Voice URL"]
    assert "Nothing was sent" in html_of(page)
    assert "Moving out" in html_of(page)
    assert at_twilio(domain)["voice_url"] == OTHER
    answer = visitor.post(address, fields(page))
    assert answer.status_code == 303
    assert at_twilio(domain)["voice_url"] is None
    change = Change.objects.latest("pk")
    assert (change.state, change.reason) == ("applied", "Moving out")
    assert (change.before or {})["voice_url"] == OTHER


def test_what_is_taken_away_is_what_twilio_holds_by_then(visitor: Client, domain: SipDomain) -> None:
    change_at_twilio(domain, voice_fallback_url=None)
    SipDomain.objects.update(voice_fallback_url="")
    address = f"/domains/{domain.sid}/disable/"
    typed = fields(visitor.get(address))
    change_at_twilio(domain, voice_fallback_url=OTHER)
    visitor.post(address, fields(visitor.post(address, typed)))
    assert at_twilio(domain)["voice_fallback_url"] is None
    domain.refresh_from_db()
    assert (domain.set_aside or {})["voice_fallback_url"] == OTHER


def test_enabling_says_what_it_would_overwrite(visitor: Client, domain: SipDomain) -> None:
    turn(visitor, domain, "disable")
    change_at_twilio(domain, voice_url=OTHER)
    page = turn(visitor, domain, "enable")
    assert page.status_code == 409
    assert page.context["overwritten"] == "Voice URL"
    assert "Enabling overwrites it: Voice URL." in html_of(page)
    assert visitor.post(f"/domains/{domain.sid}/enable/", fields(page)).status_code == 303
    assert at_twilio(domain)["voice_url"] == URL


def test_pressing_twice_disables_once(visitor: Client, domain: SipDomain) -> None:
    address = f"/domains/{domain.sid}/disable/"
    typed = fields(visitor.get(address))
    assert [visitor.post(address, typed).status_code for _ in range(2)] == [303, 303]
    assert Change.objects.filter(purpose="disable").count() == 1


def test_a_page_that_was_not_seen_changes_nothing(visitor: Client, domain: SipDomain) -> None:
    page = visitor.post(f"/domains/{domain.sid}/disable/", {"seen": "[]"})
    assert page.status_code == 409
    assert at_twilio(domain)["voice_url"] == URL


def test_a_reason_that_is_required_is_asked_for(visitor: Client, domain: SipDomain, settings: Any) -> None:
    settings.REASON_REQUIRED = True
    page = turn(visitor, domain, "disable")
    assert page.status_code == 422
    assert at_twilio(domain)["voice_url"] == URL
    assert turn(visitor, domain, "disable", reason="Moving out").status_code == 303


def test_a_domain_without_a_voice_url_has_nothing_to_take_away(visitor: Client) -> None:
    bare = mirror()
    assert "/disable/" not in html_of(visitor.get(f"/domains/{bare.sid}/"))
    answer = visitor.get(f"/domains/{bare.sid}/disable/", follow=True)
    assert answer.redirect_chain == [(f"/domains/{bare.sid}/", 303)]
    assert "Nothing answers calls to acme-1.sip.twilio.com as it is" in html_of(answer)


def test_what_is_disabled_already_is_not_disabled_again(visitor: Client, domain: SipDomain) -> None:
    turn(visitor, domain, "disable")
    edited = Change.objects.latest("pk")
    answer = visitor.post(f"/domains/{domain.sid}/disable/", {"seen": "[]"}, follow=True)
    assert f"{NAME} is disabled already, and what was set aside is kept." in html_of(answer)
    assert Change.objects.latest("pk") == edited
    domain.refresh_from_db()
    assert (domain.set_aside or {})["voice_url"] == URL


def test_enabling_says_that_it_takes_away_what_was_put_in_since(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme", "voice_url": URL})
    plain = SipDomain.objects.get()
    turn(visitor, plain, "disable")
    change_at_twilio(plain, voice_fallback_url=FALLBACK)
    page = turn(visitor, plain, "enable")
    assert page.context["overwritten"] == "Voice fallback URL"
    assert visitor.post(f"/domains/{plain.sid}/enable/", fields(page)).status_code == 303
    assert (at_twilio(plain)["voice_url"], at_twilio(plain)["voice_fallback_url"]) == (URL, None)


def test_what_is_in_service_has_nothing_to_put_back(visitor: Client, domain: SipDomain) -> None:
    answer = visitor.get(f"/domains/{domain.sid}/enable/", follow=True)
    assert "there is nothing to put back" in html_of(answer)


def test_a_domain_of_another_account_cannot_be_disabled(visitor: Client, elsewhere: Account) -> None:
    foreign = mirror(account=elsewhere, voice_url=URL)
    answer = visitor.post(f"/domains/{foreign.sid}/disable/", follow=True)
    assert "it can only be looked at" in html_of(answer)
    assert not Change.objects.exists()


@pytest.mark.parametrize("what", ["disable", "enable"])
def test_an_onlooker_may_neither_disable_nor_enable(client: Client, onlooker: User, what: str) -> None:
    client.force_login(onlooker)
    sid = mirror(voice_url=URL).sid
    assert client.get(f"/domains/{sid}/{what}/").status_code == 403
    assert client.post(f"/domains/{sid}/{what}/").status_code == 403
    assert f"/{what}/" not in html_of(client.get(f"/domains/{sid}/"))
    assert not Change.objects.exists()


# What Twilio makes of it

HERE = {"sid": f"SD{1:032x}", "domain_name": "acme-1.sip.twilio.com", "voice_url": URL}


@pytest.fixture
def real(visitor: Client, real_account: Account) -> SipDomain:
    """A domain of an account whose Twilio does what a test tells it."""
    return mirror(voice_url=URL)


def test_a_refusal_comes_back_onto_the_page(visitor: Client, real: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(reply(200, resource(**HERE)), refusal(400, 21231, "Cannot parse the URL"))
    page = turn(visitor, real, "disable", reason="Moving out")
    assert page.status_code == 422
    html = html_of(page)
    assert "Cannot parse the URL" in html
    assert "See what Twilio said" in html
    assert "Moving out" in html


def test_an_answer_that_is_lost_leads_to_the_change(visitor: Client, real: SipDomain, twilio: TwilioServer) -> None:
    unchanged = reply(200, {"domains": [resource(**HERE)], "next_page_uri": None})
    twilio.will(reply(200, resource(**HERE)), cut, unchanged)
    answer = turn(visitor, real, "disable")
    change = Change.objects.get()
    assert change.state == Change.State.UNKNOWN
    assert answer["Location"] == change.get_absolute_url()


def test_while_another_change_is_open_nothing_is_sent(visitor: Client, real: SipDomain, twilio: TwilioServer) -> None:
    rival = Change.objects.create(
        account=real.account,
        collection=real.collection,
        key=real.domain_name,
        sid=real.sid,
        action="update",
        state="unknown",
        actor_name="ann",
    )
    page = turn(visitor, real, "disable")
    assert page.status_code == 422
    assert "ann is changing acme-1.sip.twilio.com" in html_of(page)
    assert rival.get_absolute_url() in html_of(page)
    assert twilio.received == []


def test_what_is_gone_is_said_on_its_page(visitor: Client, real: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(refusal(404, 20404, "The requested resource was not found"))
    answer = turn(visitor, real, "disable")
    assert answer["Location"] == f"/domains/{real.sid}/"
    html = html_of(visitor.get(answer["Location"]))
    assert "is gone at Twilio, so nothing was sent" in html
    assert "It was deleted elsewhere" in html


def test_without_a_connection_the_page_says_so(visitor: Client, real: SipDomain, settings: Any) -> None:
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    page = turn(visitor, real, "disable")
    assert page.status_code == 503
    assert "nothing was sent" in html_of(page).lower()


def test_what_was_seen_travels_as_digests_without_values(visitor: Client, real: SipDomain) -> None:
    seen = fields(visitor.get(f"/domains/{real.sid}/disable/"))["seen"]
    assert "voice.example.com" not in seen
    assert Seen.read(seen).differing(real) == []
    assert disabling(real) == {"voice_url": ""}


def test_enabling_puts_back_only_what_was_shown(visitor: Client, domain: SipDomain) -> None:
    turn(visitor, domain, "disable")
    address = f"/domains/{domain.sid}/enable/"
    typed = fields(visitor.get(address))
    SipDomain.objects.update(set_aside={"voice_url": OTHER, "voice_method": "POST"})  # by others, meanwhile
    page = visitor.post(address, typed)
    assert page.status_code == 409
    assert "What this does has changed since the page was opened." in html_of(page)
    assert at_twilio(domain)["voice_url"] is None
    assert visitor.post(address, fields(page)).status_code == 303
    assert at_twilio(domain)["voice_url"] == OTHER
