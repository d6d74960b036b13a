"""What every page shows."""

from typing import Any

from django.http import HttpRequest

from ..models import Change
from ..sandbox import weather
from .accounts import account_of

WEATHERED = ("overview", "domain-new", "domain-edit", "sandbox-page", "sandbox-weather")
"""The pages that tell of bad weather: where somebody begins, sends, and sets it. Lists need not ask for it."""


def connection(request: HttpRequest) -> dict[str, Any]:
    """Return the account that is administered, how many outcomes are unknown, and whether the sandbox misbehaves.

    It is for those who are signed in. An error page may come before anybody was asked who they are.
    """
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return {}
    unknown = Change.objects.visible_to(user).filter(state=Change.State.UNKNOWN).count()
    account = account_of(request)
    match = request.resolver_match
    is_told = account.is_sandbox and match is not None and match.url_name in WEATHERED
    return {
        "connection": account,
        "unknown": unknown,
        "bad_weather": is_told and weather.in_force().exists(),
    }
