"""The page that deletes a SIP domain: what goes with it, and what is safer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import services
from ..forms import DomainDeleteForm
from ..models import Change, SipDomain
from ..models.domains import LOCK
from ..parameters import PARAMETERS
from .actions import DELETE
from .deleting import Deleting
from .finding import row_or_404
from .permissions import needs
from .presenting import groups, told
from .service_permissions import may_turn

_WORTH_SEEING = (*PARAMETERS, "auth_type", "date_created", "date_updated")
"""The attributes that somebody may miss; the others are gone with the domain and come with the next."""


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DELETE)
def domain_delete(request: HttpRequest, sid: str) -> HttpResponse:
    """Show what goes with a domain, as Twilio has it now, and delete it once its name was typed."""
    return _DELETING.page(request, row_or_404(request, SipDomain, sid))


def _at_stake(request: HttpRequest, domain: SipDomain) -> dict[str, Any]:
    """Return what goes with the domain, what stands in the way, and what can be done in its place."""
    return {
        "in_the_way": list(SipDomain.objects.visible_to(request.user).below(domain)),
        "takes_calls": any(gate.is_there is not False for gate in services.snapshot(domain).gates),
        "values": [
            one for group in groups(domain) for one in group.attributes if one.value and one.name in _WORTH_SEEING
        ],
        "set_aside": told(domain.with_what_was_set_aside({})) if domain.is_disabled else [],
        "locked_until": timezone.localdate(timezone.now() + LOCK),
        "can_disable": not domain.is_disabled
        and bool(services.disabling(domain))
        and may_turn(request, domain, Change.Purpose.DISABLE),
    }


_DELETING = Deleting(DomainDeleteForm, "domains/delete.html", _at_stake)
