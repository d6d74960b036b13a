"""The sandbox itself: a question comes in, an answer goes out, and nothing here knows how either travels."""

import json
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from django.db import OperationalError

from . import ACCOUNT_SID, AUTH_TOKEN, paging, store
from .kinds import KINDS, Kind
from .refusals import Refusal, not_allowed, not_found, out_of_order, unauthorized

logger = logging.getLogger(__name__)

_PATH = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)/(?P<rest>.+)\.json")


@dataclass(frozen=True)
class Question:
    """A request: its path as Twilio has it, decoded, and what was sent by name; None where no one signed in."""

    method: str
    path: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    username: str | None = None
    password: str | None = None


@dataclass(frozen=True)
class Answer:
    """A response: HTTP's status, the JSON object (None after a deletion) and the headers that Twilio sends."""

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str]

    def content(self) -> bytes:
        """Return the body as it travels."""
        return b"" if self.body is None else json.dumps(self.body).encode()


def ask(question: Question) -> Answer:
    """Answer as Twilio does. When this returns, all that the answer tells of is committed."""
    try:
        status, body = _answer(question)
    except Refusal as refusal:
        status, body = refusal.status, refusal.body()
    except OperationalError:  # the database is locked, or gone: Twilio has such days too
        logger.exception("The sandbox's database failed")
        status, body = 500, out_of_order().body()
    headers = {
        "Date": format_datetime(datetime.now(UTC), usegmt=True),
        "Twilio-Request-Id": f"RQ{secrets.token_hex(16)}",
    }
    if body is not None:
        headers["Content-Type"] = "application/json"
    if status == 401:  # noqa: PLR2004  (HTTP demands the header with it)
        headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return Answer(status, body, headers)


def _answer(question: Question) -> tuple[int, dict[str, Any] | None]:
    if (question.username, question.password) != (ACCOUNT_SID, AUTH_TOKEN):
        raise unauthorized()
    kind, path, sid = _locate(question.path)
    if sid is None:
        match question.method:
            case "GET":
                return 200, paging.page(kind, path, question.query)
            case "POST":
                return 201, store.create(kind, path, question.values)
        raise not_allowed()
    match question.method:
        case "GET":
            return 200, store.fetch(path, sid).body
        case "POST":
            return 200, store.update(kind, path, sid, question.values)
        case "DELETE":
            store.delete(kind, path, sid)
            return 204, None
    raise not_allowed()


def _locate(path: str) -> tuple[Kind, str, str | None]:
    """Return the kind of resource that `path` names, its collection and, unless that is meant, its SID."""
    match = _PATH.fullmatch(path)
    if not match:
        raise not_found(path)
    if match["account"] != ACCOUNT_SID:
        raise unauthorized()
    for kind in KINDS:
        place = kind.locate(match["rest"])
        if place:
            return kind, *place
    raise not_found(path)
