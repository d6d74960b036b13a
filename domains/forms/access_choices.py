"""One list among those that can be mapped to a domain, and what it is ticked for."""

from dataclasses import dataclass

from ..models import CredentialList, TwilioResource


@dataclass(frozen=True)
class Tick:
    """Whether a list is ticked for a purpose, and mapped for it now.

    It is `fixed` for whoever lacks the permission that changing it takes.
    """

    is_on: bool
    is_mapped: bool
    fixed: bool


@dataclass(frozen=True)
class Choice:
    """One list that can be mapped: how many are on it (None while nobody looked), and what it is ticked for."""

    row: TwilioResource
    entries: int | None
    calls: Tick
    registrations: Tick

    @property
    def is_in_use(self) -> bool:
        """Whether it is mapped for anything, or ticked for it."""
        return any(one.is_mapped or one.is_on for one in self.ticks)

    @property
    def ticks(self) -> list[Tick]:
        """Return how it stands for each purpose that it can be mapped for."""
        return [self.calls, self.registrations] if self.is_for_registrations else [self.calls]

    @property
    def is_for_registrations(self) -> bool:
        """Whether phones can register by it at all."""
        return isinstance(self.row, CredentialList)


@dataclass(frozen=True)
class Wish:
    """A list that is to be ticked beforehand; `in_place` of the lists of the other kind, which it cannot do beside."""

    purpose: str
    sid: str
    in_place: bool = False
