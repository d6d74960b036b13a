"""The one way a change goes to Twilio: intended, sent, settled, each committed before the next begins."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from ..models import Account, Change, ChangeEvent, ChangeState, TwilioResource, User
from ..parameters import wire_values
from ..twilio import NotSent, Refused, TwilioError, Unreachable
from .connection import client_for

LEASE = timedelta(seconds=30)
"""For how long a sender may be believed alive; longer than the deadline of the client's verbs."""


def create(row: TwilioResource, *, actor: User, reason: str = "", act: uuid.UUID | None = None) -> Change:
    """Create at Twilio what `row`, a validated and unsaved resource with its account, describes.

    Returns the change in the state it came to: `applied` (the mirror then holds what Twilio returned), `refused`,
    `not_applied` (nothing left this machine) or `unknown` (it is not sent again). The change is the record of what went
    wrong, so nothing is raised for it. Sends exactly one request, repeated only where Twilio answers 429.
    """
    asked = filled_in(row)
    with transaction.atomic(durable=True):
        change = Change.objects.create(
            account=row.account,
            collection=row.collection,
            key=getattr(row, row.natural_key),
            action=Change.Action.CREATE,
            asked=asked,
            actor=actor,
            actor_name=actor.get_username(),
            reason=reason,
            act=act or uuid.uuid4(),
        )
        change.events.create(what=Change.State.INTENDED, told=f"Asked by {change.actor_name}.")
    client = client_for(row.account)
    try:
        answer = client.create(row.collection, wire_values(asked), before_send=lambda: _sending(change))
    except Refused as error:
        _settle(change, Change.State.REFUSED, error)
    except NotSent as error:
        _settle(change, Change.State.NOT_APPLIED, error)
    except Unreachable as error:
        _settle(change, Change.State.UNKNOWN, error)
    else:
        resource = answer.resource or {}
        with transaction.atomic(durable=True):
            mirrored = mirror(type(row), row.account, resource)
            change.move(
                Change.State.APPLIED,
                f"Twilio made {mirrored.sid}.",
                sid=mirrored.sid,
                after=resource,
                twilio_status=answer.status,
                request_id=answer.request_id,
            )
    return change


def filled_in(row: TwilioResource) -> dict[str, Any]:
    """Return the parameters that say something: what is blank or unticked is left to Twilio."""
    values = {name: getattr(row, name) for name in row.parameters}
    return {name: value for name, value in values.items() if value not in ("", None, False)}


def _sending(change: Change) -> None:
    """Note, and commit, that the request leaves now; or once more, after a 429."""
    lease = Now() + LEASE
    with transaction.atomic(durable=True):
        if change.state == Change.State.INTENDED:
            change.move(Change.State.SENT, lease_until=lease)
        else:
            Change.objects.filter(pk=change.pk, state=Change.State.SENT).update(lease_until=lease)
            ChangeEvent.objects.create(change=change, what="sent_again", told="Twilio was busy (429).")


def _settle(change: Change, state: ChangeState, error: TwilioError) -> None:
    with transaction.atomic(durable=True):
        change.move(
            state,
            error.message,
            twilio_status=error.status,
            twilio_code=error.code,
            message=error.message,
            request_id=error.request_id,
        )


def mirror(model: type[TwilioResource], account: Account, resource: Mapping[str, Any]) -> TwilioResource:
    """Return the row of `resource` in the mirror, written from what Twilio returned."""
    rows = model._default_manager
    row = rows.filter(sid=resource["sid"]).first() or model(account=account)
    row.reflect(resource)
    row.save()
    return row
