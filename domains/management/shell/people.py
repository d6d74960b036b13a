"""Who asks: an operator by name, with what their verb takes. A shell knows nobody by itself."""

import os
from collections.abc import Mapping
from typing import Any

from domains.models import Change, SipDomain, TwilioResource, User
from domains.models.permissions import VERBS, needed

from .ending import not_taken

VARIABLE = "SIPADMIN_USER"
_DOING: dict[str, str] = {
    Change.Action.CREATE: "create",
    Change.Action.UPDATE: "change",
    Change.Action.DELETE: "delete",
}


def actor_of(options: Mapping[str, Any]) -> User:
    """Return the operator whom the record will name. Ends the run without one."""
    name = options["actor"] or os.environ.get(VARIABLE, "").strip()
    if not name:
        sentence = f"Enter the username of the operator who asks, here or in {VARIABLE}: the record says who."
        raise not_taken({"--as": [sentence]})
    actor = User.objects.filter(username=name).first()
    if actor is None:
        raise not_taken({"--as": [f"There is no operator “{name}”: enter a username. Capitals matter."]})
    if not actor.is_active:
        raise not_taken({"--as": [f"The account of {name} has been closed."]})
    return actor


def need(actor: User, action: str, model: type[TwilioResource] = SipDomain) -> None:
    """End the run unless `actor` may ask for `action` of a kind of resource."""
    permission, kind = needed(model, action), model._meta
    if not actor.has_perm(permission):
        lacks = f"that takes the permission “Can {VERBS[action]} {kind.verbose_name}” ({permission})."
        told = f"{actor.get_username()} may not {_DOING[action]} {kind.verbose_name_plural}: {lacks}"
        raise not_taken({"--as": [told]})
