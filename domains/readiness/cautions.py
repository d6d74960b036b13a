"""What is likely a mistake, though Twilio takes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from ..models import SipDomain
from ..parameters import DomainParameters
from ..validators import parent_domain
from .hosts import is_inside


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


def _unreachable(domain: DomainParameters) -> Iterator[Caution]:
    """Yield one for every webhook on an address that only a network of one’s own knows."""
    for parameter, name in WEBHOOKS.items():
        if is_inside(getattr(domain, parameter)):
            yield Caution(parameter, f"The {name} is on a private address: Twilio cannot reach it from the Internet.")


def takes_calls(auth_types: frozenset[str]) -> bool:
    """Return whether Twilio lets calls in: only with a list mapped that says whose.

    https://www.twilio.com/docs/voice/sip/api/sip-domain-resource: without `auth_type`, no traffic is received.
    """
    return bool(auth_types)
