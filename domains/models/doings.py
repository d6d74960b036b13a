"""What is to be asked of Twilio in one doing, step by step: written down before the first request leaves."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from .accounts import Account, VisibleQuerySet
from .domains import SipDomain


class DoingQuerySet(VisibleQuerySet["Doing"]):
    """Doings."""

    def unfinished(self) -> Self:
        """Return those that were begun, and neither came to their end nor were left."""
        return self.filter(ended_at=None, begun_at__isnull=False)

    def unsent(self) -> Self:
        """Return those that were planned, and neither begun nor discarded."""
        return self.filter(ended_at=None, begun_at=None)


class Doing(models.Model):
    """Several changes that belong together, each of which rests on those before it.

    Its changes have its `act`, and each a token that tells its step: what became of a step is told by them alone, so a
    doing can be picked up where it stopped by anybody, in any process. `steps` are those of `services.doings.Step`.
    """

    class Word(models.TextChoices):
        """What it is for."""

        ACCESS = "access", "Access"
        DISABLE = "disable", "Disable"
        ENABLE = "enable", "Enable"

    act = models.UUIDField("doing", default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    domain = models.ForeignKey(SipDomain, on_delete=models.PROTECT, related_name="+")
    word = models.CharField("what for", max_length=8, choices=Word)
    steps = models.JSONField(default=list)
    # A digest of which lists were mapped: the steps lead from there to what was wanted, and from nowhere else.
    planned_for = models.CharField("what was mapped", max_length=64, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField("by", max_length=150)
    reason = models.TextField(blank=True)
    # The times are the database's, so that machines whose clocks differ agree on what came first.
    created_at = models.DateTimeField("planned at", db_default=Now(), editable=False)
    begun_at = models.DateTimeField("first sent at", null=True)
    ended_at = models.DateTimeField("ended at", null=True)

    objects = DoingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["domain", "ended_at"], name="doing_by_domain")]

    def __str__(self) -> str:
        return f"{self.get_word_display()} {self.domain}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("doing", args=[self.act])

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to be sent any more."""
        return self.ended_at is not None
