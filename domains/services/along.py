"""What goes along when a domain is taken out of service, and comes back with it: the lists that are mapped to it."""

from collections.abc import Callable

from django.db.models.functions import Now

from ..models import Change, Doing, SipDomain, User, mapped, model_of
from ..models.mappings import DomainMapping
from .access import steps_away
from .doings import Step, carry_out, plan, progress_of


def steps_along(domain: SipDomain, purpose: str) -> list[Step]:
    """Return what else disabling or enabling a domain does: mappings are taken away, or made again as they were."""
    if purpose == Change.Purpose.DISABLE:
        return steps_away(mapped(domain__sid=domain.sid))
    return _again(domain) if purpose == Change.Purpose.ENABLE else []


def take_along(domain: SipDomain, purpose: str, actor: User, reason: str, ask: Callable[..., Change]) -> Change:
    """Ask for the change that disables or enables `domain`, then take the steps along; return the change.

    `ask` sends the change, as part of the doing whose `act` it is given. What is interrupted is left as an unfinished
    doing of the domain, for somebody to go on with. Raises what `ask` raises.
    """
    steps = steps_along(domain, purpose)
    if not steps:
        return ask()
    doing = plan(domain, purpose, steps, actor=actor, reason=reason)
    change = ask(act=doing.act)
    if change.act != doing.act:  # the same form was sent before, and has a doing of its own
        doing.delete()
    elif change.state == Change.State.APPLIED:
        for _ in carry_out(doing, actor=actor):
            pass
    elif change.is_open:
        Doing.objects.filter(pk=doing.pk).update(begun_at=Now())
    return change


def _again(domain: SipDomain) -> list[Step]:
    """Return how to map again what the last disabling took away, as far as the lists are still there."""
    changes = Change.objects.of_resource(domain.account, domain.collection, domain.sid)
    disabling = changes.filter(purpose=Change.Purpose.DISABLE, state=Change.State.APPLIED).order_by("-pk").first()
    doing = Doing.objects.filter(act=disabling.act).first() if disabling else None
    there = {(one.collection, one.sid) for one in mapped(domain__sid=domain.sid)}
    taken = [one.step for one in progress_of(doing) if one.is_done] if doing else []
    return [
        Step(Change.Action.CREATE, one.collection, one.name, {"sid": one.sid})
        for one in taken
        if (one.collection, one.sid) not in there and _is_there(one)
    ]


def _is_there(step: Step) -> bool:
    model = model_of(step.collection)
    if not issubclass(model, DomainMapping):
        return False
    lists = model.maps.kept_in(model.maps.path)
    return lists.live().filter(sid=step.sid).exists()
