"""The Twilio of a soak, as a process of its own, and the one who kills."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from .beside import beside

TICK_SECONDS = 0.05


@dataclass(frozen=True)
class Soak:
    """How much, and in what weather. Times are in seconds, and short: nobody waits for a lease of 30."""

    asks: int = 2000
    kills: int = 24
    seed: int = 1
    processes: int = 4
    threads: int = 6
    share: float = 0.3
    deadline: float = 2.0
    lease: float = 3.5
    settle: float = 2.0
    limit: float = 240.0


def a_twilio(soak: Soak) -> AbstractContextManager[str]:
    """Run a Twilio in the weather of the seed, and give its URL."""
    options = {"seed": soak.seed, "deadline": soak.deadline, "settle": soak.settle, "share": soak.share}
    return beside(
        "tests.weather.serve", *(word for name, value in options.items() for word in (f"--{name}", str(value)))
    )


def audited(url: str) -> dict[str, Any]:
    """Return Twilio's audit, once nothing can commit any more."""
    while True:
        audit: dict[str, Any] = requests.get(f"{url}/audit", timeout=60).json()
        if not audit["pending"]:
            return audit
        time.sleep(TICK_SECONDS)


@dataclass
class Killer:
    """Kills one of the living now and then, spread over the whole of the work."""

    soak: Soak
    begun: Callable[[], int]
    alive: dict[str, int] = field(default_factory=dict)
    """The process ids of those who can be killed."""
    kills: int = 0

    @contextmanager
    def at_large(self) -> Iterator[None]:
        """Kill in the background for the time of the block."""
        over = threading.Event()
        thread = threading.Thread(target=self._go_about, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _go_about(self, over: threading.Event) -> None:
        chance = random.Random(self.soak.seed)  # noqa: S311  (weather, no secret)
        while not over.wait(TICK_SECONDS * chance.uniform(0.2, 2)):
            due = self.begun() * (self.soak.kills + 1) // self.soak.asks
            living = sorted(self.alive.items())
            if self.kills < min(due, self.soak.kills) and living:
                name, pid = chance.choice(living)
                del self.alive[name]
                os.kill(pid, signal.SIGKILL)
                self.kills += 1
