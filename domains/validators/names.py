"""Names of SIP domains."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError

DOMAIN_SUFFIX = ".sip.twilio.com"
LABEL_LIMIT = 63
HOST_LIMIT = 253

_PASTED_PREFIX = re.compile(r"(?:sips?:|https?://)", re.IGNORECASE)
_LOCALIZED = re.compile(r"(?P<name>.+)\.sip\.(?P<edge>[a-z0-9-]+)\.twilio\.com")


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
    if name not in (DOMAIN_SUFFIX, DOMAIN_SUFFIX[1:]):
        _validate_labels(name)
    _validate_suffix(name)


def _validate_labels(name: str) -> None:
    for label in name.split("."):
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
    own = name.removesuffix(DOMAIN_SUFFIX)
    if own.endswith(DOMAIN_SUFFIX):
        raise ValidationError(f"Domain name must end with {DOMAIN_SUFFIX} once: enter {own}.", code="domain_name")
    if own not in (name, ""):
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
    elif re.fullmatch(r"[^.]+\.[^.]+", name) and name != "twilio.com":
        sentence = (
            f"Domain name must end with {DOMAIN_SUFFIX}, and “{name}” does not: enter {name.partition('.')[0]}"
            f"{DOMAIN_SUFFIX}, or {name}{DOMAIN_SUFFIX} for a domain below {parent_domain(name + DOMAIN_SUFFIX)}."
        )
    else:
        own = name.removesuffix(".twilio.com").split(".")[0]
        sentence = (
            f"Domain name must end with {DOMAIN_SUFFIX}, and “{name}” is a host elsewhere: enter "
            f"{own or 'acme'}{DOMAIN_SUFFIX}."
        )
    raise ValidationError(sentence, code="domain_name")
