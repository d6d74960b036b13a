"""The form that creates a SIP domain, and what stands beside it while it is filled in."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from .. import readiness, services
from ..forms import DomainForm
from ..masking import masked
from ..models import Change, SipDomain, User
from ..parameters import PARAMETERS
from .accounts import account_of, sandbox_door
from .kept import resume
from .permissions import needs
from .repeating import Filling, filling_of
from .responses import UNAVAILABLE, UNPROCESSABLE, SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@needs("domains.add_sipdomain")
def domain_new(request: HttpRequest) -> HttpResponse:
    """Show the form, preview what it would send, or create the domain at Twilio."""
    filling = filling_of(request)
    form = _form(request, filling)
    status = 200
    beside = {}
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST" and "preview" in request.POST:
        beside = _beside(request, form)
    elif request.method == "POST":
        status, elsewhere = _create(request, form, filling)
        if elsewhere:
            return SeeOther(elsewhere)
    return render(request, "domains/new.html", {"form": form, "query": filling.query, **beside}, status=status)


@require_POST
@needs("domains.add_sipdomain")
def domain_preview(request: HttpRequest) -> HttpResponse:
    """Answer with what stands beside the form for what is typed so far, for a script to put there.

    It has an address of its own so that nothing that is posted while somebody types can ever create.
    """
    form = _form(request, filling_of(request))
    context = {"form": form, "is_live": True, **_beside(request, form)}
    return render(request, "components/composed.html", context)


def _form(request: HttpRequest, filling: Filling) -> DomainForm:
    """Return the form with what was posted, or else with what it is opened with."""
    form = DomainForm(
        request.POST if request.method == "POST" else None,
        account=account_of(request),
        sender=cast(User, request.user),
        kept=filling.values,
    )
    resume(request, form)
    if not form.is_bound and not form.initial:
        form.fields["domain_name"].widget.attrs["autofocus"] = True
    return form


def filled_in(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Show the form with values that whoever asks has given: nothing in them is hidden, and nothing of them is kept."""
    form = DomainForm(initial=filling.values, account=account_of(request), sender=cast(User, request.user))
    return render(request, "domains/new.html", {"form": form, "query": ""})


def _beside(request: HttpRequest, form: DomainForm) -> dict[str, Any]:
    """Return what the preview is made of: the name as it would be, and the request once the form is complete."""
    if not form.has_request:
        return {"name": form.cleaned_data.get("domain_name", "")}
    return {
        "name": form.instance.domain_name,
        "preview": services.preview_create(_as_shown(form), sandbox_url=sandbox_door(request)),
        "cautions": [*cautions_about_the_name(request, form), *readiness.cautions(form.instance)],
    }


def cautions_about_the_name(request: HttpRequest, form: DomainForm) -> list[readiness.Caution]:
    """Return what is known of a name that was here before: it may be locked, and is not refused for that."""
    named = SipDomain.objects.visible_to(request.user).named(form.account, form.instance.domain_name)
    gone = named.gone().locked().first()
    return [readiness.locked_name(gone)] if gone else []


def _as_shown(form: DomainForm) -> SipDomain:
    """Return the domain that the form describes as it may be shown: what it began with can hold others’ secrets."""
    row: SipDomain = form.instance
    if not form.kept:
        return row
    return SipDomain(account=form.account, **masked({name: getattr(row, name) for name in PARAMETERS}))


def _create(request: HttpRequest, form: DomainForm, filling: Filling) -> tuple[int, str]:
    """Create what the form holds; return where to go, or else the status of the form that says why not."""
    actor = cast(User, request.user)
    try:
        change = services.create(
            form.instance,
            actor=actor,
            reason=form.cleaned_data["reason"],
            token=form.token,
            undoes=filling.undone_by(form.instance.domain_name),
        )
    except services.Busy as busy:
        rival = busy.change
        is_visible = Change.objects.visible_to(actor).filter(pk=rival.pk).exists()
        form.refuse(
            f"{rival.actor_name} has asked for {rival.key} already, and what came of it is not known yet: wait for it.",
            "domain_name",
            (rival.get_absolute_url() if is_visible else "", "See that change"),
        )
        return UNPROCESSABLE, ""
    if change.state == Change.State.APPLIED:
        messages.success(request, _created(change))
        return SeeOther.status_code, reverse("domain-detail", args=[change.sid])
    if change.is_open:
        return SeeOther.status_code, change.get_absolute_url()
    explanation = services.explain(change, viewer=actor)
    is_refused = change.state == Change.State.REFUSED
    recorded = (change.get_absolute_url(), "See what Twilio said" if is_refused else "See what happened")
    form.refuse(explanation.sentence, explanation.parameter, (explanation.href, explanation.link), recorded)
    return (UNPROCESSABLE if is_refused else UNAVAILABLE), ""


def _created(change: Change) -> str:
    """Return the sentence that greets on the new domain's page, with the way to the change."""
    said = f"{change.key} was created: Twilio answered {change.twilio_status}."
    if change.was_found:
        said = f"{change.key} was created. Twilio’s answer was lost, and the domain was found by its name."
    return format_html('{} <a href="{}">See what happened</a>', said, change.get_absolute_url())
