"""Who asks for what: lanes that run side by side, and go on after a kill with what they had not begun."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CREATES = 20
"""Of every 50 asks, the first 20 are for a domain; the others are about those of the 50 before."""
RIVAL, REPEAT = 1, 11
"""These ask for the name of the ask before: another operator, or the same form once more."""
EDITS = (
    ("sit", 10, ""),
    ("sit", 14, ""),
    *(("update", domain, "") for domain in (2, 3, 4, 5, 6, 8, 9)),
    ("go on", 10, ""),
    ("go on", 10, ""),  # at once, by two
    ("update", 12, ""),
    ("update", 12, ""),  # at once, by two
    ("update", 13, ""),
    ("update", 13, "the form before"),
    ("rename", 15, ""),
    ("update", 15, ""),
    ("update", 17, ""),
    ("delete", 17, ""),
    *(("update", domain, "") for domain in (2, 3)),
    *(("delete", domain, "") for domain in (4, 5, 8, 15)),
    ("delete", 18, ""),
    ("delete", 18, ""),
    ("update", 19, ""),
    ("update", 19, ""),
    ("rename", 16, ""),
)
"""What is asked, of which domain, and whether the form before is sent again."""
EVERY = CREATES + len(EDITS)


@dataclass(frozen=True)
class Ask:
    """One wish. The friendly name says whose wish it is, the token which form it comes from."""

    number: int
    action: str
    """create, update, rename or delete; `sit` takes a domain through a sitting, `go on` goes on with that"""
    name: str
    """Of the domain, when it was made."""
    asked_as: str
    token: str


def ask(number: int) -> Ask:
    """Return the wish with that number."""
    block, place = divmod(number, EVERY)
    if place < CREATES or block == 0:
        made = number - 1 if place in (RIVAL, REPEAT) else number
        form = number - 1 if place == REPEAT else number
        return Ask(number, "create", _name(made), f"ask {form}", f"form {form}")
    action, domain, again = EDITS[place - CREATES]
    form = number - 1 if again else number
    return Ask(number, action, _name((block - 1) * EVERY + domain), f"ask {form}", f"form {form}")


def _name(number: int) -> str:
    return f"soak-{number}.sip.twilio.com"


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
