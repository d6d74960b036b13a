"""Two kinds of resource that only tests know: one kept below the account, and one below that."""

from django.apps.registry import Apps
from django.db import models

from domains.models import TwilioResource

LIST_SID, ADDRESS_SID = "AL" + "5" * 32, "IP" + "6" * 32

_apps = Apps()  # apart from the product's, so that neither migrations nor the admin hear of them


class AddressList(TwilioResource):
    """A list of addresses: its name has a case, and it is never switched on or off."""

    path = "SIP/IpAccessControlLists"
    natural_key = "friendly_name"
    parameters = ("friendly_name",)
    noun, nouns = "list", "lists"

    friendly_name = models.CharField("friendly name")

    class Meta:
        apps = _apps
        app_label = "tests"

    def get_absolute_url(self) -> str:
        return f"/lists/{self.sid}/"


class Address(TwilioResource):
    """An address of such a list."""

    path = "SIP/IpAccessControlLists/{}/IpAddresses"
    parent = "address_list"
    natural_key = "ip_address"
    parameters = ("friendly_name", "ip_address", "cidr_prefix_length")
    noun, nouns = "address", "addresses"

    address_list = models.ForeignKey(AddressList, on_delete=models.PROTECT, related_name="+")
    friendly_name = models.CharField("friendly name")
    ip_address = models.CharField("address")
    cidr_prefix_length = models.IntegerField("prefix length", null=True)

    OUR_OWN = (*TwilioResource.OUR_OWN, "address_list")

    class Meta:
        apps = _apps
        app_label = "tests"

    def get_absolute_url(self) -> str:
        return f"{self.address_list.get_absolute_url()}{self.sid}/"
