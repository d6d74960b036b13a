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
    any other text, and refused by that. `always`: an update must send it too. `fixed`: only a new resource takes it.
    `stand_in`: the text is a secret, checked and never kept; where a write waits, this waits in its place.
    """

    read: Callable[[str], Any]
    blank: Any = None
    required: bool = False
    always: bool = False
    fixed: bool = False
    stand_in: str = ""

    def value(self, text: str) -> Any:
        """Return what `text` stands for. Raises Refusal."""
        return self.read(text) if text or self.required else self.blank

    def discreet(self, text: str) -> str:
        """Return what may be written down in place of `text`, and meets the same verdict."""
        if not self.stand_in:
            return text
        try:
            self.read(text)
        except Refusal:
            return ""
        return self.stand_in


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of resource: where it is found, what it is made of, and what is refused."""

    collection: str
    """Below the account; where the SID of its parent stands, the attribute that holds it, in braces."""
    sid_prefix: str
    list_key: str
    """What a page holds its resources under."""
    parameters: Mapping[str, Parameter]
    """By the name that is sent. The attribute's name follows from it."""
    also: Body = field(default_factory=dict)
    """Attributes that nothing sent decides."""
    hides: tuple[str, ...] = ()
    """Attributes that are kept and not shown."""
    kept_in: str = ""
    """Another collection, written alike, whose resources these are as well."""
    subresources: tuple[str, ...] = ()
    natural_key: str | None = None
    """The attribute that is unique in its collection, if there is one; then also `taken`."""
    taken: Callable[[str], Refusal] | None = None
    cooldown: timedelta = timedelta(0)
    """How long a name stays locked after its resource was deleted."""
    limit: int | None = None
    """How many a collection can hold; then also `full`, the code of the refusal."""
    full: int = 0
    check_write: Callable[[Body, Body | None], None] | None = None
    """Raises Refusal for what reading one parameter cannot tell; gets the body to be, and the one before, if any."""
    check_delete: Callable[[Body], None] | None = None
    settle: Callable[[Body], None] | None = None
    """Brings what depends on a resource into line, after it was created, updated or deleted."""

    @property
    def changeable(self) -> bool:
        """Whether it can be updated at all."""
        return not all(parameter.fixed for parameter in self.parameters.values())

    def locate(self, path: str) -> "Place | None":
        """Return the place that `path` names; None for other kinds."""
        collection = re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Z]{2}[0-9a-fA-F]{32})", self.collection)
        match = re.fullmatch(rf"(?P<path>{collection})(?:/(?P<sid>{self.sid_prefix}[0-9a-fA-F]{{32}}))?", path)
        if not match:
            return None
        parents = match.groupdict()
        return Place(self, parents.pop("path"), parents.pop("sid"), parents)

    def read_all(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return every attribute that can be sent, as a new resource has it. Raises Refusal."""
        return self._read(self.parameters, values)

    def read_sent(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the attributes that an update sends, and no others. Raises Refusal."""
        sent = {
            name: parameter
            for name, parameter in self.parameters.items()
            if not parameter.fixed and (name in values or parameter.always)
        }
        return self._read(sent, values)

    def _read(self, parameters: Mapping[str, Parameter], values: Mapping[str, str]) -> dict[str, Any]:
        read = {name: parameter.value(values.get(name, "")) for name, parameter in parameters.items()}
        return {attribute(name): value for name, value in read.items() if not parameters[name].stand_in}


@dataclass(frozen=True)
class Place:
    """Where a request goes: a collection, or with `sid` one resource of it."""

    kind: Kind
    path: str
    sid: str | None
    parents: Mapping[str, str]
    """The SIDs in the path, by the attribute that holds each."""

    @property
    def kept(self) -> str:
        """The collection that the table knows it by."""
        return self.kind.kept_in.format(**self.parents) or self.path

    @property
    def parent(self) -> tuple[str, str] | None:
        """Collection and SID of what it belongs to; None for what belongs to the account."""
        for sid in self.parents.values():
            return self.path.partition(f"/{sid}")[0], sid
        return None

    def show(self, body: Body) -> dict[str, Any]:
        """Return what is seen of a resource from here."""
        return {name: value for name, value in body.items() if name not in self.kind.hides}


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
