"""What Twilio does with a request that has arrived, in fair weather."""

import re
from datetime import datetime
from typing import Any

from . import ACCOUNT_SID, AUTH_TOKEN, paging, store
from .kinds import KINDS, Kind
from .messages import Question
from .refusals import Refusal, not_allowed, not_found, unauthorized

WRITES = ("POST", "DELETE")

_PATH = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)/(?P<rest>.+)\.json")


def has_credentials(question: Question) -> bool:
    """Whether the one who asks is the account."""
    return (question.username, question.password) == (ACCOUNT_SID, AUTH_TOKEN)


def carry_out(question: Question, at: datetime) -> tuple[int, dict[str, Any] | None]:
    """Do what the account asks, as something that happens at the time `at`; return HTTP's status and the body."""
    try:
        return _carry_out(question, at)
    except Refusal as refusal:
        return refusal.status, refusal.body()


def _carry_out(question: Question, at: datetime) -> tuple[int, dict[str, Any] | None]:
    kind, path, sid = _locate(question.path)
    if sid is None:
        match question.method:
            case "GET":
                return 200, paging.page(kind, path, question.query)
            case "POST":
                return 201, store.create(kind, path, question.values, at)
        raise not_allowed()
    match question.method:
        case "GET":
            return 200, store.fetch(path, sid)
        case "POST":
            return 200, store.update(kind, path, sid, question.values, at)
        case "DELETE":
            store.delete(kind, path, sid, at)
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
