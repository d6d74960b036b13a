"""An account's list, as it was at one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Now

from ..models import Account, TwilioResource, model_of


@dataclass(frozen=True)
class Sight:
    """The list of one kind of resource: `taken_at` in the database's time, `ahead` how far Twilio's is.

    `is_swept` says that it is empty because what it belongs to is gone.
    """

    account: Account
    collection: str
    resources: list[dict[str, Any]]
    taken_at: datetime
    ahead: timedelta
    is_swept: bool = False

    @property
    def model(self) -> type[TwilioResource]:
        """Of which kind they are."""
        return model_of(self.collection)

    def named(self, key: str) -> dict[str, Any] | None:
        """Return the resource of that natural key, whatever its case."""
        return next(iter(self.all_named(key)), None)

    def all_named(self, key: str) -> list[dict[str, Any]]:
        """Return the resources of that natural key: perhaps Twilio lets two have it, where nothing says otherwise."""
        name, normalized = self.model.natural_key, self.model.normalized
        return [one for one in self.resources if normalized(name, one.get(name)) == normalized(name, key)]

    def below(self, key: str) -> list[dict[str, Any]]:
        """Return the resources whose natural key ends with a dot and that one, whatever its case."""
        name, end = self.model.natural_key, f".{key.lower()}"
        return [one for one in self.resources if str(one.get(name)).lower().endswith(end)]

    def of_sid(self, sid: str) -> dict[str, Any] | None:
        """Return the resource with that SID."""
        return next((one for one in self.resources if one["sid"] == sid), None)


def database_time(account: Account) -> datetime:
    """Return what time it is for the database, by which what was seen is dated."""
    return Account.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=account.pk)
