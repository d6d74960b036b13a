"""Twilio's refusals in an operator's words: the code last, the field where it can be mended."""

from typing import Any

import pytest
from django.utils import timezone

from domains.models import Account, Change, ChangeState, SipDomain, User
from domains.services import explain

from .changes import told
from .mirrored import mirror

NAME = "acme.sip.twilio.com"
VIEWER = User(is_active=True)


@pytest.fixture
def account() -> Account:
    return Account.objects.create(sid="AC" + "1" * 32, region="us1", name="Test")


def refused(code: int | None, message: str = "It said so", *, status: int = 400, key: str = NAME) -> Change:
    return Change(
        collection=SipDomain.path,
        key=key,
        action=Change.Action.CREATE,
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


def test_a_status_that_the_sentence_names_is_not_told_twice() -> None:
    change = refused(None, "Twilio answered with HTTP status 502 and nothing that says what happened.", status=502)
    change.state = Change.State.UNKNOWN
    assert explain(change, viewer=VIEWER).sentence.count("502") == 1


@pytest.mark.parametrize(
    ("action", "looking"),
    [
        (Change.Action.CREATE, f"{NAME} is looked for among the account’s domains until"),
        (Change.Action.UPDATE, f"{NAME} is looked at again until"),
        (Change.Action.DELETE, f"{NAME} is looked at again until"),
    ],
)
def test_an_unknown_outcome_says_how_it_is_found_out(action: Change.Action, looking: str) -> None:
    change = refused(None, "The connection broke.")
    change.state, change.action = Change.State.UNKNOWN, action
    assert looking in explain(change, viewer=VIEWER).sentence


def test_nothing_sent_is_said_so() -> None:
    change = refused(None, "No connection could be made.", status=0)
    change.state, change.twilio_status, change.sent_at = Change.State.NOT_APPLIED, None, timezone.now()
    assert "nothing was sent" in explain(change, viewer=VIEWER).sentence


@pytest.mark.parametrize("state", [Change.State.INTENDED, Change.State.SENT])
def test_an_open_change_says_that_it_is_under_way(state: ChangeState) -> None:
    change = refused(None)
    change.state, change.twilio_status = state, None
    assert "under way" in explain(change, viewer=VIEWER).sentence


def asked(action: str, state: str, **columns: Any) -> Change:
    """Return a change of a domain that exists; what it says stands in `message`."""
    return told(action, state, **{"twilio_status": None, "sid": "SD" + "1" * 32, "message": "", **columns})


def said_of(change: Change) -> str:
    return explain(change, viewer=VIEWER).sentence


@pytest.mark.parametrize(
    ("action", "words"),
    [("delete", "Twilio deletes no domain that has sub-domains"), ("update", "Twilio lets no domain change that has")],
)
def test_sub_domains_in_the_way_are_listed(action: str, words: str) -> None:
    domain = mirror(1, domain_name=NAME)
    below = [mirror(number, domain_name=f"desk-{number}.{NAME}") for number in (2, 3)]
    mirror(4, domain_name=f"not-{NAME}")
    change = asked(action, "refused", twilio_code=21233, twilio_status=400, sid=domain.sid)
    explanation = explain(change, viewer=VIEWER)
    assert words in explanation.sentence
    assert explanation.sentence.endswith("Delete them first. (Twilio 21233)")
    assert explanation.links == tuple((one.get_absolute_url(), one.domain_name) for one in below)


def test_sub_domains_that_are_not_known_are_to_be_looked_for() -> None:
    change = asked("delete", "refused", twilio_code=21233, twilio_status=400, sid=mirror(domain_name=NAME).sid)
    assert "The dashboard knows none of them: look for them in Twilio’s Console" in said_of(change)


def test_what_is_not_found_is_gone_and_not_the_account() -> None:
    sentence = said_of(asked("update", "refused", twilio_code=20404, twilio_status=404))
    assert f"{NAME} is gone at Twilio: it was deleted elsewhere, and nothing was changed." in sentence
    assert "TWILIO_REGION" not in sentence


def test_one_404_of_what_is_there_is_not_called_gone() -> None:
    domain = mirror()
    refused = asked("delete", "refused", sid=domain.sid, twilio_code=20404, twilio_status=404)
    assert "has it when asked again: nothing was changed. Try again." in said_of(refused)


@pytest.mark.parametrize(
    ("action", "purpose", "words"),
    [
        ("create", "", "then send the form again"),
        ("update", "", "then send the form again"),
        ("update", "disable", "then try again"),
        ("delete", "", "then try again"),
    ],
)
def test_it_speaks_of_a_form_only_where_there_is_one(action: str, purpose: str, words: str) -> None:
    busy = asked(action, "refused", purpose=purpose, twilio_code=20429, twilio_status=429)
    assert words in said_of(busy)
    away = asked(action, "not_applied", purpose=purpose, message="No connection could be made.")
    assert words in said_of(away)


def test_an_undoing_is_tried_again() -> None:
    first = told("update", "applied")
    undoing = asked("update", "refused", undoes=first, twilio_code=21231, twilio_status=400, message="Invalid VoiceUrl")
    assert "Change it on the edit form." in said_of(undoing)


def test_a_rename_to_a_name_of_ours_leads_to_that_domain() -> None:
    own, other = mirror(1, domain_name=NAME), mirror(2, domain_name="other.sip.twilio.com")
    columns = {"twilio_code": 21232, "twilio_status": 400, "message": "Domain exists.", "sid": own.sid}
    explanation = explain(
        asked("update", "refused", asked={"domain_name": other.domain_name}, **columns), viewer=VIEWER
    )
    assert "other.sip.twilio.com is in this account already" in explanation.sentence
    assert explanation.href == other.get_absolute_url()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("create", f"{NAME} was not found at Twilio afterwards, twice"),
        ("update", f"{NAME} was found unchanged at Twilio afterwards, twice"),
        ("delete", f"{NAME} was still found at Twilio afterwards, twice"),
    ],
)
def test_what_came_to_nothing_says_how_that_was_found(action: str, words: str) -> None:
    change = asked(action, "not_applied", stopped_at=timezone.now())
    assert words in said_of(change)


