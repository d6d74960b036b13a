"""The exit status of `manage.py domains` tells applied, refused, unknown, not applied and conflict apart."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connections

from domains import services
from domains.management.shell import MEANINGS, VERBS, Status
from domains.models import Account, Change, SipDomain, User
from domains.sandbox import weather

from .changes import NAME
from .installation import ROOT, Installation, for_a_process
from .shell import BY, Run, domains, latest, make
from .twilio_server import TwilioServer, cut, reply, resource

CREATE = ("create", "--domain-name", "acme", *BY)
UPDATE = ("update", "acme", "--friendly-name", "Front desk", *BY)

pytestmark = pytest.mark.usefixtures("operator", "short_pauses")


@pytest.fixture
def acme(operator: User) -> SipDomain:
    """A domain at the sandbox and in the mirror."""
    return make(operator)


def test_a_refusal_is_told_in_words_with_twilios_code() -> None:
    weather.refuse(21230, method="POST")
    run = domains(*CREATE, "--json")
    assert run.status == 3
    assert run.document["outcome"] == "refused"
    assert run.document["change"]["twilio"]["code"] == 21230
    assert run.err.startswith("Refused: Account ")
    assert "(Twilio 21230)" in run.err


def test_an_unknown_outcome_is_no_success_and_no_failure() -> None:
    weather.cut(method="POST")
    run = domains(*CREATE)
    assert (run.status, run.out) == (4, "")
    assert run.err.startswith("Unknown: ")
    assert f"(change {latest().pk})" in run.err
    assert "`manage.py reconcile --wait 90`" in run.err


def test_a_lost_answer_that_is_found_at_once_is_applied() -> None:
    weather.cut(after=True, method="POST")
    run = domains(*CREATE)
    assert run.status == 0
    assert "Twilio’s answer was lost" in run.out


def test_it_waits_for_what_comes_of_it_when_told_to(settings: Any) -> None:
    settings.SETTLE_SECONDS = 0.3
    weather.cut(method="POST")
    run = domains(*CREATE, "--wait", "20")
    assert run.status == 5
    assert run.err.startswith(f"Its outcome is not known: it is looked for, for up to 20 s (change {latest().pk}).\n")
    assert latest().state == Change.State.NOT_APPLIED


def test_it_does_not_wait_longer_than_it_was_told_to() -> None:
    weather.cut(method="POST")
    assert domains(*CREATE, "--wait", "0.1").status == 4


def test_who_has_waited_enough_is_told_how_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def enough(_seconds: float) -> None:
        raise KeyboardInterrupt

    weather.cut(method="POST")
    monkeypatch.setattr("domains.management.shell.sending.time.sleep", enough)
    run = domains(*CREATE, "--wait", "20")
    assert run.status == 4
    assert "\nUnknown: " in run.err


def test_an_interrupted_run_says_where_it_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_record: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "create", interrupted)
    with pytest.raises(CommandError, match="its change is in the record") as error:
        domains(*CREATE)
    assert error.value.returncode == 130


def test_an_update_whose_answer_is_lost_is_looked_up_like_a_create(acme: SipDomain) -> None:
    weather.cut(after=True, method="POST")
    assert domains(*UPDATE).status == 0
    assert latest().was_found


def test_twilio_out_of_reach_is_not_applied(acme: SipDomain) -> None:
    weather.cut(times=None)
    run = domains(*UPDATE)
    assert run.status == 5
    assert run.err.startswith("Not applied: ")
    assert latest().state == Change.State.NOT_APPLIED


def test_a_conflict_is_told_apart(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    services.create(SipDomain(account=real_account, domain_name=NAME), actor=operator)
    other = resource(friendly_name="Somebody else’s")
    twilio.will(reply(200, resource()), cut, reply(200, {"domains": [other]}))
    run = domains(*UPDATE, "--json")
    assert run.status == 6
    assert run.document["outcome"] == "conflict"
    assert run.err.startswith("Conflict: ")


def test_every_status_is_in_the_help_of_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(MEANINGS) == set(Status)
    for verb in (*VERBS, None):
        assert domains(*filter(None, [verb]), "--help").status == 0
        said = capsys.readouterr().out
        for status, meaning in MEANINGS.items():
            assert f"  {status.value}  {meaning}\n" in said


class TestFromOutside:
    """The command as a script runs it: a process, its streams and its status."""

    @pytest.fixture
    def prepared(self, installation: Installation) -> Installation:
        for database in connections:
            assert installation.manage("migrate", "--database", database).returncode == 0
        made = installation.manage("createsuperuser", "--noinput", "--username", "operator", "--email", "o@example.com")
        assert made.returncode == 0, made.stderr
        return installation

    def test_it_ends_with_the_status_and_speaks_on_the_right_stream(self, prepared: Installation) -> None:
        created = prepared.manage("domains", *CREATE, "--json")
        assert created.returncode == 0
        assert created.stderr == ""
        assert json.loads(created.stdout)["outcome"] == "applied"
        again = prepared.manage("domains", *CREATE, "--json")
        assert again.returncode == 2
        assert json.loads(again.stdout)["errors"].keys() == {"--domain-name"}
        assert again.stderr.startswith("--domain-name: acme.sip.twilio.com is in this account already")
        assert prepared.manage("domains", "create", "--no-such-flag").returncode == 2
        assert prepared.manage("domains", "delete", "acme", *BY).returncode == 2

    def test_somebody_at_a_terminal_is_asked(self, prepared: Installation) -> None:
        assert prepared.manage("domains", *CREATE).returncode == 0
        assert at_a_terminal(prepared.variables, "no\n", "delete", "acme", *BY).status == 5
        run = at_a_terminal(prepared.variables, f"{NAME}\n", "delete", "acme", *BY)
        assert run.status == 0
        assert run.out.startswith(f"{NAME} was deleted: ")
        assert prepared.manage("domains", "show", "acme").returncode == 0


def at_a_terminal(variables: Mapping[str, str], typed: str, *words: str) -> Run:
    """Run the command with a terminal for its input, on which somebody types."""
    keyboard, terminal = pty.openpty()
    try:
        os.write(keyboard, typed.encode())
        done = subprocess.run(
            [sys.executable, "manage.py", "domains", *words],
            cwd=Path(ROOT),
            env=for_a_process(variables),
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(keyboard)
        os.close(terminal)
    return Run(done.returncode, done.stdout, done.stderr)
