"""How Twilio reads the text of a parameter: each returns the value to be stored, or refuses the text."""

import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address

from .refusals import Refusal, invalid, known

FRIENDLY_NAME_LIMIT = 64
NO_SUCH_TRUNK = "BY" + "0" * 32
"""Well formed, and yet no trunk: for trying what happens when the trunk is gone or another account's."""

A_PASSWORD = "Strong-enough-1"  # noqa: S105  (nobody's: it stands for those that may not be written down)
"""One that is taken."""

_ALL_BITS = 32
_USERNAME_LIMIT = 32
_PASSWORD_LEAST = 12
_SUFFIX = ".sip.twilio.com"
_NAME_LIMIT = 253
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_URL = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?", re.IGNORECASE)


def domain_name(text: str) -> str:
    """Read a full name such as `example.sip.twilio.com`, and keep its case.

    https://www.twilio.com/docs/voice/sip/api/sip-domain-resource names the characters and the ending; for lengths and
    hyphens at the ends of labels it says nothing, so DNS decides.
    """
    labels = text[: -len(_SUFFIX)].split(".")
    if (
        not text.lower().endswith(_SUFFIX)
        or len(text) > _NAME_LIMIT
        or not all(_LABEL.fullmatch(label) for label in labels)
    ):
        raise invalid("Invalid Domain Name")
    return text


def parent_of(name: str) -> str | None:
    """Return the name of the domain that `name` is a subdomain of, if it is one."""
    parent = name.partition(".")[2]
    return parent if parent.lower().endswith(_SUFFIX) else None


def friendly_name(text: str) -> str:
    """Read a description."""
    if len(text) > FRIENDLY_NAME_LIMIT or "\0" in text:
        raise Refusal(400, 20002, "Invalid FriendlyName")
    return text


def name(limit: int, code: int) -> Callable[[str], str]:
    """Return what reads the name that a list or an address must have, and refuses with `code`.

    Which code Twilio gives to a name that is missing or too long is not known: this is the one of its kind.
    """

    def read(text: str) -> str:
        if not 1 <= len(text) <= limit or "\0" in text:
            raise Refusal(400, code, f"FriendlyName must be between 1 and {limit} characters")
        return text

    return read


def ip_address(text: str) -> str:
    """Read one IPv4 address, in full. Loopback and host bits are taken: Twilio does not question them."""
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        raise known(21238, {"IpAddress": text}) from None


def prefix_length(text: str) -> int:
    """Read how many bits count. Twilio takes 0 and stores 32: what was to be the whole world is one address."""
    if not re.fullmatch("[0-9]{1,2}", text) or int(text) > _ALL_BITS:
        raise Refusal(400, 21238, f"Invalid CidrPrefixLength: {text}")
    return int(text) or _ALL_BITS


def username(text: str) -> str:
    """Read whom a phone or PBX says it is. Twilio names no characters: what can be seen is taken, blanks are not."""
    if not 1 <= len(text) <= _USERNAME_LIMIT:
        raise Refusal(400, 21240, f"Username must be between 1 and {_USERNAME_LIMIT} characters")
    if not text.isprintable() or " " in text:
        raise Refusal(400, 21243, "Invalid Username")
    return text


def password(text: str) -> None:
    """Look whether a password is strong enough, and return nothing of it."""
    if len(text) < _PASSWORD_LEAST or not all(re.search(kind, text) for kind in ("[0-9]", "[a-z]", "[A-Z]")):
        raise Refusal(
            400, 21240, f"Password must be at least {_PASSWORD_LEAST} characters, with a digit and mixed case"
        )


def url(text: str) -> str:
    """Read the absolute URL of a webhook. What follows `#` overrides Twilio's time-outs, and is kept."""
    if not _URL.fullmatch(text) or not text.isprintable():
        raise invalid(f"Invalid URL: {text}")
    return text


def method(text: str) -> str:
    """Read the verb that a webhook is called with."""
    if text.upper() not in ("GET", "POST"):
        raise invalid(f"Invalid HTTP method: {text}")
    return text.upper()


def flag(text: str) -> bool:
    """Read `true` or `false`, in any case."""
    if text.lower() not in ("true", "false"):
        raise invalid(f"Invalid boolean: {text}")
    return text.lower() == "true"


def byoc_trunk_sid(text: str) -> str:
    """Read the SID of a trunk. Every well-formed one is the account's, but for NO_SUCH_TRUNK."""
    if not _is_sid("BY", text) or text == NO_SUCH_TRUNK:
        raise Refusal(400, 21300, f"Invalid BYOC Trunk SID: {text}")
    return text


def sid(prefix: str) -> Callable[[str], str]:
    """Return what reads the SIDs that begin with `prefix`."""

    def read(text: str) -> str:
        if not _is_sid(prefix, text):
            raise invalid(f"Invalid SID: {text}")
        return text

    return read


def _is_sid(prefix: str, text: str) -> bool:
    return re.fullmatch(prefix + "[0-9a-fA-F]{32}", text) is not None
