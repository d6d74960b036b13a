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
        news = [f"{count} {word}" for count, word in ((looked.new, "new here"), (looked.gone, "gone")) if count]
        if news:
            messages.info(request, f"Of what is mapped to it, and of who is on its lists: {' and '.join(news)}.")
    return refreshed(request, domain)
