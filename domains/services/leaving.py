"""Leaving a doing: what is left of it is not wanted any more. Nobody leaves what is being sent at that moment."""

from django.db import transaction
from django.db.models.functions import Now

from ..models import Account, Change, Doing


class UnderWay(Exception):
    """A request of a doing is on its way: it is not to be left before that is answered."""


def end(doing: Doing) -> None:
    """Note that nothing more is to be done: it came to its end, or what is left is not wanted any more."""
    Doing.objects.filter(pk=doing.pk, ended_at=None).update(ended_at=Now())


def leave(doing: Doing) -> None:
    """Note that what is left of a doing is not wanted any more. Raises UnderWay while a step of it is being sent.

    Whoever writes a step down takes the account first, and so does this: either sees what the other has done.
    """
    with transaction.atomic(durable=True):
        Account.objects.select_for_update(no_key=True).get(pk=doing.account_id)
        if being_sent(doing):
            raise UnderWay
        end(doing)


def being_sent(doing: Doing) -> Change | None:
    """Return the change of a doing that somebody is sending at this moment; None where nobody is."""
    return Change.objects.of_doing(doing.act).being_sent().first()
