"""What the database holds: nothing before a case, what Twilio was to hold already, and all that it says afterwards."""

import json
from collections.abc import Iterable
from typing import Any

from domains import services
from domains.models import Change, Doing, TwilioResource, model_of
from domains.models.kinds import KINDS


def empty() -> None:
    """Take everything away that a case before has left."""
    Doing.objects.all().delete()
    Change.objects.all().remove()
    for kind in reversed(KINDS):  # what belongs to something goes before it
        kind._default_manager.all().delete()


def mirrored(collection: str, text: str) -> TwilioResource:
    """Put into the mirror what Twilio holds."""
    row = model_of(collection).new_in(services.current_account(), collection)
    row.reflect(json.loads(text))
    row.save()
    return row


def report() -> dict[str, Any]:
    """Return all that the database says: changes with their stories, and the mirror."""
    changes = [
        {
            "action": change.action,
            "collection": change.collection,
            "purpose": change.purpose,
            "key": change.key,
            "asked_as": change.asked.get("friendly_name", ""),
            "asked": change.asked,
            "before": change.before,
            "after": change.after,
            "state": change.state,
            "sid": change.sid,
            "story": [event.what for event in change.events.all()],
        }
        for change in Change.objects.order_by("pk").prefetch_related("events")
    ]
    mirror = [
        {"collection": row.collection, "sid": row.sid, "name": row.key, "raw": row.raw, "is_gone": row.is_gone}
        for kind in KINDS
        for row in _all(kind)
    ]
    return {"changes": changes, "mirror": mirror}


def _all(kind: type[TwilioResource]) -> Iterable[TwilioResource]:
    rows: Any = kind._default_manager.all()
    found: Iterable[TwilioResource] = rows.select_related(kind.parent) if kind.parent else rows
    return found
