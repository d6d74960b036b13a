"""Operators."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An operator. A model of our own from the first migration, so that it can grow."""

    class Meta(AbstractUser.Meta):
        pass
