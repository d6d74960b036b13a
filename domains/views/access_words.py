"""What the pages of the two kinds of access list say of them."""

from dataclasses import dataclass

from ..models import Credential, CredentialList, IpAccessControlList, IpAddress, TwilioResource


@dataclass(frozen=True)
class ListKind:
    """One kind of access list: its models, the words for it, and where the session holds how its list was left."""

    model: type[TwilioResource]
    entries: type[TwilioResource]
    kept: str
    heading: str
    heading_of_one: str
    about: str
    """What such a list is for."""
    none: str
    first: str
    """What is said while there is none: that, and what making one is good for."""
    empty: str
    """What it means that nothing is on one."""
    search: str
    """What the search looks in."""
    heading_of_entries: str
    entry_heads: tuple[str, ...]
    cells: str
    """The template of what stands in these columns."""
    add: str
    in_use_code: int
    """By which code Twilio refuses to delete one that is mapped."""


IP_LISTS = ListKind(
    IpAccessControlList,
    IpAddress,
    kept="ip_lists_left",
    heading="IP access control lists",
    heading_of_one="IP access control list",
    about="Addresses that calls may come from. Mapped to a domain, a list lets in whoever calls from one of them.",
    none="No IP access control lists yet",
    first="Such a list holds the public addresses of your PBXs and carriers. Mapped to a domain, it lets in calls that "
    "come from one of them. “Refresh” fetches the lists that were made elsewhere.",
    empty="A list without an address lets nobody in, and a domain that it is mapped to takes no calls by it.",
    search="name, SID or address",
    heading_of_entries="Addresses",
    entry_heads=("Address", "Name", "Lets in"),
    cells="access/address_cells.html",
    add="Add address",
    in_use_code=21236,
)
CREDENTIAL_LISTS = ListKind(
    CredentialList,
    Credential,
    kept="credential_lists_left",
    heading="Credential lists",
    heading_of_one="Credential list",
    about="User names and passwords that phones and PBXs sign in with, to call or to register.",
    none="No credential lists yet",
    first="Such a list holds the user names that phones sign in with. Mapped to a domain for calls it lets them call, "
    "mapped for registration it lets them register. “Refresh” fetches the lists that were made elsewhere.",
    empty="A list without a credential lets nobody in: no phone can sign in by it.",
    search="name, SID or username",
    heading_of_entries="Credentials",
    entry_heads=("Username", "Password"),
    cells="access/credential_cells.html",
    add="Add credential",
    in_use_code=21241,
)
LISTS: dict[type[TwilioResource], ListKind] = {one.model: one for one in (IP_LISTS, CREDENTIAL_LISTS)}
