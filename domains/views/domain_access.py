"""The lists that a domain lets in by: the page where they are chosen, made and mapped."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from .. import services
from ..forms import AccessForm
from ..forms.access_choices import Wish
from ..forms.access_offered import CALLS, Offered
from ..masking import masked
from ..models import (
    CredentialList,
    Doing,
    DomainMapping,
    IpAccessControlList,
    SipDomain,
    TwilioResource,
    User,
    mapped,
)
from ..twilio import TwilioError
from .actions import CHANGE, obstacle
from .finding import row_or_404
from .kept import resume
from .looking import counts_in_words, tell_taken_over
from .permissions import names_of, needs
from .responses import UNPROCESSABLE, SeeOther
from .stepping import interrupted


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def domain_access(request: HttpRequest, sid: str) -> HttpResponse:
    """Ask which lists are to be mapped, and plan what it takes. Nothing is sent from here."""
    domain = row_or_404(request, SipDomain, sid)
    in_the_way = obstacle(domain)
    if in_the_way:
        messages.info(request, in_the_way)
        return SeeOther(domain.get_absolute_url())
    mappings = mapped(domain=domain)
    form = _form(request, domain, mappings)
    resume(request, form)
    planned = _planned(request, domain, form) if form.is_bound and form.is_valid() else None
    if planned:
        return planned
    begun = interrupted(services.interrupted(domain, request.user))
    context = {
        "domain": domain,
        "form": form,
        "lacking": names_of(form.lacking()),
        "mappings": mappings,
        "interrupted": begun,
        "unsent": services.unsent(domain, request.user),
        "never_mapped": _never_mapped(request, domain, [one.doing for one in begun if one.stop]),
        "unseen": services.unseen_access(domain) or any(one.sid not in form.by_sid for one in mappings),
    }
    return render(request, "domains/access.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
@needs(CHANGE)
def domain_access_look(request: HttpRequest, sid: str) -> HttpResponse:
    """Read from Twilio what lists there are, which are mapped to a domain, and who is on those."""
    domain = row_or_404(request, SipDomain, sid)
    back = SeeOther(reverse("domain-access", args=[sid]))
    if in_the_way := obstacle(domain):
        messages.info(request, in_the_way)
        return back
    try:
        looked = services.look_at(domain.account, IpAccessControlList.path, CredentialList.path)
        looked += services.look_at_access(domain)
    except TwilioError as error:
        messages.warning(
            request, f"What Twilio holds could not be read: {masked(error.message)} Try again in a moment."
        )
        return back
    tell_taken_over(request, looked)
    news = ", ".join(counts_in_words(looked)) or "none is new, and none is gone"
    messages.success(request, f"Twilio’s lists and mappings were read: {news}.")
    return back


def mapping_it(one: services.MadeFor) -> str:
    """Return where a list that was made for a domain is mapped to it, ticked beforehand."""
    return reverse("domain-access", args=[one.domain.sid], query={"for": one.purpose, "list": one.row.sid})


def _never_mapped(request: HttpRequest, domain: SipDomain, still: list[Doing]) -> list[tuple[services.MadeFor, str]]:
    """Return the lists that a sitting made for a domain and never mapped, each with where it is ticked.

    The sitting was left, or is one of those that stand `still` and cannot go on.
    One that is ticked by the address already needs no link.
    """
    ticked = request.GET.get("list", "")
    found = services.never_mapped(request.user, domain=domain, still=still)
    return [(one, "" if one.row.sid == ticked else mapping_it(one)) for one in found]


def _form(request: HttpRequest, domain: SipDomain, mappings: list[DomainMapping]) -> AccessForm:
    return AccessForm(
        request.POST if request.method == "POST" else None,
        domain=domain,
        lists=_lists(request, domain),
        mapped=mappings,
        offered=Offered(request.user.has_perm),
        wished=_wished(request),
    )


def _planned(request: HttpRequest, domain: SipDomain, form: AccessForm) -> HttpResponse | None:
    """Plan what is wanted, and lead to it; refuse on the form, which offers no more, what somebody may not do."""
    wanted = form.wanted()
    steps = services.steps_to(domain, wanted)
    if not steps:
        messages.info(request, f"What is mapped to {domain.domain_name} is as wanted already: nothing was sent.")
        return SeeOther(domain.get_absolute_url())
    lacking = names_of(form.offered.lacking(services.permissions_for(steps)))
    if lacking:
        names = " and ".join(f"“{name}”" for name in lacking)
        form.add_error(None, f"It takes {names}, which you have not got. Nothing was planned, and nothing was sent.")
        return None
    doing = services.plan(
        domain, Doing.Word.ACCESS, steps, actor=cast(User, request.user), reason=form.cleaned_data["reason"]
    )
    return SeeOther(doing.get_absolute_url())


def _wished(request: HttpRequest) -> Wish | None:
    """Return the list that the address asks to be ticked: a page that mends something leads here."""
    sid, purpose = request.GET.get("list", ""), request.GET.get("for", "")
    return Wish(purpose or CALLS, sid, in_place=request.GET.get("in") == "place") if sid else None


def _lists(request: HttpRequest, domain: SipDomain) -> dict[TwilioResource, int | None]:
    """Return the account's lists and how many are on each, IP access control lists first."""
    found: dict[TwilioResource, int | None] = {}
    seen = services.collections_seen(domain.account)
    for model in (IpAccessControlList, CredentialList):
        rows: Any = model._default_manager
        for row in rows.visible_to(request.user).live().filter(account=domain.account).counted():
            found[row] = row.entry_count if services.entries_at(row) in seen else row.entry_count or None
    return found
