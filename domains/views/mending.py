"""One press of a button mends: what a reason asks for is planned and carried out at once, and told of as it comes."""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import services
from ..forms import MendForm
from ..models import Doing, SipDomain, User
from ..readiness import Mend, Snapshot, Symptom, diagnose, verdict
from .actions import CHANGE, obstacle
from .carrying import carried
from .finding import row_or_404
from .mends import digest_of, key_of
from .permissions import demand, needs
from .responses import SeeOther
from .stepping import cautions_of

MENDED = "That stands in the way no longer, so nothing was sent."
OTHERWISE = "What the button does has changed since its page was opened. Nothing was sent: look at it again."


@require_POST
@never_cache
@needs(CHANGE)
def domain_mend(request: HttpRequest, sid: str) -> HttpResponse | StreamingHttpResponse:
    """Do what the button of a mend says, if that is still to be mended, and is still mended by the same requests.

    Whoever presses it twice is told what came of it once. What takes a second look is planned and no more: the page of
    the plan says what to know, and has the button that sends it.
    """
    domain, form = row_or_404(request, SipDomain, sid), MendForm(request.POST)
    stop = obstacle(domain) or ("" if form.is_valid() else OTHERWISE)
    doing = None if stop else _sent_before(request, domain, form.cleaned_data)
    if not (stop or doing):
        steps, stop = _steps_now(domain, form.cleaned_data)
        for permission in sorted(services.permissions_for(steps)):
            demand(request, permission)
        doing = None if stop else _doing(request, domain, steps, form.cleaned_data)
    if doing is None:
        messages.info(request, stop)
        return SeeOther(domain.get_absolute_url())
    left = [one.step for one in services.progress_of(doing) if not one.is_done]
    if doing.begun_at is None and cautions_of(domain, left):
        return SeeOther(doing.get_absolute_url())
    return carried(request, doing)


def _sent_before(request: HttpRequest, domain: SipDomain, asked: dict[str, Any]) -> Doing | None:
    """Return what was planned when the same button of the same page was pressed before."""
    planned = Doing.objects.visible_to(request.user).filter(act=asked["act"])
    doing = planned.select_related("domain", "domain__account", "account").first()
    if doing and doing.domain_id != domain.pk:
        raise Http404("Another domain has this doing.")
    return doing


def _steps_now(domain: SipDomain, asked: dict[str, Any]) -> tuple[list[services.Step], str]:
    """Return what the button does by what is known now; or why nothing is done, as a sentence."""
    known = services.snapshot(domain)
    mend = next((one for one in _mends(known, asked["symptom"]) if key_of(one) == asked["mend"]), None)
    if mend is None:
        return [], MENDED
    steps = services.steps_to_mend(domain, known, mend)
    is_as_shown = digest_of(steps) == asked["does"] and not services.is_reason_required()
    return (steps, "") if is_as_shown else ([], OTHERWISE)


def _mends(known: Snapshot, asked: str) -> Iterator[Mend]:
    """Yield what mends a domain by now: what its verdict asks for, and what is found for a symptom."""
    both = verdict(known)
    yield from (one.mend for judgement in (both.calls, both.registration) for one in judgement.reasons)
    found = diagnose(Symptom(asked), known) if asked in list(Symptom) else ()
    yield from (one.mend for one in found if one.mend)


def _doing(request: HttpRequest, domain: SipDomain, steps: list[services.Step], asked: dict[str, Any]) -> Doing:
    """Return the plan of these steps: the same that is there already, by another press, or else a new one.

    A plan with a reason is somebody's own, and one that can be sent no more is nobody's.
    """
    there = [*services.unfinished(domain, request.user), *services.unsent(domain, request.user)]
    alike = (one for one in there if not one.reason and [services.Step(**told) for told in one.steps] == steps)
    same = next((one for one in alike if not services.overtaken(one)), None)
    actor = cast(User, request.user)
    return same or services.plan(domain, Doing.Word.ACCESS, steps, actor=actor, act=asked["act"])
