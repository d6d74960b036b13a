"""The command by which scripts, and people who prefer a shell, do what the pages do."""

import logging
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper

from domains.management.prepared import usable_databases
from domains.management.shell import MEANINGS, VERBS, Ended, Shell, Status, tell, write

_STATUSES = "exit status:\n" + "\n".join(f"  {status.value}  {meaning}" for status, meaning in MEANINGS.items())

INTERRUPTED = 130
"""What shells expect of a process that Ctrl-C has ended."""


class Command(BaseCommand):
    """Lists, shows, creates, updates, deletes, refreshes and undoes, and says by its exit status what came of it."""

    help = "Does with SIP domains what the pages do: same services, same validation, same record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a verb, and what it takes."""
        parser.epilog = _STATUSES
        parser.formatter_class = RawDescriptionHelpFormatter
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB", title="verbs")
        for name, verb in VERBS.items():
            own = verbs.add_parser(
                name,
                help=verb.help,
                description=verb.help,
                epilog=_STATUSES,
                formatter_class=RawDescriptionHelpFormatter,
                allow_abbrev=False,  # a script must not come to mean another flag when one is added
            )
            verb.arguments(own)
            own.add_argument("--json", action="store_true", help="print one JSON document, and nothing else, on stdout")

    def handle(self, *, verb: str, **options: Any) -> None:
        """Carry the verb out, say what came of it, and end with its status."""
        shell = Shell(self.stderr, is_sure=options.get("yes", False))
        try:
            with usable_databases(status=Status.FAILED), _quiet(but=options["verbosity"] > 1):
                report = VERBS[verb].run(shell, options)
        except Ended as end:
            report = end.report
        except KeyboardInterrupt as interrupt:
            told = "Interrupted. Had a request left, its change is in the record, and what came of it is looked up."
            raise CommandError(told, returncode=INTERRUPTED) from interrupt
        with _unread(self.stdout):
            write(report, self.stdout, as_json=options["json"])
        tell(report.told, self.stderr, style=self.style.ERROR if report.status else str)
        if report.status:
            sys.exit(report.status)


@contextmanager
def _unread(stream: OutputWrapper) -> Iterator[None]:
    """Let nobody read to the end, as `| head` does: what came of the run stays what it was."""
    try:
        yield
    except BrokenPipeError:
        # What is left in the buffer is written once more when Python ends: let it go nowhere.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


@contextmanager
def _quiet(*, but: bool) -> Iterator[None]:
    """Keep the log from telling of every request, unless more is to be told."""
    before = logging.root.manager.disable
    logging.disable(before if but else logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)
