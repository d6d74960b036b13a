"""The form that creates a SIP domain, and what stands beside it while it is filled in."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from .. import readiness, services
from ..forms import DomainForm
from ..models import SipDomain, User
from .accounts import account_of, sandbox_door
from .kept import resume
from .outcomes import Outcome, attempt
from .permissions import needs
from .repeating import Filling, filling_of
from .responses import UNPROCESSABLE, SeeOther


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
        outcome = _create(request, form, filling)
        if outcome.location:
            return SeeOther(outcome.location)
        status = outcome.status
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
        "preview": services.preview_create(form.instance, sandbox_url=sandbox_door(request)),
        "cautions": [*cautions_about_the_name(request, form), *readiness.cautions(form.instance)],
    }


def cautions_about_the_name(request: HttpRequest, form: DomainForm) -> list[readiness.Caution]:
    """Return what is known of a name that was here before: it may be locked, and is not refused for that."""
    named = SipDomain.objects.visible_to(request.user).named(form.account, form.instance.domain_name)
    gone = named.gone().locked().first()
    return [readiness.locked_name(gone)] if gone else []


def _create(request: HttpRequest, form: DomainForm, filling: Filling) -> Outcome:
    """Create what the form holds; where that does not lead elsewhere, the form says why not."""
    outcome = attempt(
        request,
        lambda: services.create(
            form.instance,
            actor=cast(User, request.user),
            reason=form.cleaned_data["reason"],
            token=form.token,
            undoes=filling.undone_by(form.instance.domain_name),
        ),
        on_busy="domain_name",
    )
    if not outcome.location:
        outcome.refuse(form)
    return outcome
