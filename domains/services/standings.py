"""How domains stand: judged by what is known, and kept until the mirror is written again.

Lists and the overview ask it of every domain they show, and are looked at far more often than anything is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from ..models import Account, SipDomain
from ..readiness import Judgement, Standing, verdict
from .snapshots import COLUMNS, snapshots

KEPT_SECONDS = 300
"""After how many seconds a verdict is given anew though nothing was written: what was seen grows old as well."""


class Stand(NamedTuple):
    """How a domain stands with one purpose, and how people read that."""

    standing: Standing
    words: str


class Standings(NamedTuple):
    """How a domain stands."""

    calls: Stand
    registration: Stand


def standings(
    domains: Iterable[tuple[int, str]], *, accounts: Mapping[int, Account] | None = None
) -> dict[str, Standings]:
    """Return how each of these domains stands, by its SID; each is given by the primary key of its account and its SID.

    `accounts` are those that were read for the same page, before the domains: to take a version for older than it is
    costs one judgement more, to take it for newer would keep what is not so any more.
    """
    versions = {pk: one.mirror_version for pk, one in accounts.items()} if accounts else _versions()
    held: dict[int, list[str]] = defaultdict(list)
    for account, sid in domains:
        held[account].append(sid)
    found: dict[str, Standings] = {}
    for account, sids in held.items():
        found |= _of_account(account, versions.get(account), sids)
    return found


def _versions() -> dict[int, UUID]:
    return dict(Account.objects.values_list("pk", "mirror_version"))


def _of_account(account: int, version: UUID | None, sids: Sequence[str]) -> dict[str, Standings]:
    if version is None:  # the account was added while the page was made
        return _judged(sids)
    period = int(timezone.now().timestamp() // KEPT_SECONDS)
    key = f"standings:{account}:{version}:{period}"
    kept: dict[str, Standings] = cache.get(key, {})
    new = _judged([sid for sid in sids if sid not in kept])
    if new:
        kept |= new
        cache.set(key, kept, KEPT_SECONDS)
    return {sid: kept[sid] for sid in sids if sid in kept}


def _judged(sids: Sequence[str]) -> dict[str, Standings]:
    if not sids:
        return {}
    rows = list(SipDomain.objects.filter(sid__in=sids).only(*COLUMNS))
    known = snapshots(rows)
    found = {}
    for row in rows:
        both = verdict(known[row.pk])
        found[row.sid] = Standings(_stand(both.calls), _stand(both.registration))
    return found


def _stand(one: Judgement) -> Stand:
    return Stand(one.standing, one.words)
