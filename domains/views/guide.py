"""The page that explains how a SIP domain works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..guide import REFUSALS, SECTIONS, WORDS


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Show a call's way, and what an operator meets along it."""
    context = {"sections": SECTIONS, "refusals": REFUSALS, "words": WORDS}
    return render(request, "how_it_works.html", context)
