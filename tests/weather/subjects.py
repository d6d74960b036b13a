"""What the cases are about: one resource of each kind, what is asked of it, and what somebody else does to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .kinds import CREDENTIAL_LIST, IP_LIST, KINDS
from .server import Weather

DOMAIN = "SIP/Domains"
ADDRESS, CREDENTIAL = f"{IP_LIST}/{{}}/IpAddresses", f"{CREDENTIAL_LIST}/{{}}/Credentials"
CALLS_IP, CALLS_CREDENTIALS, REGISTRATIONS = (path for path in KINDS if "/Auth/" in path)

MINE = {
    DOMAIN: {"DomainName": "ours.sip.twilio.com"},
    IP_LIST: {"FriendlyName": "Office"},
    CREDENTIAL_LIST: {"FriendlyName": "Phones"},
    ADDRESS: {"FriendlyName": "Gate", "IpAddress": "8.8.4.4"},
    CREDENTIAL: {"Username": "desk"},
}
"""One of each kind, as Twilio is asked for it, apart from mappings."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One kind in the cases. Attributes are named as in the mirror, values of `elsewhere` as Twilio is sent them."""

    stands_on: tuple[str, ...] = ()
    """What must be there already: what it belongs to, and then what it maps."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What a create asks for."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """What an update asks for."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """What an update asks for besides when the name is to be another, by its parameters."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """What is sent and not written down, with a create and with an update."""
    elsewhere: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What somebody else can do apart from deleting it."""


SUBJECTS = {
    DOMAIN: Subject(
        asked={"domain_name": "ours.sip.twilio.com", "friendly_name": "Ours"},
        changes={"friendly_name": "Ours", "voice_url": "https://ours.example.com/"},
        renames={"DomainName": "new.sip.twilio.com"},
        elsewhere={
            "changes what was asked": {"VoiceUrl": "https://elsewhere.example.com/"},
            "changes something else": {"Secure": "true"},
        },
    ),
    IP_LIST: Subject(
        asked={"friendly_name": "Office"},
        changes={"friendly_name": "Ours"},
        renames={"FriendlyName": "Ours"},
        elsewhere={"changes what was asked": {"FriendlyName": "Theirs"}},
    ),
    CREDENTIAL_LIST: Subject(
        asked={"friendly_name": "Phones"},
        changes={"friendly_name": "Ours"},
        renames={"FriendlyName": "Ours"},
        elsewhere={"changes what was asked": {"FriendlyName": "Theirs"}},
    ),
    ADDRESS: Subject(
        stands_on=(IP_LIST,),
        asked={"friendly_name": "Ours", "ip_address": "8.8.4.4", "cidr_prefix_length": 30},
        changes={"friendly_name": "Ours", "cidr_prefix_length": 29},
        elsewhere={
            "changes what was asked": {"CidrPrefixLength": "28"},
            "changes something else": {"IpAddress": "8.8.8.8"},
        },
    ),
    CREDENTIAL: Subject(
        stands_on=(CREDENTIAL_LIST,), asked={"username": "desk"}, secrets={"password": "Correct-horse-9"}
    ),
    CALLS_IP: Subject(stands_on=(DOMAIN, IP_LIST)),
    CALLS_CREDENTIALS: Subject(stands_on=(DOMAIN, CREDENTIAL_LIST)),
    REGISTRATIONS: Subject(stands_on=(DOMAIN, CREDENTIAL_LIST)),
}


def stand(path: str, weather: Weather) -> tuple[str, dict[str, str], list[dict[str, Any]]]:
    """Have what a subject stands on; return its collection, the values it is asked for by, and what stands there."""
    there = [weather.was_here(kind, MINE[kind]) for kind in SUBJECTS[path].stands_on]
    collection = path.format(there[0].sid) if there else path
    values = {KINDS[path].named_by: there[1].sid} if KINDS[path].maps else MINE[path]
    return collection, values, [{"collection": one.collection, "text": one.text} for one in there]
