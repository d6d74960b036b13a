"""The way from a domain to another one like it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import SipDomain
from .permissions import needs


@require_safe
@needs("domains.add_sipdomain")
def domain_clone(request: HttpRequest, sid: str) -> HttpResponse:
    """Lead to the create form, filled in from a domain: also from one that is gone."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user), sid=sid)
    return redirect(reverse("domain-new", query={"clone": domain.sid}))
