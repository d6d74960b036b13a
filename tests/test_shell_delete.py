"""`manage.py domains delete`: the name is typed, a backup is kept, and what is gone stays known."""

import json
from pathlib import Path

import pytest

from domains.models import Change, SipDomain, User
from domains.sandbox.models import Resource

from .changes import NAME, SECRET_URL
from .shell import BY, change_elsewhere, domains, latest, make, typing

DELETE = ("delete", "acme", *BY)


@pytest.fixture(autouse=True)
def acme(operator: User) -> SipDomain:
    """A domain at the sandbox and in the mirror."""
    return make(operator)


def is_at_twilio() -> bool:
    return Resource.objects.filter(path="SIP/Domains", gone_at=None).exists()


def test_the_name_is_typed_before_a_domain_is_deleted(acme: SipDomain) -> None:
    with typing("ACME.sip.twilio.com"):
        run = domains(*DELETE)
    change = latest()
    assert run.status == 0
    assert run.out == f"{NAME} was deleted: {acme.sid} (change {change.pk}).\n"
    assert run.err.startswith(f"Deleting {NAME} ({acme.sid}) ends calls and registrations to it")
    assert run.err.endswith("Type the domain’s name to delete it in the sandbox: ")
    assert not is_at_twilio()
    acme.refresh_from_db()
    assert acme.is_gone


@pytest.mark.parametrize("lines", [["acme"], ["yes"], [""], []])
def test_another_name_deletes_nothing(lines: list[str]) -> None:
    with typing(*lines):
        run = domains(*DELETE)
    assert (run.status, run.out) == (5, "")
    assert run.err.endswith(f"That is not {NAME}: nothing was sent.\n")
    assert is_at_twilio()


def test_without_a_terminal_it_is_not_taken_for_granted() -> None:
    run = domains(*DELETE)
    assert run.status == 2
    assert run.err == "This asks before it acts, and there is no terminal to ask on: say --yes to go on without.\n"
    assert is_at_twilio()


def test_yes_answers_the_question() -> None:
    assert domains(*DELETE, "--yes").status == 0
    assert not is_at_twilio()


def test_as_json_the_document_stands_alone() -> None:
    with typing(NAME):
        run = domains(*DELETE, "--json")
    assert run.document["outcome"] == "applied"
    assert run.document["domain"]["gone_at"] is not None


def test_a_dry_run_shows_the_request_and_deletes_nothing(acme: SipDomain) -> None:
    run = domains(*DELETE, "--dry-run")
    assert run.status == 0
    assert run.out.splitlines()[1].endswith(f"/SIP/Domains/{acme.sid}.json")
    assert run.out.splitlines()[1].startswith("DELETE ")
    assert "locked, for everybody, for up to 30 days" in run.err
    assert is_at_twilio()


def test_a_backup_is_written_first_for_its_owner_alone(tmp_path: Path) -> None:
    kept = tmp_path / "acme.json"
    domains(*DELETE, "--yes", "--backup", str(kept))
    assert json.loads(kept.read_text())["parameters"]["voice_url"] == SECRET_URL
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_its_backup_a_domain_is_not_deleted(tmp_path: Path) -> None:
    kept = tmp_path / "acme.json"
    kept.write_text("what was there")
    run = domains(*DELETE, "--yes", "--backup", str(kept))
    assert run.status == 2
    assert run.err.endswith(f"--backup: {kept} cannot be written: File exists. Nothing was sent.\n")
    assert kept.read_text() == "what was there"
    assert is_at_twilio()


def test_sub_domains_stand_in_the_way_and_are_named(operator: User) -> None:
    make(operator, domain_name=f"desk.{NAME}")
    run = domains(*DELETE, "--yes")
    assert run.status == 3
    assert f"Delete these first: desk.{NAME}." in run.err
    assert "Twilio 21233" in run.err
    assert Resource.objects.filter(path="SIP/Domains", gone_at=None).count() == 2


def test_sub_domains_that_were_made_elsewhere_are_named_once_twilio_has_refused(operator: User) -> None:
    make(operator, domain_name=f"desk.{NAME}")
    SipDomain.objects.filter(domain_name=f"desk.{NAME}").delete()
    run = domains(*DELETE, "--yes")
    assert run.status == 3
    assert f"\n  desk.{NAME}\n" in run.err


def test_what_somebody_changed_at_twilio_is_not_deleted_unseen() -> None:
    change_elsewhere(friendly_name="Still needed")
    run = domains(*DELETE, "--yes")
    assert run.status == 6
    assert "Still needed" in run.err
    assert is_at_twilio()


def test_what_is_gone_is_not_deleted_again() -> None:
    domains(*DELETE, "--yes")
    run = domains(*DELETE, "--yes")
    assert run.status == 8
    assert "is gone at Twilio since" in run.err
    assert Change.objects.filter(action="delete").count() == 1
