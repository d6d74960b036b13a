"""Twilio accounts."""

from typing import TYPE_CHECKING, Self, TypeVar
from uuid import uuid4

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .users import User


_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[_Row_co]):
    """Rows that are somebody's to see."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Return the rows that `user` may see: all of them, for now, to everyone who is signed in.

        Every page reads through here, so that permissions per account have one place to come to.
        """
        return self if user.is_authenticated and user.is_active else self.none()


class AccountQuerySet(VisibleQuerySet["Account"]):
    """Accounts."""

    def take_mirror(self) -> None:
        """Take them for this transaction, which writes their mirror: what was read from it before is not so any more.

        Whoever writes the mirror takes the account first and rows afterwards, so that no two wait for each other.
        """
        self.update(mirror_version=uuid4())  # random: a number would come again after a rollback


class Account(models.Model):
    """One Twilio account in one Region, whose SIP domains are administered here.

    A Region has its own domains and its own credentials, so the same SID in two Regions is two accounts:
    https://www.twilio.com/docs/global-infrastructure/regional-sip-domains
    """

    class Credential(models.TextChoices):
        """Where the account's credential comes from; it is never stored."""

        SANDBOX = "sandbox", "Built-in sandbox"
        ENVIRONMENT = "environment", "Environment variables"

    sid = models.CharField("account SID", max_length=34)
    region = models.CharField(max_length=16)
    name = models.CharField(max_length=64)
    credential = models.CharField("credential from", max_length=16, choices=Credential)
    created_at = models.DateTimeField("added", auto_now_add=True)
    # Another one with every write of the mirror, so that what follows from the mirror can be kept until then.
    mirror_version = models.UUIDField(default=uuid4, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sid", "region"], name="account_unique_sid_region")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sandbox(self) -> bool:
        """Whether nothing done here reaches Twilio."""
        return self.credential == self.Credential.SANDBOX
