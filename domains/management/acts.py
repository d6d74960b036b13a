"""One thing that an operator did, as the story of a seeded sandbox tells it."""

import uuid
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any

from .access import Access

OPERATORS = ("ines.okafor", "jonas.weber", "mei.tanaka", "rafael.duarte")
NO_SUCH_TRUNK = "BY" + "0" * 32
"""The one well-formed trunk that the sandbox does not have."""


class Weather(Enum):
    """What happens to the request of an act."""

    FAIR = "answered at once"
    BUSY = "Twilio is busy, and takes it the second time"
    ERROR = "it is done, and the answer is an error of a server"
    CUT = "it is done, and the connection is cut before the answer"
    CUT_DELETE = "the same to a deletion"
    HALF = "it is done, and half of the answer comes"
    LOST = "it never arrives"


class Verb(Enum):
    """What an operator did."""

    CREATE = "asked for a domain"
    UPDATE = "changed it"
    TOGGLE = "switched what was on off, and what was off on"
    DISABLE = "took it out of service"
    ENABLE = "put it back into service"
    DELETE = "deleted it"
    UNDO = "put back what an act had done"
    ACCESS = "made lists and mapped them to it, or mapped those that were there"
    LOOK = "looked at all that Twilio holds"
    ELSEWHERE = "changed it past the dashboard"
    BY_HAND = "mapped a list to it past the dashboard"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that an operator did to the domain that is called `name`."""

    verb: Verb = Verb.CREATE
    operator: str
    name: str
    asked: dict[str, Any]
    access: Access | None = None
    reason: str = ""
    weather: Weather = Weather.FAIR
    act: uuid.UUID
    undoes: uuid.UUID | None = None


def new_id(random: Random) -> uuid.UUID:
    """Return a number for an act, the same in every telling."""
    return uuid.UUID(int=random.getrandbits(128), version=4)
