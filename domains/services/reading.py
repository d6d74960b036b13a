"""Looking at all that a collection holds: what is not known here comes into the mirror, what is gone is marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..models import MAPPINGS, Account, IpAccessControlList, IpAddress, Look, SipDomain, mapped, model_of
from ..models.credentials import Credential, CredentialList
from ..models.mappings import DomainMapping
from ..models.resources import TwilioResource
from ..twilio import Client, NotFound
from .connection import client_for
from .fetching import PATIENCE_SECONDS, fetch_resource
from .mirror import mirror_owned, writing
from .sight import database_time
from .snapshots import in_a_sentence

ENTRIES: dict[type[TwilioResource], type[TwilioResource]] = {
    IpAccessControlList: IpAddress,
    CredentialList: Credential,
}
"""What each kind of list holds."""

AT_ONCE = 100
"""How much of a collection is taken over in one transaction."""


@dataclass(frozen=True)
class TakenOver:
    """A parameter that Twilio holds another value of than was known here, of something by the name that it had here.

    Nobody is asked as for one resource: of many, nobody could decide one by one, and nothing of them is sent back.
    """

    name: str
    label: str
    before: str
    now: str
    is_rename: bool = False

    @property
    def sentence(self) -> str:
        """What has become of it."""
        if self.is_rename:
            return f"{self.name} was renamed at Twilio: it is {self.now} now."
        was, becomes = self.before or "none", self.now or "none"
        return f"The {self.label} of {self.name} was changed at Twilio from {was} to {becomes}."


@dataclass(frozen=True)
class Looked:
    """What a look has shown: how many there are, how many of them were not known, how many known ones are gone."""

    there: int = 0
    new: int = 0
    gone: int = 0
    taken_over: tuple[TakenOver, ...] = ()
    """What of known ones is otherwise by now: the mirror has it as Twilio does."""

    def __add__(self, other: "Looked") -> "Looked":
        return Looked(
            self.there + other.there,
            self.new + other.new,
            self.gone + other.gone,
            self.taken_over + other.taken_over,
        )


def look_at(account: Account, *collections: str) -> Looked:
    """Read collections of an account, and take over what Twilio holds there; the parents are in the mirror.

    Sends one request for each (for each thousand that it holds), and one for each that it does not list any more: only
    what Twilio does not find by its SID either counts as gone. Raises TwilioError; what was read until then stays.
    """
    client = client_for(account, patience=PATIENCE_SECONDS)
    return sum((_look(client, account, collection) for collection in collections), Looked())


def look_at_access(domain: SipDomain, *, only_unseen: bool = False) -> Looked:
    """Read what is mapped to `domain`, and what is on the lists that are.

    Sends three requests, one for each kind of list of which one is not known here, and one for each list;
    `only_unseen` leaves out what was looked at before, whenever that was. Raises TwilioError.
    """
    account, left = domain.account, _never_looked_at if only_unseen else list[str]
    looked = look_at(account, *left(one.path.format(domain.sid) for one in MAPPINGS))
    mappings = mapped(domain=domain)
    unknown = {one.maps for one in mappings if not one.maps.kept_in(one.maps.path).live().filter(sid=one.sid).exists()}
    looked += look_at(account, *sorted(model.path for model in unknown))
    return looked + look_at(account, *left(_entries_of(mappings)))


def _never_looked_at(collections: Iterable[str]) -> list[str]:
    asked = list(collections)
    seen = set(Look.objects.at(asked).values_list("collection", flat=True))
    return [one for one in asked if one not in seen]


def _entries_of(mappings: Iterable[DomainMapping]) -> list[str]:
    """Return where Twilio keeps what is on the lists that are mapped, each once, of those that the mirror knows."""
    found = {}
    for one in mappings:
        if one.maps.kept_in(one.maps.path).live().filter(sid=one.sid).exists():
            found[ENTRIES[one.maps].path.format(one.sid)] = True
    return list(found)


def _look(client: Client, account: Account, collection: str) -> Looked:
    as_of = database_time(account)
    rows = model_of(collection).kept_in(collection).filter(account=account)
    known = {row.sid: row for row in rows.live()}
    there = {resource["sid"]: resource for resource in client.list(collection)}
    taken_over: list[TakenOver] = []
    for some in _in_portions(list(there.values())):
        with writing(account):
            for resource in some:
                row = mirror_owned(account, collection, resource, as_of=as_of)
                taken_over += _taken_over(known[row.sid], row) if row.sid in known else []
    gone = [sid for sid in sorted(set(known) - set(there)) if _is_gone(client, collection, sid)]
    with writing(account):
        if gone:
            rows.filter(sid__in=gone, seen_at__lt=as_of).mark_gone(as_of)
        Look.objects.note(account, [collection], as_of)
    return Looked(len(there), len(set(there) - set(known)), len(gone), tuple(taken_over))


def _in_portions(resources: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield as many at a time as are taken over in one transaction, for which others wait."""
    for first in range(0, len(resources), AT_ONCE):
        yield resources[first : first + AT_ONCE]


def _taken_over(known: TwilioResource, row: TwilioResource) -> list[TakenOver]:
    """Return in which parameters a row of the mirror is otherwise than it was known."""
    held = ((name, getattr(known, name), getattr(row, name)) for name in row.parameters)
    return [
        TakenOver(
            known.name,
            in_a_sentence(row.label_of(name)),
            _text(was),
            _text(value),
            name == "friendly_name" == row.natural_key,
        )
        for name, was, value in held
        if row.normalized(name, was) != row.normalized(name, value)
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _is_gone(client: Client, collection: str, sid: str) -> bool:
    """Whether what is not listed is not found by its SID either: a list may be behind."""
    try:
        fetch_resource(client, collection, sid)
    except NotFound:
        return True
    return False


def entries_at(row: TwilioResource) -> str:
    """Return where Twilio keeps what is on a list."""
    return ENTRIES[type(row)].path.format(row.sid)


def collections_seen(account: Account) -> set[str]:
    """Return which collections of an account were ever looked at as a whole."""
    return set(Look.objects.filter(account=account).values_list("collection", flat=True))


def mappings_seen(domain: SipDomain) -> bool:
    """Whether all that is mapped to a domain was looked at, so that what is known here is all there is."""
    return {one.path.format(domain.sid) for one in MAPPINGS} <= collections_seen(domain.account)


def unseen_access(domain: SipDomain) -> bool:
    """Whether nobody has looked yet at what is mapped to a domain, or at the lists of its account."""
    needed = {*(one.path.format(domain.sid) for one in MAPPINGS), *(one.path for one in ENTRIES)}
    return not needed <= collections_seen(domain.account)
