"""`manage.py domains update`: sends what differs, and nothing that was not seen."""

import pytest

from domains.models import Change, SipDomain, User
from domains.sandbox import ACCOUNT_SID, weather

from .changes import MASKED_URL, NAME
from .shell import BY, at_twilio, change_elsewhere, domains, latest, lose, make, typing

UPDATE = ("update", "acme", *BY)


@pytest.fixture(autouse=True)
def acme(operator: User) -> SipDomain:
    """A domain at the sandbox and in the mirror."""
    return make(operator, friendly_name="Desk")


def test_what_differs_is_sent_and_nothing_else() -> None:
    run = domains(*UPDATE, "--friendly-name", "Front desk", "--voice-method", "POST", "--no-sip-registration")
    assert run.status == 0
    assert run.out == f"{NAME} was changed: {latest().sid} (change {latest().pk}).\n"
    assert latest().asked == {"friendly_name": "Front desk"}
    assert at_twilio()["friendly_name"] == "Front desk"
    assert SipDomain.objects.get().friendly_name == "Front desk"


def test_an_empty_value_clears() -> None:
    domains(*UPDATE, "--voice-url", "", "--yes")
    assert latest().asked == {"voice_url": ""}
    assert not at_twilio()["voice_url"]


def test_nothing_is_sent_where_nothing_would_change() -> None:
    before = Change.objects.count()
    for words in (("--friendly-name", " Desk "), ("--no-secure",), ("--domain-name", "SIP:ACME")):
        run = domains(*UPDATE, *words)
        assert run.status == 0
        assert run.out == f"{NAME} has these values already. Nothing was sent.\n"
    assert domains(*UPDATE, "--json").document["outcome"] == "unchanged"
    assert Change.objects.count() == before


def test_a_change_of_no_parameter_is_told_from_values_that_are_there_already() -> None:
    run = domains(*UPDATE)
    assert run.status == 0
    assert run.out == "No parameter was given, each of which is a flag. Nothing was sent.\n"


def test_a_value_that_was_copied_from_where_it_is_masked_is_the_value() -> None:
    run = domains(*UPDATE, "--voice-url", MASKED_URL)
    assert run.out.endswith("Nothing was sent.\n")


def test_values_are_judged_by_the_form() -> None:
    before = Change.objects.count()
    run = domains(*UPDATE, "--voice-url", "voice", "--domain-name", "")
    assert run.status == 2
    assert run.err.splitlines() == [
        "--domain-name: Enter a domain name.",
        "--voice-url: Voice URL must begin with https:// (or http://): enter the whole address.",
    ]
    assert Change.objects.count() == before


def test_what_somebody_changed_at_twilio_is_not_overwritten_unseen() -> None:
    change_elsewhere(friendly_name="Back office", voice_url="https://user:other-hidden@voice.example.com/")
    run = domains(*UPDATE, "--friendly-name", "Front desk")
    assert (run.status, run.out) == (6, "")
    assert run.err.splitlines() == [
        f"{NAME} is not at Twilio as it is known here, so nothing was sent (change {latest().pk}):",
        "  Friendly name",
        "    here       Desk",
        "    at Twilio  Back office",
        "  Voice URL",
        f"    here       {MASKED_URL}",
        "    at Twilio  https://***@voice.example.com/",
        f"See and take over what Twilio holds with `manage.py domains refresh {NAME}`, then try again.",
    ]
    assert latest().state == Change.State.NOT_APPLIED
    assert at_twilio()["friendly_name"] == "Back office"


def test_a_script_reads_what_differs() -> None:
    change_elsewhere(secure=True)
    document = domains(*UPDATE, "--friendly-name", "Front desk", "--json").document
    assert document["outcome"] == "differs"
    assert document["differences"] == [{"attribute": "secure", "here": False, "at_twilio": True}]
    assert document["change"]["number"] == latest().pk


