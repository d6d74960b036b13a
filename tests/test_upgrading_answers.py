"""What an earlier version noted of answers that came after all, and of those that were lost, after an upgrade."""

from typing import Any

import pytest
from django.utils import timezone

from domains.models import Change

from .changes import told
from .upgrading import upgrade

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

SENT = (("intended", "", 0), ("sent", "", 0), ("unknown", "", 30))


def test_only_what_was_found_is_said_to_be_lost() -> None:
    now = timezone.now()
    times: dict[str, Any] = {"stopped_at": now, "look_at": now}
    answered = told("create", "applied", (*SENT, ("applied", "", 31)), key="a", **times)
    found = told("create", "applied", (*SENT, ("adopted", "", 31), ("applied", "", 31)), key="b", **times)
    unknown = told("create", "unknown", SENT, key="c", **times)
    with upgrade("0015_doings_dated_by_the_database", "0016_answers_that_came_after_all") as to_the_next:
        to_the_next()
    rows = Change.objects.in_bulk([answered.pk, found.pk, unknown.pk])
    assert (rows[answered.pk].is_answered, rows[answered.pk].look_at) == (True, None)
    assert rows[found.pk].was_found
    assert rows[unknown.pk].stopped_at == now
