"""Hosts that Twilio cannot reach, or that nobody answers at."""

import ipaddress
from urllib.parse import urlsplit

INSIDE = ("localhost", "local", "internal", "test")
"""Last parts of names that no public name server knows."""


def is_inside(url: str) -> bool:
    """Whether the host of `url` is one of a network of one’s own. Without a host there is nothing to judge."""
    host = _host_of(url)
    try:
        return bool(host) and not ipaddress.ip_address(host).is_global
    except ValueError:  # a name
        return "." not in host or host.rpartition(".")[2] in INSIDE


EXAMPLES = ("example", "example.com", "example.net", "example.org")
"""The domains that are nobody’s, for documentation (RFC 2606)."""


def is_example(url: str) -> bool:
    """Whether `url` still is what an example showed."""
    host = _host_of(url)
    return any(host == name or host.endswith(f".{name}") for name in EXAMPLES)


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
