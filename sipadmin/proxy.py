"""Where a request came from."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: behind our own proxy (`HTTPS` on), the last one that the proxy noted.

    Some proxies note the port as well. What is no address is not believed: the failed sign-ins of all would then be
    counted apart.
    """
    noted = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    last = noted.rpartition(",")[2].strip()
    bare = re.sub(r"^\[(.*)\](?::\d+)?$|^([^:]*):\d+$", r"\1\2", last)
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
