"""Making a credential, and replacing its password. No answer of these pages is kept by anybody on its way."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from .. import services
from ..forms import CredentialForm, RotateForm
from ..models import Change, Credential, CredentialList, User
from ..models.permissions import needed
from ..services.intending import Record
from .accounts import sandbox_door
from .actions import obstacle
from .exchanges import request_of
from .finding import row_or_404
from .handing_over import hand_over
from .kept import resume
from .outcomes import Outcome
from .permissions import needs
from .phones import settings_for
from .repeating import change_of
from .responses import UNPROCESSABLE, SeeOther

_ADD, _CHANGE = needed(Credential, Change.Action.CREATE), needed(Credential, Change.Action.UPDATE)


@sensitive_post_parameters("password")
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(_ADD)
def credential_new(request: HttpRequest, sid: str) -> HttpResponse:
    """Show the form of a credential on a list, preview what it would send, or make it and show its password once."""
    on = row_or_404(request, CredentialList, sid)
    in_the_way = obstacle(on)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(on.get_absolute_url())
    form = _form(request, on)
    page: dict[str, Any] = {"form": form, "list": on}
    if request.method != "POST":
        return render(request, "credentials/new.html", page)
    if not form.is_valid():
        return render(request, "credentials/new.html", page, status=UNPROCESSABLE)
    if "preview" in request.POST:
        return render(request, "credentials/new.html", page | _beside(request, form))
    came = hand_over(
        request,
        form,
        lambda secrets, record: services.create(form.instance, secrets=secrets, **record),
        on_busy="username",
    )
    if isinstance(came, HttpResponse):
        return came
    came.refuse(form)
    return render(request, "credentials/new.html", page, status=came.status)


@sensitive_post_parameters("password")
@sensitive_variables()
@never_cache
@require_POST
@needs(_ADD)
def credential_preview(request: HttpRequest, sid: str) -> HttpResponse:
    """Answer with what stands beside the form for what is typed so far; it comes without the password."""
    form = _form(request, row_or_404(request, CredentialList, sid))
    form.is_without_password = True
    return render(request, "credentials/composed.html", {"form": form, "is_live": True, **_beside(request, form)})


@sensitive_post_parameters("password")
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(_CHANGE)
def credential_rotate(request: HttpRequest, sid: str) -> HttpResponse:
    """Say who is locked out by another password, and replace it; the new one is shown once."""
    credential = row_or_404(request, Credential, sid)
    in_the_way = obstacle(credential)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(credential.get_absolute_url())
    form = RotateForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": services.Seen.of(credential).text},
        sender=cast(User, request.user),
        about=f"rotate {sid}",
    )
    resume(request, form)
    outcome = Outcome(status=UNPROCESSABLE if form.is_bound else 200)
    if form.is_bound and form.is_valid():
        came = hand_over(request, form, lambda secrets, record: _rotate(credential, form, secrets, record))
        if isinstance(came, HttpResponse):
            return came
        outcome = came
        outcome.refuse(form)
        if outcome.unseen:
            form.renew(seen=services.Seen.of(outcome.unseen.live).text)
    return render(request, "credentials/rotate.html", _asking(request, credential, form), status=outcome.status)


def _form(request: HttpRequest, on: CredentialList) -> CredentialForm:
    """Return the form with what was posted, or else with the username that `?from=` names the change of."""
    posted = request.POST if request.method == "POST" else None
    again = change_of(request, "from", collection=Credential.path.format(on.sid))
    kept = again.asked if again and again.action == Change.Action.CREATE else {}
    form = CredentialForm(posted, account=on.account, parent=on, sender=cast(User, request.user), kept=kept)
    resume(request, form)
    if not form.is_bound and not form.initial:
        form.fields["username"].widget.attrs["autofocus"] = True
    return form


def _beside(request: HttpRequest, form: CredentialForm) -> dict[str, Any]:
    """Return what the preview is made of, once the form is complete."""
    if not form.has_request:
        return {}
    return {"preview": services.preview_create(form.instance, sandbox_url=sandbox_door(request))}


def _rotate(credential: Credential, form: RotateForm, secrets: Mapping[str, str], record: Record) -> Change:
    seen = services.Seen.read(form.cleaned_data["seen"])
    return services.update(credential, {}, seen=seen, secrets=secrets, purpose=Change.Purpose.ROTATE, **record)


def _asking(request: HttpRequest, credential: Credential, form: RotateForm) -> dict[str, Any]:
    """Return what the page that asks for another password shows: who is locked out, and the request."""
    change = Change(account=credential.account, collection=credential.collection, sid=credential.sid)
    change.action, change.purpose = Change.Action.UPDATE, Change.Purpose.ROTATE
    return {
        "form": form,
        "row": credential,
        "back": credential.get_absolute_url(),
        "phones": settings_for(credential, request),
        "is_to_be_rotated": bool(services.to_be_rotated([credential], request.user)),
        "to_send": request_of(change),
        "preview": services.preview_rotation(credential, sandbox_url=sandbox_door(request)),
    }
