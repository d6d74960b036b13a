"""Changes and deletions of one domain, for tests of the services that make them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from domains import services
from domains.models import Change, SipDomain, TwilioResource, User
from domains.sandbox.models import Resource

from .twilio_server import Act, TwilioServer, reply, resource

NAME = "acme.sip.twilio.com"
URL = "https://voice.example.com/day"
NIGHT = "https://voice.example.com/night"


def update(domain: SipDomain, actor: User, *, seen: SipDomain | None = None, **options: Any) -> Change:
    """Ask for parameters of `domain`, which was seen as it is in the mirror unless `seen` says otherwise."""
    ours = ("reason", "act", "token", "undoes", "purpose")
    asked = {name: value for name, value in options.items() if name not in ours}
    own = {name: value for name, value in options.items() if name in ours}
    return services.update(domain, asked, seen=services.Seen.of(seen or domain), actor=actor, **own)


def delete(domain: SipDomain, actor: User, *, seen: SipDomain | None = None, **options: Any) -> Change:
    """Ask for the deletion of `domain`, which was seen as it is in the mirror unless `seen` says otherwise."""
    return services.delete(domain, seen=services.Seen.of(seen or domain), actor=actor, **options)


def created(actor: User, **parameters: Any) -> SipDomain:
    """Create a domain at the sandbox, and return its row of the mirror."""
    row = SipDomain(account=services.current_account(), **{"domain_name": NAME, "voice_url": URL, **parameters})
    return SipDomain.objects.get(sid=services.create(row, actor=actor).sid)


def change_elsewhere(domain: SipDomain, **attributes: Any) -> None:
    """Have somebody change a domain at the sandbox without the dashboard."""
    at_twilio = Resource.objects.get(sid=domain.sid)
    at_twilio.body |= attributes
    at_twilio.save()


def delete_elsewhere(row: TwilioResource) -> None:
    """Have somebody delete a domain or a list at the sandbox without the dashboard."""
    Resource.objects.filter(sid=row.sid).update(gone_at=timezone.now())


def held(**attributes: Any) -> Act:
    """Answer with the domain as Twilio holds it."""
    return reply(200, resource(**{"voice_url": URL, **attributes}))


def story(change: Change) -> list[str]:
    """Return what happened to a change, in its order."""
    return [event.what for event in change.events.all()]


def methods(twilio: TwilioServer) -> Sequence[str]:
    """Return the methods of the requests that have come."""
    return [request.method for request in twilio.received]


def let_time_pass(change: Change, elapsed: timedelta) -> None:
    """Move everything that was noted of a change into the past."""
    change.refresh_from_db()
    for name in ("sent_at", "stopped_at", "absent_at", "look_at", "lease_until", "settled_at"):
        moment = getattr(change, name)
        if moment:
            Change.objects.filter(pk=change.pk).update(**{name: moment - elapsed})
    change.refresh_from_db()
