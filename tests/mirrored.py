"""Domains in the mirror, as if Twilio had returned them."""

from typing import Any

from domains.models import Account, SipDomain
from domains.services import current_account

from .twilio_server import resource


def mirror(number: int = 1, *, account: Account | None = None, **attributes: Any) -> SipDomain:
    """Keep a domain of its own SID and name, with `attributes` as Twilio writes them."""
    domain = SipDomain(account=account or current_account())
    own = {"sid": f"SD{number:032x}", "domain_name": f"acme-{number}.sip.twilio.com"}
    domain.reflect(resource(**(own | attributes)))
    domain.save()
    return domain
