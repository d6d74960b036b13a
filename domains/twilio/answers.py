"""What comes back from Twilio, and what it means."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from .errors import NotFound, Refused, Unreachable

TOO_MANY_REQUESTS = 429
NOT_FOUND = 404
REQUEST_TIMEOUT = 408
REFUSALS = frozenset(range(400, 500)) - {REQUEST_TIMEOUT}
LARGEST_CODE = 100_000

_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")


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
class Response:
    """What travelled back, as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def request_id(self) -> str:
        """What Twilio's support asks for."""
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


def has_sid(resource: dict[str, Any]) -> bool:
    """Whether a resource names itself as Twilio's do: what cannot be a SID can be no address of ours either."""
    sid = resource.get("sid")
    return isinstance(sid, str) and _SID.fullmatch(sid) is not None


def retry_after(response: Response) -> float | None:
    """Return the seconds that Twilio asks us to wait, which it may say as a time; None where it does not ask."""
    asked = response.headers.get("Retry-After", "")
    if asked.isascii() and asked.isdigit():
        return float(asked[:6]) or None
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time()) or None
    except (TypeError, ValueError, OverflowError):
        return None


def judged(response: Response) -> Response:
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
        raise unreliable(response)
    kind = NotFound if response.status == NOT_FOUND else Refused
    raise kind(
        message,
        status=response.status,
        code=_code(code),
        more_info=str(said.get("more_info") or ""),
        request_id=response.request_id,
    )


def unreliable(response: Response) -> Unreachable:
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
