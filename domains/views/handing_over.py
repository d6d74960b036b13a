"""How a password is handed over: sent to Twilio, then shown in the very answer to the form, and kept nowhere."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from ..forms import CredentialForm, RotateForm
from ..models import Change, Credential, User
from ..models.permissions import needed
from ..services.intending import Record
from .outcomes import Outcome, attempt
from .phones import settings_for
from .responses import SeeOther

CREATED = 201

Ask = Callable[[Mapping[str, str], Record], Change]
"""Asks a service for a change with these secrets, and has it recorded so."""


def hand_over(
    request: HttpRequest, form: CredentialForm | RotateForm, ask: Ask, *, on_busy: str = ""
) -> HttpResponse | Outcome:
    """Ask for a change with the password of a form, and return the page that shows it; or else where that leads.

    What comes back onto the form is returned as an outcome. The password is shown only when Twilio has answered this
    very request: whoever sends the form twice had it generated anew the second time, and Twilio never saw that one.
    """
    password = form.new_password()
    asked: list[Change] = []

    def asking() -> Change:
        who, why = cast(User, request.user), form.cleaned_data["reason"]
        asked.append(ask({"password": password}, {"actor": who, "reason": why, "token": form.token}))
        return asked[0]

    outcome = attempt(request, asking, on_busy=on_busy or None)
    if not outcome.location:
        return outcome
    if not asked or asked[0].state != Change.State.APPLIED:
        for change in asked:
            messages.warning(request, _not_known(change))
        return SeeOther(outcome.location)
    is_sure = asked[0].is_answered and asked[0].was_sent_here
    return _page(request, asked[0], password if is_sure else "")


def _page(request: HttpRequest, change: Change, password: str) -> HttpResponse:
    """Return the page of a credential that has its password; without one it says why, and what to do."""
    credential = Credential.objects.visible_to(request.user).select_related("credential_list").get(sid=change.sid)
    is_new = change.action == Change.Action.CREATE
    page: dict[str, Any] = {
        "credential": credential,
        "change": change,
        "is_new": is_new,
        "password": password,
        "phones": settings_for(credential, request),
        "may_rotate": request.user.has_perm(needed(Credential, Change.Action.UPDATE)),
    }
    status = CREATED if is_new and change.was_sent_here else 200
    return render(request, "credentials/password.html", page, status=status)


def _not_known(change: Change) -> str:
    """Return what to do about a password of which nobody knows whether Twilio has it."""
    if change.action == Change.Action.CREATE:
        return (
            f"Nobody knows yet whether {change.key} was made, so its password is not shown. Once it is there, rotate "
            "the password: the new one is shown."
        )
    return format_html(
        "Nobody knows which password {} has, so the new one is not shown. Once this change is settled, "
        '<a href="{}">rotate the password again</a>.',
        change.key,
        reverse("credential-rotate", args=[change.sid]),
    )
