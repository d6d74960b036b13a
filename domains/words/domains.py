"""What is said of SIP domains alone: their names stay locked, and they can be taken out of service."""

from dataclasses import replace

from ..models import Change
from ..models.domains import LOCK
from .actions import DELETE, UPDATE, Words

_GONE = f"There is nothing left to change; the name may stay locked for up to {LOCK.days} days."
_UPDATE = replace(UPDATE, nothing_left=_GONE)

OF_DOMAINS: dict[str, Words] = {
    Change.Action.UPDATE: _UPDATE,
    Change.Action.DELETE: replace(DELETE, nothing_left=_GONE, afterwards="Its name may be locked until {free}."),
    Change.Purpose.DISABLE: replace(_UPDATE, done="disabled", doing="is disabling {key}"),
    Change.Purpose.ENABLE: replace(_UPDATE, done="enabled", doing="is enabling {key}"),
}
