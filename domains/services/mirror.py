"""The mirror, written from what Twilio returned and from nothing else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from ..models import Account, Change, TwilioResource, model_of


@contextmanager
def writing(account: Account) -> Iterator[None]:
    """A transaction that writes the mirror of an account: what was judged by it before is judged anew afterwards."""
    with transaction.atomic(savepoint=False):
        Account.objects.filter(pk=account.pk).take_mirror()
        yield


def own(change: Change) -> None:
    """Take a change for this transaction, as it stands in the database now, with the mirror of its account.

    Whoever settles changes of an account takes the account first, and so waits for whoever does it already: of two
    changes that one domain could belong to, the second sees what became of the first.
    """
    Account.objects.filter(pk=change.account_id).take_mirror()
    change.refresh_from_db(from_queryset=Change.objects.select_for_update(of=("self",)).select_related("account"))


def mirror(
    account: Account,
    collection: str,
    resource: Mapping[str, Any],
    *,
    as_of: datetime | None,
) -> TwilioResource:
    """Return the row of `resource`, which `collection` holds, in the mirror, written or made; see `mirror_owned`."""
    with writing(account):
        return mirror_owned(account, collection, resource, as_of=as_of)


def mirror_owned(
    account: Account,
    collection: str,
    resource: Mapping[str, Any],
    *,
    as_of: datetime | None,
    is_answer: bool = False,
) -> TwilioResource:
    """Do what `mirror` does in a transaction of the caller, who has taken the account for it.

    `as_of` is a moment, in the database's time, at which Twilio held it for sure or later: what is known to be gone
    since does not come back by an older sight of it. What answered a change of ours (`is_answer`) is no sight: it holds
    what that change has just made.
    """
    model = model_of(collection)
    rows = model.kept_in(collection).select_for_update(of=("self",)).filter(sid=resource["sid"])
    row = rows.first() or model.new_in(account, collection)
    try:
        with transaction.atomic():
            _take_over(row, resource, as_of, is_answer=is_answer)
    except IntegrityError:  # it has come in by another way
        row = rows.get()
        _take_over(row, resource, as_of, is_answer=is_answer)
    return row


def _take_over(row: TwilioResource, resource: Mapping[str, Any], as_of: datetime | None, *, is_answer: bool) -> None:
    fresh = type(row)()
    fresh.reflect(resource)
    if as_of and not is_answer:
        fresh.seen_at = as_of
    if row.pk is None or _is_news(row, fresh, as_of):
        row.reflect(resource)
        row.seen_at = fresh.seen_at
        _save(row)


def _is_news(row: TwilioResource, fresh: TwilioResource, as_of: datetime | None) -> bool:
    """Whether `fresh` was read no earlier than what the mirror has."""
    if row.gone_at and (as_of is None or as_of <= row.gone_at):
        return False
    # Twilio's times are of whole seconds: of the same second, what was seen last stays.
    known, told = (row.date_updated, row.seen_at), (fresh.date_updated, fresh.seen_at)
    if known[0] is None or told[0] is None:
        return True
    return told >= known


def _save(row: TwilioResource) -> None:
    """Save what came from Twilio, and of an existing row nothing else."""
    own_columns = {"raw", "seen_at", "gone_at"}
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    written = [name for name in names if name not in row.OUR_OWN or name in own_columns]
    row.save(update_fields=None if row.pk is None else written)
