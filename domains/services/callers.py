"""Who is on the lists of a domain by name, and whose password nobody can rely on: what symptoms are told from too."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..models import Credential, IpAddress
from ..readiness import Entry, Mapped, Snapshot
from .explanations import Viewer
from .rotating import to_be_rotated
from .snapshots import PLACES


def with_callers(known: Snapshot, *, viewer: Viewer) -> Snapshot:
    """Return what is known of a domain, with who is on those of its lists that were looked into."""
    places = {place: there for place in PLACES.values() if (there := getattr(known, place))}
    sids = {one.sid for there in places.values() for one in there.lists if one.entries}
    who = {**_credentials(sids, viewer), **_addresses(sids, viewer)} if sids else {}
    filled: dict[str, Any] = {place: _filled(there, who) for place, there in places.items()}
    return replace(known, **filled)


def _filled(there: Mapped, who: Mapping[str, tuple[Entry, ...]]) -> Mapped:
    return replace(there, lists=tuple(replace(one, who=who.get(one.sid, ())) for one in there.lists))


def _credentials(sids: set[str], viewer: Viewer) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    rows = Credential.objects.visible_to(viewer).live().filter(credential_list__sid__in=sids)
    there = list(rows.select_related("credential_list"))
    lost = to_be_rotated(there, viewer)
    for row in there:
        entry = Entry(row.sid, row.username, row.date_updated, row.sid in lost)
        found[row.credential_list.sid].append(entry)
    return {sid: tuple(entries) for sid, entries in found.items()}


def _addresses(sids: set[str], viewer: Viewer) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    rows = IpAddress.objects.visible_to(viewer).live().filter(ip_access_control_list__sid__in=sids)
    for row in rows.select_related("ip_access_control_list"):
        name = row.cidr.removesuffix("/32")
        found[row.ip_access_control_list.sid].append(Entry(row.sid, name, row.date_updated))
    return {sid: tuple(entries) for sid, entries in found.items()}
