"""How domains stand, as lists and the overview show it: a shape and a word or two."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from .. import services
from ..forms.list_filters import STANDINGS
from ..models.domains import SipDomainQuerySet
from ..readiness import Judgement, Standing
from .judgements import SHAPES
from .lists import Lists


class Shown(NamedTuple):
    """How a domain stands with one purpose."""

    shape: str
    words: str


Standings = tuple[Shown, Shown]
"""How a domain stands with calls, and with registration."""

UNJUDGED: Standings = (Shown("", ""), Shown("", ""))
"""For lists that show nothing of it."""


def standings_of(domains: SipDomainQuerySet) -> dict[str, Standings]:
    """Return how each of these domains stands, by its SID."""
    return {sid: (_shown(both.calls), _shown(both.registration)) for sid, both in services.verdicts(domains).items()}


def _shown(one: Judgement) -> Shown:
    return Shown(SHAPES[one.standing], one.words)


@dataclass(frozen=True)
class Count:
    """How many domains of an account stand in one way with calls, and where they are listed."""

    standing: str
    shape: str
    number: int
    words: str
    href: str


def counted(domains: SipDomainQuerySet, lists: Lists) -> list[Count]:
    """Return how many of these domains stand in each way with calls, the worst first; ways that none stands in too."""
    numbers = Counter(both.calls.standing for both in services.verdicts(domains).values())
    return [
        Count(str(one), SHAPES[one], numbers[one], _words(one, numbers[one]), lists.domains(calls=word))
        for word, one in STANDINGS.items()
    ]


def _words(standing: Standing, number: int) -> str:
    """Return what is said of so many: `take calls`, `blocked`."""
    match standing:
        case Standing.READY:
            return "takes calls" if number == 1 else "take calls"
        case Standing.NOT_WANTED:
            return "disabled"
    return standing.replace("-", " ")
