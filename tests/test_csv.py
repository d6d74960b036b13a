"""Lists as files: exactly what is listed, and harmless in a spreadsheet."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change, User
from domains.services import current_account
from domains.views.exporting import ROWS_AT_ONCE, harmless

from .changes import MASKED_URL, SECRET_URL, told
from .mirrored import mirror
from .reading import file_of


def lines_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file_of(response).removeprefix("\ufeff"))))


def test_the_file_holds_what_is_listed_on_all_pages(visitor: Client) -> None:
    for number in range(60):
        mirror(number, secure=number % 2 == 0, friendly_name=f"Desk {number}, left")
    mirror(100, friendly_name="other", secure=True)
    asked = {"q": "desk", "secure": "on", "sort": "-name", "size": "25", "page": "2", "columns": ["name", "secure"]}
    lines = lines_of(visitor.get("/domains/export.csv", asked))
    assert lines[0] == ["Domain name", "Friendly name", "Secure"]
    assert len(lines) == 31
    assert lines[1][:2] == ["acme-8.sip.twilio.com", "Desk 8, left"]
    assert {line[2] for line in lines[1:]} == {"On"}
    assert "Export CSV" in visitor.get("/domains/", asked).content.decode()
    assert "(30 rows)" in visitor.get("/domains/", asked).content.decode()


def test_the_page_leads_to_the_file_of_the_same_question(visitor: Client) -> None:
    mirror(secure=True)
    html = visitor.get("/domains/?secure=on&sort=-name&page=1").content.decode()
    assert 'href="/domains/export.csv?secure=on&amp;sort=-name"' in html


def test_the_file_is_named_dated_and_read_by_excel(visitor: Client) -> None:
    mirror(friendly_name="Büro", date_created="Mon, 20 Jul 2015 17:27:10 +0000")
    response = visitor.get("/domains/export.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="sip-domains-{timezone.localdate()}.csv"'
    text = file_of(response)
    assert text.startswith("\ufeffDomain name,Friendly name,SID,Calls,Phones,Secure,Created\r\n")
    assert "Büro" in text
    assert "2015-07-20T17:27:10+00:00" in text


def test_every_column_can_be_exported_without_secrets(visitor: Client) -> None:
    mirror(voice_url="https://user:se@cret@voice.example.com/a", auth_type="CREDENTIAL_LIST,IP_ACL")
    columns = [column.name for column, _ in visitor.get("/domains/").context["columns"]]
    head, line = lines_of(visitor.get("/domains/export.csv", {"columns": columns}))
    found = dict(zip(head, line, strict=True))
    assert found["Voice URL"] == "https://***@voice.example.com/a"
    assert found["Authentication"] == "IP and credentials"
    assert found["Account"] == "Sandbox, us1"
    assert found["SID"] == f"SD{1:032x}"


@pytest.mark.parametrize(("auth_type", "told"), [("", ""), ("IP_ACL", "IP list"), ("NEW_KIND", "Yes")])
def test_by_which_kinds_of_list_a_domain_lets_calls_in_is_told(auth_type: str, told: str, visitor: Client) -> None:
    mirror(auth_type=auth_type)
    assert lines_of(visitor.get("/domains/export.csv", {"columns": "auth_type"}))[1][2] == told


def test_times_are_told_to_the_second(visitor: Client) -> None:
    mirror()
    seen = lines_of(visitor.get("/domains/export.csv", {"columns": "seen_at"}))[1][2]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d", seen)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\t=", "\u3000="]
)
def test_what_a_spreadsheet_would_reckon_with_is_made_text(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("parting", [";", "; ", "\n"])
def test_a_formula_where_some_spreadsheets_begin_another_cell_is_made_text(parting: str) -> None:
    assert re.search(r"'\s*=1$", harmless(f"a{parting}=1"))


@pytest.mark.parametrize("cell", ["", "acme", "a;b=c; d-e", "2026-07-01", "https://a.example/?a=b", "a@b", " a"])
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_formula_in_a_name_is_made_text(visitor: Client) -> None:
    mirror(friendly_name='=HYPERLINK("https://evil.example")')
    assert lines_of(visitor.get("/domains/export.csv"))[1][1] == '\'=HYPERLINK("https://evil.example")'


def test_an_empty_list_is_a_file_with_a_head(visitor: Client) -> None:
    assert len(lines_of(visitor.get("/domains/export.csv"))) == 1


@pytest.mark.parametrize("rows", [1, 50])
def test_the_file_asks_the_database_no_more_for_fifty_rows(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        mirror(number)
    with django_assert_num_queries(4):
        lines_of(visitor.get("/domains/export.csv", {"columns": ["name", "account", "voice_url"]}))


def test_the_file_is_sent_as_it_is_read(visitor: Client) -> None:
    account = current_account()
    Change.objects.bulk_create(
        Change(account=account, collection="SIP/Domains", key=f"acme-{number}", action="create")
        for number in range(2 * ROWS_AT_ONCE + 1)
    )
    response: Any = visitor.get("/changes/export.csv")
    pieces = list(response.streaming_content)
    assert len(pieces) == 3
    assert all(piece.count(b"\r\n") <= ROWS_AT_ONCE + 1 for piece in pieces)


def test_the_file_of_changes_holds_what_is_listed(visitor: Client) -> None:
    change = Change.objects.create(
        account=current_account(),
        collection="SIP/Domains",
        key="acme.sip.twilio.com",
        action="create",
        actor_name="@mara",
        state="refused",
        twilio_status=400,
        twilio_code=21232,
        message="See https://user:secret@example.com/ for more.",
    )
    Change.objects.create(account=change.account, collection="SIP/Domains", key="other", action="create")
    response = visitor.get("/changes/export.csv", {"q": "acme", "state": "refused"})
    assert f'filename="changes-{timezone.localdate()}.csv"' in response["Content-Disposition"]
    head, line = lines_of(response)
    found = dict(zip(head, line, strict=True))
    assert found["Asked at"] == timezone.localtime(change.created_at).replace(microsecond=0).isoformat()
    assert found["By"] == "'@mara"
    assert found["Action"] == "Create"
    assert found["State"] == "Refused"
    assert found["Twilio’s code"] == "21232"
    assert found["What was said"] == "See https://***@example.com/ for more."
    assert found["Account"] == "Sandbox, us1"


def test_the_file_of_changes_tells_what_became_of_what_and_why(visitor: Client) -> None:
    first = told("update", "applied", purpose="disable", asked={"voice_url": ""}, before={"voice_url": SECRET_URL})
    told(
        "update",
        "applied",
        purpose="enable",
        asked={"voice_url": SECRET_URL, "secure": True, "friendly_name": "=Front"},
        before={"voice_url": None, "secure": False, "friendly_name": ""},
        undoes=first,
        reason=f"Ticket 4711, see {SECRET_URL}",
    )
    head, second, line = lines_of(visitor.get("/changes/export.csv"))
    found = dict(zip(head, second, strict=True))
    assert found["What was asked"].splitlines() == [
        "Friendly name: Not set → =Front",
        f"Voice URL: Not set → {MASKED_URL}",
        "Secure media: Off → On",
    ]
    assert (found["Purpose"], found["Undoes"]) == ("Enable", str(first.pk))
    assert found["Reason"] == f"Ticket 4711, see {MASKED_URL}"
    assert found["Doing"] != dict(zip(head, line, strict=True))["Doing"] == str(first.act)
    assert dict(zip(head, line, strict=True))["What was asked"] == f"Voice URL: {MASKED_URL} → Not set"


@pytest.mark.parametrize("address", ["/domains/export.csv", "/changes/export.csv"])
def test_a_stranger_gets_no_file(address: str, client: Client) -> None:
    response = client.get(address)
    assert response["Location"] == f"/accounts/login/?next={address}"


def test_whoever_may_no_longer_look_gets_none(client: Client, onlooker: User, real_account: Account) -> None:
    mirror()
    client.force_login(onlooker)
    User.objects.filter(pk=onlooker.pk).update(is_active=False)
    assert client.get("/domains/export.csv").status_code == 302
