"""One create, what befalls it, where its process dies, and what came of it after recovery."""

import os
import signal
import time
from dataclasses import dataclass, replace
from typing import Any

from .children import Children
from .deaths import MOMENTS, Death
from .faults import Fault, ListFault
from .server import Moment, Weather, outdoors

WAIT_SECONDS = 20.0
"""How long recovery may take, before a case counts as never settled."""

NOWHERE = "http://127.0.0.1:1"


@dataclass(frozen=True)
class Case:
    """One life: `creates` and `lists` are Twilio's script, for each in the order of requests."""

    fault: str
    creates: tuple[Fault, ...]
    lists: tuple[ListFault, ...] = ()
    taken: bool = False
    """Somebody had the name before us."""
    offline: bool = False
    """No connection can be made."""
    death: Death = Death.NEVER
    recovery_death: Death = Death.NEVER
    """Where the first process that reconciles dies."""

    def __str__(self) -> str:
        recovering = f", then {self.recovery_death} of recovery" if self.recovery_death != Death.NEVER else ""
        return f"{self.fault} - {self.death}{recovering}"

    def dying(self, death: Death, recovery_death: Death = Death.NEVER) -> "Case":
        """Return the same with a death in it."""
        return replace(self, death=death, recovery_death=recovery_death)


@dataclass
class Outcome:
    """What is known after recovery: Twilio's audit, and what recovery told and left in the database."""

    died: bool
    recovery_died: bool
    recovery: dict[str, Any]
    audit: dict[str, Any]


class Life:
    """Lives one case through."""

    def __init__(self, case: Case, children: Children, number: int) -> None:
        self.case = case
        self.name = f"case-{number}.sip.twilio.com"
        self._children = children
        self._pid = 0
        self._kill_at: Moment | None = None
        self._weather = Weather(creates=list(case.creates), lists=list(case.lists), witness=self._witness)
        if case.taken:
            self._weather.was_here(self.name)

    def live(self) -> Outcome:
        """Ask for the domain, die, recover, and return what there is then."""
        with outdoors(self._weather) as weather, self._children.lent_database() as database:
            job = {"database": database, "url": weather.url, "name": self.name, "wait": WAIT_SECONDS}
            died = self._run("create", self.case.death, job | ({"url": NOWHERE} if self.case.offline else {})) is None
            recovery_died = False
            if self.case.recovery_death != Death.NEVER:
                recovery_died = self._run("reconcile", self.case.recovery_death, job) is None
            recovery = self._run("reconcile", Death.NEVER, job) or {}
            if any(fault.late or (fault.commits and fault.wait) for fault in self.case.creates):
                while weather.audit()["pending"]:
                    time.sleep(0.02)
                recovery |= self._run("later", Death.NEVER, job) or {}
            return Outcome(died, recovery_died, recovery, weather.audit())

    def _run(self, verb: str, death: Death, job: dict[str, Any]) -> dict[str, Any] | None:
        self._kill_at = MOMENTS.get(death)
        gave = self._children.run(self._born, verb=verb, death=death, **job)
        self._kill_at = None
        return gave

    def _born(self, pid: int) -> None:
        self._pid = pid

    def _witness(self, moment: Moment) -> None:
        if moment == self._kill_at:
            self._kill_at = None
            os.kill(self._pid, signal.SIGKILL)
