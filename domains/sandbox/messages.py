"""What comes in and what goes out, whichever door it takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any


@dataclass(frozen=True)
class Question:
    """A request: its path as Twilio has it, decoded, and what was sent by name; None where no one signed in."""

    method: str
    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    username: str | None = None
    password: str | None = None


class Manner(StrEnum):
    """How much of an answer travels before the connection ends."""

    WHOLE = auto()
    HALF = auto()
    CUT = auto()


@dataclass(frozen=True)
class Answer:
    """A response: HTTP's status, the JSON object (None after a deletion) and the headers that Twilio sends.

    What bad weather makes of it is for the doors to act out. `stall`: wait that many seconds, with no transaction open,
    then go on with what `core.resume` returns. `manner`: how much of it is let through. `html` stands in for the body.
    """

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str]
    html: str = ""
    manner: Manner = Manner.WHOLE
    stall: float = 0.0
    awaited: int | None = None
    """Names the write that is carried out only at the end of the stall, and has the true answer."""

    def content(self) -> bytes:
        """Return the whole body as it travels."""
        if self.html:
            return self.html.encode()
        return b"" if self.body is None else json.dumps(self.body).encode()

    def passed(self) -> bytes:
        """Return what of the body comes through."""
        whole = self.content()
        return {Manner.WHOLE: whole, Manner.HALF: whole[: len(whole) // 2], Manner.CUT: b""}[self.manner]
