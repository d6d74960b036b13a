"""The sandbox itself: a question comes in, an answer goes out, and nothing here knows how either travels."""

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from django.db import OperationalError
from django.utils import timezone

from . import late, weather
from .messages import Answer, Manner, Question
from .models import Weather
from .refusals import Refusal, known, not_found, out_of_order, unauthorized
from .verbs import WRITES, carry_out, has_credentials

__all__ = ["Answer", "Manner", "Question", "ask", "resume"]

logger = logging.getLogger(__name__)

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"


def ask(question: Question) -> Answer:
    """Answer as Twilio does, in whatever weather. When this returns, all that the answer tells of is committed."""
    try:
        late.carry_out_due()
        if not has_credentials(question):  # strangers use no weather up
            return _refused(unauthorized())
        if "\0" in question.path:  # which PostgreSQL does not take, were it kept for later
            return _refused(not_found(""))
        rule = weather.take(question.method)
        return _in_weather(rule, question) if rule else _answer(*carry_out(question, timezone.now()))
    except OperationalError:  # the database is locked, or gone: Twilio has such days too
        logger.exception("The sandbox's database failed")
        return _refused(out_of_order())


def resume(answer: Answer) -> Answer:
    """Return what is to be said after the stall of `answer`: a write that waited is committed by now."""
    if answer.awaited is None:
        return replace(answer, stall=0.0)
    try:
        return _answer(*late.collect(answer.awaited))
    except OperationalError:
        logger.exception("The sandbox's database failed")
        return _refused(out_of_order())


def _in_weather(rule: Weather, question: Question) -> Answer:
    if rule.kind == Weather.Kind.STALL_BEFORE and question.method in WRITES:
        # It is kept rather than slept on: who goes away meanwhile, or is killed, does not keep Twilio from doing it.
        pk = late.keep(question, rule.seconds or 0.0, awaited=True)
        return replace(_answer(200, None), stall=rule.seconds or 0.0, awaited=pk)
    instead = _instead(rule, question)
    return instead or _afterwards(rule, _answer(*carry_out(question, timezone.now())))


def _instead(rule: Weather, question: Question) -> Answer | None:
    """Return what is said while nothing is done, or nothing yet; None for weather that comes after."""
    match rule.kind:
        case Weather.Kind.REFUSE:
            usual = known(rule.code or 0, question.values)
            return _refused(Refusal(rule.status or usual.status, usual.code, rule.message or usual.message))
        case Weather.Kind.BUSY:
            wait = {} if rule.seconds is None else {"Retry-After": f"{rule.seconds:.0f}"}
            return _refused(known(20429), **wait)
        case Weather.Kind.CUT_BEFORE:
            return _cut()
        case Weather.Kind.LATE:
            late.keep(question, rule.seconds or 0.0)
            return _cut()
        case Weather.Kind.HTML_BEFORE:
            return _html()
    return None


def _afterwards(rule: Weather, answer: Answer) -> Answer:
    """Return what becomes of the answer about what has been done."""
    match rule.kind:
        case Weather.Kind.STALL_BEFORE | Weather.Kind.STALL_AFTER:
            return replace(answer, stall=rule.seconds or 0.0)
        case Weather.Kind.CUT_AFTER:
            return replace(answer, manner=Manner.CUT)
        case Weather.Kind.HALF_AFTER:  # of nothing, nothing comes
            return replace(answer, manner=Manner.HALF if answer.content() else Manner.CUT)
        case Weather.Kind.ERROR_AFTER:
            return _refused(out_of_order())
        case Weather.Kind.HTML_AFTER:
            return _html()
    return answer


def _answer(status: int, body: dict[str, Any] | None, **headers: str) -> Answer:
    signed = {
        "Date": format_datetime(datetime.now(UTC), usegmt=True),
        "Twilio-Request-Id": f"RQ{secrets.token_hex(16)}",
        **headers,
    }
    if body is not None:
        signed["Content-Type"] = "application/json"
    if status == 401:  # noqa: PLR2004  (HTTP demands the header with it)
        signed["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return Answer(status, body, signed)


def _refused(refusal: Refusal, **headers: str) -> Answer:
    return _answer(refusal.status, refusal.body(), **headers)


def _cut() -> Answer:
    return replace(_answer(200, None), manner=Manner.CUT)


def _html() -> Answer:
    return replace(_answer(502, None, **{"Content-Type": "text/html"}), html=_BAD_GATEWAY)
