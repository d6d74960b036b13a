"""One resource fetched again on demand. What differs is shown before the mirror takes it over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic

from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import SipDomain, TwilioResource
from ..twilio import Unreachable
from .fetching import Row, fetch
from .mirror import mirror, writing
from .sight import database_time

QUIET = ("date_updated", "uri", "subresource_uris")
"""The attributes that are no news of their own."""

DERIVED = frozenset({"auth_type"})
"""The attributes that follow from other resources: where nothing else differs, nobody has to agree."""


@dataclass(frozen=True)
class Refreshed(Generic[Row]):
    """What fetching a resource again has shown.

    `kind` is `same`, `differs` (the mirror is as it was: `names` says in which attributes), `taken_over` (the mirror
    has what was shown before), `gone` (it is marked so) or `back` (it was marked so, and is not any more). `digest`
    stands for what differs, exactly as it is in `live`.
    """

    kind: str
    live: Row | None = None
    names: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What is given back to take over what was shown."""
        told = [self.names, [str(getattr(self.live, name)) for name in self.names]]
        return salted_hmac("domains.services.refreshing", repr(told), algorithm="sha256").hexdigest()[:32]


def refresh(row: Row, *, accept: str = "") -> Refreshed[Row]:
    """Fetch `row` again and return what that shows; `accept` is the digest of what may be taken over.

    Writes to the mirror only what is not news, what was accepted, that it is gone, and of a domain in what it differs.
    Raises TwilioError, also where what was accepted is older than what the mirror has.
    """
    as_of = database_time(row.account)
    live = fetch(row)
    if live is None:
        with writing(row.account):
            row.kept_in(row.collection).filter(pk=row.pk).mark_gone(as_of)
        return Refreshed("gone")
    names = [
        one.name
        for one in row.attributes()
        if one.name not in QUIET and getattr(row, one.name) != getattr(live, one.name)
    ]
    shown = Refreshed("differs", live, names)
    if not DERIVED.issuperset(names) and not constant_time_compare(accept, shown.digest):
        note_differing(row, names, as_of)
        return shown
    taken_over = mirror(row.account, row.collection, live.raw, as_of=as_of)
    if taken_over.is_gone:  # by whoever has looked, or deleted it, since this was asked for
        return Refreshed("gone")
    if any(getattr(taken_over, name) != getattr(live, name) for name in names):
        raise Unreachable("Twilio answered with an older state than is known here by now. Fetch it again in a moment.")
    return Refreshed("back" if row.is_gone else "taken_over" if names else "same", live, names)


def note_differing(row: TwilioResource, names: Sequence[str], at: datetime) -> None:
    """Note in which parameters a domain was seen to differ: until that is taken over, the mirror is in doubt."""
    parameters = [name for name in row.parameters if name in names]
    if parameters and isinstance(row, SipDomain):
        with writing(row.account):
            SipDomain.objects.filter(pk=row.pk).update(differs_in=parameters, differed_at=at)
