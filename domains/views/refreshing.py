"""A resource fetched again on demand: what differs is shown before it is taken over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import services
from ..masking import masked
from ..models import TwilioResource
from ..twilio import TwilioError
from .differing import differences
from .presenting import labels
from .responses import SeeOther


def refreshed(request: HttpRequest, row: TwilioResource) -> HttpResponse:
    """Ask Twilio for a resource, and say what that has shown; take it over when that was shown before."""
    try:
        found = services.refresh(row, accept=request.POST.get("accept", ""))
    except TwilioError as error:
        messages.warning(
            request, f"It could not be fetched, and what is shown here is as it was: {masked(error.message)}"
        )
        return SeeOther(row.get_absolute_url())
    if found.kind == "differs" and found.live:
        comparison = differences(row, found.live, found.names)
        page = {"row": row, "comparison": comparison, "digest": found.digest}
        return render(request, "resources/refresh.html", page)
    level, said = _SAID[found.kind]
    messages.add_message(request, level, said.format(name=row.key, names=labels(found.names, of=type(row))))
    return SeeOther(row.get_absolute_url())


_SAID = {
    "same": (messages.SUCCESS, "Fetched from Twilio just now: {name} is as last seen."),
    "taken_over": (messages.SUCCESS, "Taken over from Twilio: {names}."),
    "gone": (messages.WARNING, "Fetched from Twilio just now: {name} is gone."),
    "back": (messages.SUCCESS, "Fetched from Twilio just now: {name} is there again."),
}
"""How loud it is said what fetching has shown, and the sentence."""
