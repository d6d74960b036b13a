"""The form that changes a SIP domain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from .. import readiness
from ..forms import DomainEditForm
from ..models import Change, SipDomain
from ..readiness import Caution
from .actions import CHANGE
from .domain_form import cautions_about_the_name
from .editing import Editing
from .finding import row_or_404
from .permissions import needs
from .service_permissions import may_turn


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHANGE)
def domain_edit(request: HttpRequest, sid: str) -> HttpResponse:
    """Show the form with what Twilio has, preview what it would send, or change the domain at Twilio."""
    return _EDITING.page(request, row_or_404(request, SipDomain, sid))


@require_POST
@needs(CHANGE)
def domain_edit_preview(request: HttpRequest, sid: str) -> HttpResponse:
    """Answer with what stands beside the form for what is typed so far."""
    return _EDITING.preview(request, row_or_404(request, SipDomain, sid))


def _cautions(request: HttpRequest, form: DomainEditForm) -> list[Caution]:
    """Return what to know of the name that is asked for, and of what is new in the rest."""
    known = {caution.sentence for caution in readiness.cautions(form.now)}
    news = [caution for caution in readiness.cautions(form.instance) if caution.sentence not in known]
    about_the_name = cautions_about_the_name(request, form) if "domain_name" in form.asked else []
    return [*about_the_name, *news]


def _enabling(request: HttpRequest, domain: SipDomain) -> dict[str, Any]:
    """Return whether a domain that is disabled can be enabled by whoever edits it."""
    return {"can_enable": domain.is_disabled and may_turn(request, domain, Change.Purpose.ENABLE)}


_EDITING = Editing(DomainEditForm, "domains/edit.html", _cautions, readiness.consequences, more=_enabling)
