"""A change as files hold it: a line of a spreadsheet, or an object with all there is. Secrets are masked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst

from ..masking import masked
from ..models import Account, Change, LogRemoval
from .domain_columns import named
from .exporting import exactly, in_iso

HEAD = (
    "Number",
    "Asked at",
    "By",
    "Action",
    "Name",
    "SID",
    "Account",
    "State",
    "Settled at",
    "Twilio’s status",
    "Twilio’s code",
    "What was said",
    "Request id",
    "What was asked",
    "Purpose",
    "Reason",
    "Doing",
    "Undoes",
    "Kind",
)
"""The head of the spreadsheet."""

NOT_IN_A_LINE = ("after",)
"""The columns that a line does without."""


def line_of(change: Change, accounts: Mapping[int, Account]) -> list[str]:
    """Return the cells of a change, in the order of HEAD."""
    cells: list[Any] = [
        change.pk,
        in_iso(change.created_at),
        change.actor_name,
        change.get_action_display(),
        change.key,
        change.sid,
        named(accounts.get(change.account_id)),
        change.get_state_display(),
        in_iso(change.settled_at) if change.settled_at else "",
        change.twilio_status or "",
        change.twilio_code or "",
        masked(change.message),
        change.request_id,
        "\n".join(_asked_in_words(change)),
        change.get_purpose_display(),
        masked(change.reason),
        change.act,
        change.undoes_id or "",
        capfirst(change.model._meta.verbose_name),
    ]
    return [str(cell) for cell in cells]


def _asked_in_words(change: Change) -> Iterable[str]:
    """Yield what each parameter was to become, and what it was where that was seen: `Secure: Off → On`."""
    asked, before = masked(change.asked), masked(change.before)
    for name in change.model.parameters:
        if name in asked:
            was = "" if before is None else f"{_word(before.get(name))} → "
            yield f"{change.model.label_of(name)}: {was}{_word(asked[name])}"


def _word(value: object) -> str:
    match value:
        case bool():
            return "On" if value else "Off"
        case None | "":
            return "Not set"
    return str(value)


def object_of(change: Change, accounts: Mapping[int, Account]) -> dict[str, Any]:
    """Return all there is to know of a change, with its story. Its events are read already."""
    account = accounts.get(change.account_id)
    return {
        "number": change.pk,
        "asked_at": exactly(change.created_at),
        "by": change.actor_name,
        "reason": masked(change.reason),
        "doing": str(change.act),
        "undoes": change.undoes_id,
        "action": change.action,
        "purpose": change.purpose,
        "collection": change.collection,
        "name": change.key,
        "sid": change.sid,
        "account": {"sid": account.sid, "region": account.region, "name": account.name} if account else None,
        "state": change.state,
        "sent_at": exactly(change.sent_at),
        "settled_at": exactly(change.settled_at),
        "asked": masked(change.asked),
        "before": masked(change.before),
        "after": masked(change.after),
        "twilio": {
            "status": change.twilio_status,
            "code": change.twilio_code,
            "said": masked(change.message),
            "request_id": change.request_id,
        },
        "events": [
            {"at": exactly(event.at), "what": event.what, "told": masked(event.told)} for event in change.events.all()
        ],
    }


def removal_object(removal: LogRemoval) -> dict[str, Any]:
    """Return what a file says of changes that were removed from the log."""
    return {
        "removed_at": exactly(removal.at),
        "by": removal.actor_name,
        "reason": masked(removal.reason),
        "before": removal.before.isoformat(),
        "count": removal.count,
        "oldest": exactly(removal.oldest),
        "newest": exactly(removal.newest),
    }