def test_what_had_not_been_seen_is_to_be_looked_at() -> None:
    message = "Twilio holds something that had not been seen, so nothing was sent: voice URL."
    change = asked("delete", "not_applied", sent_at=None, message=message, before={"sid": "SD" + "1" * 32})
    assert said_of(change) == f"{message} Look at the domain as it is now, then try again if it is still wanted."


def test_what_could_not_be_read_is_to_be_tried_again() -> None:
    message = "What Twilio holds now could not be read, so nothing was sent: It timed out"
    assert (
        said_of(asked("delete", "not_applied", sent_at=None, message=message)) == f"{message}. Try again in a moment."
    )


def test_credentials_that_cannot_read_are_explained_as_such() -> None:
    change = asked("delete", "not_applied", sent_at=None, message="x", twilio_code=20003, twilio_status=401)
    assert "TWILIO_AUTH_TOKEN" in said_of(change)


def test_what_was_gone_already_asks_for_nothing() -> None:
    message = "It is gone at Twilio already, so nothing was sent."
    assert said_of(asked("delete", "not_applied", sent_at=None, message=message)) == message


def test_a_process_that_ended_before_says_so() -> None:
    assert said_of(asked("delete", "not_applied", sent_at=None)) == (
        "Nothing was sent: the dashboard’s process ended before that. Try again."
    )


def test_a_conflict_leads_to_the_domain_as_it_is() -> None:
    domain = mirror(domain_name=NAME)
    message = "Twilio holds neither what was before nor what was asked: somebody else has changed it meanwhile."
    change = asked("update", "conflict", sid=domain.sid, message=message, twilio_status=502)
    explanation = explain(change, viewer=VIEWER)
    assert explanation.sentence.startswith("Twilio’s answer was lost, and what came of it cannot be told any more.")
    assert explanation.sentence.endswith(f"{message} Look at it as it is now, and decide again.")
    assert explanation.href == domain.get_absolute_url()


def test_a_secret_that_twilio_quotes_is_masked() -> None:
    told = explain(
        refused(21231, "Invalid VoiceUrl https://user:hidden@voice.example.com/?token=hidden"), viewer=VIEWER
    )
    assert "hidden" not in told.sentence
    assert "https://***@voice.example.com/?token=***" in told.sentence
    assert told.parameter == "voice_url"
