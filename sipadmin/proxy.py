"""Where a request came from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: behind our own proxy (`HTTPS` on), the last one that the proxy noted."""
    noted = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return noted.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
