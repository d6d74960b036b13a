"""The door for everyone else: curl, Twilio's own libraries, another copy of this product.

It stands only where the product runs on the sandbox. It has Twilio's manners, not ours: no session, no token against
forged requests, but credentials with each request.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from .core import Question, ask
from .wire import credentials


@csrf_exempt
@login_not_required
def answer(request: HttpRequest, path: str) -> HttpResponse:
    """Pass the request on, and the answer back."""
    if not settings.TWILIO_SANDBOX:
        raise Http404
    username, password = credentials(request.headers.get("Authorization", ""))
    said = ask(
        Question(
            method=request.method or "",
            path=f"/{path}",
            values=request.POST.dict(),
            query=request.GET.dict(),
            username=username,
            password=password,
        )
    )
    response = HttpResponse(said.content(), status=said.status)
    del response["Content-Type"]
    for name, value in said.headers.items():
        if name != "Date":  # the web server writes it on every answer, and two would be one too many
            response[name] = value
    return response
