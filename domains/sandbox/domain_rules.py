"""What Twilio allows of a SIP domain in view of the other domains of the account."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from .models import Resource
from .readers import parent_of
from .refusals import Refusal, known

DOMAIN_LIMIT = 100
"""Of domains in one account: https://www.twilio.com/docs/voice/api/sip-interface. SANDBOX_DOMAIN_LIMIT lifts it."""

_PATH = "SIP/Domains"


def taken(name: str) -> Refusal:
    """Return the answer about a name that someone has, or had too short a time ago."""
    return known(21232, {"DomainName": name})


def check_write(body: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """Refuse what the account cannot hold: `body` is to be stored in place of `before`, or anew."""
    name = body["domain_name"]
    if before is None:
        if Resource.objects.within(_PATH).count() >= getattr(settings, "SANDBOX_DOMAIN_LIMIT", DOMAIN_LIMIT):
            raise known(21230)
    elif name.lower() == before["domain_name"].lower():
        return
    else:
        # Twilio does not say what becomes of subdomains whose parent is renamed: strict is safer in a double.
        check_delete(before)
    parent = parent_of(name)
    if parent and not Resource.objects.named(_PATH, parent).filter(gone_at=None).exists():
        raise Refusal(400, 21232, "Cannot create subdomain because the parent domain does not exist")


def check_delete(body: Mapping[str, Any]) -> None:
    """Refuse to let a domain go that has subdomains."""
    if Resource.objects.below(_PATH, body["domain_name"]).exists():
        raise known(21233)
