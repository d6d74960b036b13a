"""The pages of one SIP domain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import readiness, services
from ..models import Change, DomainMapping, SipDomain, mapped, model_of
from ..models.change_queries import ChangeQuerySet
from ..services import Deletion, is_current
from .actions import ADD, CHANGE, actions_of, may_back_up
from .finding import row_or_404
from .judgements import lists_of, shown
from .mends import address_of_list
from .presenting import groups, told
from .stepping import interrupted

CHANGES_SHOWN = 10


@require_safe
def domain_detail(request: HttpRequest, sid: str) -> HttpResponse:
    """Show one domain as Twilio last returned it, and what can be done to it."""
    domain = row_or_404(request, SipDomain, sid)
    visible = Change.objects.visible_to(request.user)
    changes = visible.of_resource(domain.account, domain.collection, sid)
    latest = list(visible.around(domain).latest_first().select_related("account")[:CHANGES_SHOWN].with_subjects())
    access = _access(domain, request)
    context = {
        "domain": domain,
        "groups": groups(domain),
        "actions": actions_of(domain, request, but=access["verdict"].offers if access["verdict"] else []),
        "may_back_up": may_back_up(request),
        **access,
        "cautions": [] if domain.is_gone else readiness.untold_cautions(domain),
        "changes": latest,
        "last": latest[0] if latest else None,
        "open_change": next((one for one in latest if one.is_open and one.collection == domain.collection), None),
        **_out_of_service(domain, changes.filter(state=Change.State.APPLIED), request),
    }
    return render(request, "domains/detail.html", context)


def _access(domain: SipDomain, request: HttpRequest) -> dict[str, Any]:
    """Return the verdict, the lists it is given by, and what was begun and not ended.

    Of a domain that is gone or disabled, that it is so is the first thing to say, and mostly all of the verdict.
    """
    known = services.snapshot(domain)
    is_out = domain.is_gone or (domain.is_disabled and readiness.is_plainly_disabled(known))
    return {
        "verdict": None if is_out else shown(known, domain, request),
        "access": [] if domain.is_gone else lists_of(known),
        "interrupted": interrupted(services.interrupted(domain, request.user)),
    }


def _out_of_service(domain: SipDomain, applied: ChangeQuerySet, request: HttpRequest) -> dict[str, Any]:
    """Return what there is to say of a domain that is gone or disabled: who did it, and what can come back."""
    if domain.is_gone:
        deletion = applied.filter(action=Change.Action.DELETE).first()
        again = f"{reverse('domain-new')}?{f'from={deletion.pk}' if deletion else f'again={domain.sid}'}"
        is_ours, may = is_current(domain.account), request.user.has_perm
        return {
            "deletion": deletion,
            "was_elsewhere": Deletion(domain, deletion).is_elsewhere,
            "again": again if is_ours and may(ADD) else "",
            "may_look": is_ours and may(CHANGE),
        }
    if domain.is_disabled:
        disabling = applied.filter(purpose=Change.Purpose.DISABLE).first()
        back = _lists_back(domain)
        is_shut = not back and services.mappings_seen(domain) and not mapped(domain=domain)
        return {
            "disabling": disabling,
            "set_aside": told(domain.set_aside or {}),
            "lists_back": back,
            "comes_back_shut": is_shut,
        }
    return {}


def _lists_back(domain: SipDomain) -> list[dict[str, str]]:
    """Return the lists that are mapped again when a domain is enabled: where each is, its name, kind and purpose."""
    found = []
    for step in services.steps_along(domain, Change.Purpose.ENABLE):
        model = model_of(step.collection)
        if issubclass(model, DomainMapping):
            href = address_of_list(str(step.asked["sid"]))
            found.append({"href": href, "name": step.name, "noun": model.maps.noun, "purpose": model.purpose})
    return found
