"""What every page shows."""

from typing import Any

from django.http import HttpRequest

from ..services import current_account


def connection(request: HttpRequest) -> dict[str, Any]:
    """Return the account that is administered, for those who are signed in."""
    return {"connection": current_account()} if request.user.is_authenticated else {}
