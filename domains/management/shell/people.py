"""Who asks: an operator by name, with what their verb takes. A shell knows nobody by itself."""

import os
from collections.abc import Mapping
from typing import Any

from domains.models import User

from .ending import not_taken

VARIABLE = "SIPADMIN_USER"
_DOING = {"add": "create", "change": "change", "delete": "delete"}


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


def need(actor: User, word: str) -> None:
    """End the run unless `actor` may `add`, `change` or `delete` SIP domains, whichever `word` says."""
    permission = f"domains.{word}_sipdomain"
    if not actor.has_perm(permission):
        lacks = f"that takes the permission “Can {word} SIP domain” ({permission})."
        raise not_taken({"--as": [f"{actor.get_username()} may not {_DOING[word]} SIP domains: {lacks}"]})
