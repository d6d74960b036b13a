"""What stops when a domain is changed."""

from typing import Any

import pytest

from domains.models import SipDomain
from domains.parameters import PARAMETERS
from domains.readiness import consequences

URL = "https://voice.example.com/"
LIVE: dict[str, Any] = {
    "domain_name": "acme.sip.twilio.com",
    "voice_url": URL,
    "sip_registration": True,
    "emergency_calling_enabled": True,
    "secure": False,
}


def codes(asked: dict[str, Any], **was: Any) -> list[str]:
    return [one.code for one in consequences(SipDomain(**(LIVE | was)), asked)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"domain_name": "other.sip.twilio.com"}, "renamed"),
        ({"voice_url": ""}, "unanswered"),
        ({"sip_registration": False}, "unregistered"),
        ({"emergency_calling_enabled": False}, "no-emergency"),
        ({"secure": True}, "secured"),
    ],
)
def test_what_cuts_calls_says_so(asked: dict[str, Any], code: str) -> None:
    assert codes(asked) == [code]


def test_secure_media_cuts_calls_either_way() -> None:
    assert codes({"secure": False}, secure=True) == ["unsecured"]


def test_what_stays_as_it_is_cuts_nothing() -> None:
    assert codes(LIVE) == []
    assert codes({"domain_name": "ACME.sip.twilio.com", "voice_url": None}, voice_url="") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"voice_url": "https://other.example.com/"},
        {"friendly_name": ""},
        {"voice_fallback_url": "", "voice_status_callback_url": "", "voice_method": "GET"},
        {"byoc_trunk_sid": ""},
    ],
)
def test_what_cuts_no_call_is_not_asked_about(asked: dict[str, Any]) -> None:
    assert codes(asked, friendly_name="Acme", voice_fallback_url=URL, voice_status_callback_url=URL) == []


def test_switching_something_on_cuts_no_call() -> None:
    asked = {"sip_registration": True, "emergency_calling_enabled": True, "voice_url": URL}
    assert codes(asked, sip_registration=False, emergency_calling_enabled=False, voice_url="") == []


def test_everything_at_once_is_said_in_the_order_of_the_parameters() -> None:
    asked = {"secure": True, "sip_registration": False, "voice_url": "", "domain_name": "other.sip.twilio.com"}
    found = consequences(SipDomain(**LIVE), asked)
    order = [PARAMETERS.index(one.parameter) for one in found]
    assert order == sorted(order)
    assert len(found) == 4


def test_a_rename_names_both_names() -> None:
    [renamed] = consequences(SipDomain(**LIVE), {"domain_name": "other.sip.twilio.com"})
    assert "acme.sip.twilio.com" in renamed.sentence
    assert "other.sip.twilio.com" in renamed.sentence
    assert renamed.knowing == "calls to acme.sip.twilio.com stop"
