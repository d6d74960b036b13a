"""The way on from a step that Twilio refused: to the page where the lists are chosen, with the one meant ticked."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from ..models import Change, CredentialList, Doing, IpAccessControlList
from ..services import Progress, Step
from .actions import CHANGE, obstacle


def choose_again(request: HttpRequest, doing: Doing, left: Iterable[Progress]) -> str:
    """Return where other lists are chosen, if a step that is left was refused and whoever asks may; else nothing.

    Sent again it is refused again, most likely. What is taken away by disabling leaves nothing to choose.
    """
    refused = next((one for one in left if one.change and one.change.state == Change.State.REFUSED), None)
    is_shut = doing.word == Doing.Word.DISABLE or doing.is_over or doing.domain.is_disabled or obstacle(doing.domain)
    if refused is None or is_shut or not request.user.has_perm(CHANGE):
        return ""
    return reverse("domain-access", args=[doing.domain.sid], query=_meant(request, doing, refused))


def _meant(request: HttpRequest, doing: Doing, refused: Progress) -> dict[str, str]:
    """Return what ticks the list that has the name already under which one was to be made."""
    change = refused.change
    if change is None or change.model not in (IpAccessControlList, CredentialList):
        return {}
    live = change.model.kept_in(change.collection).visible_to(request.user).live()
    row = live.named(change.account, change.key).first()
    steps = [Step(**told) for told in doing.steps]
    mappings = [one.collection for one in steps if one.asked.get("sid") == f"#{refused.number}"]
    if row is None or not mappings:
        return {}
    is_for_calls = any("/Auth/Calls/" in collection for collection in mappings)
    return {"for": "calls" if is_for_calls else "registrations", "list": row.sid}
