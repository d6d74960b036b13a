"""The mirror, written from what Twilio returned and from nothing else."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from ..models import Account, Change, TwilioResource


def own(change: Change) -> None:
    """Take a change for this transaction, as it stands in the database now.

    Whoever settles changes of an account takes the account first, and so waits for whoever does it already: of two
    changes that one domain could belong to, the second sees what became of the first.
    """
    Account.objects.select_for_update(no_key=True).get(pk=change.account_id)
    change.refresh_from_db(from_queryset=Change.objects.select_for_update(of=("self",)).select_related("account"))


def mirror(model: type[TwilioResource], account: Account, resource: Mapping[str, Any]) -> TwilioResource:
    """Return the row of `resource` in the mirror, written or made."""
    rows = model._default_manager
    row = rows.filter(sid=resource["sid"]).first() or model(account=account)
    known = row.date_updated
    fresh = model(account=account)
    fresh.reflect(resource)
    if known and fresh.date_updated and fresh.date_updated < known:
        return row  # read before what the mirror has
    row.reflect(resource)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else mirrored it in between
        row = rows.get(sid=resource["sid"])
        row.reflect(resource)
        row.save()
    return row
