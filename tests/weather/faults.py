"""The weather: what can befall a request on its way to Twilio, inside, and back."""

import random
import threading
from dataclasses import dataclass, replace
from typing import Literal

Reply = Literal["made", "refused", "busy", "cut", "500", "html", "half", "trickle"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The course of one write, in seconds: wait, commit, wait, reply; each of them can be left out."""

    name: str
    wait: float = 0.0
    """Before Twilio commits."""
    commits: bool = True
    late: float = 0.0
    """How long after the reply Twilio commits, when it does not do so before."""
    hold: float = 0.0
    """Between commit and reply."""
    reply: Reply = "made"
    lag: float = 0.0
    """For how long lists do not show what is new."""


@dataclass(frozen=True, kw_only=True)
class ReadFault:
    """The course of one request for a list, or for one resource."""

    reply: Literal["page", "behind", "500", "cut"] = "page"
    """Behind: a list that shows nothing yet."""
    wait: float = 0.0


FINE = Fault(name="fine")
REFUSED = Fault(name="refused", commits=False, reply="refused")
BUSY = Fault(name="busy", commits=False, reply="busy")
CUT_BEFORE = Fault(name="cut before committing", commits=False, reply="cut")
CUT_AFTER = Fault(name="cut after committing", reply="cut")
ERROR_BEFORE = Fault(name="500 before committing", commits=False, reply="500")
ERROR_AFTER = Fault(name="500 after committing", reply="500")
HTML_AFTER = Fault(name="HTML after committing", reply="html")
HALF_AFTER = Fault(name="half a body after committing", reply="half")
TRICKLE_AFTER = Fault(name="trickle after committing", reply="trickle")

READ = ReadFault()
READ_ERROR = ReadFault(reply="500")
READ_CUT = ReadFault(reply="cut")
READ_BEHIND = ReadFault(reply="behind")


def stalled_before(seconds: float, *, commits: bool) -> Fault:
    """Say nothing for so long; then commit, or not."""
    name = "stalled before committing" if commits else "stalled without committing"
    return Fault(name=name, wait=seconds, commits=commits, reply="made" if commits else "cut")


def stalled_after(seconds: float) -> Fault:
    """Commit, and say nothing for so long."""
    return Fault(name="stalled after committing", hold=seconds)


def late(seconds: float, reply: Reply = "cut") -> Fault:
    """Give a reply that tells nothing, and commit later."""
    return Fault(name=f"{reply} and committed late", reply=reply, late=seconds)


def lagging(seconds: float, fault: Fault) -> Fault:
    """The same, with something new that lists do not show for so long."""
    return replace(fault, name=f"{fault.name}, listed late", lag=seconds)


class Climate:
    """Weather by chance, the same for the same seed and the same order of requests.

    `deadline` is the client's, in seconds: stalls are drawn around it, so that some are longer. `settle` is how long
    the product waits before it calls something absent: some commits come later even than that.
    """

    def __init__(self, seed: int, *, deadline: float, settle: float, share: float = 0.3) -> None:
        self._random = random.Random(seed)  # noqa: S311  (weather, no secret)
        self._lock = threading.Lock()
        self._deadline, self._settle, self._share = deadline, settle, share

    def next_write(self) -> Fault:
        """Draw what befalls the next write."""
        with self._lock:
            if self._random.random() >= self._share:
                return FINE
            around = self._deadline * self._random.uniform(0.3, 1.7)
            later = self._settle * self._random.choice((0.2, 0.5, 0.9, 2.5))
            return self._random.choice(
                (
                    REFUSED,
                    BUSY,
                    BUSY,
                    CUT_BEFORE,
                    CUT_AFTER,
                    ERROR_BEFORE,
                    ERROR_AFTER,
                    HTML_AFTER,
                    HALF_AFTER,
                    TRICKLE_AFTER,
                    stalled_before(around, commits=True),
                    stalled_before(around, commits=False),
                    stalled_after(around),
                    late(later),
                    late(later, "500"),
                    lagging(self._settle * 0.6, CUT_AFTER),
                )
            )

    def next_read(self) -> ReadFault:
        """Draw what befalls the next request for a list or for one resource."""
        with self._lock:
            if self._random.random() >= self._share / 2:
                return READ
            slow = ReadFault(wait=self._deadline * self._random.uniform(0.1, 1.3))
            return self._random.choice((READ_ERROR, READ_CUT, slow))
