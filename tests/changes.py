"""Changes made by hand, each with its story: those that no service makes yet, and those that are hard to come by."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from domains.models import Change, ChangeEvent, SipDomain, User
from domains.services import current_account

from .mirrored import mirror
from .twilio_server import DOMAIN_SID

NAME = "acme.sip.twilio.com"
SECRET_URL = "https://user:hidden@voice.example.com/calls?token=hidden&page=1"
MASKED_URL = "https://***@voice.example.com/calls?token=***&page=1"

Story = tuple[tuple[str, str, float], ...]
ANSWERED: Story = (("intended", "Asked.", 0), ("sent", "Sent.", 0.2))
LOST: Story = (*ANSWERED, ("unknown", "Twilio answered with HTTP status 502.", 20))


def told(action: str, state: str, story: Story = ANSWERED, *, actor: User | None = None, **columns: Any) -> Change:
    """Return a change of `action` in `state`. Each step of its story is what, told, and seconds after the last."""
    now = timezone.now()
    change = Change.objects.create(
        **{
            "account": current_account(),
            "collection": "SIP/Domains",
            "key": NAME,
            "action": action,
            "state": state,
            "actor": actor,
            "actor_name": actor.get_username() if actor else "somebody",
            "sent_at": now,
            **columns,
        }
    )
    at = now
    for what, words, seconds in story:
        at += timedelta(seconds=seconds)
        event = change.events.create(what=what, told=words)
        ChangeEvent.objects.filter(pk=event.pk).update(at=at)
    return change


def mirrored(**attributes: Any) -> SipDomain:
    """Return the domain that these changes are about, in the mirror."""
    return mirror(**{"sid": DOMAIN_SID, "domain_name": NAME, **attributes})
