"""One step of a doing: what is to be asked of Twilio, what it takes to ask that, and what it is in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..models import Change, DomainMapping, SipDomain, TwilioResource, model_of
from ..models.permissions import needed

NOBODY = "XX" + "0" * 32
"""A SID that nothing has: it keeps the place of one that is not known yet."""


@dataclass(frozen=True)
class Step:
    """One change that is to be made.

    `collection` is where its resource is kept and `sid` which it is, where it is there already. `name` is what people
    call it. What an earlier step is to make is named `#` and the number of that step, in place of its SID.
    """

    action: str
    collection: str
    name: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    sid: str = ""
    purpose: str = ""

    @property
    def place(self) -> str:
        """Where its resource is kept, with a SID that nothing has for what is not made yet."""
        return "/".join(NOBODY if part.startswith("#") else part for part in self.collection.split("/"))

    @property
    def model(self) -> type[TwilioResource]:
        """Of which kind its resource is."""
        return model_of(self.place)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What is sent with it and kept nowhere."""
        return self.model.secrets if self.action == Change.Action.CREATE else ()

    def sentence(self, domain: SipDomain) -> str:
        """Return what it does, in an operator's words, as a step of a doing with `domain`."""
        model = self.model
        if issubclass(model, DomainMapping):
            what = f"{model.maps.noun} {self.name}"
            purpose = "calls" if model.purpose == "calls" else "registrations"
            if self.action == Change.Action.CREATE:
                return f"Map the {what} to {domain.domain_name} for {purpose}"
            return f"Take the {what} away from {domain.domain_name} for {purpose}"
        if model is SipDomain:
            [(name, value)] = self.asked.items()
            what = getattr(SipDomain._meta.get_field(name), "verbose_name", name)
            return f"Turn {'on' if value else 'off'} {what} for {domain.domain_name}"
        if model.parent:
            return f"Put the {model.noun} {self.name} on it"
        return f"Create the {model.noun} {self.name}"


def permissions_for(steps: Iterable[Step]) -> set[str]:
    """Return what it takes to carry these steps out."""
    return {needed(step.model, step.action) for step in steps}
