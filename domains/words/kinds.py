"""The words for a change: of its action, of its kind, with what it is about in them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from ..models import Change, Credential, CredentialList, IpAccessControlList, IpAddress, SipDomain, model_of
from ..models.domains import LOCK
from ..models.mappings import MAPPINGS
from ..models.subjects import Subject
from .access import CREDENTIAL_LISTS, CREDENTIALS, IP_ADDRESSES, IP_LISTS
from .actions import OF_ALL, Kind, Words
from .domains import DOMAINS
from .mappings import FOR_CALLS, FOR_REGISTRATIONS

KINDS: dict[str, Kind] = {
    SipDomain.path: DOMAINS,
    IpAccessControlList.path: IP_LISTS,
    IpAddress.path: IP_ADDRESSES,
    CredentialList.path: CREDENTIAL_LISTS,
    Credential.path: CREDENTIALS,
    **{kind.path: FOR_CALLS if kind.purpose == "calls" else FOR_REGISTRATIONS for kind in MAPPINGS},
}
"""What is said of each kind of resource, by its path; of one that is not here, what is said of all."""


def words_of(change: Change, *, action: str = "", sid: str = "") -> Words:
    """Return what is said of a change, or of another `action` on what it is about.

    `sid` is that of a resource which the change does not name yet.
    """
    model, subject, does = change.model, change.subject, action or change.action
    kind = KINDS.get(model.path, Kind())
    words = (None if action else kind.words.get(change.purpose)) or kind.words.get(does) or OF_ALL[does]
    about = {
        "key": subject.name,
        "sid": sid or change.sid,
        "noun": model.noun,
        "nouns": model.nouns,
        "parent": subject.parent,
        "list": kind.listed.format(parent=subject.parent) if subject.parent else "the account’s list",
        "its": f"{subject.parent}’s" if subject.parent else "the account’s",
        "free": timezone.localdate(timezone.now() + LOCK),
    }
    return Words(**{field.name: _filled(getattr(words, field.name), about) for field in fields(Words)})


def kind_in_words(collection: str, subject: Subject) -> str:
    """Return of which kind a resource is, and what it belongs to: `IP address on Office`."""
    model = model_of(collection)
    kind = str(model._meta.verbose_name)
    if subject.parent:
        kind += f" {KINDS.get(model.path, Kind()).whose.format(parent=subject.parent)}"
    return str(capfirst(kind))


def kind_beside(change: Change) -> str:
    """Return the same where it must be said beside the name: the names of domains say it themselves."""
    return "" if change.model is SipDomain else kind_in_words(change.collection, change.subject)


def _filled(said: str | tuple[str, ...], about: Mapping[str, Any]) -> Any:
    return said.format(**about) if isinstance(said, str) else tuple(one.format(**about) for one in said)
