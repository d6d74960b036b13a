"""Which passwords nobody can rely on, so that they are to be replaced."""

from collections.abc import Iterable

from django.db.models import Q

from ..models import Change, Credential, CredentialList
from .explanations import Viewer

_UNSURE = (Change.State.UNKNOWN, Change.State.CONFLICT)


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
    last: dict[str, Change] = {}
    for change in changes.defer("asked", "before", "after").order_by("pk"):
        sid = change.sid or by_name.get((change.collection, change.key))
        if sid:
            last[sid] = change
    return {sid: change for sid, change in last.items() if change.was_found or change.state in _UNSURE}
