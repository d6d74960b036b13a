"""The verdict on the page of a domain: how it stands with calls and registration, and what mends each reason."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from domains.models import Look, SipDomain, User
from domains.sandbox import weather

from .access import address, credential, credential_list, ip_list, map_list
from .edited import URL, created, update
from .mirrored import mirror
from .reading import html_of
from .sandbox_questions import IP_LISTS, made, within

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"


def card(page: Any, which: str) -> str:
    """Return the part of a domain's page that is about calls, or about registrations."""
    return html_of(page).partition(f'aria-labelledby="verdict-{which}"')[2].partition("</section>")[0]


def words(page: Any, which: str) -> str:
    found = re.search(r'judgement-words">.*?</svg>([^<]+)</span>', card(page, which))
    assert found
    return found[1]


def sentences(page: Any, which: str) -> list[str]:
    return re.findall(r'class="reason-sentence">([^<]+)</p>', card(page, which))


def look(visitor: Client, domain: SipDomain) -> Any:
    """Open the page of a domain."""
    return visitor.get(f"/domains/{domain.sid}/")


@pytest.fixture
def ready(operator: User) -> SipDomain:
    """A domain that takes calls from a PBX."""
    domain = created(operator, voice_url=VOICE, voice_fallback_url=STANDBY)
    office = ip_list(operator)
    address(office, operator)
    map_list(domain, office, operator)
    return domain


def test_a_domain_with_a_list_and_somebody_on_it_takes_calls_and_says_from_whom(
    visitor: Client, ready: SipDomain
) -> None:
    page = look(visitor, ready)
    assert (words(page, "calls"), sentences(page, "calls")) == ("Takes calls", [])
    assert "A call must come from an address on “Office”." in card(page, "calls")


def test_calls_and_registration_are_judged_apart(visitor: Client, ready: SipDomain) -> None:
    page = look(visitor, ready)
    assert words(page, "registrations") == "Off"
    assert sentences(page, "registrations") == ["SIP registration is off, so no phone can register."]


def test_a_domain_made_just_now_is_blocked_and_offers_what_mends_that(visitor: Client, operator: User) -> None:
    page = look(visitor, created(operator, voice_url=VOICE, voice_fallback_url=STANDBY))
    assert words(page, "calls") == "Blocked"
    assert sentences(page, "calls") == ["No list is mapped for calls, so every call is refused."]


def test_what_mends_a_parameter_leads_to_its_field(visitor: Client, ready: SipDomain, operator: User) -> None:
    update(ready, operator, voice_url="")
    page = look(visitor, ready)
    assert words(page, "calls") == "Blocked"
    assert f'href="/domains/{ready.sid}/edit/#id_voice_url">Set the voice URL</a>' in card(page, "calls")


def test_why_a_reason_matters_and_where_twilio_says_so_stand_with_it(visitor: Client, own: SipDomain) -> None:
    page = card(look(visitor, own), "calls")
    assert "Twilio lets in only who is on a mapped list" in page
    assert 'href="https://www.twilio.com/docs/voice/sip/api/sip-domain-resource"' in page


def test_whoever_may_not_change_is_told_what_to_do_and_offered_nothing(
    client: Client, onlooker: User, own: SipDomain
) -> None:
    client.force_login(onlooker)
    page = look(client, own)
    assert "reason-mend" in card(page, "calls")
    assert 'class="button"' not in card(page, "calls")
    assert "Map a list for calls." in card(page, "calls")


