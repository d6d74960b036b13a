"""The five verbs of Twilio's REST API, and what their answers mean."""

import json
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import requests
import urllib3
from requests.adapters import BaseAdapter
from requests.utils import get_environ_proxies

from .errors import NotFound, NotSent, Refused, Unreachable
from .transport import Watch, session_for

API_VERSION = "2010-04-01"
CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
DEADLINE_SECONDS = 25.0
"""Over everything that one call of a verb does, waiting between repeats included."""

PAGE_SIZE = 1000
BODY_LIMIT = 32 * 1024 * 1024
FIRST_PAUSE_SECONDS = 0.5
MOST_ATTEMPTS = 6
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
NOT_FOUND = 404
NO_CONTENT = 204
REQUEST_TIMEOUT = 408
REFUSALS = frozenset(range(400, 500)) - {REQUEST_TIMEOUT}
LARGEST_CODE = 100_000

_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What Twilio did: HTTP's status, the resource (None after a deletion), Twilio's request id and time."""

    status: int
    resource: dict[str, Any] | None
    request_id: str = ""
    date: str = ""


@dataclass(frozen=True)
class Page:
    """Some of a collection's resources, and Twilio's time as it gave them."""

    resources: list[dict[str, Any]]
    date: str


@dataclass(frozen=True)
class _Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def request_id(self) -> str:
        return self.headers.get("Twilio-Request-Id", "")

    def json(self) -> dict[str, Any] | None:
        """Return the JSON object of the body, or None where it is anything else, or nothing that could be stored.

        Python reads more than JSON is (NaN), and JSON can hold what no database takes (NUL, half a character).
        """
        try:
            value = json.loads(self.body, parse_constant=_refuse_constant)
            if b"\\u" in self.body and not _is_storable(value):
                return None
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def collection_path(account_sid: str, collection: str) -> str:
    """Return the path of a collection such as `SIP/Domains`, without its `.json`."""
    return f"/{API_VERSION}/Accounts/{account_sid}/{collection}"


class Client:
    """Twilio's REST API for one account.

    Every verb raises one of `domains.twilio.errors`, and lets nothing else out that the network can cause. The
    credentials go with each request and are kept nowhere else.
    """

    def __init__(  # noqa: PLR0913  (what a connection is made of; all by keyword)
        self,
        *,
        base_url: str,
        account_sid: str,
        username: str,
        password: str,
        adapter: BaseAdapter | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self.base_url = base_url
        self.account_sid = account_sid
        self._credentials = (username, password)
        self._adapter = adapter
        self._timeouts = (connect_seconds, read_seconds)
        self._deadline_seconds = deadline_seconds
        self._proxies = get_environ_proxies(base_url)

    def create(
        self, collection: str, values: Mapping[str, str], *, before_send: Callable[[], object] | None = None
    ) -> Answer:
        """Create a resource from form values by wire name. `before_send` is called before each time it is sent."""
        return self._resource("POST", self._path(collection), values, before_send=before_send)

    def fetch(self, collection: str, sid: str) -> Answer:
        """Fetch one resource."""
        return self._resource("GET", self._path(collection, sid))

    def update(
        self, collection: str, sid: str, values: Mapping[str, str], *, before_send: Callable[[], object] | None = None
    ) -> Answer:
        """Change what is named in `values` and nothing else; an empty value clears."""
        return self._resource("POST", self._path(collection, sid), values, before_send=before_send)

    def delete(self, collection: str, sid: str, *, before_send: Callable[[], object] | None = None) -> Answer:
        """Delete a resource. What is gone already raises NotFound."""
        response = self._exchange("DELETE", self._path(collection, sid), before_send=before_send)
        if response.status != NO_CONTENT:
            raise _unreliable(response)
        return Answer(response.status, None, response.request_id, response.headers.get("Date", ""))

    def list(self, collection: str) -> Iterator[dict[str, Any]]:
        """Yield every resource of a collection, in Twilio's order (which it does not document)."""
        for page in self.pages(collection):
            yield from page.resources

    def pages(self, collection: str) -> Iterator[Page]:
        """Yield a collection page after page: https://www.twilio.com/docs/usage/twilios-response#pagination."""
        key = "contents" if "/Auth/" in collection else _snake_case(collection.rpartition("/")[2])
        path: str | None = f"{self._path(collection)}?PageSize={PAGE_SIZE}"
        seen: set[str | None] = {path}
        ends = time.monotonic() + self._deadline_seconds
        while path:
            response = self._exchange("GET", path, ends=ends)
            page = response.json() or {}
            items, path = page.get(key), page.get("next_page_uri")
            if not isinstance(items, list) or not all(isinstance(item, dict) and _has_sid(item) for item in items):
                raise _unreliable(response)
            if path in seen or not isinstance(path, str | None):
                raise _unreliable(response)
            if path and not path.startswith(f"/{API_VERSION}/Accounts/{self.account_sid}/"):
                raise _unreliable(response)  # the credentials follow nobody to another place
            seen.add(path)
            yield Page(items, response.headers.get("Date", ""))

    def _path(self, collection: str, sid: str | None = None) -> str:
        return collection_path(self.account_sid, collection) + (f"/{quote(sid, safe='')}" if sid else "") + ".json"

    def _resource(
        self,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        *,
        before_send: Callable[[], object] | None = None,
    ) -> Answer:
        response = self._exchange(method, path, values, before_send=before_send)
        resource = response.json()
        if resource is None or not _has_sid(resource):
            raise _unreliable(response)
        return Answer(response.status, resource, response.request_id, response.headers.get("Date", ""))

    def _exchange(
        self,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        *,
        before_send: Callable[[], object] | None = None,
        ends: float | None = None,
    ) -> _Response:
        """Return Twilio's 2xx response, or raise what anything else means.

        What is safe to repeat is repeated inside the deadline, with pauses that grow: anything that Twilio answered
        with 429, for it was never processed (https://www.twilio.com/docs/api/errors/20429); a GET also after a 5xx or
        without an answer. A POST or DELETE whose outcome is unknown never is.
        """
        ends = ends or time.monotonic() + self._deadline_seconds
        attempt = 0
        while True:
            if before_send is not None:
                before_send()
            try:
                response = self._send(method, path, values, Watch(ends - time.monotonic()))
            except (NotSent, Unreachable):
                if method != "GET" or not self._pause(attempt, None, ends):
                    raise
            else:
                again = response.status == TOO_MANY_REQUESTS or (method == "GET" and response.status >= SERVER_ERROR)
                if not (again and self._pause(attempt, _retry_after(response), ends)):
                    return _judged(response)
            attempt += 1

    def _pause(self, attempt: int, asked: float | None, ends: float) -> bool:
        """Wait before the next attempt, and return whether there is time for one."""
        usual = FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311  (spreads load, no secret)
        wait = usual if asked is None else asked
        if attempt >= MOST_ATTEMPTS or time.monotonic() + wait + 1 > ends:
            return False
        time.sleep(wait)
        return True

    def _send(self, method: str, path: str, values: Mapping[str, str] | None, watch: Watch) -> _Response:
        started = time.monotonic()
        connect, read = (min(limit, max(watch.remaining(), 0.001)) for limit in self._timeouts)
        session = session_for(self.base_url, self._adapter)
        try:
            with (
                watch.running(),
                session.request(
                    method,
                    self.base_url + path,
                    data=values,
                    auth=self._credentials,
                    timeout=(connect, read),
                    allow_redirects=False,
                    stream=True,
                    proxies=self._proxies,
                    headers={"Accept": "application/json"},
                ) as answer,
            ):
                body = _read(answer)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            logger.info("%s %s: %s after %.3f s", method, path, type(error).__name__, time.monotonic() - started)
            if not watch.sent:
                raise NotSent(f"No connection to {self.base_url} could be made ({_cause(error)}).") from error
            if watch.cut:
                raise self._too_late() from error
            if isinstance(error, requests.Timeout):
                raise Unreachable(f"Twilio did not answer within {read:g} seconds.") from error
            raise Unreachable(f"The connection broke before Twilio had answered ({_cause(error)}).") from error
        logger.info("%s %s: %d after %.3f s", method, path, answer.status_code, time.monotonic() - started)
        if watch.cut:  # what was cut short can look like an answer that ends there
            raise self._too_late()
        return _Response(answer.status_code, answer.headers, body)

    def _too_late(self) -> Unreachable:
        return Unreachable(f"Twilio gave no whole answer within {self._deadline_seconds:g} seconds.")


