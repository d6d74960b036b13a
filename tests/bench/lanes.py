"""Who asks for what: lanes that run side by side, and go on after a kill with what they had not begun."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EVERY = 50
RIVAL, REPEAT = 1, 11
"""Of every 50 asks, these places ask for the name of the ask before: another operator, or the same form once more."""


@dataclass(frozen=True)
class Ask:
    """One wish for a domain. The friendly name says whose wish it is, the token which form it comes from."""

    number: int
    name: str
    asked_as: str
    token: str


def ask(number: int) -> Ask:
    """Return the wish with that number."""
    place = number % EVERY
    name = number - 1 if place in (RIVAL, REPEAT) else number
    form = number - 1 if place == REPEAT else number
    return Ask(number, f"soak-{name}.sip.twilio.com", f"ask {form}", f"form {form}")


@dataclass(frozen=True)
class Lanes:
    """The lanes of one process. Neighbouring asks are in different processes, so that they collide for real."""

    folder: Path
    process: int
    processes: int
    threads: int
    asks: int
    ends: float
    """When no more asks are begun, as `time.time()`."""

    def of(self, thread: int) -> Iterator[Ask]:
        """Yield the asks of one lane that were not begun before."""
        lane = thread * self.processes + self.process
        begun = self.folder / f"lane-{lane}"
        following = int(begun.read_text()) if begun.exists() else lane
        for number in range(following, self.asks, self.processes * self.threads):
            if time.time() > self.ends:
                return
            new = begun.with_suffix(".new")
            new.write_text(str(number + self.processes * self.threads))
            new.replace(begun)  # a kill leaves the old number or the new one
            yield ask(number)


def begun(folder: Path) -> int:
    """Return about how many asks have been begun."""
    lanes = [lane for lane in folder.iterdir() if not lane.suffix]
    return sum(int(lane.read_text()) for lane in lanes) // max(len(lanes), 1)