def test_an_empty_list_leads_to_the_list(visitor: Client, own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    map_list(own, office, operator)
    page = look(visitor, own)
    assert "The IP list “Office” is empty, so nobody may call." in sentences(page, "calls")


class TestLookingAgain:
    """What is not known is said, and one button asks Twilio for it."""

    @pytest.fixture
    def unseen(self, own: SipDomain) -> SipDomain:
        """A domain to which somebody else has mapped a list, as the dashboard took it over."""
        office = made(IP_LISTS, FriendlyName="Office")
        made(within(office, "IpAddresses"), FriendlyName="PBX", IpAddress="8.8.4.4")
        made(within({"uri": own.uri}, "Auth/Calls/IpAccessControlListMappings"), IpAccessControlListSid=office["sid"])
        Look.objects.all().delete()
        SipDomain.objects.update(auth_type="IP_ACL")
        return own

    def test_what_was_never_looked_at_is_said_to_be_not_known(self, visitor: Client, unseen: SipDomain) -> None:
        page = look(visitor, unseen)
        assert words(page, "calls") == "Not known"
        assert sentences(page, "calls")[0].startswith("Twilio tells that an IP access control list is mapped for calls")
        assert f'action="/domains/{unseen.sid}/look/"' in card(page, "calls")

    def test_one_button_that_looks_is_enough(self, visitor: Client, unseen: SipDomain) -> None:
        SipDomain.objects.update(auth_type="IP_ACL,CREDENTIAL_LIST", sip_registration=True)
        page = look(visitor, unseen)
        assert (words(page, "calls"), words(page, "registrations")) == ("Not known", "Not known")
        assert html_of(page).count(f'action="/domains/{unseen.sid}/look/"') == 1
        assert "Look at what is mapped." in card(page, "registrations")

    def test_the_button_looks_and_then_it_is_known(self, visitor: Client, unseen: SipDomain) -> None:
        page = visitor.post(f"/domains/{unseen.sid}/look/", follow=True)
        assert page.redirect_chain[0][1] == 303
        assert words(page, "calls") == "At risk"
        assert "A call must come from an address on “Office”." in card(page, "calls")
        assert "is as last seen." in html_of(page)

    def test_while_twilio_is_down_it_says_so_and_nothing_is_forgotten(self, visitor: Client, unseen: SipDomain) -> None:
        weather.cut(times=20)
        page = visitor.post(f"/domains/{unseen.sid}/look/", follow=True)
        assert "What is mapped to it could not be read" in html_of(page)
        assert words(page, "calls") == "Not known"

    def test_what_was_looked_at_long_ago_is_a_doubt_until_it_is_looked_at_again(
        self, visitor: Client, ready: SipDomain
    ) -> None:
        long_ago = timezone.now() - timedelta(days=9)
        SipDomain.objects.update(seen_at=long_ago)
        Look.objects.update(at=long_ago)
        assert sentences(look(visitor, ready), "calls") == ["Some of this was last looked at 9 days ago."]
        page = visitor.post(f"/domains/{ready.sid}/look/", follow=True)
        assert words(page, "calls") == "Takes calls"

    def test_whoever_may_not_change_cannot_have_it_looked_at(
        self, client: Client, onlooker: User, own: SipDomain
    ) -> None:
        client.force_login(onlooker)
        assert client.post(f"/domains/{own.sid}/look/").status_code == 403


def test_credentials_for_registration_let_phones_register(visitor: Client, operator: User) -> None:
    domain = created(operator, voice_url=VOICE, voice_fallback_url=STANDBY, sip_registration=True)
    assert words(look(visitor, domain), "registrations") == "Blocked"
    phones = credential_list(operator)
    credential(phones, operator)
    for purpose in ("registrations", "calls"):
        map_list(domain, phones, operator, purpose)
    page = look(visitor, domain)
    assert (words(page, "registrations"), words(page, "calls")) == ("Phones can register", "Takes calls")


def test_a_domain_that_is_gone_or_disabled_says_that_and_no_more(visitor: Client) -> None:
    gone, disabled = mirror(1), mirror(2)
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    SipDomain.objects.filter(pk=disabled.pk).update(set_aside={"voice_url": URL})
    for domain in (gone, disabled):
        assert "judgement" not in html_of(look(visitor, domain)).partition("</head>")[2]


def test_what_the_verdict_says_is_not_said_again(visitor: Client) -> None:
    domain = mirror(voice_url="http://voice.acme.net/", voice_status_callback_url="https://10.0.0.1/")
    html = html_of(look(visitor, domain))
    assert html.count("The voice URL is on plain http") == 1
    assert "The voice status callback URL is on a private address" in html
