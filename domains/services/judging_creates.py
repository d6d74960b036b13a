"""What the sight of an account's list says of a create whose answer was lost.

What is found was made by the change when it was made no earlier than the change was sent (both in Twilio's time) and is
equal in what was asked.
"""

from typing import Any

from ..models import Change, ChangeEvent
from .effects import take_effect
from .mirror import mirror_owned
from .sight import Sight
from .waiting import CLOCK_TOLERANCE, LATEST, wait_on, wait_or_give_up

What = ChangeEvent.What


def judge_create(change: Change, sight: Sight) -> None:
    """Settle a create by what has its name, or wait on. The caller owns it."""
    named = sight.all_named(change.key)
    own = next((one for one in named if _made_by(change, one, sight) and not _may_be_anothers(change, one)), None)
    resource = own or next(iter(named), None)
    is_unknown = change.state == Change.State.UNKNOWN
    if sight.is_swept and is_unknown:
        _swept(change)
    elif resource is None and is_unknown:
        wait_or_give_up(
            change,
            sight,
            first="It was not in the account’s list. It may still come.",
            second="It was not in the account’s list, for the second time.",
            given_up="Not found",
        )
    elif own is not None:
        if is_unknown:
            _found(change, own, sight, What.ADOPTED, "Its answer was lost, but Twilio made it")
        else:
            _found(change, own, sight, What.APPEARED_LATE, "It appeared late, after it had been given up")
    elif resource is not None and is_unknown:
        _not_ours(change, resource, sight)
    else:
        wait_on(change, sight)


def _swept(change: Change) -> None:
    told = "What it was to belong to is gone at Twilio: nobody can say whether it was made before."
    change.events.create(what=What.LOOKED_UP, told=told)
    change.move(Change.State.CONFLICT, told, message=told, look_at=None)


def _made_by(change: Change, resource: dict[str, Any], sight: Sight) -> bool:
    """Whether `resource` is what `change` asked for: made after its sending, and equal in what was asked."""
    normalized = change.model.normalized
    return _is_of_its_time(change, resource, sight) and all(
        normalized(name, value) == normalized(name, resource.get(name)) for name, value in change.asked.items()
    )


def _is_of_its_time(change: Change, resource: dict[str, Any], sight: Sight) -> bool:
    probe = change.model()
    probe.reflect(resource)
    if probe.date_created is None or change.sent_at is None:
        return False
    sent = change.sent_at + sight.ahead
    return sent - CLOCK_TOLERANCE <= probe.date_created <= sent + LATEST


def _may_be_anothers(change: Change, resource: dict[str, Any]) -> bool:
    """Whether another change made `resource`; or could have, of one that was given up while its like is under way."""
    others = Change.objects.exclude(pk=change.pk)
    rivals = others.open().about(change.account, change.collection, change.key)
    if change.state == Change.State.NOT_APPLIED and rivals.exists():
        return True  # asked first: a rival that ends in between is seen below
    made = others.of_resource(change.account, change.collection, resource["sid"])
    made = made.filter(action=Change.Action.CREATE, state=Change.State.APPLIED)
    if not change.model.sid_recurs:
        return made.exists()
    # One that is made again has its old SID: what was made before this was asked is gone since, unless it was made so
    # shortly before that its time passes for this one's.
    shortly = change.sent_at - CLOCK_TOLERANCE if change.sent_at else None
    before = made.filter(pk__lt=change.pk, settled_at__gte=shortly).order_by("-pk").first() if shortly else None
    deleted = others.of_resource(change.account, change.collection, resource["sid"]).deletions()
    is_there_still = before is not None and not deleted.filter(pk__gt=before.pk).exists()
    return is_there_still or made.filter(pk__gt=change.pk).exists()


def _found(change: Change, resource: dict[str, Any], sight: Sight, what: What, why: str) -> None:
    sid = resource["sid"]
    take_effect(change, resource, as_of=sight.taken_at)
    change.events.create(what=what, told=f"{why}: {sid} was found by its name in the account’s list.")
    change.move(Change.State.APPLIED, f"Twilio made {sid}.", sid=sid, after=resource, look_at=None)


def _not_ours(change: Change, resource: dict[str, Any], sight: Sight) -> None:
    mirrored = mirror_owned(change.account, change.collection, resource, as_of=sight.taken_at)
    if _is_of_its_time(change, resource, sight):
        told = f"{mirrored.sid} has this name. It was made after this was sent, but with other values than were asked."
    else:
        told = f"{mirrored.sid} has this name, and was already here when this was sent."
    change.events.create(what=What.LOOKED_UP, told=told)
    change.move(Change.State.REFUSED, "The name was already here.", sid=mirrored.sid, after=resource, message=told)
