"""The page that changes a resource: begun with what Twilio has, and sent only against what was seen of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from .. import services
from ..forms import EditForm
from ..masking import masked
from ..models import Change, TwilioResource, User
from ..readiness import Caution, Consequence
from ..services import Seen
from ..twilio import TwilioError
from .accounts import sandbox_door
from .actions import obstacle
from .asking import questions
from .deciding import author_of, decisions
from .differing import differences, prospect
from .finding import address_to
from .kept import resume
from .outcomes import attempt
from .presenting import labels
from .responses import CONFLICT, GONE, UNPROCESSABLE, SeeOther


def _nothing_stops(_before: Any, _asked: Mapping[str, Any]) -> list[Consequence]:
    return []


def _nothing_more(_request: HttpRequest, _row: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Editing:
    """Such a page for one kind of resource.

    `cautions` are what to know of what the form asks for, `consequences` what stops when that is done to what there is:
    these are asked about before anything is sent, and the cautions too where that is said.
    `more` is what else the template is told.
    """

    form: type[EditForm]
    template: str
    cautions: Callable[[HttpRequest, Any], list[Caution]]
    consequences: Callable[[Any, Mapping[str, Any]], list[Consequence]] = _nothing_stops
    asks_about_cautions: bool = False
    more: Callable[[HttpRequest, Any], dict[str, Any]] = _nothing_more

    def page(self, request: HttpRequest, row: TwilioResource) -> HttpResponse:
        """Show the form with what Twilio has, preview what it would send, or change the resource at Twilio."""
        in_the_way = obstacle(row)
        if in_the_way:
            return _closed(request, row, in_the_way, status=GONE if row.is_gone else CONFLICT)
        return self._sent(request, row) if request.method == "POST" else self._opened(request, row)

    def preview(self, request: HttpRequest, row: TwilioResource) -> HttpResponse:
        """Answer with what stands beside the form for what is typed so far; nothing posted here can change."""
        form = self._form(request, row)
        context = {"row": row, "form": form, "is_live": True, **self._beside(request, form)}
        return render(request, "components/edited.html", context)

    def _opened(self, request: HttpRequest, row: TwilioResource) -> HttpResponse:
        """Begin the form with what Twilio has; where that cannot be read, with what was last seen of it."""
        unread, now = "", row
        try:
            live = services.fetch(row)
        except TwilioError as error:
            unread = masked(error.message)
        else:
            if live is None:
                why = f"{row.key} is gone at Twilio: there is nothing to change. “Refresh” on its page notes that."
                return _closed(request, row, why, status=GONE)
            now = live
        form = self._form(request, row, now)
        _say_where_it_is_from(request, form)
        resume(request, form)
        names = Seen.of(row).differing(now)
        drift = differences(row, now, names) if names else None
        return self._page(request, row, form, drift=drift, unread=unread)

    def _sent(self, request: HttpRequest, row: TwilioResource) -> HttpResponse:
        """Preview what came, ask about it, or send it."""
        form = self._form(request, row)
        if not form.is_valid():
            return self._page(request, row, form, status=UNPROCESSABLE)
        beside = self._beside(request, form)
        if self.asks_about_cautions:
            beside["cautions"] = []  # they are asked about above the form
        if "preview" in request.POST:
            return self._page(request, row, form, **beside)
        # What was sent before is led to where that has led, though by now there may be nothing to change any more.
        is_repeated = bool(form.token) and Change.objects.filter(token=form.token).exists()
        if not is_repeated and not form.asked:
            return self._page(request, row, form, nothing=True, **beside)
        if not is_repeated and not beside["has_agreed"]:
            return self._page(request, row, form, status=UNPROCESSABLE, **beside, is_asking=True)
        return self._update(request, row, form)

    def _update(self, request: HttpRequest, row: TwilioResource, form: EditForm) -> HttpResponse:
        """Ask for the change; come back to the form with what differs, or with why it was not done."""
        cleaned = form.cleaned_data
        outcome = attempt(
            request,
            lambda: services.update(
                row,
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
            return self._page(
                request, row, form, status=outcome.status, overtaken=outcome, **self._stops(request, form)
            )
        outcome.refuse(form)
        return self._page(request, row, form, status=outcome.status)

    def _form(self, request: HttpRequest, row: TwilioResource, now: TwilioResource | None = None) -> EditForm:
        """Return the form with what was posted, or else with what Twilio has `now`."""
        posted = request.POST if request.method == "POST" else None
        now = now or _last_seen(row, Seen.read(request.POST.get("seen", "")))
        before = _asked_before(request, row)
        return self.form(
            posted,
            initial={"seen": Seen.of(now).text},
            row=row,
            now=now,
            account=row.account,
            sender=cast(User, request.user),
            again=_again(before, cast(User, request.user)) if before else {},
        )

    def _beside(self, request: HttpRequest, form: EditForm) -> dict[str, Any]:
        """Return what the preview is made of: what would change and what stops then, once the form is complete."""
        if not form.has_request:
            return {"name": form.cleaned_data.get(form.model.natural_key, "")}
        preview = services.preview_update(form.now, form.asked, sandbox_url=sandbox_door(request))
        return {
            "name": form.instance.key,
            "is_complete": True,
            "prospect": prospect(form.now, form.asked) if form.asked else None,
            "request_preview": preview if form.asked else None,
            "cautions": self.cautions(request, form),
            **self._stops(request, form),
        }

    def _stops(self, request: HttpRequest, form: EditForm) -> dict[str, Any]:
        """Return what stops when the form is sent, and whether whoever sends it knows."""
        stops = self.consequences(form.now, form.asked)
        asked = questions(self.cautions(request, form)) if self.asks_about_cautions else []
        codes = [*(one.code for one in stops), *(one.code for one in asked)]
        return {"stops": stops, "to_agree": asked, "has_agreed": form.agrees_to(codes)}

    def _page(
        self, request: HttpRequest, row: TwilioResource, form: EditForm, *, status: int = 200, **said: Any
    ) -> HttpResponse:
        query = urlencode({"from": request.GET["from"]}) if "from" in request.GET else ""
        context = {"row": row, "form": form, "query": query and f"?{query}", "decisions": decisions(form), **said}
        context |= {"address": address_to("edit", row), "preview_address": address_to("edit-preview", row)}
        context |= self.more(request, row)
        if context["decisions"]:
            context["author"] = author_of(form.now, form.differing, viewer=cast(User, request.user))
        return render(request, self.template, context, status=status)


def _closed(request: HttpRequest, row: TwilioResource, why: str, *, status: int) -> HttpResponse:
    """Say why there is no form."""
    return render(request, "resources/edit_closed.html", {"row": row, "why": why}, status=status)


def _asked_before(request: HttpRequest, row: TwilioResource) -> Change | None:
    """Return the change of it whose values the address `?from=` asks for, if whoever asks may see it."""
    changes = Change.objects.visible_to(request.user).of_resource(row.account, row.collection, row.sid)
    return changes.filter(action=Change.Action.UPDATE).numbered(request.GET.get("from", "")).first()


def _again(change: Change, user: User) -> dict[str, Any]:
    """Return what a change asked for. What holds a secret is given, masked, only to the one who typed it."""
    is_own = change.actor_id == user.pk
    return {
        name: value for name, value in change.model.in_order(change.asked).items() if is_own or value == masked(value)
    }


def _say_where_it_is_from(request: HttpRequest, form: EditForm) -> None:
    """Say above a form that is filled in with what was asked before whose it is, and what is left out."""
    change = _asked_before(request, form.row)
    if change is None:
        return
    said = f"Filled in with what {change.actor_name} asked for. Nothing has been sent."
    asked = change.model.in_order(change.asked)
    withheld = [name for name in asked if name not in form.again or name in form.hidden_again]
    if withheld:
        whose = "yours" if change.actor_id == request.user.pk else f"{change.actor_name}’s"
        said += f" Left as it is, for the secret in it is {whose} to enter: {labels(withheld, of=change.model)}."
    messages.info(request, said)


def _last_seen(row: TwilioResource, seen: Seen) -> TwilioResource:
    """Return it as the one who sends the form has seen it: the mirror's row, unless Twilio had another one."""
    if not seen.differing(row):
        return row
    try:
        return services.fetch(row) or row
    except TwilioError:  # it is compared again before anything is sent
        return row
