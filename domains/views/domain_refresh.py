"""One domain fetched again on demand: what differs is shown before it is taken over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from .. import services
from ..masking import masked
from ..models import SipDomain
from ..twilio import TwilioError
from .actions import CHANGE
from .differing import differences
from .permissions import needs
from .presenting import labels
from .responses import SeeOther


@require_POST
@needs(CHANGE)
def domain_refresh(request: HttpRequest, sid: str) -> HttpResponse:
    """Ask Twilio for the domain, and say what that has shown; take it over when that was shown before."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    try:
        refreshed = services.refresh(domain, accept=request.POST.get("accept", ""))
    except TwilioError as error:
        messages.warning(
            request, f"It could not be fetched, and what is shown here is as it was: {masked(error.message)}"
        )
        return SeeOther(domain.get_absolute_url())
    if refreshed.kind == "differs" and refreshed.live:
        comparison = differences(domain, refreshed.live, refreshed.names)
        page = {"domain": domain, "comparison": comparison, "digest": refreshed.digest}
        return render(request, "domains/refresh.html", page)
    level, said = _SAID[refreshed.kind]
    messages.add_message(request, level, said.format(name=domain.domain_name, names=labels(refreshed.names)))
    return SeeOther(domain.get_absolute_url())


_SAID = {
    "same": (messages.SUCCESS, "Fetched from Twilio just now: {name} is as last seen."),
    "taken_over": (messages.SUCCESS, "Taken over from Twilio: {names}."),
    "gone": (messages.WARNING, "Fetched from Twilio just now: {name} is gone."),
    "back": (messages.SUCCESS, "Fetched from Twilio just now: {name} is there again."),
}
"""How loud it is said what fetching has shown, and the sentence."""
