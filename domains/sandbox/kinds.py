"""Every kind of resource that the sandbox knows, each declared in one entry of KINDS."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from . import domain_rules, readers
from .refusals import Refusal

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """What may be sent under one name: how its text is read, and what a blank stands for.

    A blank is Twilio's way to clear, and the same as sending nothing when creating. `required`: a blank is read like
    any other text, and refused by that.
    """

    read: Callable[[str], Any]
    blank: Any = None
    required: bool = False

    def value(self, text: str) -> Any:
        """Return what `text` stands for. Raises Refusal."""
        return self.read(text) if text or self.required else self.blank


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of resource: where it is found, what it is made of, and what is refused."""

    collection: str
    """Below the account, with `{}` where the SID of a parent stands."""
    sid_prefix: str
    list_key: str
    """What a page holds its resources under."""
    parameters: Mapping[str, Parameter]
    """By the name that is sent. The attribute's name follows from it."""
    also: Body = field(default_factory=dict)
    """Attributes that nothing sent decides."""
    subresources: tuple[str, ...] = ()
    natural_key: str | None = None
    """The attribute that is unique in its collection, if there is one; then also `taken`."""
    taken: Callable[[str], Refusal] | None = None
    cooldown: timedelta = timedelta(0)
    """How long a name stays locked after its resource was deleted."""
    check_write: Callable[[Body, Body | None], None] | None = None
    """Raises Refusal for what reading one parameter cannot tell; gets the body to be, and the one before, if any."""
    check_delete: Callable[[Body], None] | None = None

    def locate(self, path: str) -> tuple[str, str | None] | None:
        """Return the collection that `path` names, and the SID if it names one resource; None for other kinds."""
        parents = re.escape(self.collection).replace(r"\{\}", "[A-Z]{2}[0-9a-fA-F]{32}")
        match = re.fullmatch(rf"({parents})(?:/({self.sid_prefix}[0-9a-fA-F]{{32}}))?", path)
        return (match[1], match[2]) if match else None

    def read_all(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return every attribute that can be sent, as a new resource has it. Raises Refusal."""
        return {attribute(name): parameter.value(values.get(name, "")) for name, parameter in self.parameters.items()}

    def read_sent(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the attributes that were sent, and no others. Raises Refusal."""
        sent = {name: parameter for name, parameter in self.parameters.items() if name in values}
        return {attribute(name): parameter.value(values[name]) for name, parameter in sent.items()}


def attribute(name: str) -> str:
    """Return the attribute that the parameter `name` sets: Twilio writes `VoiceUrl` back as `voice_url`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


_URL = Parameter(readers.url)
_METHOD = Parameter(readers.method, blank="POST")
_FLAG = Parameter(readers.flag, blank=False)

KINDS = (
    Kind(
        collection="SIP/Domains",
        sid_prefix="SD",
        list_key="domains",
        parameters={
            "DomainName": Parameter(readers.domain_name, required=True),
            "FriendlyName": Parameter(readers.friendly_name, blank=""),
            "VoiceUrl": _URL,
            "VoiceMethod": _METHOD,
            "VoiceFallbackUrl": _URL,
            "VoiceFallbackMethod": _METHOD,
            "VoiceStatusCallbackUrl": _URL,
            "VoiceStatusCallbackMethod": _METHOD,
            "SipRegistration": _FLAG,
            "EmergencyCallingEnabled": _FLAG,
            "Secure": _FLAG,
            "ByocTrunkSid": Parameter(readers.byoc_trunk_sid),
            "EmergencyCallerSid": Parameter(readers.sid("PN")),
        },
        also={"api_version": "2010-04-01", "auth_type": ""},  # Twilio derives auth_type from mappings: there are none
        subresources=("CredentialListMappings", "IpAccessControlListMappings"),
        natural_key="domain_name",
        taken=domain_rules.taken,
        cooldown=timedelta(days=30),
        check_write=domain_rules.check_write,
        check_delete=domain_rules.check_delete,
    ),
)
