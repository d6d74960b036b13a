"""Runs processes that die, some of them by the hand of whoever plays Twilio."""

import os
import signal
from typing import Any

from .children import Children
from .deaths import MOMENTS, Death
from .server import Moment


class Mortals:
    """The processes of one case, one after the other; `witness` is told what Twilio sees, and kills."""

    def __init__(self, children: Children) -> None:
        self._children = children
        self._pid = 0
        self._kill_at: Moment | None = None
        self._spared = 0

    def run(self, verb: str, death: Death, job: dict[str, Any], *, spared: int = 0) -> dict[str, Any] | None:
        """Return what a job gave, or None when it died: not the first so many times that it came to that point."""
        self._kill_at, self._spared = MOMENTS.get(death), spared
        gave = self._children.run(self._born, verb=verb, death=death, spared=spared, **job)
        self._kill_at = None
        return gave

    def witness(self, moment: Moment) -> None:
        """Kill, if it is time."""
        if moment != self._kill_at:
            return
        if self._spared:
            self._spared -= 1
        else:
            self._kill_at = None
            os.kill(self._pid, signal.SIGKILL)

    def _born(self, pid: int) -> None:
        self._pid = pid
