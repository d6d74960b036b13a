"""What the background does: each job declared once, beside the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Progress = Callable[[int, int], None]
"""How a job tells how far it has come, `progress(done, total)`. It also says that the job is alive: a job must call it,
or end, within the 30 seconds of its lease, or it may be started a second time elsewhere."""

Body = Callable[[Progress], str]
"""The work itself. It returns what came of it, in one sentence; what it raises is recorded as a failure. It may be
killed at any point and is then run again, so it must find out itself what is left to do."""


@dataclass(frozen=True)
class Declaration:
    """One job: what it is called, how often it runs and whether it is needed."""

    name: str
    title: str
    body: Body
    every: timedelta | None
    needed: Callable[[], bool] | None


JOBS: dict[str, Declaration] = {}
"""Every job by name, in the order they are declared."""


def job(
    *, title: str, every: timedelta | None = None, needed: Callable[[], bool] | None = None
) -> Callable[[Body], Body]:
    """Declare the decorated function as a job of the background, named as the function is.

    It runs `every` so often after it has ended, or without that only when `tasks.ask_for` asks for it; and not at all
    while `needed`, one cheap look at the database, says that there is nothing to do.
    """

    def declare(body: Body) -> Body:
        name = body.__name__
        JOBS[name] = Declaration(name=name, title=title, body=body, every=every, needed=needed)
        return body

    return declare
