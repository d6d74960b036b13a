"""The form of a SIP domain."""

from typing import Any

from django.core.exceptions import ValidationError

from ..models import Change, SipDomain
from ..models.domains import SipDomainQuerySet
from ..parameters import FIELDSETS, PARAMETERS
from .resources import ResourceForm


class DomainForm(ResourceForm):
    """A SIP domain to create."""

    groups = FIELDSETS
    matters_with = {
        "voice_method": "voice_url",
        "voice_fallback_url": "voice_url",
        "voice_fallback_method": "voice_fallback_url",
        "voice_status_callback_method": "voice_status_callback_url",
        "emergency_caller_sid": "emergency_calling_enabled",
    }

    class Meta:
        model = SipDomain
        fields = PARAMETERS

    def clean(self) -> dict[str, Any]:
        """Refuse a name that the mirror already holds for this account, and lead to that domain.

        Unless it is there because of this very form, sent before: then its sender is led to the same place again.
        """
        cleaned = super().clean()
        twin = self.twins(cleaned.get("domain_name", "")).first()
        if twin and not (self.token and Change.objects.filter(token=self.token).exists()):
            message = f"{twin.domain_name} is in this account already: enter another name."
            is_visible = self.sender and SipDomain.objects.visible_to(self.sender).filter(pk=twin.pk).exists()
            params = {"links": [(twin.get_absolute_url(), f"Open {twin.domain_name}")] if is_visible else []}
            self.add_error("domain_name", ValidationError(message, code="exists", params=params))
        return cleaned

    def twins(self, name: str) -> SipDomainQuerySet:
        """Return the domains of this account that have the name already."""
        return SipDomain.objects.live().named(self.account, name)


def label_of(name: str) -> str:
    """Return the label of an attribute of a SIP domain, as forms and pages write it."""
    return SipDomain.label_of(name)
