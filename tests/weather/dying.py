"""How a process is made to die at a point: by SIGKILL, which nothing can catch.

The product has no hooks for this: its functions are wrapped, in the process that is to die and in no other. The deaths
in MOMENTS are brought about from outside.
"""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

from domains.models import Change
from domains.models.changes import SETTLED_STATES, ChangeEvent
from domains.twilio import Client

from .deaths import Death


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def arrange(death: Death) -> None:
    """Have this process die there, if it gets there."""
    match death:
        case Death.INTENDING:
            _wrap(ChangeEvent, "save", after=lambda event: event.what == "intended")
        case Death.INTENDED:
            _wrap(Client, "create", before=True)
        case Death.SENT | Death.SENT_AGAIN:
            _die_when_sent(times=1 if death == Death.SENT else 2)
        case Death.ANSWERED:
            _wrap(Client, "create", after=lambda _: True)
        case Death.SETTLING:
            _wrap(Change, "move", after=lambda change: change.state not in ("intended", "sent"))
        case Death.JUDGING:
            _wrap(Change, "move", after=lambda change: change.state in SETTLED_STATES)
        case Death.LOOKING:
            _wrap(Client, "pages", before=True)


def _wrap(owner: Any, name: str, *, before: bool = False, after: Callable[[Any], bool] = lambda _: False) -> None:
    """Die before a method, or after it (returned or raised) if the object it belongs to is as `after` says."""
    truth = getattr(owner, name)

    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        if before:
            die()
        try:
            return truth(self, *args, **kwargs)
        finally:
            if after(self):
                die()

    setattr(owner, name, wrapped)


def _die_when_sent(times: int) -> None:
    truth = Client.create

    def create(self: Client, *args: Any, before_send: Callable[[], object], **kwargs: Any) -> Any:
        sendings: Iterator[int] = iter(range(1, times + 1))

        def send() -> None:
            before_send()
            if next(sendings) == times:
                die()

        return truth(self, *args, before_send=send, **kwargs)

    setattr(Client, "create", create)  # noqa: B010  (a type checker would rather not see it)
