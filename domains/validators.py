"""What may be sent to Twilio: pure functions that repair or refuse one typed value.

Every refusal is one sentence that says what to do. The rules are those of
https://www.twilio.com/docs/voice/sip/api/sip-domain-resource, completed where Twilio is silent by what a host name (RFC
1123) and a URL (RFC 3986) can be.
"""

import ipaddress
import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible

DOMAIN_SUFFIX = ".sip.twilio.com"
LABEL_LIMIT = 63
HOST_LIMIT = 253
URL_LIMIT = 2048
PORT_LIMIT = 65535

_PASTED_PREFIX = re.compile(r"(?:sips?:|https?://)", re.IGNORECASE)
_LOCALIZED = re.compile(r"(?P<name>.+)\.sip\.(?P<edge>[a-z0-9-]+)\.twilio\.com")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)


def normalize_domain_name(text: str) -> str:
    """Return the name that `text` stands for: trimmed, lower-cased, without a pasted prefix or one trailing dot.

    A bare label is completed with `.sip.twilio.com`. Only ASCII letters are lower-cased: elsewhere lower-casing can
    turn a foreign character into a plain one (the Kelvin sign becomes `k`), and so hide it from the validator.
    """
    name = re.sub("[A-Z]+", lambda capitals: capitals[0].lower(), text.strip())
    name = _PASTED_PREFIX.sub("", name, count=1) if _PASTED_PREFIX.match(name) else name
    name = name.removesuffix(".")
    if name and not re.search(r"[.@:/?#]", name):
        name += DOMAIN_SUFFIX
    return name


def parent_domain(name: str) -> str | None:
    """Return the domain that must exist before `name` can, or None when `name` has a single label of its own.

    Twilio takes `a.b.sip.twilio.com` only when `b.sip.twilio.com` belongs to the same account or to its parent:
    https://www.twilio.com/docs/voice/api/sending-sip
    """
    _, dot, rest = name.removesuffix(DOMAIN_SUFFIX).partition(".")
    return rest + DOMAIN_SUFFIX if dot else None


def validate_domain_name(name: str) -> None:
    """Raise ValidationError unless Twilio could take `name` (already normalized) as a SIP domain's name."""
    for broken, sentence in _NAME_RULES:
        if broken(name):
            raise ValidationError(sentence, code="domain_name")
    _validate_suffix(name)
    own = name.removesuffix(DOMAIN_SUFFIX)
    for label in own.split("."):
        if not label:
            raise ValidationError("Domain name must not have an empty part: remove the extra dot.", code="domain_name")
        if label.startswith("-") or label.endswith("-"):
            raise ValidationError(
                f"Domain name must not have a part that begins or ends with a hyphen: change “{label}”.",
                code="domain_name",
            )
        if len(label) > LABEL_LIMIT:
            raise ValidationError(
                f"Domain name must have parts of {LABEL_LIMIT} characters or fewer: one of them has {len(label)}.",
                code="domain_name",
            )
    if len(name) > HOST_LIMIT:
        raise ValidationError(
            f"Domain name must be {HOST_LIMIT} characters or fewer: it has {len(name)}.", code="domain_name"
        )


_NAME_RULES: tuple[tuple[Callable[[str], object], str], ...] = (
    (
        lambda name: "@" in name,
        "Domain name must not have a user part: enter only what stands after the @.",
    ),
    (
        lambda name: re.search(r"[/?#\\]", name),
        "Domain name must not have a path: enter only what stands before the first slash, ? or #.",
    ),
    (
        lambda name: ":" in name,
        "Domain name must not have a port: enter only what stands before the colon.",
    ),
    (
        lambda name: re.search(r"\s", name),
        "Domain name must not have a space in it: use a hyphen instead.",
    ),
    (
        lambda name: "_" in name,
        "Domain name must not have an underscore: use a hyphen instead.",
    ),
    (
        lambda name: not name.isascii(),
        "Domain name must be written in the letters a to z, digits and hyphens: replace accented and other letters.",
    ),
    (
        lambda name: re.search(r"[^a-z0-9.-]", name),
        "Domain name must have only letters, digits and hyphens, with dots between its parts.",
    ),
)


