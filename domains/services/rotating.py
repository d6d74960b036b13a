"""Which passwords nobody can rely on, so that they are to be replaced."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q

from ..models import Change, ChangeEvent, Credential, CredentialList
from .explanations import Viewer

_UNSURE = (Change.State.UNKNOWN, Change.State.CONFLICT)
_FOUND = (ChangeEvent.What.ADOPTED, ChangeEvent.What.APPEARED_LATE)


def is_answered(change: Change) -> bool:
    """Return whether Twilio's own answer said that a change was applied, and nobody had to find that out.

    Only then is it certain that a password is the one that was sent: it cannot be read at Twilio, so what was found may
    have got it from somebody else.
    """
    return change.state == Change.State.APPLIED and not change.events.filter(what__in=_FOUND).exists()


def to_be_rotated(credentials: Iterable[Credential], viewer: Viewer) -> dict[str, Change]:
    """Return by SID the last change of the password of those that nobody can rely on: its answer was lost.

    What was refused, or is known not to have been carried out, left the password as it was. Asks the database twice.
    """
    rows = list(credentials)
    lists = CredentialList.objects.in_bulk({row.credential_list_id for row in rows})
    by_name = {(Credential.path.format(lists[row.credential_list_id].sid), row.key): row.sid for row in rows}
    made = Q(action=Change.Action.CREATE)
    settled = Q(sid__in={row.sid for row in rows}, state__in=(*_UNSURE, Change.State.APPLIED))
    # What is not known to have been made has no SID yet, though it may have been seen meanwhile.
    nameless = Q(sid="", state=Change.State.UNKNOWN, collection__in={collection for collection, _ in by_name})
    changes = Change.objects.visible_to(viewer).filter(made & nameless | settled)
    changes = changes.filter(made | Q(purpose=Change.Purpose.ROTATE))
    found = Exists(ChangeEvent.objects.filter(change=OuterRef("pk"), what__in=_FOUND))
    last: dict[str, tuple[Change, bool]] = {}
    for change in changes.annotate(was_adopted=found).defer("asked", "before", "after").order_by("pk"):
        sid = change.sid or by_name.get((change.collection, change.key))
        if sid:
            was_found = cast(Any, change).was_adopted
            last[sid] = change, was_found or change.state in _UNSURE
    return {sid: change for sid, (change, is_lost) in last.items() if is_lost}
