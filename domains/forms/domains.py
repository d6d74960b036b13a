"""The form of a SIP domain."""

from ..models import SipDomain
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


def label_of(name: str) -> str:
    """Return the label of an attribute of a SIP domain, as forms and pages write it."""
    return SipDomain.label_of(name)
