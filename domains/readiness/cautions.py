"""What is likely a mistake, though Twilio takes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from ..models import SipDomain
from ..parameters import DomainParameters
from ..validators import parent_domain
from .grounds import GROUNDS, Code
from .hosts import is_inside


@dataclass(frozen=True)
class Caution:
    """Something accepted that its operator should know: the parameter it is about, and one sentence.

    `code` is that of the reason by which the verdict on a domain that is there tells the same.
    """

    parameter: str
    sentence: str
    code: Code | None = None


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
            Caution("voice_url", f"The voice URL is on plain http. {GROUNDS[Code.PLAIN_HTTP].matters}", Code.PLAIN_HTTP)
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
                "Each phone must send a number with a registered address. "
                f"{GROUNDS[Code.EMERGENCY_WITHOUT_NUMBER].matters}",
                Code.EMERGENCY_WITHOUT_NUMBER,
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


def untold_cautions(domain: DomainParameters) -> list[Caution]:
    """Return what is likely a mistake in what is at Twilio already, and is no reason of a verdict."""
    return [caution for caution in standing_cautions(domain) if caution.code is None]


WEBHOOKS = {
    "voice_url": ("voice URL", Code.UNREACHABLE_URL),
    "voice_fallback_url": ("voice fallback URL", Code.NO_FALLBACK),
    "voice_status_callback_url": ("voice status callback URL", None),
}


def _unreachable(domain: DomainParameters) -> Iterator[Caution]:
    """Yield one for every webhook on an address that only a network of one’s own knows."""
    for parameter, (name, code) in WEBHOOKS.items():
        if is_inside(getattr(domain, parameter)):
            sentence = f"The {name} is on a private address: Twilio cannot reach it from the Internet."
            yield Caution(parameter, sentence, code)
