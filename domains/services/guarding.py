"""The guard before what exists is changed: Twilio must still hold what the operator has seen."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from ..masking import masked
from ..models import Change, TwilioResource
from ..models.change_states import IllegalMove
from ..twilio import TwilioError
from .effects import mark_gone
from .fetching import Seen, fetch
from .judging import judge_late
from .mirror import mirror, writing
from .refreshing import note_differing
from .sight import Sight, database_time


class Unseen(Exception):
    """Twilio holds something that was not seen: `live` is it as it is now, `names` are the parameters."""

    def __init__(self, change: Change, live: TwilioResource, names: Sequence[str]) -> None:
        super().__init__(f"{change.key} is not as it was seen: {', '.join(names)}.")
        self.change = change
        self.live: Any = live  # of the kind that the caller asked for
        self.names = list(names)


class Gone(Exception):
    """What was to be changed is not at Twilio any more."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{change.key} is gone.")
        self.change = change


def fetch_to_change(change: Change, row: TwilioResource, seen: Seen) -> bool:
    """Fetch `row`, note it in `change` as what was before, and return whether the change may be sent.

    What the mirror does not know and was seen all the same is taken over. Raises Unseen or Gone. In every other case
    than True the change is settled, and nothing was sent.
    """
    as_of = database_time(row.account)
    try:
        live = fetch(row)
    except TwilioError as error:
        told = f"What Twilio holds now could not be read, so nothing was sent: {masked(error.message)}"
        _not_sent(change, told, twilio_status=error.status, twilio_code=error.code, request_id=error.request_id)
        return False
    judge_late(change, Sight(row.account, row.collection, [live.raw] if live else [], as_of, timedelta(0)))
    if live is None:
        with writing(row.account):
            _not_sent(change, "It is gone at Twilio already, so nothing was sent.")
            mark_gone(change)
        raise Gone(change)
    Change.objects.filter(pk=change.pk).update(before=live.raw)
    change.before = live.raw
    names = seen.differing(live)
    if names:
        labels = ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]
        _not_sent(change, f"Twilio holds something that had not been seen, so nothing was sent: {labels}.")
        note_differing(row, Seen.of(row).differing(live), as_of)
        raise Unseen(change, live, names)
    if row.pk is None or Seen.of(row).differing(live):  # a deleted name stays locked as it was last
        mirror(row.account, row.collection, live.raw, as_of=as_of)
    return True


def _not_sent(change: Change, told: str, **columns: object) -> None:
    """Settle a change that is not to be sent; unless it was taken for dead meanwhile, and so is settled already."""
    try:
        with transaction.atomic():
            change.move(Change.State.NOT_APPLIED, told, message=told, **columns)
    except IllegalMove:
        change.refresh_from_db()
