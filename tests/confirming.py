"""Pages that ask before something is sent: how their buttons are pressed, and what Twilio holds then."""

from typing import Any

from django.test import Client

from domains.models import SipDomain
from domains.sandbox.models import Resource


def fields(page: Any) -> dict[str, str]:
    """What the form of a page sends when its button is pressed."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in ("attempt", "seen", "plan", "reason")}


def press(visitor: Client, address: str, **typed: str) -> Any:
    """Open the page that asks, and press its button."""
    return visitor.post(address, fields(visitor.get(address)) | typed)


def at_twilio(domain: SipDomain) -> dict[str, Any]:
    """Return the domain as the sandbox holds it."""
    body: dict[str, Any] = Resource.objects.get(sid=domain.sid).body
    return body


def change_at_twilio(domain: SipDomain, **attributes: Any) -> None:
    """Have somebody else change it there."""
    Resource.objects.filter(sid=domain.sid).update(body=at_twilio(domain) | attributes)
