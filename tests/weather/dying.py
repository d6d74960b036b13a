"""How a process is made to die at a point: by SIGKILL, which nothing can catch.

The product has no hooks for this: its functions are wrapped, in the process that is to die and in no other. The deaths
in MOMENTS are brought about from outside.
"""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

from domains.models import Change, ChangeEvent, ChangeState
from domains.models.change_states import SETTLED_STATES
from domains.services import changes
from domains.services.sending import send
from domains.twilio import Client

from .deaths import Death

WRITES = ("create", "update", "delete")


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


_spared = 0


def die_in_turn() -> None:
    """Die, unless this time is spared."""
    global _spared  # noqa: PLW0603  (of a process that does one job)
    if _spared:
        _spared -= 1
    else:
        die()


def arrange(death: Death, *, spared: int = 0) -> None:
    """Have this process die there, if it gets there; not yet the first so many times."""
    global _spared  # noqa: PLW0603
    _spared = spared
    if death in _ARRANGED:
        _ARRANGED[death]()


def _at_a_write(*, before: bool) -> None:
    for verb in WRITES:
        _wrap(Client, verb, before=before, after=lambda _: True)


def _at_a_move(*states: str) -> None:
    _wrap(Change, "move", after=lambda change: change.state in states)


def _wrap(owner: Any, name: str, *, before: bool = False, after: Callable[[Any], bool] = lambda _: False) -> None:
    """Die before a method, or after it (returned or raised) if the object it belongs to is as `after` says."""
    truth = getattr(owner, name)

    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        if before:
            die_in_turn()
        try:
            return truth(self, *args, **kwargs)
        finally:
            if after(self):
                die_in_turn()

    setattr(owner, name, wrapped)


def _and_then_asks(_client: Client) -> bool:
    """Die at the next fetch, and not yet: others came before."""
    _wrap(Client, "fetch", before=True)
    return False


def _die_when_sent(times: int) -> None:
    for verb in WRITES:
        setattr(Client, verb, _dying_when_sent(getattr(Client, verb), times))


def _dying_when_sent(truth: Callable[..., Any], times: int) -> Callable[..., Any]:
    def write(self: Client, *args: Any, before_send: Callable[[], object], **kwargs: Any) -> Any:
        sendings: Iterator[int] = iter(range(1, times + 1))

        def send() -> None:
            before_send()
            if next(sendings) == times:
                die_in_turn()

        return truth(self, *args, before_send=send, **kwargs)

    return write


def _die_when_settled() -> None:
    def sent(*request: Any) -> Change:
        change = send(*request)
        die_in_turn()
        return change

    setattr(changes, "send", sent)  # noqa: B010  (where it is imported to)


_ARRANGED: dict[Death, Callable[[], None]] = {
    Death.INTENDING: lambda: _wrap(ChangeEvent, "save", after=lambda event: event.what == "intended"),
    Death.FETCHING: lambda: _wrap(Client, "fetch", before=True),
    Death.FETCHED: lambda: _wrap(Client, "fetch", after=lambda _: True),
    Death.INTENDED: lambda: _at_a_write(before=True),
    Death.SENT: lambda: _die_when_sent(1),
    Death.SENT_AGAIN: lambda: _die_when_sent(2),
    Death.ANSWERED: lambda: _at_a_write(before=False),
    Death.SETTLING: lambda: _at_a_move(*SETTLED_STATES, ChangeState.UNKNOWN),
    Death.SETTLED: _die_when_settled,
    Death.JUDGING: lambda: _at_a_move(*SETTLED_STATES),
    Death.LOOKING: lambda: _wrap(Client, "pages", before=True),
    Death.ASKING: lambda: _wrap(Client, "pages", after=_and_then_asks),
}
