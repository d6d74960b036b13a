"""The symptom doctor: from what a phone or a PBX says to what it comes from at this very domain."""

import re
from typing import Any

import pytest
from django.test import Client

from domains.models import SipDomain, User
from domains.readiness import Symptom

from .access import address, credential, credential_list, deleted, ip_list, map_list
from .edited import created, update
from .reading import html_of

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"
SURE = "This is so here, and it does that"


def answer(visitor: Client, domain: SipDomain, symptom: str) -> dict[str, list[str]]:
    """Return what the doctor says, by heading."""
    html = html_of(visitor.get(f"/domains/{domain.sid}/symptoms/", {"symptom": symptom}))
    groups = html.partition('id="findings"')[2].split("<h3>")[1:]
    return {group.partition("</h3>")[0]: re.findall(r'class="reason-sentence">([^<]+)</p>', group) for group in groups}


@pytest.fixture
def phones_only(operator: User) -> SipDomain:
    """A domain that phones register with, and call by."""
    domain = created(operator, voice_url=VOICE, voice_fallback_url=STANDBY, sip_registration=True)
    phones = credential_list(operator)
    credential(phones, operator)
    for purpose in ("calls", "registrations"):
        map_list(domain, phones, operator, purpose)
    return domain


def test_every_symptom_can_be_picked_and_none_is_picked_yet(visitor: Client, own: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{own.sid}/symptoms/"))
    assert html.count('type="radio"') == len(Symptom)
    assert not re.search(r'name="symptom"[^>]* checked', html)
    assert "Nothing picked yet" in html


@pytest.mark.parametrize("symptom", list(Symptom))
def test_every_symptom_has_an_answer_for_every_domain(
    symptom: Symptom, visitor: Client, own: SipDomain, phones_only: SipDomain
) -> None:
    for domain in (own, phones_only):
        assert answer(visitor, domain, symptom)


@pytest.fixture(name="own")
def another(operator: User) -> SipDomain:
    """A domain made just now, without a list."""
    return created(operator, domain_name="another.sip.twilio.com", voice_url=VOICE)


def test_what_was_picked_stays_picked(visitor: Client, own: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{own.sid}/symptoms/?symptom=488"))
    assert re.findall(r'value="([^"]+)" checked', html) == ["488"]


def test_what_is_none_of_them_is_said_to_be(visitor: Client, own: SipDomain) -> None:
    assert "That is none of these" in html_of(visitor.get(f"/domains/{own.sid}/symptoms/?symptom=418"))


def test_403_without_a_challenge_comes_from_no_list_until_one_is_mapped(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    symptom = Symptom.UNCHALLENGED
    assert answer(visitor, own, symptom)[SURE] == ["No list is mapped for calls, so every call is refused."]
    office = ip_list(operator)
    map_list(own, office, operator)
    assert answer(visitor, own, symptom)[SURE] == ["The IP list “Office” is empty, so nobody may call."]
    address(office, operator)
    found = answer(visitor, own, symptom)
    assert SURE not in found
    assert found["Likely"] == ["The call comes from an address that is not on “Office”."]


def test_403_after_the_challenge_comes_from_the_credential(visitor: Client, phones_only: SipDomain) -> None:
    found = answer(visitor, phones_only, Symptom.CHALLENGED)
    assert found["Likely"] == ["The user name or the password is not one on “Phones”."]


def test_404_comes_from_the_voice_url_until_there_is_one(
    visitor: Client, phones_only: SipDomain, operator: User
) -> None:
    update(phones_only, operator, voice_url="")
    assert answer(visitor, phones_only, Symptom.NOT_FOUND)[SURE] == ["There is neither a voice URL nor a BYOC trunk."]
    phones_only.refresh_from_db()
    update(phones_only, operator, voice_url=VOICE)
    assert SURE not in answer(visitor, phones_only, Symptom.NOT_FOUND)


def test_488_comes_from_secure_media_being_on_or_off(visitor: Client, own: SipDomain, operator: User) -> None:
    assert answer(visitor, own, Symptom.NOT_ACCEPTABLE)["Likely"][0].startswith("Secure media is off")
    update(own, operator, secure=True)
    assert answer(visitor, own, Symptom.NOT_ACCEPTABLE)["Likely"][0].startswith("Secure media is on")


@pytest.mark.parametrize("symptom", [Symptom.NOT_REGISTERED, Symptom.REGISTRATION_OFF])
def test_without_registration_no_phone_is_registered_until_it_is_on_and_a_list_is_mapped(
    symptom: Symptom, visitor: Client, own: SipDomain, operator: User
) -> None:
    assert answer(visitor, own, symptom)[SURE][0].startswith("SIP registration is off")
    update(own, operator, sip_registration=True)
    if symptom != Symptom.REGISTRATION_OFF:
        assert "no credential list is mapped for registrations" in answer(visitor, own, symptom)[SURE][0]
    phones = credential_list(operator)
    credential(phones, operator)
    map_list(own, phones, operator, "registrations")
    assert SURE not in answer(visitor, own, symptom)


def test_register_is_refused_by_a_list_that_has_lost_everybody(visitor: Client, own: SipDomain, operator: User) -> None:
    update(own, operator, sip_registration=True)
    phones = credential_list(operator)
    desk = credential(phones, operator)
    map_list(own, phones, operator, "registrations")
    assert SURE not in answer(visitor, own, Symptom.REGISTER_REFUSED)
    deleted(desk, operator)
    found = answer(visitor, own, Symptom.REGISTER_REFUSED)
    assert found[SURE] == ["The credential list “Phones” is empty, so nobody may register."]


def test_nothing_at_all_is_told_from_what_blocks_calls(visitor: Client, own: SipDomain, operator: User) -> None:
    assert answer(visitor, own, Symptom.NOTHING)[SURE] == ["No list is mapped for calls, so every call is refused."]
    office = ip_list(operator)
    address(office, operator)
    map_list(own, office, operator)
    assert list(answer(visitor, own, Symptom.NOTHING)) == ["Cannot be checked here"]


def test_the_page_of_a_domain_leads_to_it(visitor: Client, own: SipDomain) -> None:
    assert f'href="/domains/{own.sid}/symptoms/"' in html_of(visitor.get(f"/domains/{own.sid}/"))


def test_a_domain_that_nobody_knows_has_no_doctor(visitor: Client) -> None:
    assert visitor.get(f"/domains/SD{'9' * 32}/symptoms/").status_code == 404


def test_whoever_may_only_look_is_answered_and_offered_nothing(client: Client, onlooker: User, own: SipDomain) -> None:
    client.force_login(onlooker)
    page: Any = client.get(f"/domains/{own.sid}/symptoms/?symptom=404")
    assert 'class="button"' not in html_of(page)
