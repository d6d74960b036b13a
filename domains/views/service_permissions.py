"""Who may take a domain out of service and put it back: lists go along, and moving those takes permissions as well."""

from django.http import HttpRequest

from ..models import MAPPINGS, Change, SipDomain
from ..models.permissions import needed
from ..services import permissions_for, steps_along

_MOVES = {Change.Purpose.DISABLE: Change.Action.DELETE, Change.Purpose.ENABLE: Change.Action.CREATE}
"""What is done with the mappings of a domain by each."""


def may_turn(request: HttpRequest, domain: SipDomain, purpose: str) -> bool:
    """Return whether somebody may disable or enable a domain, as `purpose` says, with all that goes along now.

    The database is asked for what goes along only where that decides it.
    """
    may = request.user.has_perm
    if not may(needed(SipDomain, Change.Action.UPDATE)):
        return False
    if all(may(needed(model, _MOVES[Change.Purpose(purpose)])) for model in MAPPINGS):
        return True
    return all(map(may, permissions_for(steps_along(domain, purpose))))
