"""What every page shows."""

from typing import Any

from django.http import HttpRequest

from ..models import Change
from .accounts import account_of


def connection(request: HttpRequest) -> dict[str, Any]:
    """Return the account that is administered and how many outcomes are unknown, for those who are signed in.

    An error page may come before anybody was asked who they are.
    """
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return {}
    unknown = Change.objects.visible_to(user).filter(state=Change.State.UNKNOWN).count()
    return {"connection": account_of(request), "unknown": unknown}
