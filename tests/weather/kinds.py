"""The kinds of resource that Twilio holds for the proofs: of each as little as they need."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..twilio_server import resource

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")

FLAGS = ("secure", "sip_registration")
NUMBERS = ("cidr_prefix_length",)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind. `path` is where it is kept, with `{}` for the SID of what it belongs to."""

    path: str
    prefix: str
    """Of its SIDs."""
    listed_under: str
    named_by: str
    """The parameter that names one before it has a SID."""
    parameters: Mapping[str, str]
    """Those that the proofs send, and the attributes they become."""
    refused: tuple[int, str]
    """Code and words for what Twilio does not take."""
    taken: tuple[int, str] | None = None
    """And for a name that another one has; None where two may have one name."""
    in_use: tuple[int, str] | None = None
    """And for one that is to go, and is mapped to a domain."""
    maps: str = ""
    """The kind of list that one ties to a domain, whose SID it has."""
    keeps_names: bool = False
    """Whether the name of one that is gone stays locked."""

    def body(self, values: Mapping[str, str], **always: Any) -> dict[str, Any]:
        """Return one as Twilio returns it."""
        given = self.given(values)
        return resource(**always, **given) if self.path == "SIP/Domains" else {**always, **given}

    def given(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Return the attributes that `values` set."""
        given: dict[str, Any] = {
            self.parameters[name]: text for name, text in values.items() if name in self.parameters
        }
        given |= {name: given[name] == "true" for name in FLAGS if name in given}
        return given | {name: int(given[name]) for name in NUMBERS if name in given}


_LIST = {"FriendlyName": "friendly_name"}
_EXISTS = "{name} already exists."


def _list(path: str, prefix: str, listed_under: str, code: int, in_use: int) -> Kind:
    return Kind(
        path=path,
        prefix=prefix,
        listed_under=listed_under,
        named_by="FriendlyName",
        parameters=_LIST,
        refused=(code, "Invalid FriendlyName"),
        taken=(code, _EXISTS),
        in_use=(in_use, "It is mapped to a domain."),
    )


def _mapping(path: str, maps: str, prefix: str, named_by: str) -> Kind:
    return Kind(
        path=f"SIP/Domains/{{}}/Auth/{path}",
        prefix=prefix,
        listed_under="contents",
        named_by=named_by,
        parameters={},
        refused=(20001, "Bad Request"),
        taken=(21231, "{name} already associated with the domain"),
        maps=maps,
    )


IP_LIST, CREDENTIAL_LIST = "SIP/IpAccessControlLists", "SIP/CredentialLists"

KINDS = {
    kind.path: kind
    for kind in (
        Kind(
            path="SIP/Domains",
            prefix="SD",
            listed_under="domains",
            named_by="DomainName",
            parameters={
                "DomainName": "domain_name",
                "FriendlyName": "friendly_name",
                "VoiceUrl": "voice_url",
                "ByocTrunkSid": "byoc_trunk_sid",
                "VoiceMethod": "voice_method",
                "Secure": "secure",
                "SipRegistration": "sip_registration",
            },
            refused=(21231, "Invalid Domain Name"),
            taken=(21232, "Domain {name} already exists."),
            keeps_names=True,
        ),
        _list(IP_LIST, "AL", "ip_access_control_lists", 21235, 21236),
        Kind(
            path=f"{IP_LIST}/{{}}/IpAddresses",
            prefix="IP",
            listed_under="ip_addresses",
            named_by="IpAddress",
            parameters={**_LIST, "IpAddress": "ip_address", "CidrPrefixLength": "cidr_prefix_length"},
            refused=(21238, "Invalid FriendlyName"),
            # Nobody has seen Twilio refuse an address that is there: this one takes it twice, should we send it twice.
        ),
        _list(CREDENTIAL_LIST, "CL", "credential_lists", 21240, 21241),
        Kind(
            path=f"{CREDENTIAL_LIST}/{{}}/Credentials",
            prefix="CR",
            listed_under="credentials",
            named_by="Username",
            parameters={"Username": "username"},
            refused=(21240, "Invalid Password"),
            taken=(21243, _EXISTS),
        ),
        _mapping("Calls/IpAccessControlListMappings", IP_LIST, "AL", "IpAccessControlListSid"),
        _mapping("Calls/CredentialListMappings", CREDENTIAL_LIST, "CL", "CredentialListSid"),
        _mapping("Registrations/CredentialListMappings", CREDENTIAL_LIST, "CL", "CredentialListSid"),
    )
}


def kind_of(collection: str) -> Kind | None:
    """Return the kind that `collection` holds, below the account; None where that is no collection."""
    return KINDS.get(_SID.sub("{}", collection))


def parent_of(collection: str) -> tuple[str, str] | None:
    """Return the collection and SID of what `collection` belongs to, if to anything but the account."""
    found = _SID.search(collection)
    return (collection[: found.start()].rstrip("/"), found[0]) if found else None
