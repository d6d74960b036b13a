"""`manage.py domains undo`: shows what would put a change back, asks, and does it as a change of its own."""

import pytest

from domains.models import Account, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .changes import NAME, SECRET_URL, told
from .shell import BY, at_twilio, domains, latest, make, typing


@pytest.fixture(autouse=True)
def acme(operator: User) -> SipDomain:
    """A domain at the sandbox and in the mirror."""
    return make(operator)


def test_an_update_is_put_back_when_somebody_says_so() -> None:
    domains("update", "acme", "--friendly-name", "Front desk", *BY)
    first = latest()
    with typing("yes"):
        run = domains("undo", str(first.pk), *BY, "--reason", "It was a mistake.")
    assert run.status == 0
    assert run.out == (f"{NAME} was changed: {first.sid} (change {latest().pk}, which undoes change {first.pk}).\n")
    assert run.err.splitlines()[:4] == [
        f"{NAME} at Twilio:",
        "  Friendly name",
        "    now   Front desk",
        "    then  –",
    ]
    assert (latest().undoes, latest().asked, latest().reason) == (first, {"friendly_name": ""}, "It was a mistake.")
    assert not at_twilio()["friendly_name"]


def test_what_was_changed_again_since_is_named() -> None:
    domains("update", "acme", "--friendly-name", "Front desk", *BY)
    first = latest()
    domains("update", "acme", "--friendly-name", "Back office", *BY)
    run = domains("undo", str(first.pk), "--dry-run", *BY)
    assert run.status == 0
    assert "Changed again since, and overwritten: Friendly name." in run.err
    assert at_twilio()["friendly_name"] == "Back office"


def test_no_undoes_nothing() -> None:
    domains("update", "acme", "--friendly-name", "Front desk", *BY)
    first = latest()
    with typing("n"):
        assert domains("undo", str(first.pk), *BY).status == 5
    assert latest() == first


def test_without_a_terminal_it_is_not_taken_for_granted() -> None:
    domains("update", "acme", "--friendly-name", "Front desk", *BY)
    assert domains("undo", str(latest().pk), *BY).status == 2
    assert domains("undo", str(latest().pk), *BY, "--yes").status == 0


def test_a_create_is_undone_by_a_delete_for_which_the_name_is_typed(acme: SipDomain) -> None:
    first = latest()
    with typing("y"):
        assert domains("undo", str(first.pk), *BY).status == 5
    with typing(NAME):
        run = domains("undo", str(first.pk), *BY)
    assert run.status == 0
    assert (latest().action, latest().undoes) == ("delete", first)
    acme.refresh_from_db()
    assert acme.is_gone


def test_there_is_nothing_to_undo_on_a_domain_that_was_deleted_here() -> None:
    domains("update", "acme", "--friendly-name", "Front desk", *BY)
    update = latest()
    domains("delete", "acme", "--yes", *BY)
    deletion = latest()
    run = domains("undo", str(update.pk), "--yes", *BY)
    assert run.status == 8
    assert f"{NAME} ({update.sid}) is gone at Twilio since" in run.err
    assert latest() == deletion


def test_a_deletion_is_undone_by_a_create_with_what_was(acme: SipDomain) -> None:
    domains("delete", "acme", "--yes", *BY)
    deletion = latest()
    Resource.objects.all().delete()  # the name is free again
    run = domains("undo", str(deletion.pk), "--yes", *BY)
    assert run.status == 0
    assert "with another SID. Its mappings of lists do not come back" in run.err
    assert (latest().action, latest().undoes) == ("create", deletion)
    assert SipDomain.objects.live().get().voice_url == SECRET_URL


def test_a_deletion_whose_name_is_still_locked_is_refused() -> None:
    domains("delete", "acme", "--yes", *BY)
    run = domains("undo", str(latest().pk), "--yes", *BY)
    assert run.status == 3
    assert "Twilio 21232" in run.err


def test_a_dry_run_shows_the_request_without_secrets() -> None:
    domains("update", "acme", "--voice-url", "", "--yes", *BY)
    first = latest()
    run = domains("undo", str(first.pk), "--dry-run", "--json", *BY)
    assert run.document["outcome"] == "would_send"
    assert run.document["undoes"] == first.pk
    assert run.document["request"]["values"]["VoiceUrl"].startswith("https://***@")
    assert "hidden" not in run.out + run.err
    assert latest() == first


def test_what_was_not_applied_has_nothing_to_undo() -> None:
    change = told("update", "refused")
    run = domains("undo", str(change.pk), "--yes", *BY)
    assert run.status == 5
    assert run.err == "Only what was applied can be undone. Nothing was sent.\n"


def test_a_change_of_another_account_is_not_undone_from_here(elsewhere: Account) -> None:
    change = told("update", "applied", account=elsewhere)
    run = domains("undo", str(change.pk), "--yes", *BY)
    assert run.status == 5
    assert run.err == (
        f"Change {change.pk} is of account {elsewhere.sid}, and another one is administered. Nothing was sent.\n"
    )


def test_a_change_that_is_not_there_cannot_be_undone() -> None:
    run = domains("undo", "4711", *BY)
    assert (run.status, run.err) == (8, "There is no change 4711.\n")


@pytest.mark.parametrize(
    ("words", "lacks"), [((), "delete"), (("update", "acme", "--friendly-name", "Front desk"), "change")]
)
def test_it_takes_the_permission_of_what_it_does(words: tuple[str, ...], lacks: str, onlooker: User) -> None:
    if words:
        domains(*words, *BY)
    run = domains("undo", str(latest().pk), "--yes", "--as", "onlooker")
    assert run.status == 2
    assert f"(domains.{lacks}_sipdomain)" in run.err


@pytest.mark.usefixtures("short_pauses")
def test_when_twilio_cannot_be_asked_nothing_is_undone() -> None:
    first = latest()
    weather.cut(times=None)
    run = domains("undo", str(first.pk), "--yes", *BY)
    assert run.status == 5
    assert run.err.startswith("Twilio could not be asked, and nothing was changed: ")
    assert latest() == first
