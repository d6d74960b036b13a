"""SIP domains, as Twilio last returned them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from ..parameters import PARAMETERS, DomainParameters, normalized
from ..validators import HOST_LIMIT
from .accounts import Account
from .days import start_of
from .resources import ResourceQuerySet, TwilioResource

LOCK = timedelta(days=30)
"""For how long a deleted name may stay locked, for everybody: Twilio’s support, article 51034034436635."""

ANSWERS_CALLS = ("voice_url", "voice_fallback_url")
"""The parameters without which nothing answers a call: https://www.twilio.com/docs/voice/sip/api/sip-domain-resource."""

_DISABLED = models.Q(set_aside__isnull=False, gone_at=None, voice_url="")
"""What `SipDomain.is_disabled` says, as the database asks it."""


class SipDomainQuerySet(ResourceQuerySet["SipDomain"]):
    """SIP domains."""

    def locked(self) -> Self:
        """Return those whose name may still be locked."""
        return self.filter(gone_at__gt=timezone.now() - LOCK)

    def named(self, account: Account, name: str) -> Self:
        """Return those of an account that have the name, whatever its case.

        It may be anything that somebody typed, and SQLite looks for no text of many thousand characters.
        """
        return self.filter(account=account, domain_name__iexact=name) if len(name) <= HOST_LIMIT else self.none()

    def below(self, domain: "SipDomain") -> Self:
        """Return the sub-domains of a domain that are still there: they need it, and keep it from going."""
        return self.live().filter(account=domain.account_id, domain_name__iendswith=f".{domain.domain_name}")

    def search(self, text: str) -> Self:
        """Return the domains whose name, friendly name or SID contains `text`, or all of them when it is blank."""
        text = text.replace("\0", "").strip()  # which PostgreSQL does not take
        if not text:
            return self
        return self.filter(
            models.Q(domain_name__icontains=text)
            | models.Q(friendly_name__icontains=text)
            | models.Q(sid__icontains=text)
        )

    def counts(self) -> list[dict[str, Any]]:
        """Return how many each account holds now: its id, `name` and `region`, and `total`."""
        by_account = (
            self.live()
            .order_by("account")
            .values("account", name=models.F("account__name"), region=models.F("account__region"))
        )
        return [dict(row) for row in by_account.annotate(total=models.Count("pk"))]

    def disabled(self) -> Self:
        """Return those that were taken out of service here: `SipDomain.is_disabled` holds of them."""
        return self.filter(_DISABLED)

    def changed_since(self, day: date) -> Self:
        """Return those that Twilio says were changed on `day`, in the zone that times are shown in, or later."""
        return self.filter(date_updated__gte=start_of(day))

    def sorted_by(self, attribute: str, *, descending: bool = False) -> Self:
        """Return them in the order of one attribute, and of equals always the same one first.

        What Twilio has not told comes last, on every database.
        """
        column, last = models.F(attribute), self.model._meta.get_field(attribute).null or None
        first = column.desc(nulls_last=last) if descending else column.asc(nulls_last=last)
        return self.order_by(first, "-sid" if descending else "sid")


class SipDomain(TwilioResource, DomainParameters):
    """A SIP domain as Twilio returned it: all its attributes, and the response they came in.

    Only the SID is unique here: the same name may exist once in each Region, and comes back after a deletion.
    """

    path = "SIP/Domains"
    noun, nouns = "domain", "domains"
    page = "domain-detail"
    natural_key = "domain_name"
    parameters = PARAMETERS
    taken_codes = (21232,)

    api_version = models.CharField("API version", blank=True)
    auth_type = models.CharField("authentication", blank=True)
    subresource_uris = models.JSONField("subresource URIs", default=dict, blank=True)
    set_aside = models.JSONField("set aside by disabling", null=True, blank=True)
    # Only what was seen later than the mirror itself counts: whatever comes into the mirror makes it void.
    differs_in = models.JSONField("seen to differ in", default=list, blank=True)
    differed_at = models.DateTimeField("seen to differ", null=True, blank=True)

    OUR_OWN = (*TwilioResource.OUR_OWN, "set_aside", "differs_in", "differed_at")

    objects = SipDomainQuerySet.as_manager()  # type: ignore[misc]  # the plugin takes only the base's for a class's own

    class Meta:
        verbose_name = "SIP domain"
        ordering = ["domain_name", "sid"]
        indexes = [
            models.Index(fields=["account", "domain_name"], name="domain_by_account_and_name"),
            models.Index(fields=["domain_name", "sid"], name="domain_by_name"),
            models.Index(fields=["date_updated"], name="domain_by_updated"),
        ]

    @classmethod
    def normalized(cls, name: str, value: object) -> object:
        """Return what the value of an attribute is compared by: names have no case, and no method is POST."""
        return normalized(name, value)

    @property
    def free_at(self) -> datetime | None:
        """When the name of a domain that is gone is free again at the latest; it may be sooner."""
        return self.gone_at + LOCK if self.gone_at else None

    @property
    def is_disabled(self) -> bool:
        """Whether it was taken out of service here, and has no voice URL since: a fallback URL stands in for none."""
        return self.set_aside is not None and not self.is_gone and not self.voice_url

    @property
    def differing(self) -> tuple[str, ...]:
        """The attributes that Twilio was seen to hold another value of than the mirror, which nobody has taken over."""
        is_news = self.differed_at is not None and self.differed_at > self.seen_at
        return tuple(self.differs_in) if is_news else ()

    def with_what_was_set_aside(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return its parameters, as they are in `values`, with what disabling took away if it is disabled there."""
        there = {} if values.get("voice_url") else self.set_aside or {}
        return {**values, **{name: value for name, value in there.items() if value}}

    @property
    def auth_types(self) -> frozenset[str]:
        """The kinds of list mapped for calls: `IP_ACL`, `CREDENTIAL_LIST`. Twilio writes the set in either order."""
        return frozenset(kind.strip().upper() for kind in self.auth_type.split(",") if kind.strip())
