"""Where access lists are used: the domains that they are mapped to, and what for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from ..models import SipDomain, TwilioResource, User, mapped

_FOR = {"calls": "calls", "registrations": "registration"}


@dataclass(frozen=True)
class Use:
    """One domain that a list is mapped to. `purposes` says what for, as a sentence does."""

    domain: SipDomain
    purposes: str


def uses_of(lists: Iterable[TwilioResource], viewer: User | AnonymousUser) -> dict[str, list[Use]]:
    """Return the domains of each list by its SID, in the order of their names, as far as is known here."""
    rows = {row.sid: row for row in lists}
    found: dict[str, dict[SipDomain, list[str]]] = {sid: {} for sid in rows}
    for one in mapped(sid__in=list(rows)) if rows else []:
        if one.maps is type(rows[one.sid]):
            found[one.sid].setdefault(one.domain, []).append(_FOR[one.purpose])
    domains = {domain.pk for used in found.values() for domain in used}
    seen = set(SipDomain.objects.visible_to(viewer).filter(pk__in=domains).values_list("pk", flat=True))
    return {
        sid: [
            Use(domain, " and ".join(purposes))
            for domain, purposes in sorted(used.items(), key=lambda one: one[0].domain_name)
            if domain.pk in seen
        ]
        for sid, used in found.items()
    }
