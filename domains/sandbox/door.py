"""The door for everyone else: curl, Twilio's own libraries, another copy of this product.

It stands only where the product runs on the sandbox. It has Twilio's manners, not ours: no session, no token against
forged requests, but credentials with each request.
"""

import errno
import time
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from .core import Answer, Manner, Question, ask, resume
from .wire import credentials

LONGEST_STALL = 30.0
"""Of a web thread, which anybody who knows the sandbox's credentials can ask for. It is longer than clients wait."""


@csrf_exempt
@login_not_required
def answer(request: HttpRequest, path: str) -> HttpResponseBase:
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
    if said.stall:
        time.sleep(min(said.stall, LONGEST_STALL))
        said = resume(said)
    return _response(said)


def _response(said: Answer) -> HttpResponseBase:
    response: HttpResponseBase
    if said.manner == Manner.WHOLE:
        response = HttpResponse(said.content(), status=said.status)
    else:
        response = StreamingHttpResponse(_broken_off(said.passed()), status=said.status)
        response["Content-Length"] = str(len(said.content()))
    del response["Content-Type"]
    for name, value in said.headers.items():
        if name != "Date":  # the web server writes it on every answer, and two would be one too many
            response[name] = value
    return response


def _broken_off(content: bytes) -> Iterator[bytes]:
    """Yield what is let through, then make the web server believe that the connection is lost.

    Gunicorn closes it, with no more words. Django's own server for tests and development stops there too, and closes it
    where the client has asked for that with `Connection: close`.
    """
    if content:
        yield content
    raise ConnectionResetError(errno.ECONNRESET, "The sandbox cut the connection.")
