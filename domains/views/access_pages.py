"""The page of one access list: what is on it, where it is used, and what has happened to both."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import services
from ..models import Change, Credential, Look, TwilioResource
from ..models.permissions import needed
from ..models.resources import ResourceQuerySet
from .access_kinds import KINDS
from .access_words import LISTS, ListKind
from .actions import CHANGE, Action, Actions, obstacle
from .domain_access import mapping_it
from .finding import address_to, list_address, new_address, row_or_404
from .presenting import attribute
from .uses import uses_of

CHANGES_SHOWN = 10
AT_ONCE = timedelta(seconds=2)
"""How long it takes at most to note that a list is gone, once it was noted of what is on it."""


@require_safe
def access_detail(request: HttpRequest, model: type[TwilioResource], sid: str) -> HttpResponse:
    """Show one list as Twilio last returned it, with what is on it, and what can be done to it."""
    row, kind = row_or_404(request, model, sid), LISTS[model]
    changes = Change.objects.visible_to(request.user).around(row)
    shown = changes.latest_first().select_related("account")[:CHANGES_SHOWN].with_subjects()
    looks = Look.objects.visible_to(request.user).at([kind.entries.path.format(sid)]).filter(account=row.account)
    context = {
        "row": row,
        "kind": kind,
        "back": list_address(model) + request.session.get(kind.kept, ""),
        "actions": _actions(request, row),
        "add": _add(request, row, kind),
        "entries": _entries(request, row, kind),
        "looked_at": looks.values_list("at", flat=True).first(),
        "uses": uses_of([row], request.user)[sid],
        "never_mapped": _never_mapped(request, row),
        "attributes": [attribute(model, name, getattr(row, name)) for name in ("sid", "date_created", "date_updated")],
        "changes": shown,
        "last": shown[0] if shown else None,
        "open_change": next((change for change in shown if change.is_open and change.sid == sid), None),
        "again": _again(request, row, shown),
        "look_again": address_to("refresh", row) if request.user.has_perm(needed(model, Change.Action.UPDATE)) else "",
    }
    return render(request, "access/detail.html", context)


def _actions(request: HttpRequest, row: TwilioResource) -> Actions:
    """Return what whoever asks may do to a list. To look is everybody's."""
    model, may = type(row), request.user.has_perm
    can = {action: may(needed(model, action)) for action in Change.Action}
    refresh = [Action("Refresh", address_to("refresh", row), is_button=True)] if can[Change.Action.UPDATE] else []
    if row.is_gone:
        return Actions()
    in_the_way = obstacle(row)
    if in_the_way:
        return Actions(obstacle=in_the_way if any(can.values()) else "")
    rename = [Action("Rename", address_to("edit", row))] if can[Change.Action.UPDATE] else []
    delete = Action("Delete", address_to("delete", row)) if can[Change.Action.DELETE] else None
    return Actions(others=[*rename, *refresh], dangerous=delete)


def _never_mapped(request: HttpRequest, row: TwilioResource) -> dict[str, Any]:
    """Return for which domain a list was made that is mapped to none, and where whoever may maps it.

    It is mapped by going on with what made it, or by itself where that cannot go on.
    """
    for one in services.never_mapped(request.user, row=row):
        stop = obstacle(one.domain)
        goes_on = not (one.doing.is_over or stop or services.standstill(one.doing))
        may = request.user.has_perm(CHANGE) and not stop
        return {"one": one, "goes_on": goes_on, "href": mapping_it(one) if may else ""}
    return {}


def _add(request: HttpRequest, row: TwilioResource, kind: ListKind) -> str:
    """Return where something is put on a list; empty where it cannot be, or not by whoever asks."""
    model = kind.entries
    has_page = KINDS[model].creating or model.secrets
    is_offered = has_page and request.user.has_perm(needed(model, Change.Action.CREATE)) and not obstacle(row)
    return new_address(model, row) if is_offered else ""


def _entries(request: HttpRequest, row: TwilioResource, kind: ListKind) -> list[dict[str, Any]]:
    """Return what is on a list, with where each can be changed and removed."""
    model, may = kind.entries, request.user.has_perm
    is_open = not obstacle(row)
    may_change = is_open and may(needed(model, Change.Action.UPDATE))
    may_edit, may_rotate = may_change and KINDS[model].editing, may_change and model.secrets
    may_delete = is_open and may(needed(model, Change.Action.DELETE))
    there = list(_held(row, model, request))
    lost = services.to_be_rotated([one for one in there if isinstance(one, Credential)], request.user)
    return [
        {
            "row": one,
            "lost": lost.get(one.sid),
            "edit": address_to("edit", one) if may_edit else "",
            "rotate": address_to("rotate", one) if may_rotate else "",
            "remove": address_to("delete", one) if may_delete else "",
        }
        for one in there
    ]


def _held(row: TwilioResource, model: type[TwilioResource], request: HttpRequest) -> ResourceQuerySet[Any]:
    """Return what is on a list; of one that is gone, what was on it until then."""
    found = model.kept_in(model.path.format(row.sid)).visible_to(request.user)
    return found.filter(gone_at__gte=row.gone_at - AT_ONCE) if row.gone_at else found.live()


def _again(request: HttpRequest, row: TwilioResource, changes: list[Change]) -> str:
    """Return where a list that is gone can be made again; empty where it is not, or not by whoever asks."""
    model = type(row)
    deletion = next((one for one in changes if one.sid == row.sid and one.action == Change.Action.DELETE), None)
    may = request.user.has_perm(needed(model, Change.Action.CREATE))
    is_offered = row.is_gone and deletion and deletion.state == Change.State.APPLIED and may
    return f"{new_address(model)}?from={deletion.pk}" if is_offered and deletion else ""
