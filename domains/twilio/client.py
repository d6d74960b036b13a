"""The five verbs of Twilio's REST API, and what may be repeated of them."""

import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import requests
import urllib3
from requests.adapters import BaseAdapter
from requests.utils import get_environ_proxies

from .answers import TOO_MANY_REQUESTS, Answer, Page, Response, has_sid, judged, retry_after, unreliable
from .errors import NotSent, Unreachable
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
SERVER_ERROR = 500
NO_CONTENT = 204

logger = logging.getLogger(__name__)


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
            raise unreliable(response)
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
            if not isinstance(items, list) or not all(isinstance(item, dict) and has_sid(item) for item in items):
                raise unreliable(response)
            if not isinstance(path, str | None) or path in seen:
                raise unreliable(response)
            if path and not path.startswith(f"/{API_VERSION}/Accounts/{self.account_sid}/"):
                raise unreliable(response)  # the credentials follow nobody to another place
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
        if resource is None or not has_sid(resource):
            raise unreliable(response)
        return Answer(response.status, resource, response.request_id, response.headers.get("Date", ""))

    def _exchange(
        self,
        method: str,
        path: str,
        values: Mapping[str, str] | None = None,
        *,
        before_send: Callable[[], object] | None = None,
        ends: float | None = None,
    ) -> Response:
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
                if not (again and self._pause(attempt, retry_after(response), ends)):
                    return judged(response)
            attempt += 1

    def _pause(self, attempt: int, asked: float | None, ends: float) -> bool:
        """Wait before the next attempt, and return whether there is time for one."""
        usual = FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311  (spreads load, no secret)
        wait = usual if asked is None else asked
        if attempt >= MOST_ATTEMPTS or time.monotonic() + wait + 1 > ends:
            return False
        time.sleep(wait)
        return True

    def _send(self, method: str, path: str, values: Mapping[str, str] | None, watch: Watch) -> Response:
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
            logger.info("%s %s: %s after %.3f s", method, path, _cause(error), time.monotonic() - started)
            if not watch.sent:
                raise NotSent(
                    f"No connection to {self.base_url} could be made{_CAUSES.get(_cause(error), '')}."
                ) from error
            if watch.cut:
                raise self._too_late() from error
            if isinstance(error, requests.Timeout):
                raise Unreachable(f"Twilio did not answer within {read:g} seconds.") from error
            raise Unreachable("The connection broke before Twilio had answered.") from error
        logger.info("%s %s: %d after %.3f s", method, path, answer.status_code, time.monotonic() - started)
        if watch.cut:  # what was cut short can look like an answer that ends there
            raise self._too_late()
        return Response(answer.status_code, answer.headers, body)

    def _too_late(self) -> Unreachable:
        return Unreachable(f"Twilio gave no whole answer within {self._deadline_seconds:g} seconds.")


def _read(answer: requests.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(65536):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise requests.exceptions.ContentDecodingError("The answer is longer than any of Twilio's.")
    return bytes(body)


_CAUSES = {
    "gaierror": ": its name is not known",
    "NameResolutionError": ": its name is not known",
    "ConnectionRefusedError": ": it was refused",
    "SSLCertVerificationError": ": its certificate is not trusted",
}
"""In words, why no connection is made most often. The log has the name of whatever it was."""


def _cause(error: BaseException) -> str:
    """Return the name of the innermost reason, which says more than what was wrapped around it."""
    while True:
        inner = next((part for part in (*error.args, error.__cause__) if isinstance(part, BaseException)), None)
        inner = getattr(error, "reason", None) if inner is None else inner
        if not isinstance(inner, BaseException):
            return type(error).__name__
        error = inner


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
