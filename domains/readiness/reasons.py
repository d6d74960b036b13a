"""What stands in the way of one domain, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum

from ..guide.sources import Source
from .grounds import GROUNDS, Code, Standing
from .snapshots import Purpose


class Act(StrEnum):
    """What mends: pages make a button of each, and what it needs is in its `Mend`."""

    CREATE_AGAIN = "create-again"
    ENABLE = "enable"
    MAP_LIST = "map-list"  # for `purpose`; `sid` if it is known which
    UNMAP_LISTS = "unmap-lists"  # that are mapped for `purpose`
    REPLACE_LISTS = "replace-lists"  # map the credential list `sid` for `purpose`, then unmap its IP lists
    ADD_ENTRY = "add-entry"  # to the list `sid`
    NARROW_LIST = "narrow-list"  # remove from the IP list `sid` what lets in everybody
    SET_PARAMETER = "set-parameter"  # `parameter`, in the form of the domain
    TURN_ON = "turn-on"  # `parameter`
    TURN_OFF = "turn-off"  # `parameter`
    ROTATE = "rotate"  # the password of the credential `sid`, or of somebody on the credential list `sid`
    COMPARE = "compare"  # what was asked with what is there
    REFRESH = "refresh"  # everything, or only the list or number `sid`


@dataclass(frozen=True)
class Mend:
    """What mends a reason, and what that needs: which are not blank is told by the act."""

    act: Act
    purpose: Purpose | None = None
    sid: str = ""
    parameter: str = ""


_PLACES = {one: place for place, one in enumerate(Code)}


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way of this very domain; `about` tells one from others with its code."""

    code: Code
    standing: Standing
    sentence: str
    mend: Mend
    source: Source
    """Where Twilio says so."""
    about: str = ""

    @property
    def matters(self) -> str:
        """Why it matters."""
        return GROUNDS[self.code].matters

    @property
    def remedy(self) -> str:
        """What the mend does, as one asks for it."""
        return GROUNDS[self.code].remedy

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it is told among others: the worst first, and no two at one place."""
        return self.standing.rank, _PLACES[self.code], self.about


def reason(
    code: Code,
    sentence: str,
    mend: Mend,
    *,
    about: str = "",
    source: Source | None = None,
) -> Reason:
    """Return a reason that makes of the domain what its code says, and rests on its source unless told otherwise."""
    ground = GROUNDS[code]
    return Reason(code, ground.standing, sentence, mend, source or ground.source, about)
