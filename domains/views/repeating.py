"""The form filled in from a change that was asked before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from ..forms import label_of
from ..masking import masked
from ..models import Change, SipDomain
from ..services import is_current


def asked_before(request: HttpRequest) -> dict[str, Any] | None:
    """Return the values that the change `?from=` asked of our account, to begin the form with; None without such a one.

    Says above the form where they come from. A value that holds a secret is given only to the one who typed it.
    """
    pk = request.GET.get("from", "")
    visible = Change.objects.visible_to(request.user).select_related("account")
    creates = visible.filter(collection=SipDomain.collection, action=Change.Action.CREATE)
    change = creates.filter(pk=int(pk)).first() if request.method != "POST" and _is_key(pk) else None
    if change is None or not is_current(change.account):
        return None
    withheld = {name for name, value in change.asked.items() if value != masked(value)}
    if change.actor_id == request.user.pk:
        withheld = set()
    messages.info(request, " ".join(_said(change, sorted(map(label_of, withheld)))))
    return {name: value for name, value in change.asked.items() if name not in withheld}


def _is_key(text: str) -> bool:
    """Whether `text` can be the key of a row: databases refuse to look for larger numbers."""
    return text.isascii() and text.isdigit() and len(text) < len(str(2**63))


def _said(change: Change, withheld: list[str]) -> list[str]:
    said = [f"Filled in with what {change.actor_name} asked for {change.key}. Nothing has been sent."]
    if change.state == Change.State.NOT_APPLIED and change.stopped_at:
        said.append("The first attempt may still appear: its name is unique at Twilio, so nothing is made twice.")
    if withheld:
        said.append(f"Left out, for the secret in it is {change.actor_name}’s to enter: {', '.join(withheld)}.")
    return said