def test_a_dry_run_shows_the_request_and_sends_nothing() -> None:
    before = Change.objects.count()
    run = domains(*UPDATE, "--friendly-name", "", "--sip-registration", "--dry-run")
    lines = run.out.splitlines()
    assert run.status == 0
    assert lines[0] == "Nothing has been sent. To the sandbox this would be:"
    assert lines[1] == f"POST /2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains/{latest().sid}.json"
    assert lines[2:] == ["  FriendlyName", "  SipRegistration  true"]
    assert Change.objects.count() == before
    assert at_twilio()["friendly_name"] == "Desk"


def test_a_dry_run_says_when_it_would_not_be_sent() -> None:
    change_elsewhere(secure=True)
    run = domains(*UPDATE, "--friendly-name", "Front desk", "--dry-run")
    assert run.status == 6
    assert "so nothing would be sent:" in run.err
    assert not Change.objects.exclude(action=Change.Action.CREATE).exists()


def test_a_dry_run_says_so_when_twilio_cannot_be_asked(short_pauses: None) -> None:
    weather.cut(times=None)
    run = domains(*UPDATE, "--friendly-name", "Front desk", "--dry-run")
    assert run.status == 0
    assert run.err.startswith("Whether it is at Twilio as it is known here could not be asked: ")


def test_what_is_gone_at_twilio_is_not_changed_and_is_marked() -> None:
    lose()
    run = domains(*UPDATE, "--secure", "--yes")
    assert run.status == 8
    assert run.err.endswith("is gone at Twilio. Nothing was sent, and it is marked as gone here.\n")
    assert SipDomain.objects.get().is_gone
    assert "is gone at Twilio since" in domains(*UPDATE, "--secure", "--yes").err


def test_what_cuts_calls_is_said_and_asked_for_first() -> None:
    with typing("n"):
        run = domains(*UPDATE, "--voice-url", "")
    assert run.status == 5
    assert run.err == (
        "Without a voice URL, calls that are let in have no instructions and fail.\n"
        f"Change {NAME} in the sandbox all the same? [y/N] Given up: nothing was changed.\n"
    )
    assert at_twilio()["voice_url"]
    with typing("y"):
        assert domains(*UPDATE, "--voice-url", "").status == 0
    assert not at_twilio()["voice_url"]


@pytest.mark.parametrize(
    "words",
    [("--domain-name", "acme-2"), ("--secure",), ("--voice-url", "")],
)
def test_what_cuts_calls_is_not_done_without_somebody_to_ask(words: tuple[str, ...]) -> None:
    run = domains(*UPDATE, *words, "--json")
    assert run.status == 2
    assert run.document["outcome"] == "not_asked"
    assert run.err.endswith("there is no terminal to ask on: say --yes to go on without.\n")
    assert len(run.document["told"]) == 2
    assert domains(*UPDATE, *words, "--yes").status == 0


def test_a_dry_run_says_what_would_be_cut() -> None:
    run = domains(*UPDATE, "--secure", "--dry-run", "--json")
    assert run.status == 0
    assert run.document["stops"][0].startswith("With secure media on, every call without TLS and SRTP is refused")


def test_only_what_is_new_is_worth_a_second_look() -> None:
    domains(*UPDATE, "--voice-url", "http://voice.example.com/")
    run = domains(*UPDATE, "--voice-fallback-url", "https://10.0.0.1/")
    assert run.err == (
        "Worth a second look: The voice fallback URL is on a private address: Twilio cannot reach it from the "
        "Internet.\n"
    )


def test_a_domain_that_another_change_is_open_for_is_left_alone(acme: SipDomain) -> None:
    rival = Change.objects.create(
        account=acme.account,
        collection=acme.collection,
        key=NAME,
        sid=acme.sid,
        action="update",
        state="unknown",
        actor_name="eve",
    )
    run = domains(*UPDATE, "--friendly-name", "Front desk")
    assert run.status == 7
    assert run.err == (
        f"eve is changing {NAME} (change {rival.pk}), and what comes of it is not known yet: try again when it is. "
        "Nothing was sent.\n"
    )
