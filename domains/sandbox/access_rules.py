"""What Twilio allows of access lists, of what is in them, and of their mappings to domains."""

from collections.abc import Callable, Mapping
from typing import Any

from .models import Resource
from .refusals import Refusal, invalid, known

IP_LISTS = "SIP/IpAccessControlLists"
CREDENTIAL_LISTS = "SIP/CredentialLists"
LISTS = {"IpAccessControlList": ("AL", IP_LISTS), "CredentialList": ("CL", CREDENTIAL_LISTS)}
"""What a mapping can be to, by Twilio's word for it: prefix of the SIDs, collection."""

_AUTH_TYPES = {"IpAccessControlListMappings": "IP_ACL", "CredentialListMappings": "CREDENTIAL_LIST"}


def taken(code: int) -> Callable[[str], Refusal]:
    """Return what answers about a name that another one has.

    Whether Twilio tells upper case from lower is not known. Here it does not, and refuses more than it might.
    """
    return lambda name: known(code, {"FriendlyName": name, "Username": name})


def associated(word: str) -> Callable[[str], Refusal]:
    """Return what answers about a list that is mapped already."""
    return lambda _: invalid(f"{word} already associated with this domain")


def name_of(collection: str, sid: str) -> str:
    """Return the name of a list that is to be mapped.

    Raises Refusal where it is not there. Its code is not known; this one also says "mapped already", and so cannot be
    taken for that without its words being read.
    """
    row = Resource.objects.within(collection).filter(sid=sid).first()
    if row is None:
        raise invalid(f"{sid} was not found")
    return str(row.body["friendly_name"])


def refuse_in_use(code: int) -> Callable[[Mapping[str, Any]], None]:
    """Return what refuses to let a list go that a domain uses, whether for calls or for registrations."""

    def check_delete(body: Mapping[str, Any]) -> None:
        if Resource.objects.mappings_of(body["sid"]).exists():
            raise known(code)

    return check_delete


def refuse_twin(body: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """Refuse an address that is in its list. Twilio does not say whether another prefix makes it another: here not."""
    address = body["ip_address"]
    path = f"{IP_LISTS}/{body['ip_access_control_list_sid']}/IpAddresses"
    if Resource.objects.within(path).filter(body__ip_address=address).exclude(sid=body["sid"]).exists():
        raise Refusal(400, 21235, f"IpAccessControlList validation error: {address} already exists.")


def rename_mappings(body: Mapping[str, Any]) -> None:
    """Give the mappings of a list its name."""
    for mapping in Resource.objects.mappings_of(body["sid"]):
        mapping.body["friendly_name"] = body["friendly_name"]
        mapping.save(update_fields=["body"])


def derive_auth_type(body: Mapping[str, Any]) -> None:
    """Write into a domain what is mapped to it for calls; mappings for registrations have no part in it.

    Twilio writes the two in either order. Here the first is of the kind that has the eldest mapping, so both are met.
    """
    domain = Resource.objects.within("SIP/Domains").get(sid=body["domain_sid"])
    eldest = {
        word: Resource.objects.within(f"SIP/Domains/{domain.sid}/{collection}").first()
        for collection, word in _AUTH_TYPES.items()
    }
    words = sorted((row.pk, word) for word, row in eldest.items() if row)
    domain.body["auth_type"] = ",".join(word for _, word in words)
    domain.save(update_fields=["body"])
