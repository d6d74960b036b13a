"""What is known of domains, read from the mirror: all that verdicts are given by. Twilio is not asked."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Value
from django.utils import timezone

from ..models import MAPPINGS, Credential, CredentialList, IpAccessControlList, IpAddress, Look, PhoneNumber, SipDomain
from ..readiness import AccessList, EmergencyNumber, Kind, Mapped, Snapshot
from ..readiness.snapshots import TAKEN
from ..validators import is_off_the_internet, is_wide_open, network_of
from ..validators.addresses import WIDE

AT_ONCE = 200
"""For how many domains it is read at once: a database takes only so many values in one question."""

COLUMNS = (
    "account_id",
    "sid",
    "seen_at",
    "gone_at",
    "set_aside",
    "differs_in",
    "differed_at",
    "auth_type",
    *(name for name in TAKEN if name not in ("auth_types", "is_gone", "is_disabled")),
)
"""The columns of a domain that are read."""

_SAYS = {"call_addresses": Kind.ADDRESSES, "call_credentials": Kind.CREDENTIALS}
"""By which word of `auth_type` Twilio's domain tells that something is mapped; of registrations it tells nothing."""

_WITHIN: dict[str, str] = {"AL": IpAddress.path, "CL": Credential.path}
"""Where that is kept which is on a list, by how the SID of the list begins."""


_Range = tuple[str, int]
"""An address with its prefix length."""


class _Row(NamedTuple):
    """A mapping in the mirror: `place` is the attribute of a snapshot that it belongs to."""

    place: str
    domain: int
    sid: str
    name: str
    seen_at: datetime
    gone_at: datetime | None


def snapshots(domains: Iterable[SipDomain], *, now: datetime | None = None) -> dict[int, Snapshot]:
    """Return what is known of each of these domains by its primary key: of many with as many queries as of one."""
    rows, at = list(domains), now or timezone.now()
    found: dict[int, Snapshot] = {}
    for first in range(0, len(rows), AT_ONCE):
        found |= _snapshots(rows[first : first + AT_ONCE], at)
    return found


def snapshot(domain: SipDomain) -> Snapshot:
    """Return what is known of one domain."""
    return snapshots([domain])[domain.pk]


def _snapshots(domains: Sequence[SipDomain], now: datetime) -> dict[int, Snapshot]:
    mapped: dict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in _mapping_rows([domain.pk for domain in domains]):
        mapped[row.place, row.domain].append(row)
    sids = {row.sid for rows in mapped.values() for row in rows if row.gone_at is None}
    looks = _looks([*(path.format(one.sid) for path in PLACES for one in domains), *map(_collection_of, sids)])
    ranges = _ranges({sid for sid in sids if sid.startswith("AL")})
    lists = _lists(sids, looks, ranges)
    numbers = _numbers(domains)
    return {
        domain.pk: Snapshot.of(
            domain,
            now=now,
            emergency_number=numbers.get((domain.account_id, domain.emergency_caller_sid)),
            differing=tuple(in_a_sentence(domain.label_of(name)) for name in domain.differing),
            **{
                place: _open_together(
                    _mapped(domain, place, mapped[place, domain.pk], looks.get(path.format(domain.sid)), lists), ranges
                )
                for path, place in PLACES.items()
            },
        )
        for domain in domains
    }


PLACES = {
    model.path: {
        ("calls", IpAccessControlList): "call_addresses",
        ("calls", CredentialList): "call_credentials",
        ("registrations", CredentialList): "registration_credentials",
    }[model.purpose, model.maps]
    for model in MAPPINGS
}
"""The attribute of a snapshot for each path that mappings are kept at."""


def _mapping_rows(domains: Sequence[int]) -> list[_Row]:
    """Return every mapping that these domains have, and those that they had: these tell when they went."""
    first, *rest = (
        model._default_manager.filter(**{f"{model.parent}__in": domains})
        .order_by()
        .values_list(Value(PLACES[model.path]), "domain_id", "sid", "friendly_name", "seen_at", "gone_at")
        for model in MAPPINGS
    )
    return [_Row(*row) for row in first.union(*rest, all=True)]


def _collection_of(sid: str) -> str:
    return _WITHIN[sid[:2]].format(sid)


def _looks(collections: Sequence[str]) -> dict[str, datetime]:
    """Return when each of these collections was last looked at as a whole; those that never were are not in it."""
    return dict(Look.objects.at(collections).values_list("collection", "at"))


def _lists(
    sids: Iterable[str], looks: Mapping[str, datetime], ranges: Mapping[str, list[_Range]]
) -> dict[str, AccessList]:
    """Return what is known of these lists. Who is on one counts only if that was looked at: one may know but some."""
    addresses = {sid for sid in sids if sid.startswith("AL")}
    credentials = {sid for sid in sids if sid.startswith("CL")}
    names = {**_names(IpAccessControlList, addresses), **_names(CredentialList, credentials)}
    counts = _counts(credentials)
    found = {}
    for sid in sids:
        looked_at = looks.get(_collection_of(sid))
        entries = len(ranges[sid]) if sid in addresses else counts.get(sid, 0)
        is_off = bool(looked_at and ranges[sid]) and _is_off_the_internet(ranges[sid])
        is_open = not is_off and sid in addresses and _is_wide_open(ranges[sid])
        found[sid] = AccessList(
            sid, names.get(sid, ""), entries if looked_at else None, is_open, looked_at, is_off_the_internet=is_off
        )
    return found


