"""The row of the mirror that an address names, and the addresses of the pages about it."""

from typing import Any, TypeVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ..models import Credential, CredentialList, IpAccessControlList, IpAddress, SipDomain, TwilioResource

Row = TypeVar("Row", bound=TwilioResource)

_NAMES: dict[type[TwilioResource], str] = {
    SipDomain: "domain",
    IpAccessControlList: "ip-list",
    IpAddress: "ip-address",
    CredentialList: "credential-list",
    Credential: "credential",
}
"""How the names of the addresses of each kind begin."""


def row_or_404(request: HttpRequest, model: type[Row], sid: str) -> Row:
    """Return the resource with that SID, its account and its parent at hand, if whoever asks may see it."""
    rows: Any = model._meta.default_manager  # the plugin fails on the manager of an abstract model
    together = ("account", model.parent) if model.parent else ("account",)
    row: Row = get_object_or_404(rows.visible_to(request.user).select_related(*together), sid=sid)
    return row


def address_to(what: str, row: TwilioResource) -> str:
    """Return the address where `what` is done to a resource: `edit`, `edit-preview`, `delete` or `refresh`."""
    return reverse(f"{_NAMES[type(row)]}-{what}", args=[row.sid])


def has_pages(row: TwilioResource) -> bool:
    """Whether a resource is changed and deleted on pages of its own: a mapping is not."""
    return type(row) in _NAMES


def new_address(model: type[TwilioResource], parent: TwilioResource | None = None, part: str = "") -> str:
    """Return the address of the form that creates one, within its parent; with `part`, of what stands beside it."""
    return reverse("-".join(filter(None, (_NAMES[model], "new", part))), args=[parent.sid] if parent else [])


def list_address(model: type[TwilioResource], part: str = "") -> str:
    """Return the address of the list of one kind; with `part`, where something is done with the whole."""
    return reverse("-".join(filter(None, (f"{_NAMES[model]}s", part))))
