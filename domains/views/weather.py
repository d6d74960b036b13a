"""The page where a superuser sets the sandbox's weather."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..forms import WeatherForm
from ..sandbox import late, weather
from ..sandbox.scenarios import SCENARIOS
from .kept import resume
from .permissions import ADMINISTRATOR, Lacking
from .responses import UNPROCESSABLE, SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
def sandbox_weather(request: HttpRequest) -> HttpResponse:
    """Show the weather in force, add to it by the form or by a ready-made scenario, or clear it."""
    if not settings.TWILIO_SANDBOX:
        raise Http404("The sandbox is off while an account's credentials are set.")
    if not request.user.is_superuser:
        raise Lacking(ADMINISTRATOR)
    form = WeatherForm(request.POST if request.method == "POST" else None)
    resume(request, form)
    if request.method == "POST" and _is_done_at_once(request):
        return SeeOther(reverse("sandbox-weather"))
    if request.method == "POST" and form.is_valid():
        form.save()
        return SeeOther(reverse("sandbox-weather"))
    context = {"form": form, "weather": weather.in_force(), "late": late.coming(), "scenarios": SCENARIOS}
    return render(request, "sandbox_weather.html", context, status=UNPROCESSABLE if form.errors else 200)


def _is_done_at_once(request: HttpRequest) -> bool:
    """Carry out what one press asks for, and return whether it asked for any such thing."""
    if "clear" in request.POST:
        weather.clear()
        return True
    scenario = SCENARIOS.get(request.POST.get("scenario", ""))
    if scenario:
        scenario.add()
    return scenario is not None
