"""A SIP domain, made ready for reading: the groups of the form, and what Twilio adds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from ..forms import label_of
from ..models import Change, SipDomain
from ..parameters import FIELDSETS, PARAMETERS, DomainNameField, HttpMethodField, WebhookUrlField


@dataclass(frozen=True)
class Attribute:
    """One attribute: its label, its value, and of which `kind` the value is, which decides how it is shown."""

    name: str
    label: str
    value: Any
    kind: str

    @property
    def is_set(self) -> bool:
        """Whether Twilio holds a value for it."""
        return self.value not in ("", None, {})


@dataclass(frozen=True)
class Group:
    """Attributes that belong together, under the heading they have in the form."""

    heading: str
    attributes: list[Attribute]


def groups(domain: SipDomain) -> list[Group]:
    """Return every attribute of `domain`, each once: first as the form groups them, then what Twilio added."""
    found = [
        Group(legend, [_attribute(name, getattr(domain, name)) for name in _flat(options["fields"])])
        for legend, options in FIELDSETS
    ]
    added = [field.name for field in domain.attributes() if field.name not in PARAMETERS]
    return [*found, Group("At Twilio", [_attribute(name, getattr(domain, name)) for name in added])]


def presented(values: Mapping[str, Any]) -> list[Attribute]:
    """Return parameters by name, as a change keeps them, in the order of the declaration."""
    return [_attribute(name, values[name]) for name in sorted(values, key=_place)]


def differences(change: Change) -> list[tuple[Attribute, Attribute]]:
    """Return what Twilio keeps otherwise than was asked, each as it was asked and as it is there."""
    found = {name: (_attribute(name, asked), _attribute(name, there)) for name, asked, there in change.differences}
    return [found[name] for name in sorted(found, key=_place)]


def _place(name: str) -> int:
    """Return where a parameter stands in the declaration: JSON columns of PostgreSQL keep no order."""
    return PARAMETERS.index(name)


def _flat(fields: Iterable[Any]) -> Iterable[str]:
    for entry in fields:
        yield from entry if isinstance(entry, tuple) else (entry,)


def _attribute(name: str, value: object) -> Attribute:
    field = SipDomain._meta.get_field(name)
    match field:
        case models.BooleanField():
            kind = "flag"
        case models.DateTimeField():
            kind = "time"
        case models.JSONField():
            kind = "uris"
        case HttpMethodField():
            kind = "method"
        case WebhookUrlField() | DomainNameField():
            kind = "code"
        case _:
            kind = "code" if name.endswith("sid") or name == "uri" else "text"
    return Attribute(name, label_of(name), value, kind)
