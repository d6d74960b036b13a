"""The first page, and the page of the sandbox."""

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import sandbox
from ..models import Change, Job, SipDomain
from ..sandbox import weather

CHANGES_SHOWN = 10


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is connected, how much there is, and what happened last."""
    changes = Change.objects.visible_to(request.user)
    context = {
        "domains": SipDomain.objects.visible_to(request.user).aggregate(
            total=Count("pk"), with_access=Count("pk", filter=~Q(auth_type=""))
        ),
        "counts": changes.aggregate(
            total=Count("pk"),
            unknown=Count("pk", filter=Q(state=Change.State.UNKNOWN)),
            refused=Count("pk", filter=Q(state=Change.State.REFUSED)),
        ),
        "changes": changes.select_related("account")[:CHANGES_SHOWN],
        "left_alone": Job.objects.visible_to(request.user).are_left_alone(),
    }
    return render(request, "overview.html", context)


@require_safe
def sandbox_page(request: HttpRequest) -> HttpResponse:
    """Show where the sandbox's door is, and how to knock."""
    if not settings.TWILIO_SANDBOX:
        raise Http404("The sandbox is off while an account's credentials are set.")
    context = {
        "url": request.build_absolute_uri().rstrip("/"),
        "account_sid": sandbox.ACCOUNT_SID,
        "auth_token": sandbox.AUTH_TOKEN,
        "weather": weather.in_force(),
    }
    return render(request, "sandbox.html", context)
