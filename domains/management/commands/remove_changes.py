"""The command that removes old changes from the log."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from domains.forms.filters import FIRST_YEAR, LAST_YEAR
from domains.management.prepared import usable_databases
from domains.models import Change, User
from domains.services import TooYoung, reason_of, refuse_what_is_young, remove_before

BY_NOBODY = "manage.py"
"""Who is said to have removed them when nobody is named."""


class Command(BaseCommand):
    """Says how many changes a removal takes away, asks, removes them, and leaves a row in the log that says so."""

    help = (
        "Removes changes from the log that were asked before a day at least 30 days ago. Those whose outcome is still "
        "to be found, or looked for, stay, and those that something rests on: an unfinished doing, a disabled domain, "
        "the password of a credential, a list that was made for a domain and never mapped. Doings leave with their "
        "changes, and with them old plans that were never sent. The log says how many changes were removed, from when "
        "to when and by whom."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take up to when, and who does it and why."""
        parser.add_argument("--before", type=_day, required=True, metavar="YYYY-MM-DD", help="the first day that stays")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--as", dest="who", metavar="USER", help="the operator who does it, for the record")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, for the record")

    def handle(self, *, before: date, yes: bool, who: str | None, reason: str, **options: Any) -> None:
        """Count, ask and remove."""
        with usable_databases():
            self._remove(before, yes=yes, who=who, reason=reason)

    def _remove(self, before: date, *, yes: bool, who: str | None, reason: str) -> None:
        actor, why = _operator(who), _why(reason)
        try:
            refuse_what_is_young(before)
        except TooYoung as error:
            raise CommandError(f"{error} --before must be {error.latest} or earlier.") from error
        count = Change.objects.removable(before).count()
        if not count:
            self.stdout.write(f"No change before {before} can be removed.")
            return
        if not yes and not self._confirmed(count, before):
            raise CommandError("Nothing was removed.")
        removal = remove_before(before, actor=actor, actor_name=who or BY_NOBODY, reason=why)
        self.stdout.write(f"{_counted(removal.count if removal else 0)} before {before} removed; the log says so.")

    def _confirmed(self, count: int, before: date) -> bool:
        self.stdout.write(f"{_counted(count)} before {before} will be removed: nobody can read or undo them any more.")
        try:
            return input("Remove them for good? Type yes: ").strip().lower() == "yes"
        except EOFError:
            self.stdout.write("")
            return False


def _counted(count: int) -> str:
    return f"{count:,} change{'' if count == 1 else 's'}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ArgumentTypeError(f"{text!r} must be a date such as 2026-11-23")
    return day


def _operator(name: str | None) -> User | None:
    if name is None:
        return None
    try:
        return User.objects.get(username=name, is_active=True)
    except User.DoesNotExist:
        raise CommandError(f"--as must name an operator who may sign in: there is no “{name}”.") from None


def _why(text: str) -> str:
    try:
        return reason_of(text)
    except ValidationError as error:
        raise CommandError(f"--reason: {error.messages[0]}") from error
