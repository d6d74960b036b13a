"""The one way a change goes to Twilio: intended, sent, settled, each committed before the next begins."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from ..models import Change, ChangeEvent, ChangeState, TwilioResource, User
from ..models.changes import NEXT_STATES, IllegalMove
from ..parameters import normalized, wire_values
from ..twilio import Answer, NotSent, Refused, TwilioError, Unreachable
from .connection import client_for
from .look_ups import look_around, look_up
from .mirror import mirror, own

LEASE_SECONDS = 30
"""For how long a sender may be believed alive; longer than the deadline of the client's verbs."""

NAME_NOT_TO_BE_HAD = 21232
WAIT_SECONDS = 0.1
ATTEMPTS = 5


class Busy(Exception):
    """Somebody else's change of the same resource is under way, or its outcome is still unknown."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{change.actor_name} is changing {change.key}.")
        self.change = change


class _Overtaken(Exception):
    """The lease ran out before the request left: somebody else may have judged the change, so it is not sent."""


def create(
    row: TwilioResource, *, actor: User, reason: str = "", act: uuid.UUID | None = None, token: str = ""
) -> Change:
    """Create at Twilio what `row`, a validated and unsaved resource with its account, describes.

    Returns the change in the state it came to: `applied` (the mirror then holds what Twilio returned), `refused`,
    `not_applied` (nothing left this machine) or `unknown` (it is not sent again, but looked up until it is known). The
    change is the record of what went wrong, so nothing is raised for it. Sends exactly one request, repeated only where
    Twilio answers 429.

    `token` stands for one filled-in form: whoever comes second with it waits for the first, and gets its change. Raises
    Busy when another change of the same name is open.
    """
    asked = filled_in(row)
    intention = {
        "account": row.account,
        "collection": row.collection,
        "key": getattr(row, row.natural_key),
        "action": Change.Action.CREATE,
        "asked": asked,
        "actor": actor,
        "actor_name": actor.get_username(),
        "reason": reason,
        "act": act or uuid.uuid4(),
        "token": token or None,
    }
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                change = Change.objects.create(**intention, lease_until=Now() + lease())
                change.events.create(what=Change.State.INTENDED, told=f"Asked by {change.actor_name}.")
            break
        except IntegrityError:
            first = Change.objects.filter(token=token).first() if token else None
            if first:
                return _outcome_of(first)
            rival = Change.objects.open().about(row.account, row.collection, intention["key"]).first()
            if rival:
                raise Busy(rival) from None
            if attempt == ATTEMPTS - 1:
                raise  # it is something else that is wrong
            # The rival has been settled in between: there is nothing in the way any more.
    return _carry_out(change, type(row))


def lease() -> timedelta:
    """Return for how long a sender is believed alive."""
    return timedelta(seconds=getattr(settings, "CHANGE_LEASE_SECONDS", LEASE_SECONDS))


def filled_in(row: TwilioResource) -> dict[str, Any]:
    """Return the parameters that say something: what is blank or unticked is left to Twilio."""
    values = {name: getattr(row, name) for name in row.parameters}
    return {name: value for name, value in values.items() if value not in ("", None, False)}


def _outcome_of(change: Change) -> Change:
    """Return a change that somebody else carries out, once they have settled it, or looked it up in vain."""
    ends = time.monotonic() + lease().total_seconds()
    while change.is_open and change.looked_at is None and time.monotonic() < ends:
        time.sleep(WAIT_SECONDS)
        change.refresh_from_db()
    return change


def _carry_out(change: Change, model: type[TwilioResource]) -> Change:
    try:
        answer = client_for(change.account).create(
            change.collection, wire_values(change.asked), before_send=lambda: _sending(change)
        )
    except _Overtaken:
        change.refresh_from_db()
    except Refused as error:
        _settle(change, Change.State.REFUSED, error)
    except NotSent as error:
        _settle(change, Change.State.NOT_APPLIED, error)
    except Unreachable as error:
        _settle(change, Change.State.UNKNOWN, error)
    else:
        _settle_applied(change, model, answer)
    if change.state == Change.State.UNKNOWN:
        look_up(change)
    elif change.twilio_code == NAME_NOT_TO_BE_HAD:  # perhaps it is ours, made by hand or by an attempt given up
        look_around(change)
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


def _settle_applied(change: Change, model: type[TwilioResource], answer: Answer) -> None:
    resource = answer.resource or {}
    if normalized(model.natural_key, resource.get(model.natural_key)) != normalized(model.natural_key, change.key):
        _settle(change, Change.State.UNKNOWN, Unreachable("Twilio answered with something else than was asked for."))
        return
    with transaction.atomic(durable=True):
        own(change)
        mirror(model, change.account, resource)
        _move_or_tell(
            change,
            Change.State.APPLIED,
            f"Twilio made {resource['sid']}.",
            sid=resource["sid"],
            after=resource,
            twilio_status=answer.status,
            request_id=answer.request_id,
        )
        names = [name for name, _, _ in change.differences]
        if names:
            change.events.create(
                what=ChangeEvent.What.DIFFERS, told=f"Twilio keeps another value than was asked: {', '.join(names)}."
            )


def _settle(change: Change, state: ChangeState, error: TwilioError) -> None:
    # What told the outcome was not lost after all, even if its sender had been given up by then.
    lost = {"stopped_at": Now()} if state == Change.State.UNKNOWN else {"stopped_at": None, "look_at": None}
    with transaction.atomic(durable=True):
        own(change)
        _move_or_tell(
            change,
            state,
            error.message,
            twilio_status=error.status,
            twilio_code=error.code,
            message=error.message,
            request_id=error.request_id,
            **lost,
        )


def _move_or_tell(change: Change, state: ChangeState, told: str, **columns: Any) -> None:
    """Settle a change from where it stands now: while its sender was away, others may have judged it.

    An answer that says less than is known already is told and changes nothing.
    """
    if state in NEXT_STATES[change.state]:
        change.move(state, told, **columns)
    else:
        change.events.create(what=ChangeEvent.What.LATE_ANSWER, told=f"Its sender came back with: {told}")
