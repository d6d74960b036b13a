"""What somebody may do on the page of a domain’s lists: only that is offered there, the rest is said in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..models import (
    Change,
    Credential,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    TwilioResource,
    mapping_of,
)
from ..models.permissions import needed

CALLS, REGISTRATIONS = "calls", "registrations"


@dataclass(frozen=True)
class Offered:
    """What is offered to somebody of whom `may` says which permissions they have got."""

    may: Callable[[str], bool]

    def takes(self, purpose: str, kind: type[TwilioResource], *, is_mapped: bool) -> str:
        """Return which permission mapping a list of a kind takes, or taking it away; empty where none can be mapped."""
        model = mapping_of(purpose, kind)
        return needed(model, Change.Action.DELETE if is_mapped else Change.Action.CREATE) if model else ""

    @property
    def new_for_calls(self) -> bool:
        """Whether a new credential list can be mapped for calls."""
        return self.may(self.takes(CALLS, CredentialList, is_mapped=False))

    @property
    def new_for_registrations(self) -> bool:
        """Whether a new credential list can be mapped for registrations."""
        return self.may(self.takes(REGISTRATIONS, CredentialList, is_mapped=False))

    @property
    def new_credential_list(self) -> bool:
        """Whether a credential list can be made, and be mapped for anything."""
        return self._may_make(CredentialList, Credential) and (self.new_for_calls or self.new_for_registrations)

    @property
    def new_ip_list(self) -> bool:
        """Whether an IP access control list can be made, and be mapped."""
        takes = self.takes(CALLS, IpAccessControlList, is_mapped=False)
        return self._may_make(IpAccessControlList, IpAddress) and self.may(takes)

    @property
    def same_for_both(self) -> bool:
        """Whether the lists for calls can be made those for registrations, whatever is mapped for these now."""
        return all(self.may(self.takes(REGISTRATIONS, CredentialList, is_mapped=one)) for one in (True, False))

    def lacking(self, permissions: Iterable[str]) -> list[str]:
        """Return which of these are lacking."""
        return sorted({one for one in permissions if one and not self.may(one)})

    def _may_make(self, *kinds: type[TwilioResource]) -> bool:
        return all(self.may(needed(one, Change.Action.CREATE)) for one in kinds)
