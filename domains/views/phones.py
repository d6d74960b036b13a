"""What a phone is set to, so that it can use a credential."""

from dataclasses import dataclass

from django.http import HttpRequest

from ..models import CallsCredentialMapping, Credential, RegistrationsCredentialMapping, SipDomain


@dataclass
class PhoneSettings:
    """A domain that a credential is good for: to register there, to call through it, or both."""

    domain: SipDomain
    username: str
    registers: bool = False
    calls: bool = False

    @property
    def address(self) -> str:
        """Its SIP address there."""
        return f"sip:{self.username}@{self.domain.domain_name}"

    @property
    def purpose(self) -> str:
        """What the credential is good for there."""
        if not self.registers:
            return "Calling"
        registering = "Registering" if self.domain.sip_registration else "Registering, once that is switched on"
        return f"{registering}, and calling" if self.calls else registering

    @property
    def transport(self) -> str:
        """How the phone reaches it: https://www.twilio.com/docs/voice/api/sip-interface."""
        if self.domain.secure:
            return "TLS, port 5061, with SRTP: anything else is refused"
        return "UDP or TCP, port 5060, or TLS, port 5061; without SRTP"


def settings_for(credential: Credential, request: HttpRequest) -> list[PhoneSettings]:
    """Return what is set in a phone for each domain that its list is mapped to, as far as is known here."""
    found: dict[int, PhoneSettings] = {}
    for model, what in ((RegistrationsCredentialMapping, "registers"), (CallsCredentialMapping, "calls")):
        mappings = model._default_manager.visible_to(request.user).live().filter(domain__gone_at=None)
        for mapping in mappings.filter(sid=credential.credential_list.sid).select_related("domain"):
            one = found.setdefault(mapping.domain.pk, PhoneSettings(mapping.domain, credential.username))
            setattr(one, what, True)
    return sorted(found.values(), key=lambda one: one.domain.domain_name)
