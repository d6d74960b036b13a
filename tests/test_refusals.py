"""Twilio's refusals in an operator's words: the code last, the field where it can be mended."""

import pytest
from django.utils import timezone

from domains.models import Account, Change, ChangeState, User
from domains.services import explain

NAME = "acme.sip.twilio.com"
VIEWER = User(is_active=True)


@pytest.fixture
def account() -> Account:
    return Account.objects.create(sid="AC" + "1" * 32, region="us1", name="Test")


def refused(code: int | None, message: str = "It said so", *, status: int = 400, key: str = NAME) -> Change:
    return Change(
        key=key,
        state=Change.State.REFUSED,
        twilio_code=code,
        twilio_status=status,
        message=message,
        asked={"byoc_trunk_sid": "BY" + "1" * 32},
    )


@pytest.mark.parametrize(
    ("change", "parameter", "words"),
    [
        (refused(20003, status=401), None, ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "test credentials"]),
        (refused(None, status=401), None, ["TWILIO_AUTH_TOKEN"]),
        (refused(20008, status=403), None, ["test credentials"]),
        (refused(20404, status=404), None, ["TWILIO_ACCOUNT_SID", "TWILIO_REGION"]),
        (refused(20429, status=429), None, ["busy", "Wait a minute"]),
        (refused(20002), "friendly_name", ["64 characters or fewer"]),
        (refused(21230), None, ["as many SIP domains", "100"]),
        (refused(21231, "Invalid Domain Name"), "domain_name", ["Invalid Domain Name"]),
        (refused(21231, "Invalid VoiceFallbackUrl"), "voice_fallback_url", ["Change it"]),
        (refused(21231, "Invalid VoiceStatusCallbackUrl"), "voice_status_callback_url", ["Change it"]),
        (refused(21231, "Invalid VoiceUrl"), "voice_url", ["Change it"]),
        (refused(21231, "Something else"), None, ["Something else."]),
        (refused(21232, f"Domain {NAME} already exists."), "domain_name", ["taken", "somebody else’s", "30 days"]),
        (
            refused(
                21232,
                "Cannot create subdomain because the parent domain does not exist",
                key="desk.acme.sip.twilio.com",
            ),
            "domain_name",
            ["needs acme.sip.twilio.com to exist", "create acme.sip.twilio.com"],
        ),
        (refused(21232, "Domain is invalid"), "domain_name", ["taken", "parent", "cannot be a name"]),
        (refused(21300), "byoc_trunk_sid", ["BY" + "1" * 32, "leave it blank"]),
        (refused(29999, "A thing of the future"), None, ["Twilio says: A thing of the future."]),
    ],
)
def test_it_says_what_a_refusal_means(
    change: Change, parameter: str | None, words: list[str], account: Account
) -> None:
    change.account = account
    explanation = explain(change, viewer=VIEWER)
    assert explanation.parameter == parameter
    for word in words:
        assert word in explanation.sentence
    said = f"(Twilio {change.twilio_code})" if change.twilio_code else f"(HTTP {change.twilio_status})"
    assert explanation.sentence.endswith(said)


@pytest.mark.parametrize(("status", "code"), [(500, 20500), (503, 20503)])
def test_trouble_at_twilio_is_an_unknown_outcome_with_its_code(status: int, code: int) -> None:
    change = refused(code, "Twilio answered with HTTP status 500 and nothing that says what happened.", status=status)
    change.state = Change.State.UNKNOWN
    sentence = explain(change, viewer=VIEWER).sentence
    assert "Twilio had trouble of its own" in sentence
    assert "unknown whether Twilio carried it out" in sentence
    assert sentence.endswith(f"(Twilio {code})")


def test_nothing_sent_is_said_so() -> None:
    change = refused(None, "No connection could be made.", status=0)
    change.state, change.twilio_status, change.sent_at = Change.State.NOT_APPLIED, None, timezone.now()
    assert "nothing was sent" in explain(change, viewer=VIEWER).sentence


@pytest.mark.parametrize("state", [Change.State.INTENDED, Change.State.SENT])
def test_an_open_change_says_that_it_is_under_way(state: ChangeState) -> None:
    change = refused(None)
    change.state, change.twilio_status = state, None
    assert "under way" in explain(change, viewer=VIEWER).sentence
