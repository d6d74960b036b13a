"""Creates at the server that plays Twilio, for tests of what becomes of them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from django.utils import timezone

from domains import services
from domains.models import Account, Change, ChangeState, SipDomain, User

from .twilio_server import TwilioServer, resource

NAME = "acme.sip.twilio.com"


def rfc2822(moment: datetime) -> str:
    """Return a moment as Twilio writes it."""
    return format_datetime(moment.astimezone(UTC))


def there(*, age: timedelta = timedelta(0), ahead: timedelta = timedelta(0), **attributes: Any) -> dict[str, Any]:
    """A domain in the account's list, made `age` ago by a clock that is `ahead`."""
    return resource(date_created=rfc2822(timezone.now() + ahead - age), **attributes)


def create(actor: User, account: Account, **parameters: Any) -> Change:
    """Ask for a domain."""
    return services.create(SipDomain(account=account, **{"domain_name": NAME, **parameters}), actor=actor)


def open_change(account: Account, state: ChangeState, lease: timedelta) -> Change:
    """Keep a create that is open, and whose sender is believed alive for that long."""
    now = timezone.now()
    return Change.objects.create(
        account=account,
        collection="SIP/Domains",
        key=NAME,
        action="create",
        asked={"domain_name": NAME},
        state=state,
        lease_until=now + lease,
        sent_at=now - timedelta(seconds=31) if state == Change.State.SENT else None,
    )


def posts(twilio: TwilioServer) -> int:
    """Return how many creates were sent."""
    return [request.method for request in twilio.received].count("POST")
