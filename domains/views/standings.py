"""How domains stand, as lists and the overview show it: a shape and a word or two."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .. import services
from ..forms.list_filters import STANDINGS
from ..models import Account
from ..models.domains import SipDomainQuerySet
from ..readiness import Standing
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


def standings_of(
    domains: Iterable[tuple[int, str]], *, accounts: Mapping[int, Account] | None = None
) -> dict[str, Standings]:
    """Return how each of these domains stands, by its SID; see `services.standings`."""
    found = services.standings(domains, accounts=accounts)
    return {sid: (_shown(both.calls), _shown(both.registration)) for sid, both in found.items()}


def _shown(one: services.Stand) -> Shown:
    return Shown(SHAPES[one.standing], one.words)


@dataclass(frozen=True)
class Count:
    """How many domains of an account stand in one way with calls, and where they are listed."""

    standing: str
    shape: str
    number: int
    words: str
    href: str


@dataclass(frozen=True)
class Counts:
    """How many domains of an account stand in each way with calls, and on how many phones cannot register."""

    calls: list[Count]
    unregistered: Count


def counted(domains: SipDomainQuerySet, lists: Lists, *, accounts: Mapping[int, Account]) -> Counts:
    """Return how many of these domains stand in each way with calls, the worst first; ways that none stands in too.

    `accounts` were read before.
    """
    found = services.standings(domains.values_list("account_id", "sid"), accounts=accounts).values()
    numbers = Counter(both.calls.standing for both in found)
    calls = [
        Count(str(one), SHAPES[one], numbers[one], _words(one, numbers[one]), lists.domains(calls=word))
        for word, one in STANDINGS.items()
    ]
    refused = sum(both.registration.standing == Standing.BLOCKED for both in found)
    where = lists.domains(phones="blocked")
    shape = SHAPES[Standing.BLOCKED]
    return Counts(calls, Count(str(Standing.BLOCKED), shape, refused, "phones cannot register", where))


def _words(standing: Standing, number: int) -> str:
    """Return what is said of so many: `take calls`, `blocked`."""
    match standing:
        case Standing.READY:
            return "takes calls" if number == 1 else "take calls"
        case Standing.NOT_WANTED:
            return "disabled"
    return standing.replace("-", " ")