def _read(answer: requests.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(65536):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise requests.exceptions.ContentDecodingError("The answer is longer than any of Twilio's.")
    return bytes(body)


def _cause(error: BaseException) -> str:
    """Return the name of the innermost reason, which says more than what was wrapped around it."""
    while True:
        inner = next((part for part in (*error.args, error.__cause__) if isinstance(part, BaseException)), None)
        inner = getattr(error, "reason", None) if inner is None else inner
        if not isinstance(inner, BaseException):
            return type(error).__name__
        error = inner


def _is_storable(value: object) -> bool:
    """Whether every text in a JSON value is one that a database takes."""
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
        case dict():
            return all(_is_storable(part) for pair in value.items() for part in pair)
        case list():
            return all(_is_storable(part) for part in value)
    return True


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON.")


def _has_sid(resource: dict[str, Any]) -> bool:
    sid = resource.get("sid")
    return isinstance(sid, str) and _SID.fullmatch(sid) is not None


def _retry_after(response: _Response) -> float | None:
    """Return the seconds that Twilio asks us to wait, which it may say as a time; None where it does not ask."""
    asked = response.headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return float(asked[:6]) or None
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time()) or None
    except (TypeError, ValueError, OverflowError):
        return None


def _judged(response: _Response) -> _Response:
    """Return a 2xx response; raise Refused or NotFound for a refusal in Twilio's own words, else Unreachable."""
    if 200 <= response.status < 300:  # noqa: PLR2004  (what HTTP calls success)
        return response
    said = response.json() or {}
    message, code = said.get("message"), said.get("code")
    if response.status == TOO_MANY_REQUESTS:
        message, code = message or "Too many requests.", code or 20429
        said["status"] = response.status
    # Twilio's own words always name the status (https://www.twilio.com/docs/usage/twilios-response). Anything else was
    # said by something in between, which may have passed the request on before it gave up.
    if response.status not in REFUSALS or not isinstance(message, str) or said.get("status") != response.status:
        raise _unreliable(response)
    kind = NotFound if response.status == NOT_FOUND else Refused
    raise kind(
        message,
        status=response.status,
        code=_code(code),
        more_info=str(said.get("more_info") or ""),
        request_id=response.request_id,
    )


def _unreliable(response: _Response) -> Unreachable:
    """Return the error for an answer that does not tell what happened."""
    said = response.json() or {}
    return Unreachable(
        f"Twilio answered with HTTP status {response.status} and nothing that says what happened.",
        status=response.status,
        code=_code(said.get("code")),
        request_id=response.request_id,
    )


def _code(code: object) -> int | None:
    """Return one of Twilio's codes, which have five digits, or None."""
    return code if isinstance(code, int) and 0 < code < LARGEST_CODE else None


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
