"""What the sight of an account's list says of an update or a delete whose answer was lost.

Equal to what was asked is applied, equal to what was before is not applied (dated, as with creates), anything else is a
conflict: somebody else changed it, and nobody can say any more whether this was carried out. What is gone was deleted.
Where what was asked and what was before are equal, the time of the last change tells.
"""

from typing import Any

from django.db.models import Q

from ..models import Change, ChangeEvent, ChangeState
from ..models.change_queries import ChangeQuerySet
from .effects import mark_gone, take_effect
from .mirror import mirror_owned
from .sight import Sight
from .waiting import CLOCK_TOLERANCE, wait_on, wait_or_give_up

What = ChangeEvent.What


def judge_update(change: Change, sight: Sight) -> None:
    """Settle an update by what its domain is now, or wait on. The caller owns it."""
    resource = sight.of_sid(change.sid)
    is_unknown = change.state == Change.State.UNKNOWN
    if resource is not None and (change.purpose == Change.Purpose.ROTATE or _shows_in_time_alone(change, resource)):
        _judge_by_time(change, resource, sight)
    elif resource is not None and _holds(resource, change.asked, change):
        if is_unknown:
            _found(change, resource, sight, What.ADOPTED, "Its answer was lost, but Twilio holds what was asked")
        elif _came_late(change, sight):
            told = "Twilio holds what was asked now: it was carried out late, or somebody else asked for the same"
            _found(change, resource, sight, What.APPEARED_LATE, told)
        else:
            wait_on(change, sight)
    elif not is_unknown:
        wait_on(change, sight)
    elif resource is None:
        mark_gone(change)
        _conflict(change, None, "It is gone from the account’s list: nobody can say whether it was changed before.")
    elif _holds(resource, change.before or {}, change):
        wait_or_give_up(
            change,
            sight,
            first="Twilio holds what was before. The change may still come.",
            second="Twilio holds what was before, for the second time.",
            given_up="Unchanged",
        )
    else:
        told = "Twilio holds neither what was before nor what was asked: somebody else has changed it meanwhile."
        _conflict(change, resource, told)


def _shows_in_time_alone(change: Change, resource: dict[str, Any]) -> bool:
    """Whether an unknown update asked for what was there before and is there still: its values tell nothing of it."""
    sides = (resource, change.before or {})
    return change.state == Change.State.UNKNOWN and all(_holds(one, change.asked, change) for one in sides)


def _judge_by_time(change: Change, resource: dict[str, Any], sight: Sight) -> None:
    """Settle what shows in the time of the last change alone: the replacing of a password, or what asks for no news.

    Times are of whole seconds: what had been changed right before it was sent may have been changed again unseen.
    """
    is_unknown = change.state == Change.State.UNKNOWN
    before = (change.before or {}).get("date_updated")
    probe = change.model()
    probe.reflect({"date_updated": before})
    sent = (change.sent_at or sight.taken_at) + sight.ahead
    if resource.get("date_updated") != before:
        later = _later(change)
        if is_unknown:
            told = "Its answer was lost, but Twilio has changed it since"
            _found(change, resource, sight, What.ADOPTED, told)
        elif _is_under_way(later, sight) or later.filter(state=ChangeState.APPLIED).exists():
            wait_on(change, sight)
        else:
            told = "Twilio has changed it since: it was carried out late, or somebody else replaced the password"
            _found(change, resource, sight, What.APPEARED_LATE, told)
    elif is_unknown and (probe.date_updated is None or probe.date_updated >= sent - CLOCK_TOLERANCE):
        told = "It was changed so shortly before that nobody can say whether it was changed again."
        _conflict(change, resource, told)
    elif is_unknown:
        wait_or_give_up(
            change,
            sight,
            first="Twilio has not changed it since. The change may still come.",
            second="Twilio has not changed it since, seen for the second time.",
            given_up="Unchanged",
        )
    else:
        wait_on(change, sight)


