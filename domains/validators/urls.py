"""URLs that Twilio calls."""

import ipaddress
import re
from collections.abc import Callable

from django.core.exceptions import ValidationError

from .names import HOST_LIMIT
from .sentences import about_it

URL_LIMIT = 2048
PORT_LIMIT = 65535

_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


def validate_webhook_url(url: str) -> None:
    """Raise ValidationError unless `url` is an absolute http(s) URL that can be called.

    It is only looked at, never rewritten: a `#…` fragment carries Twilio's connection overrides, and user info the
    credentials of the webhook (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
    """
    if len(url) > URL_LIMIT:
        raise _bad_url(f"must be {URL_LIMIT:,} characters or fewer: it has {len(url):,}.")
    if _UNPRINTABLE.search(url) or not url.isprintable():
        raise _bad_url("must not have spaces, line breaks or control characters: write a space as %20.")
    scheme, separator, rest = url.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        raise _bad_url("must begin with https:// (or http://): enter the whole address.")
    if scheme.lower() not in ("http", "https"):
        raise _bad_url(f"must begin with https:// or http://, which Twilio can call: it begins with {scheme}://.")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    location = authority.rpartition("@")[2]
    host, port = _split_port(location)
    if "\\" in authority:  # some read it as a slash, and so another host
        raise _bad_url("must not have a backslash in its host or user info.")
    if not host:
        raise _bad_url("must name a host after https://, for example https://voice.example.com/calls.")
    if not _is_host(host):
        raise _bad_url(f"must name a host that can exist: “{host}” is no host name or IP address.")
    if port is not None and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= PORT_LIMIT):
        raise _bad_url(f"must have a port from 1 to 65535, or none: “{port}” is not one.")


def _bad_url(rest: str) -> ValidationError:
    return about_it("URL", rest, code="url")


def _split_port(location: str) -> tuple[str, str | None]:
    """Split `host[:port]`; an IPv6 address stands in brackets, which are kept."""
    bracketed = re.fullmatch(r"(\[[^\]]*\])(?::(.*))?", location)
    if bracketed:
        return bracketed[1], bracketed[2]
    host, colon, port = location.partition(":")
    return host, port if colon else None


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_address(ipaddress.IPv6Address, host[1:-1])
    labels = host.removesuffix(".").split(".")
    if labels[-1].isdigit():
        return _is_address(ipaddress.IPv4Address, host)
    return len(host) <= HOST_LIMIT and all(_HOST_LABEL.fullmatch(label) for label in labels)


def _is_address(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True
