"""Who is let in at imaginable companies: their access lists, and what is on them."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from random import Random
from typing import NamedTuple

CARRIERS = (37, 46, 62, 77, 80, 91, 93, 109, 151, 178, 188, 194, 212, 217)
"""With what addresses begin that companies have: all of it is on the Internet, and in use by somebody."""

NETWORK = 29  # the prefix length of what carriers lend: six PBXs have room there
OFFICES = ("Head office", "Second line", "Standby PBX", "Carrier")
USERNAMES = ("reception", "desk-1", "desk-2", "desk-3", "night", "mobile-1", "conference", "pbx")


class Address(NamedTuple):
    """What stands on an IP access control list."""

    name: str
    ip: str
    prefix: int | None


@dataclass(frozen=True)
class Access:
    """By which lists a domain lets in: each is made when the first domain needs it, and shared by all that name it.

    A blank name stands for no such list. `is_for_phones`: the credential list is mapped for registrations as well.
    `spare` is a list beside the others that nobody is on.
    """

    ip_list: str = ""
    addresses: tuple[Address, ...] = ()
    credential_list: str = ""
    usernames: tuple[str, ...] = ()
    is_for_phones: bool = False
    spare: str = ""


def access_of(company: str, random: Random) -> Access:
    """Return by what a company lets in: by addresses, by credentials, or now and then only by both."""
    by_address, by_credential = random.choices(((True, False), (False, True), (True, True)), (8, 10, 2))[0]
    return Access(
        ip_list=f"{company}, PBX" if by_address else "",
        addresses=tuple(_addresses(random)) if by_address else (),
        credential_list=f"{company}, phones" if by_credential else "",
        usernames=tuple(random.sample(USERNAMES, random.choice((1, 2, 2, 3)))) if by_credential else (),
    )


def public_address(random: Random) -> IPv4Address:
    """Return an address that can be somebody's on the Internet, and is none of those kept for documentation."""
    while True:
        address = IPv4Address((random.choice(CARRIERS) << 24) + random.randrange(1 << 24))
        if address.is_global and 0 < int(address) % 256 < 255:  # noqa: PLR2004  (the ends of a network are nobody's)
            return address


def _addresses(random: Random) -> list[Address]:
    found = []
    for name in OFFICES[: random.choice((1, 1, 2, 3))]:
        address = public_address(random)
        if random.random() < 0.3:  # noqa: PLR2004
            network = IPv4Network((address, NETWORK), strict=False)
            found.append(Address(name, str(network.network_address), NETWORK))
        else:
            found.append(Address(name, str(address), None))
    return found
