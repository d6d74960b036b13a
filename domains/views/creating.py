"""The page that creates a resource: what is typed, the request that it makes, and what to know before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from .. import services
from ..forms import ResourceForm
from ..models import Change, TwilioResource, User
from ..readiness import Caution
from .accounts import account_of, sandbox_door
from .asking import has_agreed, questions
from .finding import list_address, new_address
from .kept import resume
from .outcomes import Outcome, attempt
from .repeating import NOTHING_SENT, change_of
from .responses import UNPROCESSABLE, SeeOther


@dataclass(frozen=True)
class _Filling:
    """What the form begins with, from which change that is, and what creating it again makes up for."""

    values: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    undoes: Change | None = None


def _no_cautions(_form: Any) -> list[Caution]:
    return []


@dataclass(frozen=True)
class Creating:
    """Such a page for one kind of resource. What `cautions` say of a form is asked about before it is sent."""

    model: type[TwilioResource]
    form: type[ResourceForm]
    template: str
    cautions: Callable[[Any], list[Caution]] = _no_cautions
    said: Mapping[str, str] = field(default_factory=dict)
    """What else the template says: a `lede`, its `button`, and what the list is `listed_as` and `kept` as."""

    def page(self, request: HttpRequest, parent: TwilioResource | None = None) -> HttpResponse:
        """Show the form, preview what it would send, or create the resource at Twilio."""
        filling = self._filling(request, parent)
        form = self._form(request, filling, parent)
        if request.method != "POST":
            return self._show(request, form, filling, parent)
        if not form.is_valid():
            return self._show(request, form, filling, parent, status=UNPROCESSABLE)
        asked = questions(self.cautions(form))
        beside: dict[str, Any] = {"to_agree": asked, "has_agreed": has_agreed(form, asked)}
        if "preview" in request.POST:
            return self._show(request, form, filling, parent, **self._beside(request, form), **beside)
        if not (beside["has_agreed"] or _is_repeated(form)):
            beside |= {"is_asking": True, **self._beside(request, form)}
            return self._show(request, form, filling, parent, status=UNPROCESSABLE, **beside)
        outcome = self._create(request, form, filling)
        if outcome.location:
            return SeeOther(outcome.location)
        return self._show(request, form, filling, parent, status=outcome.status)

    def preview(self, request: HttpRequest, parent: TwilioResource | None = None) -> HttpResponse:
        """Answer with what stands beside the form for what is typed so far; nothing posted here can create."""
        form = self._form(request, self._filling(request, parent), parent)
        beside = self._beside(request, form)
        context = {"form": form, "is_live": True, "cautions": self.cautions(form) if beside else [], **beside}
        return render(request, "components/to_create.html", context)

    def _form(self, request: HttpRequest, filling: _Filling, parent: TwilioResource | None) -> ResourceForm:
        form = self.form(
            request.POST if request.method == "POST" else None,
            account=parent.account if parent else account_of(request),
            sender=cast(User, request.user),
            kept=filling.values,
            parent=parent,
        )
        resume(request, form)
        if not form.is_bound and not form.initial:
            first = next(iter(form.fieldsets())).rows[0].fields[0]
            first.field.widget.attrs["autofocus"] = True
        return form

    def _filling(self, request: HttpRequest, parent: TwilioResource | None) -> _Filling:
        """Return what the change that `?from=` names asked for, or deleted; and say so where the form is opened."""
        collection = self.model.path.format(parent.sid) if parent else self.model.path
        change = change_of(request, "from", collection=collection)
        if change is None:
            return _Filling()
        is_gone = change.action == Change.Action.DELETE and change.state == Change.State.APPLIED
        if not is_gone and change.action != Change.Action.CREATE:
            return _Filling()
        values = change.model.in_order((change.before or {}) if is_gone else change.asked)
        if request.method != "POST":
            whose = f"what {change.key} was" if is_gone else f"what {change.actor_name} asked for"
            messages.info(request, f"Filled in with {whose}. {NOTHING_SENT}")
        return _Filling(values, f"?{urlencode({'from': change.pk})}", change if is_gone else None)

    def _beside(self, request: HttpRequest, form: ResourceForm) -> dict[str, Any]:
        """Return the request, once the form is complete."""
        if not form.has_request:
            return {}
        return {"preview": services.preview_create(form.instance, sandbox_url=sandbox_door(request))}

    def _create(self, request: HttpRequest, form: ResourceForm, filling: _Filling) -> Outcome:
        """Create what the form holds; where that does not lead elsewhere, the form says why not."""
        key = form.model.natural_key
        is_same = filling.undoes is not None and form.instance.key == filling.undoes.key
        outcome = attempt(
            request,
            lambda: services.create(
                form.instance,
                actor=cast(User, request.user),
                reason=form.cleaned_data["reason"],
                token=form.token,
                undoes=filling.undoes if is_same else None,
            ),
            on_busy=key,
        )
        if not outcome.location:
            outcome.refuse(form)
        return outcome

    def _show(
        self,
        request: HttpRequest,
        form: ResourceForm,
        filling: _Filling,
        parent: TwilioResource | None,
        *,
        status: int = 200,
        **said: Any,
    ) -> HttpResponse:
        listed = list_address(type(parent) if parent else self.model)
        listed += request.session.get(self.said.get("kept", ""), "")
        context = {
            "form": form,
            "parent": parent,
            "noun": self.model._meta.verbose_name,
            "listed": listed,
            "back": parent.get_absolute_url() if parent else listed,
            "address": new_address(self.model, parent) + filling.query,
            "preview_address": new_address(self.model, parent, "preview") + filling.query,
            **self.said,
            **said,
        }
        return render(request, self.template, context, status=status)


def _is_repeated(form: ResourceForm) -> bool:
    """Whether this very form was sent before: it is led to where that has led."""
    return bool(form.token) and Change.objects.filter(token=form.token).exists()
