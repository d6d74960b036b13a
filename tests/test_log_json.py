"""The log as a file for programs: every change with its story, as it was asked and as it was answered."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Change, LogRemoval
from domains.services import current_account
from domains.views.exporting import ROWS_AT_ONCE

from .changes import ANSWERED, MASKED_URL, NAME, SECRET_URL, told
from .reading import file_of

KEYS = [
    "number",
    "asked_at",
    "by",
    "reason",
    "doing",
    "undoes",
    "action",
    "purpose",
    "collection",
    "name",
    "sid",
    "account",
    "state",
    "sent_at",
    "settled_at",
    "asked",
    "before",
    "after",
    "twilio",
    "events",
]


def log_of(visitor: Client, **question: str) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(file_of(visitor.get("/changes/export.json", question)))
    return whole


def several(count: int) -> None:
    Change.objects.bulk_create(
        Change(account=current_account(), collection="SIP/Domains", key=f"acme-{number}", action="create")
        for number in range(count)
    )


def test_a_change_is_there_with_all_there_is_to_know_of_it(visitor: Client) -> None:
    change = told(
        "update",
        "applied",
        (*ANSWERED, ("applied", "Twilio answered 200.", 0.1)),
        asked={"secure": True},
        before={"secure": False},
        after={"secure": True},
        reason="Ticket 4711",
        twilio_status=200,
        request_id="RQ1",
    )
    log = log_of(visitor)
    assert list(log) == ["exported_at", "removals", "changes"]
    found = log["changes"][0]
    assert list(found) == KEYS
    assert datetime.fromisoformat(found["asked_at"]) == change.created_at.replace(
        microsecond=change.created_at.microsecond // 1000 * 1000
    )
    assert found["name"] == NAME
    assert found["doing"] == str(change.act)
    assert found["reason"] == "Ticket 4711"
    assert found["account"] == {"sid": "AC" + "0" * 32, "region": "us1", "name": "Sandbox"}
    assert (found["asked"], found["before"], found["after"]) == ({"secure": True}, {"secure": False}, {"secure": True})
    assert found["twilio"] == {"status": 200, "code": None, "said": "", "request_id": "RQ1"}
    assert [(event["what"], event["told"]) for event in found["events"]] == [
        ("intended", "Asked."),
        ("sent", "Sent."),
        ("applied", "Twilio answered 200."),
    ]


def test_what_a_change_is_for_and_what_it_undoes_is_said(visitor: Client) -> None:
    first = told("update", "applied", purpose="disable")
    told("update", "applied", purpose="enable", undoes=first)
    found = [(change["purpose"], change["undoes"]) for change in log_of(visitor)["changes"]]
    assert found == [("enable", first.pk), ("disable", None)]


def test_it_holds_what_the_list_is_left_to_on_all_its_pages(visitor: Client) -> None:
    several(60)
    told("create", "refused")
    log = log_of(visitor, q="acme-", state="intended", page="2", size="25")
    assert [change["name"] for change in log["changes"]] == [f"acme-{number}" for number in reversed(range(60))]


def test_it_is_named_dated_and_one_change_a_line(visitor: Client) -> None:
    several(3)
    response: Any = visitor.get("/changes/export.json")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == f'attachment; filename="changes-{timezone.localdate()}.json"'
    lines = file_of(response).splitlines()
    assert [json.loads(line.removesuffix(","))["name"] for line in lines[3:-1]] == ["acme-2", "acme-1", "acme-0"]


def test_an_empty_log_is_a_whole_file_too(visitor: Client) -> None:
    assert log_of(visitor)["changes"] == []


def test_no_secret_is_in_it(visitor: Client) -> None:
    held = {"voice_url": SECRET_URL}
    story = (("unknown", f"No answer about {SECRET_URL}", 1.0),)
    told("update", "unknown", story, asked=held, before=held, after=held, message=SECRET_URL, reason=SECRET_URL)
    text = file_of(visitor.get("/changes/export.json"))
    assert text.count(MASKED_URL) == 6
    assert "hidden" not in text


def test_what_was_removed_is_said(visitor: Client) -> None:
    LogRemoval.objects.create(
        before=date(2026, 1, 1), count=1204, actor_name="mara", oldest=timezone.now(), newest=timezone.now()
    )
    (said,) = log_of(visitor)["removals"]
    assert (said["before"], said["count"], said["by"]) == ("2026-01-01", 1204, "mara")
    assert list(said) == ["removed_at", "by", "reason", "before", "count", "oldest", "newest"]


def test_it_is_sent_as_it_is_read(visitor: Client) -> None:
    several(2 * ROWS_AT_ONCE + 1)
    response: Any = visitor.get("/changes/export.json")
    pieces = list(response.streaming_content)
    assert max(piece.count(b"\n") for piece in pieces) <= ROWS_AT_ONCE + 2
    assert len(json.loads(b"".join(pieces))["changes"]) == 2 * ROWS_AT_ONCE + 1


@pytest.mark.parametrize("rows", [1, 50])
def test_it_asks_the_database_no_more_for_fifty_changes(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        told("create", "refused")
    # Session, operator; the accounts; the removals; the changes; their events.
    with django_assert_num_queries(6):
        assert len(log_of(visitor)["changes"]) == rows


def test_the_list_leads_to_the_file_of_the_same_question(visitor: Client) -> None:
    told("create", "refused")
    html = visitor.get("/changes/?state=refused&page=1").content.decode()
    assert 'href="/changes/export.json?state=refused"' in html


def test_a_stranger_gets_none(client: Client) -> None:
    assert client.get("/changes/export.json")["Location"] == "/accounts/login/?next=/changes/export.json"
