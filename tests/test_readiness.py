"""What an operator is told about what was accepted all the same."""

import pytest

from domains.models import SipDomain
from domains.readiness import cautions, standing_cautions

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


@pytest.mark.parametrize("parameter", ["voice_url", "voice_fallback_url", "voice_status_callback_url"])
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3:8443",
        "172.16.0.9",
        "192.168.0.7",
        "169.254.1.1",
        "[::1]",
        "[fd00::1]",
        "localhost",
        "LOCALHOST:8000",
        "me:secret@pbx.local",
        "app.internal",
        "voice.test.",
        "pbx",
    ],
)
def test_it_warns_of_a_webhook_that_twilio_cannot_reach(parameter: str, host: str) -> None:
    urls = {"voice_url": VOICE, parameter: f"https://{host}/calls"}
    found = cautions(SipDomain(domain_name="acme.sip.twilio.com", **urls))
    assert [caution.parameter for caution in found] == [parameter]
    words = parameter.replace("_", " ").replace("url", "URL")
    assert found[0].sentence == f"The {words} is on a private address: Twilio cannot reach it from the Internet."


@pytest.mark.parametrize(
    "host", ["voice.example.com", "8.8.8.8", "[2606:4700::1111]", "local.example.com", "172.32.0.1"]
)
def test_a_webhook_on_a_public_host_needs_no_caution(host: str) -> None:
    assert about(voice_url=f"https://{host}/calls") == []


@pytest.mark.parametrize("url", ["https://[broken/", "https://"])
def test_what_is_no_address_at_all_is_not_judged(url: str) -> None:
    assert about(voice_url=url) == []


def test_it_names_the_parent_that_must_be_yours() -> None:
    [caution] = cautions(SipDomain(domain_name="desk.acme.sip.twilio.com"))
    assert caution.sentence.startswith("acme.sip.twilio.com must exist already and be yours")


def test_a_domain_that_is_there_is_not_warned_of_its_name() -> None:
    assert standing_cautions(SipDomain(domain_name="desk.acme.sip.twilio.com")) == []


def test_the_kinds_of_list_are_a_set_whatever_their_order() -> None:
    assert (
        SipDomain(auth_type="CREDENTIAL_LIST,IP_ACL").auth_types
        == SipDomain(auth_type="IP_ACL, CREDENTIAL_LIST").auth_types
    )
