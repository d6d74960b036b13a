"""The door for our own client: the sandbox as a transport of `requests`, with no socket in between."""

import io
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from ..twilio.transport import mark_sent
from .core import Answer, Question, ask
from .wire import credentials, fields


class SandboxAdapter(BaseAdapter):
    """Mounted under `BASE_URL`, it answers in this process and thread, whatever the time-outs are."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask the sandbox what `request` asks."""
        question = _question(request)
        mark_sent()
        return self._response(request, ask(question))

    def close(self) -> None:
        """Have nothing to close."""

    def _response(self, request: requests.PreparedRequest, answer: Answer) -> requests.Response:
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = "utf-8"
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(answer.content()), headers=answer.headers, status=answer.status, preload_content=False
        )
        response.reason = response.raw.reason or ""
        response.url = request.url or ""
        response.request = request
        response.connection = self  # type: ignore[assignment]  # any adapter will do
        return response


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
