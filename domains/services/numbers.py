"""Phone numbers looked up, since emergency calls need one whose address is registered."""

from contextlib import suppress

from ..models import Account, Change, PhoneNumber, SipDomain
from ..twilio import NotFound, TwilioError
from .connection import client_for
from .fetching import PATIENCE_SECONDS, fetch_resource
from .mirror import writing
from .sight import database_time

_KEPT = ("phone_number", "friendly_name", "emergency_address_status")


def look_at_number(account: Account, sid: str) -> PhoneNumber:
    """Look a phone number up, and return what is known of it then: also that the account has none of that SID.

    Sends one request, or two where it is not found at once. Raises TwilioError.
    """
    as_of = database_time(account)
    try:
        resource = fetch_resource(client_for(account, patience=PATIENCE_SECONDS), PhoneNumber.PATH, sid)
    except NotFound:
        known: dict[str, object] = {"is_there": False}
    else:
        known = {"is_there": True, **{name: str(resource.get(name) or "") for name in _KEPT}}
    with writing(account):
        number, _ = PhoneNumber.objects.update_or_create(account=account, sid=sid, defaults={**known, "seen_at": as_of})
    return number


def look_at_number_of(domain: SipDomain) -> None:
    """Look up the number that emergency calls of a domain are made with, if it names one. Raises TwilioError."""
    if domain.emergency_caller_sid:
        look_at_number(domain.account, domain.emergency_caller_sid)


def look_at_number_named(change: Change) -> None:
    """Look up the number that a change has just given to a domain. Where that fails, it counts as never looked at."""
    sid = change.asked.get("emergency_caller_sid") if change.collection == SipDomain.path else ""
    if sid and change.state == Change.State.APPLIED:
        with suppress(TwilioError):
            look_at_number(change.account, sid)
