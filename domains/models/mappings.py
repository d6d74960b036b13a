"""What ties access lists to domains, for calls and for registrations, as Twilio last returned it.

Only the paths below `Auth` are used. What was mapped for calls at the older ones is seen there as well, since Twilio
keeps both in one place: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource.
"""

from collections.abc import Mapping as Values
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse

from .access_lists import IpAccessControlList
from .credentials import CredentialList
from .domains import SipDomain
from .resources import ResourceQuerySet, TwilioResource


class DomainMapping(TwilioResource):
    """A list that is mapped to a domain. Twilio gives it the SID of the list, and no other."""

    parent = "domain"
    noun, nouns = "mapping", "mappings"
    verbs: ClassVar[Values[str, str]] = {"create": "Map", "delete": "Unmap"}
    natural_key = "sid"
    parameters = ("sid",)
    sid_recurs = True
    taken_codes = (21231,)

    maps: ClassVar[type[TwilioResource]]
    """The kind of list that it ties to a domain."""
    purpose: ClassVar[str]
    """What for: `calls` or `registrations`."""

    if TYPE_CHECKING:
        domain: models.ForeignKey[SipDomain, SipDomain]  # a column of each kind

    sid = models.CharField("list")
    friendly_name = models.CharField("name of the list", blank=True)

    OUR_OWN = (*TwilioResource.OUR_OWN, "domain")

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address of the page on which the lists of its domain are mapped."""
        return reverse("domain-access", args=[self.domain.sid])

    @property
    def name(self) -> str:
        """What its list is called."""
        return self.friendly_name or self.sid

    @property
    def list_is_known(self) -> bool:
        """Whether the list itself is in the mirror: a mapping may be seen before its list is."""
        return self.maps.kept_in(self.maps.path).live().filter(sid=self.sid).exists()

    @classmethod
    def sent_as(cls, asked: Values[str, Any]) -> dict[str, Any]:
        """Return what is asked by the name that it is sent under: Twilio calls the SID by the kind of list."""
        name = "credential_list_sid" if cls.maps is CredentialList else "ip_access_control_list_sid"
        return {name if attribute == "sid" else attribute: value for attribute, value in asked.items()}


class CallsIpMappingQuerySet(ResourceQuerySet["CallsIpMapping"]):
    """IP access control lists mapped for calls."""


class CallsIpMapping(DomainMapping):
    """An IP access control list that calls to a domain may pass."""

    path = "SIP/Domains/{}/Auth/Calls/IpAccessControlListMappings"
    maps, purpose = IpAccessControlList, "calls"

    domain = models.ForeignKey(SipDomain, on_delete=models.PROTECT, related_name="+")

    objects = CallsIpMappingQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "IP access control list mapped for calls"
        verbose_name_plural = "IP access control lists mapped for calls"
        ordering = ["friendly_name", "sid"]
        constraints = [models.UniqueConstraint(fields=["domain", "sid"], name="calls_ip_mapping_once")]
        indexes = [models.Index(fields=["sid"], name="calls_ip_mapping_by_list")]


class CallsCredentialMappingQuerySet(ResourceQuerySet["CallsCredentialMapping"]):
    """Credential lists mapped for calls."""


class CallsCredentialMapping(DomainMapping):
    """A credential list that calls to a domain may pass."""

    path = "SIP/Domains/{}/Auth/Calls/CredentialListMappings"
    maps, purpose = CredentialList, "calls"

    domain = models.ForeignKey(SipDomain, on_delete=models.PROTECT, related_name="+")

    objects = CallsCredentialMappingQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "credential list mapped for calls"
        verbose_name_plural = "credential lists mapped for calls"
        ordering = ["friendly_name", "sid"]
        constraints = [models.UniqueConstraint(fields=["domain", "sid"], name="calls_cred_mapping_once")]
        indexes = [models.Index(fields=["sid"], name="calls_cred_mapping_by_list")]


class RegistrationsCredentialMappingQuerySet(ResourceQuerySet["RegistrationsCredentialMapping"]):
    """Credential lists mapped for registrations."""


class RegistrationsCredentialMapping(DomainMapping):
    """A credential list that phones register with at a domain."""

    path = "SIP/Domains/{}/Auth/Registrations/CredentialListMappings"
    maps, purpose = CredentialList, "registrations"

    domain = models.ForeignKey(SipDomain, on_delete=models.PROTECT, related_name="+")

    objects = RegistrationsCredentialMappingQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "credential list mapped for registrations"
        verbose_name_plural = "credential lists mapped for registrations"
        ordering = ["friendly_name", "sid"]
        constraints = [models.UniqueConstraint(fields=["domain", "sid"], name="reg_mapping_once")]
        indexes = [models.Index(fields=["sid"], name="reg_mapping_by_list")]


MAPPINGS: tuple[type[DomainMapping], ...] = (CallsIpMapping, CallsCredentialMapping, RegistrationsCredentialMapping)
"""Every kind of mapping, in the order in which they are shown."""


def mapping_of(purpose: str, kind: type[TwilioResource]) -> type[DomainMapping] | None:
    """Return what maps lists of a kind for a purpose; None for IP access control lists and registrations."""
    return next((one for one in MAPPINGS if one.purpose == purpose and one.maps is kind), None)


def mapped(**wanted: Any) -> list[DomainMapping]:
    """Return the mappings that are there, as far as is known, of every kind and with their domains.

    `wanted` are look-ups that each of them must meet. Asks the database once for each kind.
    """
    found: list[DomainMapping] = []
    for model in MAPPINGS:
        rows: Any = model._default_manager.all()
        found += rows.live().filter(**wanted).select_related("domain", "domain__account")
    return found
