"""The page of one SIP domain for those who keep it by other means."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import services
from ..models import SipDomain
from .accounts import sandbox_door
from .finding import row_or_404


@require_safe
def domain_elsewhere(request: HttpRequest, sid: str) -> HttpResponse:
    """Show one domain as commands, as a program and as configuration, with its secrets masked."""
    domain = row_or_404(request, SipDomain, sid)
    wordings, is_masked = services.elsewhere(domain, sandbox_url=sandbox_door(request))
    context = {"domain": domain, "wordings": wordings, "is_masked": is_masked}
    return render(request, "domains/elsewhere.html", context)
