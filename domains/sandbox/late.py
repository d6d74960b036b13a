"""Writes that Twilio carries out later than it was asked.

They are kept in the table until they are due; whoever asks the sandbox next carries them out, as of the time they were
due. So nothing runs beside the doors, and a process that ends takes none of them along.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from . import store
from .messages import Question
from .models import LateWrite, LateWriteQuerySet
from .verbs import carry_out, to_be_kept

FORGOTTEN_AFTER = timedelta(hours=1)
"""An answer that nobody has collected for so long is waited for no more: who was to pass it on has died."""


def keep(question: Question, seconds: float, *, awaited: bool = False) -> int:
    """Keep what is to be done in `seconds`, and its answer if it is `awaited`; return the name to collect that by."""
    row = LateWrite.objects.create(
        method=question.method,
        path=question.path,
        values=to_be_kept(question.path, question.values),
        due=timezone.now() + timedelta(seconds=seconds),
        awaited=awaited,
    )
    return row.pk


def coming() -> LateWriteQuerySet:
    """Return what is kept and not carried out yet."""
    return LateWrite.objects.coming()


def carry_out_due() -> None:
    """Do what is due, in its order. Of many who call this at once each write is done by one."""
    now = timezone.now()
    if not LateWrite.objects.due(now).exists():
        return
    with store.writing():
        for row in LateWrite.objects.due(now):
            _do(row)
            if not row.awaited:
                row.delete()
        LateWrite.objects.done().filter(due__lt=now - FORGOTTEN_AFTER).delete()


def collect(pk: int) -> tuple[int, dict[str, Any] | None]:
    """Return status and body of the answer to a write that is due, which is done now unless somebody did it before."""
    carry_out_due()
    with store.writing():
        row = LateWrite.objects.get(pk=pk)
        status, body = _do(row) if row.status is None else (row.status, row.body)
        row.delete()
    return status, body


def _do(row: LateWrite) -> tuple[int, dict[str, Any] | None]:
    status, body = carry_out(Question(row.method, row.path, row.values), row.due)
    row.status, row.body = status, body
    row.save(update_fields=["status", "body"])
    return status, body
