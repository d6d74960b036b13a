"""Finding what is spoken of: a domain of the account by its name or SID, a change by its number."""

import re

from domains.models import Change, SipDomain, TwilioResource, User
from domains.services import current_account
from domains.validators import normalize_domain_name
from domains.validators.names import DOMAIN_SUFFIX

from .documents import minute
from .ending import Ended
from .statuses import Status

_SID = re.compile(r"SD[0-9a-f]{32}", re.IGNORECASE)


def domain_of(text: str, *, viewer: User | None = None) -> SipDomain:
    """Return the domain that `text` names, of the account that is administered; of several, one that is not gone.

    Without a `viewer` whoever sits at this shell may see all there is. Ends the run when there is none.
    """
    rows = SipDomain.objects.visible_to(viewer) if viewer else SipDomain.objects.all()
    account = current_account()
    if _SID.fullmatch(text.strip()):
        found = rows.filter(account=account, sid__iexact=text.strip())
    else:
        name = normalize_domain_name(text)
        whole = rows.named(account, name)
        found = whole if whole.exists() else rows.named(account, name + DOMAIN_SUFFIX)  # a sub-domain, by its labels
    found = found.select_related("account")
    row = found.live().first() or found.gone().first()
    if row is None:
        told = f"No domain “{text}” of {account} is known here: `manage.py domains list` shows what there is."
        raise Ended(Status.NOT_THERE, "not_there", told)
    return row


def live_domain_of(text: str, *, viewer: User) -> SipDomain:
    """Return the domain that `text` names. Ends the run when there is none, or when it is gone at Twilio."""
    row = domain_of(text, viewer=viewer)
    refuse_gone(row)
    return row


def refuse_gone(row: TwilioResource) -> None:
    """End the run when a resource is known to be gone at Twilio."""
    if row.gone_at:
        told = f"{row.name} ({row.sid}) is gone at Twilio since {minute(row.gone_at)}: nothing can be changed."
        raise Ended(Status.NOT_THERE, "gone", told)


def change_of(number: int, *, viewer: User) -> Change:
    """Return a change by its number. Ends the run when there is none."""
    change = Change.objects.visible_to(viewer).select_related("account").filter(pk=number).first()
    if change is None:
        raise Ended(Status.NOT_THERE, "not_there", f"There is no change {number}.")
    return change
