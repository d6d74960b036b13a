"""The pages of SIP domains."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from .. import readiness, services
from ..forms import DomainForm
from ..models import Change, SipDomain, User
from .kept import resume
from .permissions import needs
from .presenting import groups
from .repeating import asked_before
from .responses import UNAVAILABLE, UNPROCESSABLE, SeeOther

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


@require_http_methods(["GET", "HEAD", "POST"])
@needs("domains.add_sipdomain")
def domain_new(request: HttpRequest) -> HttpResponse:
    """Show the form, preview what it would send, or create the domain at Twilio."""
    actor = cast(User, request.user)
    form = DomainForm(
        request.POST if request.method == "POST" else None,
        account=services.current_account(),
        sender=actor,
        initial=asked_before(request),
    )
    resume(request, form)
    status = 200
    preview = cautions = None
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST" and "preview" in request.POST:
        door = request.build_absolute_uri(reverse("sandbox-page")).rstrip("/")
        preview = services.preview_create(form.instance, sandbox_url=door)
        cautions = readiness.cautions(form.instance)
    elif request.method == "POST":
        status, elsewhere = _create(form, actor)
        if elsewhere:
            return SeeOther(elsewhere)
    context = {"form": form, "preview": preview, "cautions": cautions}
    return render(request, "domains/new.html", context, status=status)


def _create(form: DomainForm, actor: User) -> tuple[int, str]:
    """Create what the form holds; return where to go, or else the status of the form that says why not."""
    try:
        change = services.create(form.instance, actor=actor, token=form.token)
    except services.Busy as busy:
        rival = busy.change
        is_visible = Change.objects.visible_to(actor).filter(pk=rival.pk).exists()
        form.refuse(
            f"{rival.actor_name} has asked for {rival.key} already, and what came of it is not known yet: wait for it.",
            "domain_name",
            rival.get_absolute_url() if is_visible else "",
            "See that change" if is_visible else "",
        )
        return UNPROCESSABLE, ""
    if change.state == Change.State.APPLIED:
        return SeeOther.status_code, reverse("domain-detail", args=[change.sid])
    if change.is_open:
        return SeeOther.status_code, change.get_absolute_url()
    explanation = services.explain(change, viewer=actor)
    form.refuse(explanation.sentence, explanation.parameter, explanation.href, explanation.link)
    return (UNPROCESSABLE if change.state == Change.State.REFUSED else UNAVAILABLE), ""


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
