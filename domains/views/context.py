"""What every page shows."""

from typing import Any, NamedTuple

from django.http import HttpRequest

from ..models import Change
from ..sandbox import weather
from .accounts import account_of

WEATHERED = ("overview", "domain-new", "domain-edit", "sandbox-page", "sandbox-weather")
"""The pages that tell of bad weather: where somebody begins, sends, and sets it. Lists need not ask for it."""


class Frame(NamedTuple):
    """What stands at the top of each page: who is signed in, and which account all of it is about."""

    username: str
    is_staff: bool
    is_superuser: bool
    is_sandbox: bool
    name: str
    region: str
    sid: str
    unknown: int
    bad_weather: bool


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
    frame = Frame(
        username=user.get_username(),
        is_staff=user.is_staff,
        is_superuser=user.is_superuser,
        is_sandbox=account.is_sandbox,
        name=account.name,
        region=account.region,
        sid=account.sid,
        unknown=unknown,
        bad_weather=is_told and weather.in_force().exists(),
    )
    return {"connection": account, "unknown": unknown, "frame": frame}