def _names(model: Any, sids: Iterable[str]) -> dict[str, str]:
    return dict(model.objects.live().filter(sid__in=sids).values_list("sid", "friendly_name")) if sids else {}


def _ranges(sids: Iterable[str]) -> dict[str, list[_Range]]:
    """Return the addresses with their prefix lengths on each of these IP lists."""
    found: dict[str, list[_Range]] = defaultdict(list)
    of_list = f"{IpAddress.parent}__sid"
    rows = IpAddress._default_manager.filter(**{f"{of_list}__in": sids}, gone_at=None).order_by()
    columns = (of_list, "ip_address", "cidr_prefix_length")
    for sid, address, prefix in rows.values_list(*columns) if sids else ():
        found[sid].append((address, ipaddress.IPV4LENGTH if prefix is None else prefix))
    return found


def _open_together(mapped: Mapped | None, ranges: Mapping[str, list[_Range]]) -> Mapped | None:
    """Return it with the widest of its lists where these are wide open together: any one of them is enough to pass."""
    if mapped is None or not mapped.lists[1:] or any(one.is_wide_open for one in mapped.lists):
        return mapped
    counted = [one.sid for one in mapped.lists if one.sid in ranges and not one.is_off_the_internet]
    if not _is_wide_open([one for sid in counted for one in ranges[sid]]):
        return mapped
    return replace(mapped, widest=max(counted, key=lambda sid: (_size(ranges[sid]), sid)))


def _size(ranges: Iterable[_Range]) -> int:
    """Return how many addresses these are at most: where they overlap, some count twice."""
    return sum(2 ** (ipaddress.IPV4LENGTH - prefix) for _, prefix in ranges)


def _is_wide_open(ranges: Sequence[_Range]) -> bool:
    """Whether these let in more than anybody can know. What cannot be read is somebody, and no network."""
    if _size(ranges) <= WIDE:  # as nearly all do
        return False
    networks = []
    for address, prefix in ranges:
        with suppress(ValueError):
            networks.append(network_of(address, prefix))
    return is_wide_open(networks)


def _is_off_the_internet(ranges: Iterable[_Range]) -> bool:
    """Whether no address on a list is one that calls come from. What cannot be read may be."""
    try:
        return all(is_off_the_internet(network_of(address, prefix)) for address, prefix in ranges)
    except ValueError:
        return False


def _counts(sids: Iterable[str]) -> dict[str, int]:
    """Return how many credentials are on each of these lists; those that have none are not in it."""
    of_list = f"{Credential.parent}__sid"
    rows = Credential._default_manager.filter(**{f"{of_list}__in": sids}, gone_at=None).order_by()
    counted = rows.values(of_list).annotate(count=Count("pk"))
    return dict(counted.values_list(of_list, "count")) if sids else {}


def _numbers(domains: Iterable[SipDomain]) -> dict[tuple[int, str], EmergencyNumber]:
    """Return what is known of the numbers that these domains name, by account and SID."""
    sids = {domain.emergency_caller_sid for domain in domains} - {""}
    rows = PhoneNumber.objects.filter(sid__in=sids) if sids else ()
    return {
        (one.account_id, one.sid): EmergencyNumber(
            one.sid, one.phone_number, one.emergency_address_status, one.seen_at, one.is_there
        )
        for one in rows
    }


def _mapped(
    domain: SipDomain, place: str, rows: Iterable[_Row], looked_at: datetime | None, lists: Mapping[str, AccessList]
) -> Mapped | None:
    """Return what is mapped at one place; None where that is not known.

    Where nobody ever looked, a domain without the word in its `auth_type` had none when it was itself looked at: what
    was mapped here is all there is.
    """
    live = [row for row in rows if row.gone_at is None]
    if looked_at is None and live and place in _SAYS and _SAYS[place] not in domain.auth_types:
        looked_at = min(row.seen_at for row in live)
    if looked_at is None:
        return None
    moments = [moment for row in rows for moment in (row.seen_at, row.gone_at) if moment]
    changed_at = max(moments, default=looked_at)
    return Mapped(
        tuple(_named(lists[row.sid], row.name) for row in live),
        looked_at,
        changed_at if changed_at > looked_at else None,
    )


def _named(one: AccessList, name: str) -> AccessList:
    """Return a list by the name that it has, or else by the one that the mapping told, or else by its SID."""
    return one if one.name else replace(one, name=name or one.sid)


def in_a_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: `Voice URL` is a voice URL, and `SID` stays so."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
