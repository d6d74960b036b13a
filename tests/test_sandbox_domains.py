"""What the sandbox makes of a SIP domain's parameters, and what becomes of a domain."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from domains.sandbox import ACCOUNT_SID
from domains.sandbox.models import Resource
from domains.sandbox.readers import NO_SUCH_TRUNK

from .sandbox_questions import ACCOUNT, NAME, create, created, refused, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_fills_in_what_was_not_sent() -> None:
    body = create().body
    assert body is not None
    sid = body["sid"]
    own = f"{ACCOUNT}/SIP/Domains/{sid}"
    assert re.fullmatch("SD[0-9a-f]{32}", sid)
    assert body == {
        "account_sid": ACCOUNT_SID,
        "api_version": "2010-04-01",
        "auth_type": "",
        "byoc_trunk_sid": None,
        "date_created": body["date_created"],
        "date_updated": body["date_created"],
        "domain_name": NAME,
        "emergency_caller_sid": None,
        "emergency_calling_enabled": False,
        "friendly_name": "",
        "secure": False,
        "sid": sid,
        "sip_registration": False,
        "subresource_uris": {
            "credential_list_mappings": f"{own}/CredentialListMappings.json",
            "ip_access_control_list_mappings": f"{own}/IpAccessControlListMappings.json",
        },
        "uri": f"{own}.json",
        "voice_fallback_method": "POST",
        "voice_fallback_url": None,
        "voice_method": "POST",
        "voice_status_callback_method": "POST",
        "voice_status_callback_url": None,
        "voice_url": None,
    }


def test_it_takes_every_parameter() -> None:
    sent = {
        "FriendlyName": "Scranton Office",
        "VoiceUrl": "https://example.com/voice#ct=2000",
        "VoiceMethod": "GET",
        "VoiceFallbackUrl": "http://user:word@example.com/fallback?a=1",
        "VoiceFallbackMethod": "GET",
        "VoiceStatusCallbackUrl": "https://example.com/status",
        "VoiceStatusCallbackMethod": "GET",
        "ByocTrunkSid": "BY" + "a" * 32,
        "EmergencyCallerSid": "PN" + "a" * 32,
    }
    flags = {"SipRegistration": "true", "EmergencyCallingEnabled": "True", "Secure": "TRUE"}
    body = create(**sent, **flags).body
    assert body is not None
    assert body["voice_status_callback_url"] == "https://example.com/status"
    assert {body["sip_registration"], body["emergency_calling_enabled"], body["secure"]} == {True}
    assert set(sent.values()) <= {value for value in body.values() if isinstance(value, str)}


def test_it_writes_dates_as_twilio_does() -> None:
    body = create().body
    assert body is not None
    assert re.fullmatch(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000", body["date_created"])
    assert abs(parsedate_to_datetime(body["date_created"]) - timezone.now()) < timedelta(minutes=1)


def test_it_ignores_parameters_it_does_not_know() -> None:
    body = create(VoiceURL="https://example.com", AuthType="IP_ACL").body
    assert body is not None
    assert (body["voice_url"], body["auth_type"]) == (None, "")


@pytest.mark.parametrize(
    ("parameter", "text", "code"),
    [
        ("FriendlyName", "a" * 65, 20002),
        ("FriendlyName", "\0", 20002),
        ("VoiceUrl", "example.com/voice", 21231),
        ("VoiceUrl", "/voice", 21231),
        ("VoiceUrl", "ftp://example.com/", 21231),
        ("VoiceUrl", "https://", 21231),
        ("VoiceFallbackUrl", "https://example.com/a b", 21231),
        ("VoiceStatusCallbackUrl", "https://example.com/\0", 21231),
        ("VoiceMethod", "PUT", 21231),
        ("VoiceFallbackMethod", "HEAD", 21231),
        ("VoiceStatusCallbackMethod", "nonsense", 21231),
        ("SipRegistration", "yes", 21231),
        ("Secure", "1", 21231),
        ("ByocTrunkSid", "BY123", 21300),
        ("ByocTrunkSid", "PN" + "a" * 32, 21300),
        ("ByocTrunkSid", NO_SUCH_TRUNK, 21300),
        ("EmergencyCallerSid", "PN" + "x" * 32, 21231),
    ],
)
def test_it_refuses_values_that_twilio_refuses(parameter: str, text: str, code: int) -> None:
    assert refused(create(**{parameter: text})) == (400, code)
    assert not Resource.objects.exists()


def test_it_takes_a_blank_for_nothing_sent() -> None:
    body = create(VoiceUrl="", VoiceMethod="", Secure="", ByocTrunkSid="", FriendlyName="").body
    assert body is not None
    assert (body["voice_url"], body["voice_method"], body["secure"], body["byoc_trunk_sid"]) == (
        None,
        "POST",
        False,
        None,
    )


def test_it_fetches_what_was_created() -> None:
    answer = create()
    assert answer.body is not None
    fetched = tell("GET", answer.body["uri"])
    assert (fetched.status, fetched.body) == (200, answer.body)


def test_it_changes_only_what_is_sent() -> None:
    path = created(FriendlyName="Scranton", Secure="true")
    before = tell("GET", path).body
    answer = tell("POST", path, VoiceUrl="https://example.com/")
    assert answer.status == 200
    assert before is not None
    assert answer.body == before | {
        "voice_url": "https://example.com/",
        "date_updated": answer.body and answer.body["date_updated"],
    }


@pytest.mark.parametrize(
    ("parameter", "text", "attribute", "cleared"),
    [
        ("VoiceUrl", "https://example.com/", "voice_url", None),
        ("FriendlyName", "Scranton", "friendly_name", ""),
        ("ByocTrunkSid", "BY" + "a" * 32, "byoc_trunk_sid", None),
        ("EmergencyCallerSid", "PN" + "a" * 32, "emergency_caller_sid", None),
    ],
)
def test_it_clears_what_is_sent_blank(parameter: str, text: str, attribute: str, cleared: str | None) -> None:
    path = created(**{parameter: text})
    body = tell("POST", path, **{parameter: ""}).body
    assert body is not None
    assert body[attribute] == cleared


def test_it_leaves_everything_as_it_was_when_it_refuses_an_update() -> None:
    path = created()
    before = tell("GET", path).body
    tell("POST", path, FriendlyName="Utica", VoiceMethod="PUT")
    assert tell("GET", path).body == before


def test_it_deletes() -> None:
    path = created()
    answer = tell("DELETE", path)
    assert (answer.status, answer.body, answer.content()) == (204, None, b"")
    assert refused(tell("GET", path)) == (404, 20404)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_it_finds_nothing_where_a_domain_was(method: str) -> None:
    path = created()
    tell("DELETE", path)
    assert refused(tell(method, path)) == (404, 20404)
