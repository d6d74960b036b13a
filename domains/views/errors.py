"""The pages of everything that goes wrong: what happened, whether anything was sent to Twilio, and what to do next."""

import sys
from collections.abc import Callable

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import get_random_string
from django.utils.log import log_response

from . import kept
from .permissions import Lacking
from .ways import came_from, is_a_script, way_up

TOO_LARGE = 413
LEGIBLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What can be read out on the telephone."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read. Nobody was asked yet who they are, and the host may be none of ours."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    context = {"too_large": too_large, "bad_host": isinstance(exception, DisallowedHost)}
    page = loader.get_template("400.html").render(context)
    return HttpResponse(page, status=TOO_LARGE if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say which permission is missing, and who can give it."""
    needed = exception.needed if isinstance(exception, Lacking) else ""
    return render(
        request, "403.html", {"needed": needed, "back": came_from(request), "up": way_up(request.path)}, status=403
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that may not have been sent from a page of ours, and keep what was typed where it surely was.

    Browsers say from which site a form comes. Without that word nothing is kept: a stranger must not be able to lay a
    form before an operator that somebody else filled in.
    """
    if is_a_script(request):
        return HttpResponse("Load the page again.\n", status=403, content_type="text/plain")
    foreign = reason.startswith(REASON_BAD_ORIGIN.partition("%s")[0])
    before = None
    if "Origin" in request.headers and not foreign:
        before = kept.carried(request)
        if not before and request.path != reverse("login"):
            before = kept.typed_in(request, signed_out=False)
    context = {
        "foreign": foreign,
        "kept": before.sealed() if before else "",
        "back": came_from(request) or way_up(request.path),
    }
    response = render(request, "403_csrf.html", context, status=403)
    add_never_cache_headers(response)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Admit a mistake of ours under a reference that is in the log too. Neither database nor session is asked."""
    drawn = get_random_string(8, LEGIBLE)
    reference = f"{drawn[:4]}-{drawn[4:]}"
    context = {"reference": reference, "only_looked": request.method in ("GET", "HEAD")}
    response = HttpResponse(loader.get_template("500.html").render(context), status=500)
    log_response(
        "%s: %s (reference %s)",
        response.reason_phrase,
        request.path,
        reference,
        response=response,
        request=request,
        exception=sys.exc_info()[1],
    )
    return response


class NotAllowedPage:
    """Gives people a page where Django answers a wrong method with nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_bare = isinstance(response, HttpResponseNotAllowed) and not response.content
        if not is_bare or "text/html" not in request.headers.get("Accept", "") or is_a_script(request):
            return response
        page = render(request, "405.html", {"back": way_up(request.path)}, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page
