"""What would put an applied change back, in view of what Twilio holds now."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField

from ..models import Change, SipDomain, TwilioResource
from .out_of_service import SET_ASIDE, disabling, enabling


@dataclass(frozen=True)
class Undoing:
    """The change that undoes another: its action, or empty with the `reason` why there is none.

    `asked` is what to ask for, `purpose` what for, and `overtaken` names the parameters that somebody has changed again
    since: undoing overwrites those.
    """

    action: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    overtaken: list[str] = field(default_factory=list)
    purpose: str = ""
    reason: str = ""


_OPPOSITE = {Change.Purpose.DISABLE: Change.Purpose.ENABLE, Change.Purpose.ENABLE: Change.Purpose.DISABLE}


def undoing(change: Change, live: TwilioResource | None) -> Undoing:
    """Return what undoes `change`; `live` is its resource as Twilio has it now, None when it is gone."""
    if change.state != Change.State.APPLIED:
        return Undoing(reason="Only what was applied can be undone.")
    later = change.standing_undo()
    if later:
        return Undoing(reason=f"{later.actor_name} has undone it already.")
    match change.action:
        case Change.Action.DELETE:
            return _undoing_delete(change)
        case Change.Action.CREATE if live is None:
            return Undoing(reason=f"The {change.model.noun} is gone already.")
        case Change.Action.CREATE:
            return Undoing(Change.Action.DELETE)
    return _undoing_update(change, live)


def _undoing_delete(change: Change) -> Undoing:
    if change.model.secrets:
        told = f"Its {' and '.join(change.model.secrets)} is known to nobody here: create it anew, with another."
        return Undoing(reason=told)
    if change.model.parent:
        parent: TwilioResource = getattr(change.model.new_in(change.account, change.collection), change.model.parent)
        if parent.is_gone:
            return Undoing(reason=f"The {parent.noun} that it belonged to is gone: there is no place for it any more.")
    before = change.before or {}
    asked = {name: before[name] for name in change.model.parameters if before.get(name) not in ("", None, False)}
    if change.model.natural_key not in asked:
        return Undoing(reason=f"What the {change.model.noun} was is not known.")
    return Undoing(Change.Action.CREATE, asked)


def _undoing_update(change: Change, live: TwilioResource | None) -> Undoing:
    if change.purpose == Change.Purpose.ROTATE:
        return Undoing(reason="What the password was is not known. Rotate it again where it must be another one.")
    if live is None:
        return Undoing(reason=f"The {change.model.noun} is gone: there is nothing to change any more.")
    if change.before is None:
        return Undoing(reason="What was before is not known.")
    # Twilio may have forgotten the methods of what disabling took away.
    names = {*change.asked, *(SET_ASIDE if change.purpose == Change.Purpose.DISABLE else ())}
    normalized = live.normalized
    was = {name: change.before.get(name) for name in live.parameters if name in names}
    asked = {
        name: _unset(live, name) if value is None else value
        for name, value in was.items()
        if normalized(name, value) != normalized(name, getattr(live, name))
    }
    purpose = _OPPOSITE[Change.Purpose(change.purpose)] if change.purpose else None
    if not asked and isinstance(live, SipDomain) and purpose:  # where there is no URL, the lists alone go or come back
        asked = enabling(live) if purpose == Change.Purpose.ENABLE else disabling(live)
    if not asked:
        return Undoing(reason="Everything is as it was before already.")
    after = change.after or {}
    overtaken = [name for name in asked if normalized(name, after.get(name)) != normalized(name, getattr(live, name))]
    return Undoing(Change.Action.UPDATE, asked, overtaken, purpose or "")


def _unset(live: TwilioResource, name: str) -> Any:
    """Return what is asked for so that a parameter is as Twilio names none: nothing switches off what is on."""
    return False if isinstance(live._meta.get_field(name), BooleanField) else ""
