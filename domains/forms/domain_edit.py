"""The form that changes a SIP domain."""

from collections.abc import Mapping
from typing import Any

from ..models import SipDomain, TwilioResource
from ..parameters import WEBHOOK_METHODS, HttpMethod, HttpMethodField
from .domains import DomainForm
from .editing import EditForm


class DomainEditForm(EditForm, DomainForm):
    """A SIP domain, and what somebody wants it to be."""

    row: SipDomain
    now: SipDomain

    def _values(self, row: TwilioResource) -> dict[str, Any]:
        """Return the parameters: a method that Twilio does not name is its default."""
        return {name: self._meant(name, value) for name, value in super()._values(row).items()}

    def _offer(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if _is_method(name):
                offered = dict.fromkeys([*WEBHOOK_METHODS, value])
                self.fields[name].choices = [(verb, verb) for verb in offered]  # type: ignore[attr-defined]

    def _meant(self, name: str, value: Any) -> Any:
        return value or HttpMethod.POST.value if _is_method(name) else value


def _is_method(name: str) -> bool:
    return isinstance(SipDomain._meta.get_field(name), HttpMethodField)
