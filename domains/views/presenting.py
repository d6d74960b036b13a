"""A SIP domain, made ready for reading: the groups of the form, and what Twilio adds. Secrets are masked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from ..masking import masked
from ..models import SipDomain, TwilioResource
from ..parameters import FIELDSETS, PARAMETERS, DomainNameField, HttpMethodField, WebhookUrlField

MOST_NAMED = 3
"""How many attributes a line of a list names."""


@dataclass(frozen=True)
class Attribute:
    """One attribute: its label, its value, and of which `kind` the value is, which decides how it is shown."""

    name: str
    label: str
    value: Any
    kind: str
    verb: str = ""
    """The method that a webhook is called with."""

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
    """Return every attribute of `domain`, each once: first as the form groups them, then what Twilio added.

    A method stands with its webhook: without one, Twilio keeps it and makes nothing of it.
    """
    found = [
        Group(
            legend,
            [_with_verb(domain, name) for name in flat(options["fields"]) if kind_of(SipDomain, name) != "method"],
        )
        for legend, options in FIELDSETS
    ]
    added = [field.name for field in domain.attributes() if field.name not in PARAMETERS]
    return [*found, Group("At Twilio", [attribute(SipDomain, name, getattr(domain, name)) for name in added])]


def _with_verb(domain: SipDomain, name: str) -> Attribute:
    verb = getattr(domain, _method_of(name), "") if name.endswith("_url") else ""
    return replace(attribute(SipDomain, name, getattr(domain, name)), verb=verb)


def told(values: Mapping[str, Any], *, of: type[TwilioResource] = SipDomain) -> list[Attribute]:
    """Return the parameters among `values` that say something, each webhook with its method."""
    return [
        replace(
            attribute(of, name, values[name]),
            verb=values.get(_method_of(name), "") if name.endswith("_url") else "",
        )
        for name in of.parameters
        if values.get(name) and kind_of(of, name) != "method"
    ]


def _method_of(webhook: str) -> str:
    return f"{webhook.removesuffix('_url')}_method"


def attribute(model: type[TwilioResource], name: str, value: object) -> Attribute:
    """Return the attribute `name` of a resource with `value`, as it may be shown: what is copied is masked too."""
    return Attribute(name, model.label_of(name), masked(value), kind_of(model, name))


def labels(names: Iterable[str], *, of: type[TwilioResource] = SipDomain) -> str:
    """Return what attributes of a kind of resource are called, one after the other, as a sentence names them."""
    return ", ".join(map(of.label_of, names))


def labels_in_short(names: Sequence[str], *, of: type[TwilioResource]) -> str:
    """Return what the first attributes of a kind of resource are called, and how many more there are."""
    more = len(names) - MOST_NAMED
    return labels(names, of=of) if more <= 0 else f"{labels(names[:MOST_NAMED], of=of)} and {more} more"


def kind_of(model: type[TwilioResource], name: str) -> str:
    """Return of which kind the values of a column are, which decides how they are shown."""
    match model._meta.get_field(name):
        case models.BooleanField():
            return "flag"
        case models.DateTimeField():
            return "time"
        case models.JSONField():
            return "uris"
        case HttpMethodField():
            return "method"
        case WebhookUrlField() | DomainNameField():
            return "code"
    return "code" if name.endswith("sid") or name == "uri" else "text"


def flat(fields: Iterable[Any]) -> Iterable[str]:
    """Return the names in the `fields` of a fieldset, of which some share a line."""
    for entry in fields:
        yield from entry if isinstance(entry, tuple) else (entry,)
