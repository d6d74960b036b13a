"""Domains that are gone: since when, by whom, and when their names may be had again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ..models import Account, Change, SipDomain, User

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Deletion:
    """A domain that is gone, and the change that deleted it.

    Without one it was deleted elsewhere, and found gone; or else so long ago that the log may not hold it any more.
    """

    domain: SipDomain
    change: Change | None = None

    @property
    def gone_at(self) -> datetime:
        """Since when it is known to be gone."""
        return self.domain.gone_at or timezone.now()

    @property
    def free_at(self) -> datetime:
        """When its name is free again at the latest."""
        return self.domain.free_at or timezone.now()

    @property
    def is_free(self) -> bool:
        """Whether its name is locked no longer."""
        return self.free_at <= timezone.now()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this dashboard did not delete it: its log is kept for as long as a name may be locked."""
        return self.change is None and not self.is_free

    @property
    def told(self) -> str:
        """What happened, as the beginning of a sentence."""
        day = timezone.localdate(self.gone_at)
        if self.change:
            return f"{self.domain.domain_name} was deleted here by {self.change.actor_name} on {day}"
        if self.is_elsewhere:
            return f"{self.domain.domain_name} was deleted elsewhere, and found gone on {day}"
        return f"{self.domain.domain_name} is gone since {day}, and the log does not say by whom"

    @property
    def lock(self) -> str:
        """What happened, and until when the name may be locked, without a full stop."""
        return f"{self.told}, and Twilio may keep a deleted name locked until {timezone.localdate(self.free_at)}"


def deletions_of(domains: Iterable[SipDomain], *, viewer: Viewer) -> list[Deletion]:
    """Return the deletion of each of `domains`, which are gone, in their order."""
    gone = list(domains)
    deletions = Change.objects.visible_to(viewer).deletions().filter(collection=SipDomain.path)
    changes = deletions.filter(sid__in=[domain.sid for domain in gone])
    by_sid = {change.sid: change for change in changes.select_related("account").order_by("pk")}
    return [Deletion(domain, by_sid.get(domain.sid)) for domain in gone]


def locked_by(account: Account, name: str, *, viewer: Viewer) -> Deletion | None:
    """Return the deletion for which Twilio may refuse `name` in `account` at present, if there is one."""
    locked = SipDomain.objects.visible_to(viewer).gone().locked().named(account, name)
    return next(iter(deletions_of(locked[:1], viewer=viewer)), None)
