"""The page that deletes a resource: what goes with it, and its name to be typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import services
from ..forms import DeleteForm
from ..models import Change, TwilioResource, User
from ..twilio import TwilioError
from .accounts import sandbox_door
from .actions import obstacle
from .comparing import Comparison
from .differing import differences
from .finding import address_to
from .kept import resume
from .outcomes import Outcome, attempt
from .repeating import change_of
from .responses import UNPROCESSABLE, SeeOther


@dataclass(frozen=True)
class Deleting:
    """Such a page for one kind of resource.

    `at_stake` says what goes with the resource as Twilio has it now, and under `in_the_way` what keeps it from going.
    """

    form: type[DeleteForm]
    template: str
    at_stake: Callable[[HttpRequest, Any], dict[str, Any]]

    def page(self, request: HttpRequest, row: TwilioResource) -> HttpResponse:
        """Show what goes with a resource, as Twilio has it now, and delete it once its name was typed."""
        in_the_way = obstacle(row)
        if in_the_way:
            messages.info(request, in_the_way)
            return SeeOther(row.get_absolute_url())
        undoes = _undone(request, row)
        posted = request.POST if request.method == "POST" else None
        form = self.form(posted, row=row, sender=cast(User, request.user))
        resume(request, form)
        outcome = Outcome(status=UNPROCESSABLE) if form.is_bound else Outcome(status=200)
        if form.is_bound and form.is_valid():
            outcome = attempt(request, _deletion(row, form, undoes))
            if outcome.location:
                return SeeOther(outcome.location)
            outcome.refuse(form)
        sight = _see(row, form, outcome)
        form.carry(services.Seen.of(sight.row).text, is_news=bool(sight.news))
        context = {"row": row, "form": form, "sight": sight, "undoes": undoes, "refresh": address_to("refresh", row)}
        context |= _usual(request, sight.row) | self.at_stake(request, sight.row)
        context["is_offered"] = not (sight.is_gone or context.get("in_the_way"))
        return render(request, self.template, context, status=outcome.status)


def _deletion(row: TwilioResource, form: DeleteForm, undoes: Change | None) -> Callable[[], Change]:
    """Return what asks Twilio for it."""
    return lambda: services.delete(
        row,
        seen=services.Seen.read(form.cleaned_data["seen"]),
        actor=form.sender,
        reason=form.cleaned_data["reason"],
        token=form.token,
        undoes=undoes,
    )


def _undone(request: HttpRequest, row: TwilioResource) -> Change | None:
    """Return the create that `?undoes=` says this takes back, if it made this very resource."""
    change = change_of(request, "undoes", collection=row.collection)
    if change is None or (change.sid, change.account_id) != (row.sid, row.account_id):
        return None
    return change if (change.action, change.state) == (Change.Action.CREATE, Change.State.APPLIED) else None


@dataclass(frozen=True)
class _Sight:
    """What the page shows: `row` is the resource as Twilio has it now, or as it was last seen where there is `trouble`.

    `news` is what Twilio holds that whoever looks has not seen yet; `is_gone`: it holds nothing.
    """

    row: TwilioResource
    trouble: str = ""
    is_gone: bool = False
    news: Comparison | None = None


def _see(row: TwilioResource, form: DeleteForm, outcome: Outcome) -> _Sight:
    """Return what there is to be seen, asking Twilio unless it has just been asked."""
    try:
        live = outcome.unseen.live if outcome.unseen else services.fetch(row)
    except TwilioError as error:
        return _Sight(row, trouble=error.message)
    if live is None:
        return _Sight(row, is_gone=True)
    before = services.Seen.read(form["seen"].value() or "") if form.is_bound else services.Seen.of(row)
    names = before.differing(live)
    return _Sight(live, news=differences(row, live, names) if names else None)


def _usual(request: HttpRequest, row: TwilioResource) -> dict[str, Any]:
    """Return what the page says of a resource of any kind."""
    changes = Change.objects.visible_to(request.user).of_resource(row.account, row.collection, row.sid)
    return {
        "change_count": changes.count(),
        "preview": services.preview_delete(row, sandbox_url=sandbox_door(request)),
        "may_note": request.user.has_perm(f"domains.change_{row._meta.model_name}"),
        "delete_label": f"Delete {row._meta.verbose_name}",
    }
