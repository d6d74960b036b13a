"""What an operator is told about what was accepted all the same."""

import pytest

from domains.models import SipDomain
from domains.readiness import cautions, takes_calls

VOICE = "https://voice.example.com/"


def about(**attributes: object) -> list[str]:
    domain = SipDomain(**{"domain_name": "acme.sip.twilio.com", **attributes})
    return [caution.parameter for caution in cautions(domain)]


def test_an_ordinary_domain_needs_no_caution() -> None:
    assert about(voice_url=VOICE, voice_fallback_url=VOICE, secure=True) == []


@pytest.mark.parametrize(
    ("attributes", "parameter"),
    [
        ({"voice_fallback_url": VOICE}, "voice_fallback_url"),
        ({"emergency_caller_sid": "PN" + "0" * 32}, "emergency_caller_sid"),
        ({"voice_url": "http://voice.example.com/"}, "voice_url"),
        ({"voice_url": "HTTP://voice.example.com/"}, "voice_url"),
        ({"domain_name": "desk.acme.sip.twilio.com"}, "domain_name"),
        ({"emergency_calling_enabled": True}, "emergency_calling_enabled"),
    ],
)
def test_it_warns_of_what_is_likely_a_mistake(attributes: dict[str, object], parameter: str) -> None:
    assert about(**attributes) == [parameter]


def test_it_names_the_parent_that_must_be_yours() -> None:
    [caution] = cautions(SipDomain(domain_name="desk.acme.sip.twilio.com"))
    assert caution.sentence.startswith("acme.sip.twilio.com must exist already and be yours")


def test_calls_are_taken_once_any_list_is_mapped() -> None:
    assert not takes_calls(SipDomain(auth_type="").auth_types)
    assert takes_calls(SipDomain(auth_type="IP_ACL").auth_types)


def test_the_kinds_of_list_are_a_set_whatever_their_order() -> None:
    assert (
        SipDomain(auth_type="CREDENTIAL_LIST,IP_ACL").auth_types
        == SipDomain(auth_type="IP_ACL, CREDENTIAL_LIST").auth_types
    )
