"""Whether what was planned may still be done: since then the domain may have come to stand otherwise."""

import hashlib
import json

from ..models import Change, Doing, SipDomain, mapped
from ..models.changes import ChangeQuerySet
from .explanations import Viewer

STALE = "What is mapped has changed since this was planned: plan it again."
"""What is said of a plan that was made for another state than the present one."""

SERVICE = (Doing.Word.DISABLE, Doing.Word.ENABLE)
"""What goes along with a change of the domain, and stands or falls with that."""


def digest_of_mapped(domain: SipDomain) -> str:
    """Return what tells whether the same lists are mapped to `domain` for the same purposes, as far as is known."""
    pairs = sorted((one.collection, one.sid) for one in mapped(domain__sid=domain.sid))
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def overtaken(doing: Doing) -> str:
    """Return why no more of a doing is to be sent as things stand, as a sentence; empty where it can go on."""
    if doing.word not in SERVICE:
        is_new = doing.begun_at is None
        return STALE if is_new and doing.planned_for != digest_of_mapped(doing.domain) else ""
    name, is_away = doing.domain.domain_name, doing.word == Doing.Word.DISABLE
    asked = _service_changes(doing.domain).filter(act=doing.act).first()
    if asked is not None and asked.is_open:
        return f"Whether {name} was {'disabled' if is_away else 'enabled'} is not known yet: wait for that."
    if asked is None or asked.state != Change.State.APPLIED:
        return f"{name} was not {'disabled' if is_away else 'enabled'} by this, so nothing else of it is sent."
    last = _service_changes(doing.domain).filter(state=Change.State.APPLIED).first()
    if last == asked and doing.domain.is_disabled == is_away:
        return ""
    stands = "out of service" if doing.domain.is_disabled else "in service"
    return f"{name} was taken out of service or put back since, and is {stands} now: nothing more of this is sent."


def unfinished(domain: SipDomain, viewer: Viewer) -> list[Doing]:
    """Return what was begun with `domain` and is to be gone on with, or may be once it is known what was done."""
    begun = Doing.objects.visible_to(viewer).unfinished().filter(domain=domain).select_related("domain", "account")
    return [one for one in begun if _is_awaited(one) or not overtaken(one)]


def unsent(domain: SipDomain, viewer: Viewer) -> list[Doing]:
    """Return what was planned for `domain` as it stands, and was not sent: nothing of it is at Twilio."""
    planned = Doing.objects.visible_to(viewer).unsent().filter(domain=domain)
    if not planned:
        return []
    now = digest_of_mapped(domain)
    return [one for one in planned if one.planned_for == now]


def _is_awaited(doing: Doing) -> bool:
    return doing.word in SERVICE and _service_changes(doing.domain).filter(act=doing.act).open().exists()


def _service_changes(domain: SipDomain) -> ChangeQuerySet:
    """Return what took `domain` out of service or put it back, the latest first."""
    changes = Change.objects.of_resource(domain.account, domain.collection, domain.sid)
    return changes.filter(purpose__in=SERVICE).order_by("-pk")
