"""One SIP domain fetched again on demand."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ..models import SipDomain
from .actions import CHANGE
from .finding import row_or_404
from .permissions import needs
from .refreshing import refreshed


@require_POST
@needs(CHANGE)
def domain_refresh(request: HttpRequest, sid: str) -> HttpResponse:
    """Ask Twilio for the domain, and say what that has shown; take it over when that was shown before."""
    return refreshed(request, row_or_404(request, SipDomain, sid))
