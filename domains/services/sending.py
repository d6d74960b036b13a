"""The two steps after a change was intended: its request leaves, and what comes back settles it.

Each is committed before the next begins, so that whoever dies in between leaves behind how far it had come.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from ..masking import masked
from ..models import Change, ChangeEvent, ChangeState
from ..models.change_states import NEXT_STATES, IllegalMove
from ..twilio import Answer, Client, NotFound, NotSent, Refused, TwilioError, Unreachable
from ..words import words_of
from .connection import client_for
from .effects import mark_gone, take_effect
from .fetching import PATIENCE_SECONDS, fetch_resource
from .intending import lease
from .look_ups import look_around, look_up
from .mirror import own
from .numbers import look_at_number_named

HAS_SUB_DOMAINS = 21233

_ANSWERED: dict[str, Any] = {"stopped_at": None, "look_at": None}
"""What tells the outcome was not lost after all, even if its sender had been given up by then."""

Request = Callable[[Client, Callable[[], object]], Answer]
"""Sends one request by a client, and calls what it is given right before each time it is sent."""


class _Overtaken(Exception):
    """The lease ran out before the request left: somebody else may have judged the change, so it is not sent."""


def send(change: Change, request: Request) -> Change:
    """Send the request of an intended change, settle it by the answer, and return it.

    An outcome that stays unknown is looked up once, here. Raises nothing for what Twilio does.
    """
    change.was_sent_here = True
    try:
        answer = request(client_for(change.account), lambda: _sending(change))
    except _Overtaken:
        change.refresh_from_db()
    except NotFound as error:
        _settle_not_found(change, error)
    except Refused as error:
        settle(change, Change.State.REFUSED, error)
    except NotSent as error:
        settle(change, Change.State.NOT_APPLIED, error)
    except Unreachable as error:
        settle(change, Change.State.UNKNOWN, error)
    else:
        _settle_answered(change, answer)
    if change.state == Change.State.UNKNOWN:
        look_up(change)
    elif change.action == Change.Action.CREATE and change.twilio_code in change.model.taken_codes:
        look_around(change)  # perhaps it is ours, made by hand or by an attempt given up
    elif change.twilio_code == HAS_SUB_DOMAINS:
        look_around(change)  # perhaps they were made by hand
    look_at_number_named(change)
    return change


def _sending(change: Change) -> None:
    """Note, and commit, that the request leaves now; or once more, after a 429. Raises _Overtaken."""
    with transaction.atomic(durable=True):
        if change.state == Change.State.INTENDED:
            try:
                change.move(
                    Change.State.SENT,
                    "From here on it may have reached Twilio.",
                    lease_until=Now() + lease(),
                    sent_at=Now(),
                )
            except IllegalMove:
                raise _Overtaken from None
        else:
            mine = Change.objects.filter(pk=change.pk, state=Change.State.SENT, lease_until__gt=Now())
            if not mine.update(lease_until=Now() + lease()):
                raise _Overtaken
            change.events.create(
                what=ChangeEvent.What.SENT_AGAIN, told="Twilio was busy, and had not processed it (429)."
            )


def _settle_answered(change: Change, answer: Answer) -> None:
    if not _is_what_was_asked_for(change, answer):
        settle(
            change,
            Change.State.UNKNOWN,
            Unreachable("Twilio answered with something else than was asked for."),
        )
        return
    sid = (answer.resource or {}).get("sid", "")  # of what is made, the change does not name it yet
    _settle_applied(change, answer, f"{words_of(change, sid=sid).did}.")


def _is_what_was_asked_for(change: Change, answer: Answer) -> bool:
    """Whether an answer is about the resource that was to be made, changed or deleted."""
    resource = answer.resource or {}
    match change.action:
        case Change.Action.CREATE:
            name, normalized = change.model.natural_key, change.model.normalized
            return normalized(name, resource.get(name)) == normalized(name, change.key)
        case Change.Action.UPDATE:
            return resource.get("sid") == change.sid
    return True


def _settle_applied(change: Change, answer: Answer, told: str) -> None:
    resource = answer.resource
    with transaction.atomic(durable=True):
        own(change)
        take_effect(change, resource, as_of=change.sent_at, is_answer=True)
        columns = {"sid": resource["sid"], "after": resource} if resource else {}
        _move_or_tell(
            change,
            Change.State.APPLIED,
            told,
            twilio_status=answer.status,
            request_id=answer.request_id,
            **_ANSWERED,
            **columns,
        )
        names = [name for name, _, _ in change.differences]
        if names:
            change.events.create(
                what=ChangeEvent.What.DIFFERS, told=f"Twilio keeps another value than was asked: {', '.join(names)}."
            )


def _settle_not_found(change: Change, error: NotFound) -> None:
    """What was to be deleted and is not there is deleted; anything else cannot be done to what is gone.

    Twilio now and then says 404 of what is there, so what this rests on is asked for once more.
    """
    if change.action == Change.Action.CREATE:
        settle(change, Change.State.REFUSED, error)
        return
    try:
        fetch_resource(client_for(change.account, patience=PATIENCE_SECONDS), change.collection, change.sid)
    except NotFound:
        is_gone = True
    except TwilioError:
        settle(change, Change.State.UNKNOWN, error)
        return
    else:
        is_gone = False
    if is_gone and change.action == Change.Action.DELETE:
        answer = Answer(error.status or 404, None, error.request_id)
        _settle_applied(change, answer, "It was gone already.")
    else:
        settle(change, Change.State.REFUSED, error, is_gone=is_gone)


def settle(change: Change, state: ChangeState, error: TwilioError, *, is_gone: bool = False) -> None:
    """Settle a change by what went wrong with it, and note whether its resource was seen to be gone."""
    lost = {"stopped_at": Now()} if state == Change.State.UNKNOWN else _ANSWERED
    with transaction.atomic(durable=True):
        own(change)
        _move_or_tell(
            change,
            state,
            masked(error.message),
            twilio_status=error.status,
            twilio_code=error.code,
            message=masked(error.message),
            request_id=error.request_id,
            **lost,
        )
        if is_gone:
            mark_gone(change)


def _move_or_tell(change: Change, state: ChangeState, told: str, **columns: Any) -> None:
    """Settle a change from where it stands now: while its sender was away, others may have judged it.

    An answer that says less than is known already is told and changes nothing.
    """
    if state in NEXT_STATES[change.state]:
        change.move(state, told, **columns)
    else:
        change.events.create(what=ChangeEvent.What.LATE_ANSWER, told=f"Its sender came back with: {told}")
