"""What was begun and did not come to its end: how much of it is left, and why that is not sent, where it is not."""

from dataclasses import dataclass

from ..models import Doing, SipDomain
from .doings import progress_of
from .explanations import Viewer
from .overtaking import SERVICE, STALE, begun, is_kept_by_disabling, standstill


@dataclass(frozen=True)
class Interrupted:
    """A doing that was begun. `left` counts the steps to be taken, `stop` says why none is sent as things stand.

    With none left it is only the domain that was not read again. What waits for enabling can go on after it.
    """

    doing: Doing
    left: int
    stop: str = ""
    waits_for_enabling: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether the lists are to be chosen again."""
        return self.stop == STALE


def how_far(doing: Doing) -> Interrupted:
    """Return how far a doing has come that was begun."""
    left = sum(not one.is_done for one in progress_of(doing))
    return Interrupted(doing, left, standstill(doing) if left else "", is_kept_by_disabling(doing))


def interrupted(domain: SipDomain, viewer: Viewer) -> list[Interrupted]:
    """Return what was begun with `domain` and did not come to its end.

    What was to go along with a change of the domain is none where the domain stands otherwise by now, as its page says.
    """
    found = [how_far(one) for one in begun(viewer).filter(domain=domain)]
    return [one for one in found if not one.stop or one.doing.word not in SERVICE]
