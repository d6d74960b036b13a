"""What goes along when a domain is taken out of service, and comes back with it: the lists that are mapped to it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Unpack

from django.db.models.functions import Now

from ..models import Account, Change, Doing, SipDomain, mapped, model_of
from ..models.mappings import DomainMapping
from .access import steps_away
from .doings import carry_out, plan, progress_of
from .guarding import Gone, Unseen
from .intending import Busy, Record
from .overtaking import SERVICE, Overtaken
from .steps import Step

LOOK_AGAIN = "What goes along has changed since it was shown. Nothing was sent: look at it again."


def steps_along(domain: SipDomain, purpose: str) -> list[Step]:
    """Return what else disabling or enabling a domain does: mappings are taken away, or made again as they were."""
    if purpose == Change.Purpose.DISABLE:
        return steps_away(mapped(domain__sid=domain.sid))
    return _again(domain) if purpose == Change.Purpose.ENABLE else []


def take_along(
    domain: SipDomain, purpose: str, steps: Sequence[Step], ask: Callable[..., Change], **record: Unpack[Record]
) -> Change:
    """Ask for the change that disables or enables `domain`, then take the steps along; return the change.

    `ask` sends the change, with `record` and as part of the doing whose `act` it is given. What is interrupted is left
    as an unfinished doing of the domain, for somebody to go on with; what was begun by an earlier one is over. Raises
    what `ask` raises, and Overtaken where something else goes along by the time that the change is written down.
    """
    record = {**record, "claim": partial(_claim, domain, purpose, list(steps), record.get("token", ""))}
    if not steps:
        change = ask(**record)
        _end_others(domain, change)
        return change
    doing = plan(domain, purpose, steps, actor=record["actor"], reason=record.get("reason", ""))
    try:
        change = ask(**{**record, "act": doing.act})
    except (Busy, Unseen, Gone, Overtaken):
        doing.delete()
        raise
    if change.act != doing.act:  # the same form was sent before, and has a doing of its own
        doing.delete()
    elif change.state == Change.State.APPLIED:
        _end_others(domain, change)
        for _ in carry_out(doing, actor=record["actor"]):
            pass
    elif not change.is_open:
        doing.delete()
    return change


def _claim(domain: SipDomain, purpose: str, steps: list[Step], token: str) -> None:
    """See that the same goes along as somebody agreed to, in the transaction that writes the change down.

    As with `overtaking.claim` the account is taken first. Of a form that is sent twice the second is told what came of
    the first, whatever that has changed.
    """
    if purpose not in SERVICE:
        return
    Account.objects.select_for_update(no_key=True).get(pk=domain.account_id)
    was_sent = token and Change.objects.filter(token=token).exists()
    if not was_sent and steps_along(domain, purpose) != steps:
        raise Overtaken(LOOK_AGAIN)


def _end_others(domain: SipDomain, change: Change) -> None:
    """Have nobody go on with what an earlier disabling or enabling left, now that this one was applied."""
    if change.purpose in SERVICE and change.state == Change.State.APPLIED and change.was_sent_here:
        others = Doing.objects.filter(domain=domain, word__in=SERVICE, ended_at=None).exclude(act=change.act)
        others.update(ended_at=Now())


def _again(domain: SipDomain) -> list[Step]:
    """Return how to map again what disabling took away, as far as the lists are still there."""
    there = {(one.collection, one.sid) for one in mapped(domain__sid=domain.sid)}
    return [
        Step(Change.Action.CREATE, collection, name, {"sid": sid})
        for (collection, sid), name in _taken_away(domain).items()
        if (collection, sid) not in there and _is_there(collection, sid)
    ]


def _taken_away(domain: SipDomain) -> dict[tuple[str, str], str]:
    """Return what is to come back, by name: what the last disabling took, and what the enabling before it owed still.

    That owes what it had not mapped when it was cut short by this disabling, and nothing that somebody left.
    """
    changes = Change.objects.of_resource(domain.account, domain.collection, domain.sid)
    applied = changes.filter(state=Change.State.APPLIED).order_by("-pk")
    disabling = applied.filter(purpose=Change.Purpose.DISABLE).first()
    if disabling is None:
        return {}
    enabling = applied.filter(purpose=Change.Purpose.ENABLE, pk__lt=disabling.pk).first()
    found = {}
    owing = Doing.objects.filter(act=enabling.act).first() if enabling else None
    if owing and not (owing.ended_at and disabling.settled_at and owing.ended_at < disabling.settled_at):
        owed = [one.step for one in progress_of(owing) if not one.is_done]
        found = {(one.collection, str(one.asked["sid"])): one.name for one in owed}
    doing = Doing.objects.filter(act=disabling.act).first()
    taken = [one.step for one in progress_of(doing) if one.is_done] if doing else []
    return found | {(one.collection, one.sid): one.name for one in taken}


def _is_there(collection: str, sid: str) -> bool:
    model = model_of(collection)
    if not issubclass(model, DomainMapping):
        return False
    lists = model.maps.kept_in(model.maps.path)
    return lists.live().filter(sid=sid).exists()
