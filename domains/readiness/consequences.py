"""What stops when a domain is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..parameters import PARAMETERS, DomainParameters, normalized


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
