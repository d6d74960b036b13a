"""What a phone is set to, so that it can use a credential."""

from dataclasses import dataclass

from django.http import HttpRequest

from ..models import CallsCredentialMapping, Credential, Doing, RegistrationsCredentialMapping, SipDomain
from ..services import Step


@dataclass
class PhoneSettings:
    """A domain that a credential is good for: to register there, to call through it, or both."""

    domain: SipDomain
    username: str
    registers: bool = False
    calls: bool = False
    is_registration_on: bool = False

    @property
    def address(self) -> str:
        """Its SIP address there."""
        return f"sip:{self.username}@{self.domain.domain_name}"

    @property
    def purpose(self) -> str:
        """What the credential is good for there."""
        if not self.registers:
            return "Calling"
        registering = "Registering" if self.is_registration_on else "Registering, once that is switched on"
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
            one.is_registration_on = mapping.domain.sip_registration
            setattr(one, what, True)
    return sorted(found.values(), key=lambda one: one.domain.domain_name)


def settings_in(doing: Doing, step: Step) -> PhoneSettings:
    """Return what is set in a phone for the domain of a doing, once that has mapped the list that a step adds to."""
    found = PhoneSettings(doing.domain, str(step.asked["username"]), is_registration_on=doing.domain.sip_registration)
    of_list = step.collection.split("/")[-2]  # its SID, or what stands for that until the list is made
    for each in (Step(**told) for told in doing.steps):
        if each.asked.get("sid") == of_list:
            found.calls |= each.collection == CallsCredentialMapping.path.format(doing.domain.sid)
            found.registers |= each.collection == RegistrationsCredentialMapping.path.format(doing.domain.sid)
        found.is_registration_on |= bool(each.asked.get("sip_registration"))
    return found
