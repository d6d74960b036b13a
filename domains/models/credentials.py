"""Credential lists and the credentials on them, as Twilio last returned them. Twilio never returns a password."""

from django.db import models

from ..validators import CREDENTIAL_LIST_NAME_LIMIT, ListNameValidator, validate_username
from .access_queries import AccessListQuerySet
from .resources import ResourceQuerySet, TwilioResource


class CredentialListQuerySet(AccessListQuerySet["CredentialList"]):
    """Credential lists."""


class CredentialList(TwilioResource):
    """A list of those who may sign in: https://www.twilio.com/docs/voice/sip/api/sip-credentiallist-resource.

    Mapped to a domain for calls it lets them call, mapped for registrations it lets their phones register.
    """

    path = "SIP/CredentialLists"
    noun, nouns = "credential list", "credential lists"
    page = "credential-list-detail"
    natural_key = "friendly_name"
    parameters = ("friendly_name",)
    taken_codes = (21240,)

    friendly_name = models.CharField(
        "name",
        validators=[ListNameValidator(CREDENTIAL_LIST_NAME_LIMIT)],
        help_text="Says whose phones these are. No other credential list of the account has the same name.",
        error_messages={"blank": "Enter a name."},
    )
    subresource_uris = models.JSONField("subresource URIs", default=dict, blank=True)

    objects = CredentialListQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "credential list"
        ordering = ["friendly_name", "sid"]
        indexes = [models.Index(fields=["account", "friendly_name"], name="cred_list_by_account_and_name")]


class CredentialQuerySet(ResourceQuerySet["Credential"]):
    """Credentials."""


class Credential(TwilioResource):
    """A user name that a phone or a PBX signs in with: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource.

    Its user name stays as it was made; its password can be replaced, and read by nobody.
    """

    path = "SIP/CredentialLists/{}/Credentials"
    parent = "credential_list"
    noun, nouns = "credential", "credentials"
    natural_key = "username"
    parameters = ("username",)
    secrets = ("password",)
    taken_codes = (21240, 21243)

    credential_list = models.ForeignKey(CredentialList, on_delete=models.PROTECT, related_name="+", verbose_name="list")
    username = models.CharField(
        "username",
        validators=[validate_username],
        help_text="What the phone signs in with, and is called by: up to 32 characters. It cannot be changed later.",
        error_messages={"blank": "Enter a username: the one that the phone signs in with."},
    )

    OUR_OWN = (*TwilioResource.OUR_OWN, "credential_list")

    objects = CredentialQuerySet.as_manager()  # type: ignore[misc]  # as with SipDomain

    class Meta:
        verbose_name = "credential"
        ordering = ["username", "sid"]

    def get_absolute_url(self) -> str:
        """Return the address of the page of its list."""
        return self.credential_list.get_absolute_url()
