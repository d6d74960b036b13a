"""What stands between a domain and its calls: pure judgement over what we know, without a request or a write."""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from .models import SipDomain
from .parameters import PARAMETERS, DomainParameters, normalized
from .validators import parent_domain


@dataclass(frozen=True)
class Caution:
    """Something accepted that its operator should know: the parameter it is about, and one sentence."""

    parameter: str
    sentence: str


def cautions(domain: DomainParameters) -> list[Caution]:
    """Return what is likely a mistake in what is to be, or easily becomes one, in the order of the form."""
    parent = parent_domain(domain.domain_name)
    if not parent:
        return standing_cautions(domain)
    needed = Caution("domain_name", f"{parent} must exist already and be yours, or Twilio refuses this name.")
    return [needed, *standing_cautions(domain)]


def standing_cautions(domain: DomainParameters) -> list[Caution]:
    """Return what is likely a mistake in what is at Twilio already, whose name was not refused."""
    found: list[Caution] = []
    if domain.voice_url.lower().startswith("http://"):
        found.append(
            Caution(
                "voice_url", "The voice URL is on plain http: who is calling whom can be read and changed on the way."
            )
        )
    found += _unreachable(domain)
    if domain.voice_fallback_url and not domain.voice_url:
        found.append(
            Caution("voice_fallback_url", "There is a fallback URL but no voice URL that it could stand in for.")
        )
    if domain.emergency_calling_enabled and not domain.emergency_caller_sid:
        found.append(
            Caution(
                "emergency_calling_enabled",
                "Each phone must send a number with a registered emergency address: in the United States and Canada a "
                "call without one costs 75 US dollars.",
            )
        )
    if domain.emergency_caller_sid and not domain.emergency_calling_enabled:
        found.append(
            Caution("emergency_caller_sid", "There is an emergency caller number, but emergency calling is off.")
        )
    return found


def locked_name(gone: SipDomain) -> Caution:
    """Return what to know before the name of a domain that is gone is asked for again."""
    until = timezone.localtime(gone.free_at)
    return Caution(
        "domain_name",
        f"{gone.domain_name} was here before and is gone. Twilio may keep its name locked, for everybody, until "
        f"{until:%Y-%m-%d}: only asking for it tells.",
    )


WEBHOOKS = {
    "voice_url": "voice URL",
    "voice_fallback_url": "voice fallback URL",
    "voice_status_callback_url": "voice status callback URL",
}

INSIDE = ("localhost", "local", "internal", "test")
"""Last parts of names that no public name server knows."""


def _unreachable(domain: DomainParameters) -> Iterator[Caution]:
    """Yield one for every webhook on an address that only a network of one’s own knows."""
    for parameter, name in WEBHOOKS.items():
        if _is_inside(getattr(domain, parameter)):
            yield Caution(parameter, f"The {name} is on a private address: Twilio cannot reach it from the Internet.")


def _is_inside(url: str) -> bool:
    """Whether the host of `url` is one of a network of one’s own. Without a host there is nothing to judge."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        return bool(host) and not ipaddress.ip_address(host).is_global
    except ValueError:  # a name
        return "." not in host or host.rpartition(".")[2] in INSIDE


def takes_calls(auth_types: frozenset[str]) -> bool:
    """Return whether Twilio lets calls in: only with a list mapped that says whose.

    https://www.twilio.com/docs/voice/sip/api/sip-domain-resource: without `auth_type`, no traffic is received.
    """
    return bool(auth_types)


@dataclass(frozen=True)
class Consequence:
    """What stops when a domain is changed: the parameter that does it, what stops, and what somebody agrees to.

    `code` tells one from others, so that what was agreed to is known again.
    """

    code: str
    parameter: str
    sentence: str
    knowing: str


def consequences(before: DomainParameters, asked: Mapping[str, Any]) -> list[Consequence]:
    """Return what stops when `asked` is done to the domain `before`, in the order of the parameters.

    Sources: https://www.twilio.com/docs/voice/api/secure-media, https://www.twilio.com/docs/voice/api/sip-registration
    and https://www.twilio.com/docs/voice/sip/emergency-calling.
    """
    changed = [
        name
        for name in PARAMETERS
        if name in asked and normalized(name, asked[name]) != normalized(name, getattr(before, name))
    ]
    judged = (_what_stops(before.domain_name, name, asked[name]) for name in changed)
    return [found for found in judged if found]


def _what_stops(name: str, parameter: str, value: object) -> Consequence | None:
    """Judge one parameter, which becomes `value`, of the domain `name`."""
    match parameter, value or None:
        case "domain_name", other:
            code, knowing = "renamed", f"calls to {name} stop"
            sentence = (
                f"Calls to {name} stop: phones and PBXs reach the domain as {other} only, and register there. The old "
                "name may be locked for up to 30 days, so it cannot be counted on to come back."
            )
        case "voice_url", None:
            code, knowing = "unanswered", "calls have no instructions then, and fail"
            sentence = "Without a voice URL, calls that are let in have no instructions and fail."
        case "sip_registration", None:
            code, knowing = "unregistered", "calls to registered phones stop"
            sentence = (
                "With SIP registration off, no phone can register, and those that are registered cannot renew it, "
                "which is due within the hour: calls to them stop."
            )
        case "emergency_calling_enabled", None:
            code, knowing = "no-emergency", "nobody can call emergency services through it"
            sentence = "With emergency calling off, Twilio takes no emergency call from the domain’s phones."
        case "secure", None:
            code, knowing = "unsecured", "calls with SRTP are refused"
            sentence = (
                "With secure media off, every call with SRTP is refused: phones that encrypt their calls are cut off "
                "until they are set up anew."
            )
        case "secure", _:
            code, knowing = "secured", "calls without TLS and SRTP are refused"
            sentence = (
                "With secure media on, every call without TLS and SRTP is refused, and phones must register over TLS: "
                "those that are not set up for it are cut off."
            )
        case _:
            return None
    return Consequence(code, parameter, sentence, knowing)
