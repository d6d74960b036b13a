"""Where a run speaks, and whether it may ask."""

import sys

from django.core.management.base import OutputWrapper

from .ending import Ended
from .statuses import Status
from .writing import printable, tell

_GIVEN_UP = "Given up: nothing was changed."


class Shell:
    """One run: it tells on standard error, so that standard output holds nothing but what was asked for."""

    def __init__(self, stderr: OutputWrapper, *, is_sure: bool) -> None:
        self._stderr = stderr
        self.is_sure = is_sure

    def tell(self, *lines: str) -> None:
        """Tell something on the way."""
        tell(lines, self._stderr)

    @property
    def can_answer(self) -> bool:
        """Whether what would be asked was answered with --yes, or there is a terminal to ask on."""
        return self.is_sure or sys.stdin.isatty()

    def need_an_answer(self, *why: str) -> None:
        """End the run, before it has done anything, where it will have to ask and cannot; `why` it asks is told."""
        if not self.can_answer:
            sentence = "This asks before it acts, and there is no terminal to ask on: say --yes to go on without."
            raise Ended(Status.NOT_TAKEN, "not_asked", *why, sentence)

    def confirm(self, question: str) -> None:
        """Ask unless that was answered with --yes. Ends the run when the answer is another than yes."""
        if not self.is_sure and self._answer(f"{question} [y/N] ").lower() not in ("y", "yes"):
            raise Ended(Status.NOT_APPLIED, "given_up", _GIVEN_UP)

    def have_typed(self, name: str, question: str) -> None:
        """Have `name` typed unless that was answered with --yes. Ends the run when it is another one."""
        if not self.is_sure and self._answer(question).lower() != name.lower():
            raise Ended(Status.NOT_APPLIED, "given_up", f"That is not {name}: nothing was sent.")

    def _answer(self, question: str) -> str:
        self.need_an_answer()
        self._stderr.write(printable(question), style_func=str, ending="")
        self._stderr.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:  # Ctrl-C and Ctrl-D leave the cursor where it is
            self._stderr.write("")
        return line.strip()
