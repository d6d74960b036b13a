"""What changes are about, by the names that people know: their own strings alone would say SIDs of some kinds."""

from collections.abc import Iterable
from typing import NamedTuple

from .kinds import model_of
from .mappings import DomainMapping
from .resources import TwilioResource, parent_sid


class Subject(NamedTuple):
    """What a change is about: its name, and the name of what it belongs to; empty where that is the account."""

    name: str
    parent: str = ""


def subjects_of(abouts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """Return what each pair of a collection and a natural key is about, in one query for each kind that gives names.

    What the mirror does not know goes by its SID. Whoever may see a change may see what it is about.
    """
    asked = set(abouts)
    sids: dict[type[TwilioResource], set[str]] = {}
    for collection, key in asked:
        for model, sid in _namesakes(collection, key):
            sids.setdefault(model, set()).add(sid)
    names: dict[str, str] = {}
    for model, wanted in sids.items():
        names |= model._default_manager.filter(sid__in=wanted).values_list("sid", model.natural_key)
    return {(collection, key): _subject(collection, key, names) for collection, key in asked}


def _namesakes(collection: str, key: str) -> Iterable[tuple[type[TwilioResource], str]]:
    """Yield the kind and the SID of each resource by which one of `collection` with that key is named."""
    model = model_of(collection)
    if model.parent:
        yield model.parent_model(), parent_sid(collection)
    if issubclass(model, DomainMapping):
        yield model.maps, key


def goes_by_another(model: type[TwilioResource]) -> bool:
    """Whether resources of a kind go by the names of others: a mapping by that of the list, whose SID is its key."""
    return issubclass(model, DomainMapping)


def _subject(collection: str, key: str, names: dict[str, str]) -> Subject:
    parent = parent_sid(collection)
    return Subject(
        names.get(key, key) if goes_by_another(model_of(collection)) else key,
        names.get(parent, parent),
    )