def _validate_suffix(name: str) -> None:
    if name.endswith(DOMAIN_SUFFIX) and name != DOMAIN_SUFFIX:
        return
    localized = _LOCALIZED.fullmatch(name)
    if name in (DOMAIN_SUFFIX, DOMAIN_SUFFIX[1:]):
        sentence = f"Enter a name of your own before {DOMAIN_SUFFIX}, for example acme{DOMAIN_SUFFIX}."
    elif localized:
        sentence = (
            f"“{name}” is the localized address that calls take through “{localized['edge']}”, and Twilio makes it for "
            f"every domain by itself: enter {localized['name']}{DOMAIN_SUFFIX}."
        )
    elif name.endswith(".pstn.twilio.com"):
        sentence = (
            f"“{name}” is the address of an Elastic SIP trunk, which is another product: for a SIP domain enter "
            f"{name.removesuffix('.pstn.twilio.com')}{DOMAIN_SUFFIX}."
        )
    elif name.endswith("-sip.twilio.com"):
        sentence = (
            f"Domain name must end with {DOMAIN_SUFFIX}, with a dot before “sip”: enter "
            f"{name.removesuffix('-sip.twilio.com')}{DOMAIN_SUFFIX}."
        )
    else:
        own = name.removesuffix(".twilio.com").strip(".").split(".")[0]
        sentence = (
            f"Domain name must end with {DOMAIN_SUFFIX}, and “{name}” is a host elsewhere: enter "
            f"{own or 'acme'}{DOMAIN_SUFFIX}."
        )
    raise ValidationError(sentence, code="domain_name")


def validate_webhook_url(url: str) -> None:
    """Raise ValidationError unless `url` is an absolute http(s) URL that can be called.

    It is only looked at, never rewritten: a `#…` fragment carries Twilio's connection overrides, and user info the
    credentials of the webhook (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
    """
    if len(url) > URL_LIMIT:
        raise _bad_url(f"must be {URL_LIMIT:,} characters or fewer: it has {len(url):,}.")
    if _UNPRINTABLE.search(url):
        raise _bad_url("must not have spaces, line breaks or control characters: write a space as %20.")
    scheme, separator, rest = url.partition("://")
    if not separator or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        raise _bad_url("must begin with https:// (or http://): enter the whole address.")
    if scheme.lower() not in ("http", "https"):
        raise _bad_url(f"must begin with https:// or http://, which Twilio can call: it begins with {scheme}://.")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    location = authority.rpartition("@")[2]
    host, port = _split_port(location)
    if not host:
        raise _bad_url("must name a host after https://, for example https://voice.example.com/calls.")
    if not _is_host(host):
        raise _bad_url(f"must name a host that can exist: “{host}” is no host name or IP address.")
    if port is not None and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= PORT_LIMIT):
        raise _bad_url(f"must have a port from 1 to 65535, or none: “{port}” is not one.")


def _bad_url(rest: str) -> ValidationError:
    return _about_it("URL", rest, code="url")


def _about_it(it: str, rest: str, *, code: str) -> ValidationError:
    """Return an error whose sentence begins with `it`: a form puts the field's own label there (`params["it"]`)."""
    return ValidationError("%(it)s %(rest)s", code=code, params={"it": it, "rest": rest})


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


SID_KINDS = {
    "AC": "an account",
    "AD": "an address",
    "AL": "an IP access control list",
    "AP": "a TwiML application",
    "BY": "a BYOC trunk",
    "CA": "a call",
    "CL": "a credential list",
    "CR": "a credential",
    "PN": "a phone number",
    "SD": "a SIP domain",
    "SK": "an API key",
    "TK": "an Elastic SIP trunk",
}
_SID = re.compile(r"[0-9a-fA-F]{32}")


@deconstructible
class SidValidator:
    """Refuses what is not the SID of one kind of resource: two capitals and 32 hexadecimal digits."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SidValidator) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)

    def __call__(self, value: str) -> None:
        prefix, rest = value[:2], value[2:]
        if prefix == self.prefix and _SID.fullmatch(rest):
            return
        raise _about_it("SID", self._what_to_do(value, prefix, rest), code="sid")

    def _what_to_do(self, value: str, prefix: str, rest: str) -> str:
        rule = f"must be {self.prefix} and 32 hexadecimal digits"
        whose = SID_KINDS[self.prefix]
        if _SID.fullmatch(rest) and prefix.upper() == self.prefix:
            return f"{rule}: write {self.prefix} in capitals."
        if _SID.fullmatch(rest) and prefix.upper() in SID_KINDS:
            return f"{rule}: this is the SID of {SID_KINDS[prefix.upper()]}, enter that of {whose}."
        if re.fullmatch(r"\+?[\d\s().-]{6,}", value):
            return (
                f"SID {rule}: this looks like a phone number, enter the SID of {whose}, which Twilio’s Console shows."
            )
        if prefix == self.prefix and re.fullmatch(r"[0-9a-fA-F]*", rest):
            return f"{rule}: this one has {len(rest)} digits after {self.prefix}."
        return f"{rule}: enter the SID of {whose}."
