"""Phone numbers that domains name for emergency calls, as they were last looked up; they are not administered here."""

from django.db import models

from .accounts import Account, VisibleQuerySet


class PhoneNumberQuerySet(VisibleQuerySet["PhoneNumber"]):
    """Phone numbers."""


class PhoneNumber(models.Model):
    """A phone number of an account, or one that was looked for and is not there.

    https://www.twilio.com/docs/voice/sip/api/emergency-calling-api: `emergency_address_status` tells whether emergency
    services know where its callers are.
    """

    PATH = "IncomingPhoneNumbers"
    """Where Twilio keeps them, below the account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    sid = models.CharField("SID", max_length=34)
    phone_number = models.CharField("phone number", blank=True)
    friendly_name = models.CharField("friendly name", blank=True)
    emergency_address_status = models.CharField("emergency address", blank=True)
    is_there = models.BooleanField("in the account", default=True)
    seen_at = models.DateTimeField("last looked up")

    objects = PhoneNumberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "sid"], name="phone_number_once")]

    def __str__(self) -> str:
        return self.phone_number or self.sid
