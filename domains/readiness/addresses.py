"""What is likely a mistake in an address that is to be let in."""

import ipaddress
from collections.abc import Iterable

from ..validators import HALVES, WIDEST_PRIVATE, is_wide_open, network_of
from .cautions import Caution


def address_cautions(
    address: str, prefix: int = ipaddress.IPV4LENGTH, *, beside: Iterable[ipaddress.IPv4Network] = ()
) -> list[Caution]:
    """Return what to know of an address and its prefix length, which passed the validators, before they are sent.

    `beside` is what the list lets in already. Twilio takes all of this without a word:
    https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource
    """
    host, network = ipaddress.IPv4Address(address), network_of(address, prefix)
    found: list[Caution] = []
    if host != network.network_address:
        found.append(
            Caution(
                "cidr_prefix_length",
                f"{host}/{prefix} lets in all {network.num_addresses:,} addresses from {network[0]} to {network[-1]}: "
                f"enter {host}/32 if only {host} is meant.",
            )
        )
    if host.is_loopback:
        found.append(Caution("ip_address", f"{host} is every machine’s own address: no call ever comes from it."))
    elif not host.is_global and network.prefixlen >= WIDEST_PRIVATE:
        found.append(
            Caution(
                "ip_address",
                f"{host} is no address on the Internet: Twilio sees the public address that calls come from, so enter "
                "that.",
            )
        )
    return found + _openness(network, list(beside))


def _openness(network: ipaddress.IPv4Network, beside: list[ipaddress.IPv4Network]) -> list[Caution]:
    """Return a caution if the list is wide open with this network on it."""
    together = [*ipaddress.collapse_addresses([*beside, network])]
    if together == [ipaddress.IPv4Network("0.0.0.0/0")]:
        return [
            Caution(
                "cidr_prefix_length",
                f"With this one, the list lets in the whole Internet: {HALVES[0]} and {HALVES[1]} are all there is. "
                "Anybody may call then, at your cost.",
            )
        ]
    if is_wide_open(together):
        millions = sum(one.num_addresses for one in together) // 10**6
        return [
            Caution(
                "cidr_prefix_length",
                f"With this one, the list lets in {millions:,} million addresses: enter only networks whose owners you "
                "know.",
            )
        ]
    return []
