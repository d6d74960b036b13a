"""The page where a superuser sets the sandbox's weather."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..forms import WeatherForm
from ..sandbox import late, weather
from .kept import resume
from .permissions import ADMINISTRATOR, Lacking
from .responses import UNPROCESSABLE, SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
def sandbox_weather(request: HttpRequest) -> HttpResponse:
    """Show the weather in force, add to it, or clear it."""
    if not settings.TWILIO_SANDBOX:
        raise Http404("The sandbox is off while an account's credentials are set.")
    if not request.user.is_superuser:
        raise Lacking(ADMINISTRATOR)
    form = WeatherForm(request.POST if request.method == "POST" else None)
    resume(request, form)
    if request.method == "POST" and "clear" in request.POST:
        weather.clear()
        return SeeOther(reverse("sandbox-weather"))
    if request.method == "POST" and form.is_valid():
        form.save()
        return SeeOther(reverse("sandbox-weather"))
    context = {"form": form, "weather": weather.in_force(), "late": late.coming()}
    return render(request, "sandbox_weather.html", context, status=UNPROCESSABLE if form.errors else 200)
