"""The page that deletes a domain: what goes with it, what is safer, and its name to be typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import readiness, services
from ..forms import DomainDeleteForm
from ..models import Change, SipDomain, User
from ..models.domains import LOCK
from ..parameters import PARAMETERS
from ..twilio import TwilioError
from .accounts import sandbox_door
from .actions import obstacle
from .comparing import Comparison
from .differing import differences
from .kept import resume
from .outcomes import Outcome, attempt
from .permissions import needs
from .presenting import groups, told
from .repeating import change_of
from .responses import UNPROCESSABLE, SeeOther

_WORTH_SEEING = (*PARAMETERS, "auth_type", "date_created", "date_updated")
"""The attributes that somebody may miss; the others are gone with the domain and come with the next."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("domains.delete_sipdomain")
def domain_delete(request: HttpRequest, sid: str) -> HttpResponse:
    """Show what goes with a domain, as Twilio has it now, and delete it once its name was typed."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    in_the_way = obstacle(domain)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(domain.get_absolute_url())
    undoes = _undone(request, domain)
    posted = request.POST if request.method == "POST" else None
    form = DomainDeleteForm(posted, row=domain, sender=cast(User, request.user))
    resume(request, form)
    outcome = Outcome(status=UNPROCESSABLE) if form.is_bound else Outcome(status=200)
    if form.is_bound and form.is_valid():
        outcome = attempt(request, _deletion(domain, form, undoes))
        if outcome.location:
            return SeeOther(outcome.location)
        outcome.refuse(form)
    sight = _see(domain, form, outcome)
    form.carry(services.Seen.of(sight.row).text, is_news=bool(sight.news))
    context = {"domain": domain, "form": form, "sight": sight, "undoes": undoes, **_at_stake(request, sight)}
    return render(request, "domains/delete.html", context, status=outcome.status)


def _deletion(domain: SipDomain, form: DomainDeleteForm, undoes: Change | None) -> Callable[[], Change]:
    """Return what asks Twilio for it."""
    return lambda: services.delete(
        domain,
        seen=services.Seen.read(form.cleaned_data["seen"]),
        actor=form.sender,
        reason=form.cleaned_data["reason"],
        token=form.token,
        undoes=undoes,
    )


def _undone(request: HttpRequest, domain: SipDomain) -> Change | None:
    """Return the create that `?undoes=` says this takes back, if it made this very domain."""
    change = change_of(request, "undoes")
    if change is None or (change.sid, change.account_id) != (domain.sid, domain.account_id):
        return None
    return change if (change.action, change.state) == (Change.Action.CREATE, Change.State.APPLIED) else None


@dataclass(frozen=True)
class _Sight:
    """What the page shows: `row` is the domain as Twilio has it now, or as it was last seen where there is `trouble`.

    `news` is what Twilio holds that whoever looks has not seen yet; `is_gone`: it holds nothing.
    """

    row: SipDomain
    trouble: str = ""
    is_gone: bool = False
    news: Comparison | None = None


def _see(domain: SipDomain, form: DomainDeleteForm, outcome: Outcome) -> _Sight:
    """Return what there is to be seen, asking Twilio unless it has just been asked."""
    try:
        live = outcome.unseen.live if outcome.unseen else services.fetch(domain)
    except TwilioError as error:
        return _Sight(domain, trouble=error.message)
    if live is None:
        return _Sight(domain, is_gone=True)
    before = services.Seen.read(form["seen"].value() or "") if form.is_bound else services.Seen.of(domain)
    names = before.differing(live)
    return _Sight(live, news=differences(domain, live, names) if names else None)


def _at_stake(request: HttpRequest, sight: _Sight) -> dict[str, Any]:
    """Return what goes with the domain, what stands in the way, and what can be done in its place."""
    row = sight.row
    sub_domains = list(SipDomain.objects.visible_to(request.user).below(row))
    changes = Change.objects.visible_to(request.user).of_resource(row.account, row.collection, row.sid)
    return {
        "sub_domains": sub_domains,
        "is_offered": not (sub_domains or sight.is_gone),
        "takes_calls": readiness.takes_calls(row.auth_types),
        "values": [one for group in groups(row) for one in group.attributes if one.value and one.name in _WORTH_SEEING],
        "set_aside": told(row.with_what_was_set_aside({})) if row.is_disabled else [],
        "change_count": changes.count(),
        "preview": services.preview_delete(row, sandbox_url=sandbox_door(request)),
        "locked_until": timezone.localdate(timezone.now() + LOCK),
        "can_disable": not row.is_disabled and bool(services.disabling(row)),
    }
