"""One change, what befalls it, where its process dies, and what came of it after recovery."""

import time
from dataclasses import dataclass, replace
from typing import Any

from .children import Children
from .deaths import Death
from .faults import Fault, ReadFault
from .kinds import KINDS
from .mortals import Mortals
from .server import Meddling, Moment, Weather, outdoors
from .subjects import DOMAIN, SUBJECTS, stand

WAIT_SECONDS = 20.0
"""How long recovery may take, before a case counts as never settled."""

NOWHERE = "http://127.0.0.1:1"


@dataclass(frozen=True)
class Case:
    """One life: `writes`, `lists` and `fetches` are Twilio's script, for each in the order of requests."""

    fault: str
    writes: tuple[Fault, ...]
    lists: tuple[ReadFault, ...] = ()
    fetches: tuple[ReadFault, ...] = ()
    action: str = "create"
    kind: str = DOMAIN
    elsewhere: tuple[Moment, str] | None = None
    """When somebody else does what to it."""
    taken: bool = False
    """Somebody had the name before us: the one to be created, or to be renamed to."""
    offline: bool = False
    """No connection can be made."""
    death: Death = Death.NEVER
    recovery_death: Death = Death.NEVER
    """Where the first process that reconciles dies."""

    def __str__(self) -> str:
        recovering = f", then {self.recovery_death} of recovery" if self.recovery_death != Death.NEVER else ""
        meanwhile = ", at {} somebody else {}".format(*self.elsewhere) if self.elsewhere else ""
        what = self.action if self.kind == DOMAIN else f"{self.action} of {self.kind}"
        return f"{what}, {self.fault}{meanwhile} - {self.death}{recovering}"

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

    def __init__(self, case: Case, children: Children) -> None:
        self.case = case
        self._children = children
        self._mortals = Mortals(children)
        self._weather = Weather(
            writes=list(case.writes), lists=list(case.lists), fetches=list(case.fetches), witness=self._mortals.witness
        )
        subject = SUBJECTS[case.kind]
        collection, values, below = stand(case.kind, self._weather)
        asked: dict[str, Any] = dict(subject.asked if case.action == "create" else subject.changes)
        self._job: dict[str, Any] = {"wait": WAIT_SECONDS, "action": case.action, "collection": collection}
        self._job |= {"below": below, "secrets": dict(subject.secrets)}
        if case.action != "create":
            self._job["there"] = self._weather.was_here(collection, values).text
        elif not asked:
            asked = {"sid": next(iter(values.values()))}
        if case.taken and case.action == "update":
            self._weather.was_here(collection, subject.renames)
            asked |= KINDS[case.kind].given(subject.renames)
        elif case.taken:
            self._weather.was_here(collection, values)
        self._job["asked"] = asked
        if case.elsewhere:
            moment, does = case.elsewhere
            self._weather.elsewhere = {moment: self._meddling(does)}

    def _meddling(self, does: str) -> Meddling:
        if does == "deletes it":
            return Meddling(self.case.kind)
        if does == "deletes what it belongs to":
            return Meddling(SUBJECTS[self.case.kind].stands_on[0])
        return Meddling(self.case.kind, SUBJECTS[self.case.kind].elsewhere[does])

    def live(self) -> Outcome:
        """Ask for the change, die, recover, and return what there is then."""
        with outdoors(self._weather) as weather, self._children.lent_database() as database:
            job = self._job | {"database": database, "url": weather.url}
            died = (
                self._mortals.run("ask", self.case.death, job | ({"url": NOWHERE} if self.case.offline else {})) is None
            )
            recovery_died = False
            if self.case.recovery_death != Death.NEVER:
                recovery_died = self._mortals.run("reconcile", self.case.recovery_death, job) is None
            recovery = self._mortals.run("reconcile", Death.NEVER, job) or {}
            if any(fault.late or (fault.commits and fault.wait) for fault in self.case.writes):
                while weather.audit()["pending"]:
                    time.sleep(0.02)
                recovery |= self._mortals.run("later", Death.NEVER, job) or {}
            return Outcome(died, recovery_died, recovery, weather.audit())