def judge_delete(change: Change, sight: Sight) -> None:
    """Settle a delete by whether what it was to delete is still there, or wait on. The caller owns it.

    A mapping that is made again has the SID that it had, so what is there may be another one by now: see `_made_again`.
    """
    is_unknown = change.state == Change.State.UNKNOWN
    there = sight.of_sid(change.sid)
    again = there if there is not None and _made_again(change, there) else None
    if there is None or again is not None:
        if is_unknown:
            _deleted(change, again, sight, What.ADOPTED, "Its answer was lost, but Twilio deleted it")
        elif _went_late(change, sight):
            _deleted(change, again, sight, What.APPEARED_LATE, "It went after all: deleted late, or by somebody else")
        else:
            wait_on(change, sight)
    elif is_unknown:
        wait_or_give_up(
            change,
            sight,
            first="It is still in the account’s list. It may still go.",
            second="It is still in the account’s list, seen for the second time.",
            given_up="Still there",
        )
    else:
        wait_on(change, sight)


def _made_again(change: Change, there: dict[str, Any]) -> bool:
    """Whether what is there was made later than what was fetched right before the delete was sent.

    Both times are Twilio's own, so no clock of ours comes into it. They are of whole seconds: what is made again in the
    very second in which the one before was made passes for that, and the delete for one that did nothing.
    """
    dates = []
    for resource in (change.before or {}, there):
        probe = change.model()
        probe.reflect(resource)
        dates.append(probe.date_created)
    before, now = dates
    return change.model.sid_recurs and before is not None and now is not None and now > before


def _holds(resource: dict[str, Any], values: dict[str, Any], change: Change) -> bool:
    """Whether `resource` is as `values` say, in all that the change asked for."""
    normalized = change.model.normalized
    return all(normalized(name, values.get(name)) == normalized(name, resource.get(name)) for name in change.asked)


def _came_late(change: Change, sight: Sight) -> bool:
    """Whether an update that was given up, and whose values are seen now, brought them about: no later change did."""
    later = _later(change)
    if _is_under_way(later, sight):
        return False
    normalized = change.model.normalized
    applied = list(later.filter(state=ChangeState.APPLIED).order_by("-settled_at", "-pk"))
    for name, value in change.asked.items():
        last = next((one for one in applied if name in one.asked), None)
        told = last.asked if last else change.before or {}
        if normalized(name, told.get(name)) != normalized(name, value):
            return True
    return False


def _went_late(change: Change, sight: Sight) -> bool:
    """Whether a delete that was given up, and whose domain is gone now, took it away: no later delete did."""
    later = _later(change)
    deleted = later.filter(action=Change.Action.DELETE, state=ChangeState.APPLIED)
    return not _is_under_way(later, sight) and not deleted.exists()


def _later(change: Change) -> ChangeQuerySet:
    return Change.objects.of_resource(change.account, change.collection, change.sid).filter(pk__gt=change.pk)


def _is_under_way(later: ChangeQuerySet, sight: Sight) -> bool:
    """Whether any of these may have been carried out while the sight was taken. What is only intended was not."""
    is_open = Q(state__in=(ChangeState.SENT, ChangeState.UNKNOWN))
    return later.filter(is_open | Q(state=ChangeState.APPLIED, settled_at__gt=sight.taken_at)).exists()


def _found(change: Change, resource: dict[str, Any], sight: Sight, what: What, why: str) -> None:
    take_effect(change, resource, as_of=sight.taken_at)
    change.events.create(what=what, told=f"{why}: {change.sid} was found in the account’s list.")
    change.move(Change.State.APPLIED, f"Twilio changed {change.sid}.", after=resource, look_at=None)


def _deleted(change: Change, again: dict[str, Any] | None, sight: Sight, what: What, why: str) -> None:
    """Settle a delete as applied; `again` is what has been made since in its place. The caller owns it."""
    if again is None:
        take_effect(change, None, as_of=sight.taken_at)
    else:
        mirror_owned(change.account, change.collection, again, as_of=sight.taken_at)
    where = "is not in the account’s list any more" if again is None else "is there again, and was made later"
    change.events.create(what=what, told=f"{why}: {change.sid} {where}.")
    change.move(Change.State.APPLIED, f"Twilio deleted {change.sid}.", look_at=None)


def _conflict(change: Change, resource: dict[str, Any] | None, told: str) -> None:
    change.events.create(what=What.LOOKED_UP, told=told)
    change.move(Change.State.CONFLICT, told, after=resource, message=told, look_at=None)
