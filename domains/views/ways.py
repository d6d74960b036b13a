"""Ways out of a page that leads nowhere."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that somebody was on; empty when there was none, or the browser does not say."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    if parts.path in {request.path, reverse("login"), ""} or not parts.netloc:
        return ""
    if parts.path.startswith("//"):  # as an address of its own that is another site
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def way_up(path: str) -> str:
    """Return the address of the nearest page above: a change for what one presses on its page, else the overview."""
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            if resolve(path).url_name != "sandbox-door":  # it takes every address, and speaks to no people
                return path
        except Resolver404:
            continue
    return path


def is_a_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks for a part of a page, and no person for a whole one."""
    return "X-Fragment" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"
