"""Every kind of resource that the sandbox knows, each declared in one entry of KINDS."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from . import access_rules, domain_rules, readers
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
    maps: str = ""
    """The collection of the lists that it ties to its parent: SID and name are those of the list that was sent."""
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


def _mapping(place: str, word: str, list_key: str) -> Kind:
    """Return the kind that ties lists to a domain. The old paths and those for calls show the same mappings.

    https://www.twilio.com/docs/voice/sip/api/sip-credentiallistmapping-resource. What was mapped at one of the two is
    seen, refused as a second and taken away at the other; those for registrations are apart from both.
    """
    old = f"SIP/Domains/{{domain_sid}}/{word}Mappings"
    prefix, collection = access_rules.LISTS[word]
    return Kind(
        collection=f"SIP/Domains/{{domain_sid}}/{place}{word}Mappings",
        sid_prefix=prefix,
        list_key=list_key,
        parameters={f"{word}Sid": Parameter(readers.sid(prefix), required=True, fixed=True)},
        hides=("domain_sid", "uri") if place else (),
        kept_in=old if place == "Auth/Calls/" else "",
        maps=collection,
        natural_key="sid",
        taken=access_rules.associated(word),
        settle=None if place == "Auth/Registrations/" else access_rules.derive_auth_type,
    )


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
        also={"api_version": "2010-04-01", "auth_type": ""},  # auth_type follows from mappings: none yet
        subresources=("CredentialListMappings", "IpAccessControlListMappings"),
        natural_key="domain_name",
        taken=domain_rules.taken,
        cooldown=timedelta(days=30),
        check_write=domain_rules.check_write,
        check_delete=domain_rules.check_delete,
    ),
    Kind(
        collection=access_rules.IP_LISTS,
        sid_prefix="AL",
        list_key="ip_access_control_lists",
        parameters={"FriendlyName": Parameter(readers.name(255, 21235), required=True, always=True)},
        subresources=("IpAddresses",),
        natural_key="friendly_name",
        taken=access_rules.taken(21235),
        limit=1000,
        full=21255,
        check_delete=access_rules.refuse_in_use(21236),
        settle=access_rules.rename_mappings,
    ),
    Kind(
        collection=f"{access_rules.IP_LISTS}/{{ip_access_control_list_sid}}/IpAddresses",
        sid_prefix="IP",
        list_key="ip_addresses",
        parameters={
            "FriendlyName": Parameter(readers.name(255, 21238), required=True),
            "IpAddress": Parameter(readers.ip_address, required=True),
            "CidrPrefixLength": Parameter(readers.prefix_length, blank=32),
        },
        natural_key="friendly_name",
        taken=access_rules.taken(21235),
        limit=100,
        full=21237,
        check_write=access_rules.refuse_twin,
    ),
    Kind(
        collection=access_rules.CREDENTIAL_LISTS,
        sid_prefix="CL",
        list_key="credential_lists",
        parameters={"FriendlyName": Parameter(readers.name(64, 21240), required=True, always=True)},
        subresources=("Credentials",),
        natural_key="friendly_name",
        taken=access_rules.taken(21240),
        limit=100,
        full=21239,
        check_delete=access_rules.refuse_in_use(21241),
        settle=access_rules.rename_mappings,
    ),
    Kind(
        collection=f"{access_rules.CREDENTIAL_LISTS}/{{credential_list_sid}}/Credentials",
        sid_prefix="CR",
        list_key="credentials",
        parameters={
            "Username": Parameter(readers.username, required=True, fixed=True),
            "Password": Parameter(readers.password, required=True, stand_in=readers.A_PASSWORD),
        },
        natural_key="username",
        taken=access_rules.taken(21243),
        limit=1000,
        full=21242,
    ),
    *(
        _mapping(place, word, key)
        for word in access_rules.LISTS
        for place, key in (("Auth/Calls/", "contents"), ("", attribute(f"{word}Mappings")))
    ),
    _mapping("Auth/Registrations/", "CredentialList", "contents"),
)
