"""The symptom doctor: from what a phone or a PBX says to what it comes from at this very domain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import services
from ..models import SipDomain
from ..readiness import Symptom, diagnose
from .finding import row_or_404
from .judgements import in_groups


@require_safe
def domain_symptoms(request: HttpRequest, sid: str) -> HttpResponse:
    """Ask what is seen, and say what that is likely to be, by what is known of the domain."""
    domain = row_or_404(request, SipDomain, sid)
    asked = request.GET.get("symptom", "")
    symptom = Symptom(asked) if asked in list(Symptom) else None
    groups = []
    if symptom:
        known = services.with_callers(services.snapshot(domain), viewer=request.user)
        groups = in_groups(diagnose(symptom, known), domain, request, known=known, symptom=symptom)
    context = {
        "domain": domain,
        "symptoms": list(Symptom),
        "symptom": symptom,
        "is_unknown": bool(asked) and not symptom,
        "groups": groups,
    }
    return render(request, "domains/symptoms.html", context)
