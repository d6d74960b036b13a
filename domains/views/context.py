"""What every page shows."""

from typing import Any

from django.http import HttpRequest

from ..services import current_account


def connection(request: HttpRequest) -> dict[str, Any]:
    """Return the account that is administered, for those who are signed in.

    An error page may come before anybody was asked who they are.
    """
    user = getattr(request, "user", None)
    return {"connection": current_account()} if user and user.is_authenticated else {}
