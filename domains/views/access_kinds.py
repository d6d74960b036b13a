"""What the pages of each kind of access list, and of what is on them, have of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any, cast

from django.http import HttpRequest

from .. import readiness
from ..forms import (
    CredentialListEditForm,
    CredentialListForm,
    DeleteForm,
    EditForm,
    IpAddressEditForm,
    IpAddressForm,
    IpListEditForm,
    IpListForm,
    RemoveForm,
    ResourceForm,
)
from ..models import Change, Credential, CredentialList, IpAccessControlList, IpAddress, TwilioResource
from ..readiness import Caution
from ..validators import network_of
from ..words import words_of
from .access_words import IP_LISTS, LISTS
from .creating import Creating
from .deleting import Deleting
from .editing import Editing
from .finding import address_to, new_address
from .presenting import attribute
from .uses import uses_of


@dataclass(frozen=True)
class Kind:
    """The pages of one kind; one that is not made or changed by them, since it has a secret, has none for that."""

    deleting: Deleting
    creating: Creating | None = None
    editing: Editing | None = None


def _no_cautions(_request: HttpRequest, _form: Any) -> list[Caution]:
    return []


def _networks_beside(form: IpAddressForm) -> list[IPv4Network]:
    """Return what the list of an address lets in by its other addresses, as far as is known."""
    others = IpAddress.objects.live().filter(ip_access_control_list=form.instance.ip_access_control_list)
    return [network for one in others.exclude(sid=form.instance.sid) if (network := one.network)]


def _of_address(form: IpAddressForm) -> list[Caution]:
    """Return what to know of an address that is to be let in."""
    return readiness.address_cautions(
        form.cleaned_data["ip_address"], form.prefix_length, beside=_networks_beside(form)
    )


def _of_changed_address(_request: HttpRequest, form: IpAddressEditForm) -> list[Caution]:
    """Return what is new of that, and whom it shuts out."""
    if not {"ip_address", "cidr_prefix_length"} & set(form.asked):
        return []
    beside, was = _networks_beside(form), form.now.network
    if was is None:
        return _of_address(form)
    becomes = network_of(form.cleaned_data["ip_address"], form.prefix_length)
    known = {one.sentence for one in readiness.address_cautions(str(was[0]), was.prefixlen, beside=beside)}
    news = [one for one in _of_address(form) if one.sentence not in known]
    if any(was.subnet_of(one) for one in (becomes, *beside)):
        return news
    return [Caution("ip_address", f"Calls from {form.now.cidr} are no longer let in by this list."), *news]


def _list_at_stake(request: HttpRequest, row: TwilioResource) -> dict[str, Any]:
    """Return what goes with a list, and the domains that keep it from going."""
    kind = LISTS[type(row)]
    entries = kind.entries.kept_in(kind.entries.path.format(row.sid)).visible_to(request.user).live()
    names = list(entries.values_list(kind.entries.natural_key, flat=True))
    in_the_way = uses_of([row], request.user)[row.sid]
    return {"in_the_way": in_the_way, "entries": names, "kind": kind, **_what_goes(row)}


def _entry_at_stake(request: HttpRequest, row: TwilioResource) -> dict[str, Any]:
    """Return what goes with an entry of a list, and the domains that notice."""
    parent = cast(TwilioResource, getattr(row, row.parent))
    return {"uses": uses_of([parent], request.user)[parent.sid], "parent": parent, **_what_goes(row)}


def _what_goes(row: TwilioResource) -> dict[str, Any]:
    """Return the attributes that somebody may miss, and what is said of deleting it wherever that is asked."""
    deletion = Change(account=row.account, collection=row.collection, key=row.key, sid=row.sid, action=_DELETE)
    shown = (*row.parameters, "date_created", "date_updated")
    return {
        "values": [attribute(type(row), name, getattr(row, name)) for name in shown],
        "goes": words_of(deletion).goes,
    }


def _parent_of(change: Change) -> TwilioResource | None:
    row = change.model.new_in(change.account, change.collection)
    return cast("TwilioResource", getattr(row, row.parent)) if row.parent else None


def asked_again(change: Change, row: TwilioResource | None) -> str:
    """Return the form in which what came to nothing can be mended and asked for again; empty where there is none."""
    kind = KINDS.get(change.model)
    if change.purpose == Change.Purpose.ROTATE:
        return address_to("rotate", row) if row and not row.is_gone else ""
    if kind and (kind.creating or change.model.secrets) and change.action == Change.Action.CREATE:
        parent = _parent_of(change)
        return "" if parent and parent.is_gone else f"{new_address(change.model, parent)}?from={change.pk}"
    is_update = change.action == Change.Action.UPDATE and not change.purpose
    if kind and kind.editing and is_update and row and not row.is_gone:
        return f"{address_to('edit', row)}?from={change.pk}"
    return ""


_DELETE = Change.Action.DELETE
_ENTRY_DELETE = Deleting(RemoveForm, "access/remove.html", _entry_at_stake)


def _of_list(model: type[TwilioResource], new: type[ResourceForm], edit: type[EditForm]) -> Kind:
    kind = LISTS[model]
    said = {"lede": kind.about, "listed_as": kind.heading, "kept": kind.kept, "button": "Create list"}
    return Kind(
        Deleting(DeleteForm, "access/delete.html", _list_at_stake),
        Creating(model, new, "access/new.html", said=said),
        Editing(edit, "access/edit.html", _no_cautions),
    )


KINDS: Mapping[type[TwilioResource], Kind] = {
    IpAccessControlList: _of_list(IpAccessControlList, IpListForm, IpListEditForm),
    CredentialList: _of_list(CredentialList, CredentialListForm, CredentialListEditForm),
    IpAddress: Kind(
        _ENTRY_DELETE,
        Creating(
            IpAddress,
            IpAddressForm,
            "access/new.html",
            _of_address,
            {
                "lede": "Twilio lets in calls that come from there, on every domain that the list is mapped to.",
                "listed_as": IP_LISTS.heading,
                "kept": IP_LISTS.kept,
                "button": "Add address",
            },
        ),
        Editing(IpAddressEditForm, "access/edit.html", _of_changed_address, asks_about_cautions=True),
    ),
    Credential: Kind(_ENTRY_DELETE),
}
"""The pages by which each kind is made, changed and deleted."""
