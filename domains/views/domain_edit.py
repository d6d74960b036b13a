"""The form that changes a SIP domain: begun with what Twilio has, and sent only against what was seen of it."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from .. import readiness, services
from ..forms import DomainEditForm
from ..masking import masked
from ..models import Change, SipDomain, User
from ..services import Seen
from ..twilio import TwilioError
from .accounts import sandbox_door
from .actions import CHANGE, obstacle
from .deciding import author_of, decisions
from .differing import differences, prospect
from .domain_form import cautions_about_the_name
from .kept import resume
from .outcomes import attempt
from .permissions import needs
from .presenting import labels
from .responses import CONFLICT, GONE, UNPROCESSABLE, SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def domain_edit(request: HttpRequest, sid: str) -> HttpResponse:
    """Show the form with what Twilio has, preview what it would send, or change the domain at Twilio."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    in_the_way = obstacle(domain)
    if in_the_way:
        return _closed(request, domain, in_the_way, status=GONE if domain.is_gone else CONFLICT)
    return _sent(request, domain) if request.method == "POST" else _opened(request, domain)


@require_POST
@needs(CHANGE)
def domain_edit_preview(request: HttpRequest, sid: str) -> HttpResponse:
    """Answer with what stands beside the form for what is typed so far; nothing that is posted here can change."""
    domain = get_object_or_404(SipDomain.objects.visible_to(request.user).select_related("account"), sid=sid)
    form = _form(request, domain)
    context = {"domain": domain, "form": form, "is_live": True, **_beside(request, form)}
    return render(request, "components/edited.html", context)


def _opened(request: HttpRequest, domain: SipDomain) -> HttpResponse:
    """Begin the form with what Twilio has; where that cannot be read, with what was last seen of it."""
    unread, now = "", domain
    try:
        live = services.fetch(domain)
    except TwilioError as error:
        unread = masked(error.message)
    else:
        if live is None:
            why = (
                f"{domain.domain_name} is gone at Twilio: there is nothing to change. “Refresh” on its page notes that."
            )
            return _closed(request, domain, why, status=GONE)
        now = live
    form = _form(request, domain, now)
    _say_where_it_is_from(request, form)
    resume(request, form)
    names = Seen.of(domain).differing(now)
    drift = differences(domain, now, names) if names else None
    return _page(request, domain, form, drift=drift, unread=unread)


def _closed(request: HttpRequest, domain: SipDomain, why: str, *, status: int) -> HttpResponse:
    """Say why there is no form."""
    return render(request, "domains/edit_closed.html", {"domain": domain, "why": why}, status=status)


def _sent(request: HttpRequest, domain: SipDomain) -> HttpResponse:
    """Preview what came, ask about it, or send it."""
    form = _form(request, domain)
    if not form.is_valid():
        return _page(request, domain, form, status=UNPROCESSABLE)
    beside = _beside(request, form)
    if "preview" in request.POST:
        return _page(request, domain, form, **beside)
    # What was sent before is led to where that has led, though by now there may be nothing to change any more.
    is_repeated = bool(form.token) and Change.objects.filter(token=form.token).exists()
    if not is_repeated and not form.asked:
        return _page(request, domain, form, nothing=True, **beside)
    if not is_repeated and not beside["has_agreed"]:
        return _page(request, domain, form, status=UNPROCESSABLE, **beside, is_asking=True)
    return _update(request, domain, form)


def _update(request: HttpRequest, domain: SipDomain, form: DomainEditForm) -> HttpResponse:
    """Ask for the change; come back to the form with what differs, or with why it was not done."""
    cleaned = form.cleaned_data
    outcome = attempt(
        request,
        lambda: services.update(
            domain,
            form.asked,
            seen=Seen.read(cleaned["seen"]),
            actor=cast(User, request.user),
            reason=cleaned["reason"],
            token=form.token,
        ),
    )
    if outcome.location:
        return SeeOther(outcome.location)
    if outcome.unseen:
        live = outcome.unseen.live
        form.ask_about(outcome.unseen.names, live, Seen.of(live).text)
        return _page(request, domain, form, status=outcome.status, overtaken=outcome, **_stops(form))
    outcome.refuse(form)
    return _page(request, domain, form, status=outcome.status)


