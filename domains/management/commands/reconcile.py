"""The command that brings every change to its end."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from domains.management.prepared import usable_databases
from domains.models import Change
from domains.services import reconcile_open

PAUSE_SECONDS = 0.5

UNSAID = 2
"""The exit status where nobody can say whether anything is open."""


class Command(BaseCommand):
    """Settles what can be settled, and says by its exit status whether anything is left open (1) or not (0).

    It is 2 where that cannot be said, since the database cannot be used.
    """

    help = "Finds out what became of changes whose outcome is not known, and of those whose sender died."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how long to wait, and how to print."""
        parser.add_argument(
            "--wait", type=float, default=0, metavar="SECONDS", help="go on for so long while any is open"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *, wait: float, json: bool, **options: Any) -> None:
        """Run until nothing is open or the time is over, then print each change that was looked at."""
        with usable_databases(status=UNSAID):
            still_open = self._reconcile(wait, as_json=json)
        if still_open:
            sys.exit(1)

    def _reconcile(self, wait: float, *, as_json: bool) -> int:
        """Return how many are left open."""
        ends = time.monotonic() + wait
        seen = set(Change.objects.open().values_list("pk", flat=True))
        result = reconcile_open(at_once=True)
        seen |= {change.pk for change in result.changes}
        while result.still_open and time.monotonic() < ends:
            time.sleep(min(PAUSE_SECONDS, max(0, ends - time.monotonic())))
            result = reconcile_open()
            seen |= {change.pk for change in result.changes}
        changes = list(Change.objects.filter(pk__in=seen).select_related("account").order_by("pk"))
        self._print(changes, result.still_open, as_json=as_json)
        return result.still_open

    def _print(self, changes: list[Change], still_open: int, *, as_json: bool) -> None:
        settled = sum(not change.is_open for change in changes)
        if as_json:
            rows = [
                {"id": one.pk, "account": one.account.sid, "key": one.key, "state": one.state, "sid": one.sid}
                for one in changes
            ]
            self.stdout.write(json.dumps({"changes": rows, "settled": settled, "open": still_open}))
            return
        for one in changes:
            self.stdout.write(f"{one.state:<12} {one.key}  (change {one.pk}{f', {one.sid}' if one.sid else ''})")
        self.stdout.write(f"{settled} settled, {still_open} open.")
