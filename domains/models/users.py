"""Operators."""

from django.contrib.auth.models import AbstractUser, Permission
from django.db.models import QuerySet

DAILY_WORK = ("add_sipdomain", "change_sipdomain", "delete_sipdomain")
"""The permissions of somebody who does the daily work with SIP domains, by their codenames."""


class User(AbstractUser):
    """An operator. A model of our own from the first migration, so that it can grow."""

    class Meta(AbstractUser.Meta):
        pass


def daily_work() -> QuerySet[Permission]:
    """Return the permissions of the daily work."""
    return Permission.objects.filter(content_type__app_label="domains", codename__in=DAILY_WORK)
