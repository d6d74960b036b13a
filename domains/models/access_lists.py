"""IP access control lists and the addresses on them, as Twilio last returned them."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Any

from django.db import models

from ..validators import IP_LIST_NAME_LIMIT, ListNameValidator, network_of, validate_ip_address, validate_prefix_length
from .access_queries import AccessListQuerySet
from .resources import ResourceQuerySet, TwilioResource


class IpAccessControlListQuerySet(AccessListQuerySet["IpAccessControlList"]):
    """IP access control lists."""


class IpAccessControlList(TwilioResource):
    """A list of the addresses that calls may come from: https://www.twilio.com/docs/voice/sip/api/sip-ipaccesscontrollist-resource.

    Mapped to a domain for calls, it lets in whoever calls from one of its addresses. Registration knows no such lists.
    """

    path = "SIP/IpAccessControlLists"
    noun, nouns = "IP access control list", "IP access control lists"
    page = "ip-list-detail"
    natural_key = "friendly_name"
    parameters = ("friendly_name",)
    taken_codes = (21235,)

    friendly_name = models.CharField(
        "name",
        validators=[ListNameValidator(IP_LIST_NAME_LIMIT)],
        help_text="Says whose addresses these are. No other IP access control list of the account has the same name.",
        error_messages={"blank": "Enter a name."},
    )
    subresource_uris = models.JSONField("subresource URIs", default=dict, blank=True)

    objects = IpAccessControlListQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "IP access control list"
        ordering = ["friendly_name", "sid"]
        indexes = [models.Index(fields=["account", "friendly_name"], name="ip_list_by_account_and_name")]


class IpAddressQuerySet(ResourceQuerySet["IpAddress"]):
    """Addresses."""


class IpAddress(TwilioResource):
    """One address, or one network, on such a list: https://www.twilio.com/docs/voice/sip/api/sip-ipaddress-resource.

    Twilio does not say whether one address may stand there twice with two prefix lengths: here it may not, so that the
    address tells it from the others.
    """

    path = "SIP/IpAccessControlLists/{}/IpAddresses"
    parent = "ip_access_control_list"
    noun, nouns = "address", "addresses"
    natural_key = "ip_address"
    parameters = ("friendly_name", "ip_address", "cidr_prefix_length")
    taken_codes = (21235,)

    ip_access_control_list = models.ForeignKey(
        IpAccessControlList, on_delete=models.PROTECT, related_name="+", verbose_name="list"
    )
    friendly_name = models.CharField(
        "name",
        validators=[ListNameValidator(IP_LIST_NAME_LIMIT)],
        help_text="Says whose address it is. No other address of the list has the same name.",
        error_messages={"blank": "Enter a name."},
    )
    ip_address = models.CharField(
        "IP address",
        validators=[validate_ip_address],
        help_text="The public IPv4 address that calls come from, for example 8.8.4.4; a whole network as 8.8.4.0/24.",
        error_messages={"blank": "Enter an IP address."},
    )
    cidr_prefix_length = models.IntegerField(
        "prefix length",
        null=True,
        blank=True,
        validators=[validate_prefix_length],
        help_text="How much of the address counts: 32, or blank, is this one address, 24 a network of 256.",
    )

    OUR_OWN = (*TwilioResource.OUR_OWN, "ip_access_control_list")

    objects = IpAddressQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "IP address"
        verbose_name_plural = "IP addresses"
        ordering = ["ip_address", "sid"]

    def get_absolute_url(self) -> str:
        """Return the address of the page of its list."""
        return self.ip_access_control_list.get_absolute_url()

    @classmethod
    def called(cls, key: str, told: Mapping[str, Any]) -> str:
        """Return the address, with its prefix length where it is a network."""
        length = told.get("cidr_prefix_length")
        return key if length in (None, "", 32, "32") else f"{key}/{length}"

    @property
    def prefix_length(self) -> int:
        """How many bits of the address count: Twilio takes none for all of them."""
        return 32 if self.cidr_prefix_length is None else self.cidr_prefix_length

    @property
    def network(self) -> IPv4Network | None:
        """The addresses that it lets in; None for what is none of IPv4."""
        try:
            return network_of(self.ip_address, self.prefix_length)
        except ValueError:
            return None

    @property
    def reach(self) -> str:
        """How many addresses it lets in, and which, in words."""
        network = self.network
        if network is None:
            return "Not known"
        many = network.num_addresses
        return "One address" if many == 1 else f"{many:,} addresses, {network[0]} to {network[-1]}"

    @property
    def cidr(self) -> str:
        """What it lets in, as networks are written."""
        return f"{self.ip_address}/{self.prefix_length}"
