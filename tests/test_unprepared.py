"""Commands on databases that nobody has prepared: one sentence that says what to do, and no traceback."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from .installation import Installation

TO_DO = "CommandError: The database is not prepared yet: start `manage.py serve` first, until it says “Ready”, or run "


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("domains list", 1),
        ("domains create --domain-name acme --as ann", 1),
        ("reconcile", 2),
        ("remove_changes --before 2020-01-01", 1),
        ("seed_sandbox", 1),
    ],
)
def test_a_command_says_how_the_database_is_prepared(installation: Installation, command: str, status: int) -> None:
    run = installation.manage(*command.split())
    assert (run.returncode, run.stdout) == (status, "")
    assert re.fullmatch(rf"{re.escape(TO_DO)}`manage\.py migrate`( and `manage\.py migrate [^`]+`)?\.\n", run.stderr)


def test_what_it_says_to_do_helps(installation: Installation) -> None:
    for words in re.findall(r"`manage\.py (migrate[^`]*)`", installation.manage("reconcile").stderr):
        assert installation.manage(*words.split()).returncode == 0
    for command in ("domains list", "reconcile", "remove_changes --before 2020-01-01", "seed_sandbox --domains 1"):
        assert installation.manage(*command.split()).returncode == 0


@pytest.mark.parametrize("command", ["reconcile", "remove_changes --before=2020-01-01"])
def test_a_database_that_is_down_is_told_as_that(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise OperationalError("could not connect\nto server")

    monkeypatch.setattr("domains.models.change_queries.ChangeQuerySet.open", down)
    monkeypatch.setattr("domains.models.change_queries.ChangeQuerySet.removable", down)
    with pytest.raises(CommandError, match=r"^The database cannot be used: could not connect to server$"):
        call_command(*command.split())
