"""What a change that was applied does to the mirror, whoever found out that it was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..models import Change, Look, SipDomain, TwilioResource
from ..models.change_states import NEXT_STATES
from .mirror import mirror_owned
from .out_of_service import note_service


def take_effect(
    change: Change, resource: Mapping[str, Any] | None, *, as_of: datetime | None, is_answer: bool = False
) -> None:
    """Write to the mirror what an applied change made of its resource: `resource`, which Twilio held at `as_of`.

    The caller holds the transaction that settles the change, and says whether `resource` is the answer to it.
    """
    if change.action == Change.Action.DELETE:
        mark_gone(change)
    elif resource is not None:
        row = mirror_owned(change.account, change.collection, resource, as_of=as_of, is_answer=is_answer)
        if change.action == Change.Action.CREATE:
            _note_empty(change, row)
        is_news = change.action == Change.Action.UPDATE and Change.State.APPLIED in NEXT_STATES[change.state]
        if is_news and isinstance(row, SipDomain):  # what comes when it was done already knows nothing of later
            note_service(change, row, resource)


def _note_empty(change: Change, row: TwilioResource) -> None:
    """Note that what was made held nothing then: nobody has to look, however it was found out that it was made."""
    collections = [child.path.format(row.sid) for child in row.children()]
    if collections:
        Look.objects.note_first(change.account, collections, change.sent_at or row.seen_at)


def mark_gone(change: Change) -> None:
    """Note that the resource of a change is not at Twilio any more, from now on unless that was known.

    The caller holds the transaction, and has taken the account for it.
    """
    change.rows().mark_gone()
