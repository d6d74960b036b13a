"""What a change that was applied does to the mirror, whoever found out that it was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from ..models import Change, SipDomain
from ..models.changes import NEXT_STATES
from ..models.resources import ANSWERS_CALLS
from .mirror import MODELS, mirror

SET_ASIDE = tuple(name for url in ANSWERS_CALLS for name in (url, url.removesuffix("_url") + "_method"))
"""What is remembered of a domain that is taken out of service: each URL with its method, which Twilio may forget."""


def take_effect(
    change: Change, resource: Mapping[str, Any] | None, *, as_of: datetime | None, is_answer: bool = False
) -> None:
    """Write to the mirror what an applied change made of its resource: `resource`, which Twilio held at `as_of`.

    The caller holds the transaction that settles the change, and says whether `resource` is the answer to it.
    """
    if change.action == Change.Action.DELETE:
        mark_gone(change)
    elif resource is not None:
        mirror(MODELS[change.collection], change.account, resource, as_of=as_of, is_answer=is_answer)
        if change.action == Change.Action.UPDATE and Change.State.APPLIED in NEXT_STATES[change.state]:
            _note_service(change)  # an answer that comes when that was done already knows nothing of what came after


def mark_gone(change: Change) -> None:
    """Note that the resource of a change is not at Twilio any more, from now on unless that was known."""
    MODELS[change.collection]._default_manager.filter(sid=change.sid, gone_at=None).update(gone_at=Now())


def _note_service(change: Change) -> None:
    """Remember what disabling took away, until the domain is in service again."""
    row = SipDomain.objects.filter(sid=change.sid)
    if change.purpose == Change.Purpose.DISABLE:
        before = change.before or {}
        row.update(set_aside={name: before.get(name) or "" for name in SET_ASIDE})
    elif change.purpose == Change.Purpose.ENABLE or any(change.asked.get(name) for name in ANSWERS_CALLS):
        row.update(set_aside=None)


def disabling(domain: SipDomain) -> dict[str, Any]:
    """Return what to ask of Twilio so that nothing answers calls to `domain` any more; empty when nothing does."""
    return {name: "" for name in ANSWERS_CALLS if getattr(domain, name)}


def enabling(domain: SipDomain) -> dict[str, Any]:
    """Return what to ask of Twilio so that `domain` is as it was before it was disabled; empty when it is already."""
    there = domain.set_aside or {}
    return {name: there[name] for name in SET_ASIDE if name in there and there[name] != getattr(domain, name)}


def done_words(change: Change, resource: Mapping[str, Any] | None) -> str:
    """Return what Twilio did, without a full stop."""
    match change.action:
        case Change.Action.UPDATE:
            return f"Twilio changed {change.sid}"
        case Change.Action.DELETE:
            return f"Twilio deleted {change.sid}"
    return f"Twilio made {(resource or {}).get('sid', change.sid)}"
