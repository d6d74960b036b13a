"""The command that finds out what became of open changes."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from domains.models import Account, Change

from .creating import NAME, open_change, there
from .twilio_server import DOMAIN_SID, TwilioServer, listed

pytestmark = pytest.mark.usefixtures("short_pauses")


def reconcile(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("reconcile", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_what_it_settled(real_account: Account, twilio: TwilioServer) -> None:
    change = open_change(real_account, Change.State.SENT, -timedelta(seconds=1))
    twilio.will(listed(there()))
    status, out = reconcile()
    assert status == 0
    assert out == f"applied      {NAME}  (change {change.pk}, {DOMAIN_SID})\n1 settled, 0 open.\n"
    assert reconcile() == (0, "0 settled, 0 open.\n")


def test_the_command_fails_while_anything_is_open(real_account: Account, twilio: TwilioServer) -> None:
    change = open_change(real_account, Change.State.SENT, -timedelta(seconds=1))
    twilio.will(listed())
    status, out = reconcile("--json")
    assert status == 1
    assert json.loads(out) == {
        "changes": [{"id": change.pk, "account": real_account.sid, "key": NAME, "state": "unknown", "sid": ""}],
        "settled": 0,
        "open": 1,
    }


def test_the_command_waits_until_it_can_be_said(real_account: Account, twilio: TwilioServer, settings: Any) -> None:
    settings.SETTLE_SECONDS = 0.3
    change = open_change(real_account, Change.State.SENT, -timedelta(seconds=1))
    twilio.will(listed())
    status, out = reconcile("--wait", "10")
    assert status == 0
    assert out.startswith("not_applied ")
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED
