"""The pages of one SIP domain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import readiness
from ..models import Change, SipDomain
from .presenting import groups

CHANGES_SHOWN = 10


@require_safe
def domain_detail(request: HttpRequest, sid: str) -> HttpResponse:
    """Show one domain as Twilio last returned it."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    changes = Change.objects.visible_to(request.user).filter(collection=domain.collection, sid=sid)
    shown = list(changes.latest_first().select_related("account")[:CHANGES_SHOWN])
    context = {
        "domain": domain,
        "groups": groups(domain),
        "cautions": readiness.cautions(domain),
        "takes_calls": readiness.takes_calls(domain.auth_types),
        "changes": shown,
        "last": shown[0] if shown else None,
    }
    return render(request, "domains/detail.html", context)