def _form(request: HttpRequest, domain: SipDomain, now: SipDomain | None = None) -> DomainEditForm:
    """Return the form with what was posted, or else with what Twilio has `now`."""
    posted = request.POST if request.method == "POST" else None
    now = now or _last_seen(domain, Seen.read(request.POST.get("seen", "")))
    before = _asked_before(request, domain)
    return DomainEditForm(
        posted,
        initial={"seen": Seen.of(now).text},
        row=domain,
        now=now,
        account=domain.account,
        sender=cast(User, request.user),
        again=_again(before, cast(User, request.user)) if before else {},
    )


def _asked_before(request: HttpRequest, domain: SipDomain) -> Change | None:
    """Return the change of the domain whose values the address `?from=` asks for, if whoever asks may see it."""
    changes = Change.objects.visible_to(request.user).of_resource(domain.account, domain.collection, domain.sid)
    return changes.filter(action=Change.Action.UPDATE).numbered(request.GET.get("from", "")).first()


def _again(change: Change, user: User) -> dict[str, Any]:
    """Return what a change asked for. What holds a secret is given, masked, only to the one who typed it."""
    is_own = change.actor_id == user.pk
    return {name: value for name, value in SipDomain.in_order(change.asked).items() if is_own or value == masked(value)}


def _say_where_it_is_from(request: HttpRequest, form: DomainEditForm) -> None:
    """Say above a form that is filled in with what was asked before whose it is, and what is left out."""
    change = _asked_before(request, form.row)
    if change is None:
        return
    said = f"Filled in with what {change.actor_name} asked for. Nothing has been sent."
    asked = SipDomain.in_order(change.asked)
    withheld = [name for name in asked if name not in form.again or name in form.hidden_again]
    if withheld:
        whose = "yours" if change.actor_id == request.user.pk else f"{change.actor_name}’s"
        said += f" Left as it is, for the secret in it is {whose} to enter: {labels(withheld)}."
    messages.info(request, said)


def _last_seen(domain: SipDomain, seen: Seen) -> SipDomain:
    """Return the domain as the one who sends the form has seen it: the mirror's row, unless Twilio had another one."""
    if not seen.differing(domain):
        return domain
    try:
        return services.fetch(domain) or domain
    except TwilioError:  # it is compared again before anything is sent
        return domain


def _beside(request: HttpRequest, form: DomainEditForm) -> dict[str, Any]:
    """Return what the preview is made of: what would change and what stops then, once the form is complete."""
    if not form.has_request:
        return {"name": form.cleaned_data.get("domain_name", "")}
    known = {caution.sentence for caution in readiness.cautions(form.now)}
    news = [caution for caution in readiness.cautions(form.instance) if caution.sentence not in known]
    about_the_name = cautions_about_the_name(request, form) if "domain_name" in form.asked else []
    preview = services.preview_update(form.now, form.asked, sandbox_url=sandbox_door(request))
    return {
        "name": form.instance.domain_name,
        "is_complete": True,
        "prospect": prospect(form.now, form.asked) if form.asked else None,
        "request_preview": preview if form.asked else None,
        "cautions": [*about_the_name, *news],
        **_stops(form),
    }


def _stops(form: DomainEditForm) -> dict[str, Any]:
    """Return what stops when the form is sent, and whether whoever sends it knows."""
    stops = readiness.consequences(form.now, form.asked)
    return {"stops": stops, "has_agreed": form.agrees_to(one.code for one in stops)}


def _page(
    request: HttpRequest, domain: SipDomain, form: DomainEditForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    query = urlencode({"from": request.GET["from"]}) if "from" in request.GET else ""
    context = {"domain": domain, "form": form, "query": query and f"?{query}", "decisions": decisions(form), **said}
    if context["decisions"]:
        context["author"] = author_of(form.now, form.differing, viewer=cast(User, request.user))
    return render(request, "domains/edit.html", context, status=status)
