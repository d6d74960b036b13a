"""The door for our own client: the sandbox as a transport of `requests`, with no socket in between."""

import io
import math
import time
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from ..twilio.transport import mark_sent
from .core import Answer, Manner, Question, ask, resume
from .wire import credentials, fields

_Timeout = float | tuple[float | None, float | None] | None


class SandboxAdapter(BaseAdapter):
    """Mounted under `BASE_URL`, it answers in this process and thread, at once unless the weather is bad."""

    def send(
        self, request: requests.PreparedRequest, *args: Any, timeout: _Timeout = None, **kwargs: Any
    ) -> requests.Response:
        """Ask the sandbox what `request` asks."""
        question = _question(request)
        mark_sent()
        answer = ask(question)
        if answer.stall:
            patience = _patience(timeout)
            time.sleep(min(answer.stall, patience))
            if answer.stall > patience:
                raise requests.exceptions.ReadTimeout("The sandbox says nothing.", request=request)
            answer = resume(answer)
        if answer.manner == Manner.CUT:
            raise requests.exceptions.ConnectionError("The sandbox cut the connection.", request=request)
        return self._response(request, answer)

    def close(self) -> None:
        """Have nothing to close."""

    def _response(self, request: requests.PreparedRequest, answer: Answer) -> requests.Response:
        # A body shorter than its length says makes whoever reads it fail, as on a socket.
        headers = {**answer.headers, "Content-Length": str(len(answer.content()))}
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(headers)
        response.encoding = "utf-8"
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(answer.passed()), headers=headers, status=answer.status, preload_content=False
        )
        response.reason = response.raw.reason or ""
        response.url = request.url or ""
        response.request = request
        response.connection = self  # type: ignore[assignment]  # any adapter will do
        return response


def _patience(timeout: _Timeout) -> float:
    """Return the seconds that the client waits for an answer."""
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return math.inf if read is None else read


def _question(request: requests.PreparedRequest) -> Question:
    url = urlsplit(request.url or "")
    username, password = credentials(_text(request.headers.get("Authorization", "")))
    return Question(
        method=request.method or "",
        path=unquote(url.path),
        values=fields(_text(request.body or "")),
        query=fields(url.query),
        username=username,
        password=password,
    )


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
