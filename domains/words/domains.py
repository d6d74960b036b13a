"""What is said of SIP domains alone: their names stay locked, and they can be taken out of service."""

from dataclasses import replace

from ..models import Change
from ..models.domains import LOCK
from .actions import DELETE, UPDATE, Kind

_GONE = f"There is nothing left to change; the name may stay locked for up to {LOCK.days} days."
_UPDATE = replace(UPDATE, nothing_left=_GONE)

_DELETE = replace(
    DELETE,
    nothing_left=_GONE,
    afterwards="Its name may be locked until {free}.",
    lost=(
        DELETE.lost[0],
        "Its mappings to access lists: the new domain takes no calls until lists are mapped to it again.",
        "The registrations of phones: they must register again.",
        *DELETE.lost[1:],
    ),
)

DOMAINS = Kind(
    {
        Change.Action.UPDATE: _UPDATE,
        Change.Action.DELETE: _DELETE,
        Change.Purpose.DISABLE: replace(_UPDATE, done="disabled", doing="is disabling {key}"),
        Change.Purpose.ENABLE: replace(_UPDATE, done="enabled", doing="is enabling {key}"),
    }
)
