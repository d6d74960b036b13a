"""Addresses on IP access control lists."""

import ipaddress
import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError

HALVES = ("0.0.0.0/1", "128.0.0.0/1")
"""The two networks that are all of IPv4 together, which Twilio takes one by one."""

WIDE = 2**24
"""How many addresses are too many to know who they are: those of a /8, one in 256 of all there are."""

WIDEST_PRIVATE = 8
"""The prefix length of the widest network that is private, 10.0.0.0/8: what is wider reaches beyond it."""

_PASTED_PREFIX = re.compile(r"(?:sips?:|https?://)", re.IGNORECASE)
_EXAMPLE = "four numbers from 0 to 255 with dots between them, for example 8.8.4.4"


def split_address(text: str) -> tuple[str, str]:
    """Return the address and the prefix length that `text` stands for: `192.0.2.1/24` is pasted in one.

    Both are trimmed and may still be wrong; without a slash, the prefix length is blank.
    """
    address = _PASTED_PREFIX.sub("", text.strip(), count=1)
    address, _, prefix = address.partition("/")
    return address.strip(), prefix.strip()


def validate_ip_address(address: str) -> None:
    """Raise ValidationError unless Twilio could take `address`: IPv4, all four numbers.

    https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
    """
    try:
        ipaddress.IPv4Address(address)
    except ValueError:
        raise ValidationError(f"IP address {_what_to_do(address)}", code="ip_address") from None


def _what_to_do(address: str) -> str:
    found = next((sentence for broken, sentence in _ADDRESS_RULES if broken(address)), "")
    if found:
        return found
    odd = next((number for number in address.split(".") if not _is_byte(number)), "")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+){3}", address):
        return f"must have numbers from 0 to 255 without zeros before them: change “{odd[:20]}”."
    return f"must be {_EXAMPLE}."


def _is_byte(number: str) -> bool:
    return number.isdecimal() and len(number) <= len("255") and number == str(int(number)) and int(number) < 2**8


_ADDRESS_RULES: tuple[tuple[Callable[[str], object], str], ...] = (
    (
        lambda address: "/" in address,
        "must stand without its prefix length: enter what follows the slash as the prefix length.",
    ),
    (
        lambda address: re.fullmatch(r"[^:]*\.[^:]*:[0-9]*", address),
        "must not have a port: enter only what stands before the colon.",
    ),
    (
        lambda address: ":" in address,
        f"must be IPv4, and Twilio takes no IPv6 here: enter {_EXAMPLE}.",
    ),
    (
        lambda address: re.fullmatch(r"[0-9.]+[*xX][0-9.*xX]*", address),
        "must have no wildcard: enter the first address of the network, and say how wide it is by prefix length.",
    ),
    (
        lambda address: re.fullmatch(r"[0-9.]+\s*[-–]\s*[0-9.]+", address),
        "must be one address and not a range: enter its networks one by one, each with a prefix length.",
    ),
    (
        lambda address: re.search(r"[a-z]", address, re.IGNORECASE),
        "must not be a name: find out the public address that calls come from, and enter that.",
    ),
)


def validate_prefix_length(prefix: int) -> None:
    """Raise ValidationError unless Twilio stores the prefix length as it is meant.

    It takes 0 and stores 32, and says nothing: https://github.com/twilio/terraform-provider-twilio/issues/137
    """
    if prefix == 0:
        raise ValidationError(
            "Prefix length must be from 1 to 32: Twilio stores /0 as /32, and so lets in the one address alone. Enter "
            f"the networks that calls come from. (Whoever wants to let in the whole Internet has to enter {HALVES[0]} "
            f"and {HALVES[1]}.)",
            code="prefix_length",
        )
    if not 0 < prefix <= ipaddress.IPV4LENGTH:
        raise ValidationError(
            f"Prefix length must be from 1 to 32, and {prefix} is not: 32 lets in one address, 24 a network of 256.",
            code="prefix_length",
        )


def network_of(address: str, prefix: int) -> ipaddress.IPv4Network:
    """Return the addresses that are let in by an entry that passed the validators, whatever its host bits."""
    return ipaddress.IPv4Network((address, prefix), strict=False)


def is_off_the_internet(network: ipaddress.IPv4Network) -> bool:
    """Whether no call from the Internet ever comes from this network: private, loopback, kept for examples."""
    return network.prefixlen >= WIDEST_PRIVATE and not network.is_global


def is_wide_open(networks: Iterable[ipaddress.IPv4Network]) -> bool:
    """Whether these networks together let in more than anybody can know, however they are cut into pieces."""
    return sum(network.num_addresses for network in ipaddress.collapse_addresses(networks)) > WIDE
