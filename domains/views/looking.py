"""A domain looked at anew as a whole: itself, what is mapped to it, and who is on its lists."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from .. import services
from ..masking import masked
from ..models import SipDomain
from ..twilio import NotFound, TwilioError
from .actions import CHANGE
from .finding import row_or_404
from .permissions import needs
from .refreshing import refreshed

MOST_TOLD = 5
"""How much of what is otherwise at Twilio is told one by one."""


def counts_in_words(looked: services.Looked) -> list[str]:
    """Return how much a look has shown that is new, and that is gone."""
    return [f"{count} {word}" for count, word in ((looked.new, "new here"), (looked.gone, "gone")) if count]


def tell_taken_over(request: HttpRequest, looked: services.Looked) -> None:
    """Say what somebody has changed elsewhere, now that the mirror has it: nobody was asked."""
    for one in looked.taken_over[:MOST_TOLD]:
        messages.warning(request, one.sentence)
    more = len(looked.taken_over) - MOST_TOLD
    if more > 0:
        messages.warning(request, f"{more} more {'was' if more == 1 else 'were'} changed at Twilio.")


@require_POST
@needs(CHANGE)
def domain_look(request: HttpRequest, sid: str) -> HttpResponse:
    """Read the domain’s lists and its emergency number, then the domain itself, and say what that has shown."""
    domain = row_or_404(request, SipDomain, sid)
    try:
        looked = services.look_at_access(domain)
        services.look_at_number_of(domain)
    except NotFound:  # the domain is gone, or a list went meanwhile: what is said of the domain tells which
        pass
    except TwilioError as error:
        messages.warning(request, f"What is mapped to it could not be read: {masked(error.message)}")
    else:
        tell_taken_over(request, looked)
        if news := counts_in_words(looked):
            messages.info(request, f"Of what is mapped to it, and of who is on its lists: {' and '.join(news)}.")
    return refreshed(request, domain)
