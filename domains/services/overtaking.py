"""Whether what was planned may still be done: since then the domain may have come to stand otherwise.

A page asks before it offers a button. What counts is `claim`, in the transaction that writes a step down: of two that
are sent in the same instant both have passed their page.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from ..models import Account, Change, Doing, SipDomain, mapped
from ..models.change_queries import ChangeQuerySet
from ..models.doings import DoingQuerySet
from .explanations import Viewer

STALE = "What is mapped has changed since this was planned: plan it again."
"""What is said of a plan that was made for another state than the present one."""

LEFT = "It was left, and nothing more of it is sent."

SERVICE = (Doing.Word.DISABLE, Doing.Word.ENABLE)
"""What goes along with a change of the domain, and stands or falls with that."""

_CAME_TO_NOTHING = (Change.State.REFUSED, Change.State.NOT_APPLIED, Change.State.CONFLICT)

Pair = tuple[str, str]


class Overtaken(Exception):
    """No more of a doing is to be sent as things stand: `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def claim(doing: Doing) -> None:
    """Take a doing for its next step, in the transaction that writes that down; by its first it is begun.

    Of two doings that both would change what is mapped to a domain, the one that comes second sees that the first has
    begun: as with `own`, whoever does this takes the account first. Raises Overtaken where no more is to be sent.
    """
    Account.objects.select_for_update(no_key=True).get(pk=doing.account_id)
    now = Doing.objects.select_related("domain", "domain__account").get(pk=doing.pk)
    if sentence := LEFT if now.is_over else overtaken(now):
        raise Overtaken(sentence)
    if now.begun_at is None:
        Doing.objects.filter(pk=doing.pk).update(begun_at=Now())


def digest_of_mapped(domain: SipDomain) -> str:
    """Return what tells whether the same lists are mapped to `domain` for the same purposes, as far as is known."""
    return _digest(_there(domain))


def overtaken(doing: Doing) -> str:
    """Return why no more of a doing is to be sent as things stand, as a sentence; empty where it can go on."""
    if doing.word not in SERVICE:
        return _out_of_service(doing) or _outrun(doing) or ("" if _still_fits(doing) else STALE)
    name, is_away = doing.domain.domain_name, doing.word == Doing.Word.DISABLE
    asked = _service_changes(doing.domain).filter(act=doing.act).first()
    if asked is not None and asked.is_open:
        return f"Whether {name} was {'disabled' if is_away else 'enabled'} is not known yet: wait for that."
    if asked is None or asked.state != Change.State.APPLIED:
        return f"{name} was not {'disabled' if is_away else 'enabled'} by this, so nothing else of it is sent."
    last = _service_changes(doing.domain).filter(state=Change.State.APPLIED).first()
    if last == asked and doing.domain.is_disabled == is_away:
        return _supplanted(doing)
    stands = "out of service" if doing.domain.is_disabled else "in service"
    return f"{name} was taken out of service or put back since, and is {stands} now: nothing more of this is sent."


def is_kept_by_disabling(doing: Doing) -> bool:
    """Return whether nothing more of a doing is sent for as long as its domain is disabled, as it was not before."""
    if doing.word in SERVICE or not doing.domain.is_disabled:
        return False
    disabled = _service_changes(doing.domain).filter(purpose=Doing.Word.DISABLE, state=Change.State.APPLIED)
    return disabled.filter(settled_at__gt=doing.created_at).exists()


def begun(viewer: Viewer) -> DoingQuerySet:
    """Return what was begun and did not come to its end, unless it was to go along with what was not done itself."""
    came = Change.objects.filter(act=OuterRef("act"), purpose__in=SERVICE).exclude(state__in=_CAME_TO_NOTHING)
    doings = Doing.objects.visible_to(viewer).unfinished().select_related("domain__account", "account")
    return doings.filter(~Q(word__in=SERVICE) | Exists(came))


def unfinished(domain: SipDomain, viewer: Viewer) -> list[Doing]:
    """Return what was begun with `domain` and is to be gone on with, or may be later on."""
    return [one for one in begun(viewer).filter(domain=domain) if not standstill(one)]


def standstill(doing: Doing) -> str:
    """Return why what was begun is not gone on with, as a sentence; empty where it can be, or may be later on."""
    return "" if _is_awaited(doing) or is_kept_by_disabling(doing) else overtaken(doing)


def unsent(domain: SipDomain, viewer: Viewer) -> list[Doing]:
    """Return what was planned for `domain` as it stands, and was not sent: nothing of it is at Twilio."""
    planned = Doing.objects.visible_to(viewer).unsent().filter(domain=domain)
    if not planned:
        return []
    now = digest_of_mapped(domain)
    return [one for one in planned if one.planned_for == now]


def _out_of_service(doing: Doing) -> str:
    """Return why lists are not mapped to what was taken out of service since that was planned, or may have been."""
    name = doing.domain.domain_name
    if _service_changes(doing.domain).open().exists():
        return f"Whether {name} was taken out of service or put back is not known yet: wait for that."
    if is_kept_by_disabling(doing):
        return f"{name} was taken out of service since this was planned: enable it first, then look here again."
    return ""


def _outrun(doing: Doing) -> str:
    """Return why another doing goes first: it was begun since this one was, or since this was planned."""
    others = Doing.objects.unfinished().filter(domain=doing.domain).exclude(pk=doing.pk).select_related("domain")
    if doing.begun_at is None:
        others = others.filter(begun_at__gte=doing.created_at)
    else:
        others = others.filter(begun_at__gt=doing.begun_at)
    for one in others:
        if _maps(one) and (one.word not in SERVICE or _is_awaited(one) or not overtaken(one)):
            return f"{one.actor_name} has begun something since that maps or unmaps lists too: see what comes of it."
    is_asked = Change.objects.open().filter(account=doing.account_id, collection__startswith=_place(doing.domain))
    if doing.begun_at is None and is_asked.exclude(act=doing.act).exists():
        return "What is mapped is being changed, and what came of that is not known yet: wait for it."
    return ""


def _supplanted(doing: Doing) -> str:
    """Return why the lists do not go along any more: somebody has begun since to say otherwise which are mapped."""
    wishes = Doing.objects.filter(domain=doing.domain, begun_at__gt=doing.begun_at).exclude(word__in=SERVICE)
    for one in wishes.select_related("domain"):
        if _maps(one):
            return f"{one.actor_name} has begun since to map or unmap lists otherwise: nothing more of this is sent."
    return ""


def _still_fits(doing: Doing) -> bool:
    """Whether the same is mapped as when a doing was planned, but for what it maps and takes away itself."""
    there = _there(doing.domain)
    steps = [(one["action"], one["collection"], one["sid"] or one["asked"].get("sid", "")) for one in doing.steps]
    changes = Change.objects.of_doing(doing.act).filter(collection__startswith=_place(doing.domain))
    sent = list(changes.values_list("action", "collection", "key", "state")) if doing.begun_at else []
    steps += [row[:3] for row in sent]  # which name what was not made yet when it was planned
    done = [row[:3] for row in sent if row[3] == Change.State.APPLIED]
    if not _of(Change.Action.CREATE, done) <= there or _of(Change.Action.DELETE, done) & there:
        return False  # somebody has taken away what it had mapped, or mapped what it had taken away
    before = there - _of(Change.Action.CREATE, steps) | _of(Change.Action.DELETE, steps)
    return _digest(before) == doing.planned_for


def _of(action: str, rows: Iterable[tuple[str, str, str]]) -> set[Pair]:
    return {(collection, sid) for does, collection, sid in rows if does == action}


def _there(domain: SipDomain) -> set[Pair]:
    return {(one.collection, one.sid) for one in mapped(domain__sid=domain.sid)}


def _digest(pairs: Iterable[Pair]) -> str:
    return hashlib.sha256(json.dumps(sorted(pairs)).encode()).hexdigest()


def _place(domain: SipDomain) -> str:
    """Return what the collections of all that is mapped to a domain begin with."""
    return f"{domain.collection}/{domain.sid}/"


def _maps(doing: Doing) -> bool:
    return any(step["collection"].startswith(_place(doing.domain)) for step in doing.steps)


def _is_awaited(doing: Doing) -> bool:
    return doing.word in SERVICE and _service_changes(doing.domain).filter(act=doing.act).open().exists()


def _service_changes(domain: SipDomain) -> ChangeQuerySet:
    """Return what took `domain` out of service or put it back, the latest first."""
    changes = Change.objects.of_resource(domain.account, domain.collection, domain.sid)
    return changes.filter(purpose__in=SERVICE).order_by("-pk")
