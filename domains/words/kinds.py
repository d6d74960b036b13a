"""The words for a change: of its action, of its kind, with what it is about in them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.utils import timezone

from ..models import Change, SipDomain
from ..models.domains import LOCK
from .actions import OF_ALL, Words
from .domains import OF_DOMAINS

BY_KIND: dict[str, Mapping[str, Words]] = {SipDomain.path: OF_DOMAINS}
"""What a kind of resource says otherwise than all others, by its path: of an action, or of what an update is for."""


def words_of(change: Change, *, sid: str = "") -> Words:
    """Return what is said of a change; `sid` is that of a resource which the change does not name yet."""
    kind = change.model
    own = BY_KIND.get(kind.path, {})
    words = own.get(change.purpose) or own.get(change.action) or OF_ALL[change.action]
    about = {
        "key": change.key,
        "sid": sid or change.sid,
        "noun": kind.noun,
        "nouns": kind.nouns,
        "free": timezone.localdate(timezone.now() + LOCK),
    }
    return Words(**{field.name: _filled(getattr(words, field.name), about) for field in fields(Words)})


def _filled(said: str | tuple[str, ...], about: Mapping[str, Any]) -> Any:
    return said.format(**about) if isinstance(said, str) else tuple(one.format(**about) for one in said)
