"""The pages of SIP domains."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import readiness
from ..models import Change, SipDomain
from .presenting import groups

PAGE_SIZE = 50
CHANGES_SHOWN = 10


@require_safe
def domain_list(request: HttpRequest) -> HttpResponse:
    """Show the domains of the mirror, searched by `?q=`, page by `?page=`."""
    query = request.GET.get("q", "").strip()
    everything = SipDomain.objects.visible_to(request.user)
    found = everything.search(query).select_related("account")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "is_empty": not query and not page.paginator.count}
    return render(request, "domains/list.html", context)


@require_safe
def domain_detail(request: HttpRequest, sid: str) -> HttpResponse:
    """Show one domain as Twilio last returned it."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    changes = Change.objects.visible_to(request.user).filter(collection=domain.collection, sid=sid)
    context = {
        "domain": domain,
        "groups": groups(domain),
        "cautions": readiness.cautions(domain),
        "takes_calls": readiness.takes_calls(domain.auth_types),
        "changes": changes.select_related("account")[:CHANGES_SHOWN],
    }
    return render(request, "domains/detail.html", context)
