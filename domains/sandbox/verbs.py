"""What Twilio does with a request that has arrived, in fair weather."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from . import ACCOUNT_SID, AUTH_TOKEN, numbers, paging, store
from .kinds import KINDS, Place
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


def to_be_kept(path: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what a write that waits is carried out with, and nothing that must not be written down."""
    try:
        parameters = _locate(path).kind.parameters
    except Refusal:  # its path alone will be refused
        return {}
    return {name: parameters[name].discreet(text) for name, text in values.items() if name in parameters}


def _carry_out(question: Question, at: datetime) -> tuple[int, dict[str, Any] | None]:
    if numbers.are_asked_for(question.path):
        return numbers.answer(question)
    place = _locate(question.path)
    if place.sid is None:
        match question.method:
            case "GET":
                return 200, paging.page(place, question.query)
            case "POST":
                return 201, store.create(place, question.values, at)
        raise not_allowed()
    match question.method:
        case "GET":
            return 200, store.fetch(place)
        case "POST" if place.kind.changeable:
            return 200, store.update(place, question.values, at)
        case "DELETE":
            store.delete(place, at)
            return 204, None
    raise not_allowed()


def _locate(path: str) -> Place:
    """Return the place that `path` names."""
    match = _PATH.fullmatch(path)
    if not match:
        raise not_found(path)
    if match["account"] != ACCOUNT_SID:
        raise unauthorized()
    for kind in KINDS:
        place = kind.locate(match["rest"])
        if place:
            return place
    raise not_found(path)
