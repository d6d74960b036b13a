"""The product's addresses, and two of the bench: the least that this server can do, and that for somebody signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sipadmin.urls import urlpatterns as the_product


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Answer with a constant: what the server, Django and its middleware take."""
    return HttpResponse("Hello\n", content_type="text/plain")


def signed_in(request: HttpRequest) -> HttpResponse:
    """Answer with a constant too, once the session and the operator were read."""
    return HttpResponse("Hello\n", content_type="text/plain")


urlpatterns = [path("bare", bare), path("signed-in", signed_in), *the_product]
