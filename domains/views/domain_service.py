"""Taking a SIP domain out of service, and putting it back: the safe alternative to deleting it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from .. import services
from ..models import Change, SipDomain
from ..twilio import TwilioError
from .actions import CHANGE, obstacle
from .confirming import Confirmation, Plan
from .finding import row_or_404
from .permissions import needs
from .responses import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def domain_disable(request: HttpRequest, sid: str) -> HttpResponse:
    """Say what disabling takes away and what callers then hear, and do it."""
    return _page(request, sid, Change.Purpose.DISABLE)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def domain_enable(request: HttpRequest, sid: str) -> HttpResponse:
    """Say what enabling puts back, and do it."""
    return _page(request, sid, Change.Purpose.ENABLE)


def _page(request: HttpRequest, sid: str, purpose: Change.Purpose) -> HttpResponse:
    domain = row_or_404(request, SipDomain, sid)
    in_the_way = obstacle(domain)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(domain.get_absolute_url())
    plan = _disabling if purpose == Change.Purpose.DISABLE else _enabling
    asked = Confirmation(f"domains/{purpose}.html", f"{purpose} {sid}", plan, domain.get_absolute_url())
    return asked.page(request, domain, _as_shown(request, domain))


def _disabling(domain: SipDomain) -> Plan:
    if domain.is_disabled:
        return Plan(needless=f"{domain.domain_name} is disabled already, and what was set aside is kept.")
    needless = f"Nothing answers calls to {domain.domain_name} as it is: there is no voice URL to take away."
    return Plan(services.disabling(domain), purpose=Change.Purpose.DISABLE, needless=needless)


def _enabling(domain: SipDomain) -> Plan:
    asked = services.enabling(domain)
    overwritten = [name for name in asked if getattr(domain, name) and "method" not in name]
    needless = f"{domain.domain_name} has all that was set aside: there is nothing to put back."
    return Plan(asked, overwritten, Change.Purpose.ENABLE, needless)


def _as_shown(request: HttpRequest, domain: SipDomain) -> SipDomain:
    """Return the domain as the page showed it: as the mirror has it, or as Twilio has once that differs."""
    if request.method != "POST" or not services.Seen.read(request.POST.get("seen", "")).differing(domain):
        return domain
    try:
        return services.fetch(domain) or domain
    except TwilioError:  # the service meets it too, and records it
        return domain
