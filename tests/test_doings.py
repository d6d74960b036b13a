"""What was done together is seen together: who, when, why, and what came of each change."""

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains import services
from domains.models import Account, Change, SipDomain, User
from domains.services import current_account

from .reading import html_of

ACT = uuid.UUID("11111111-2222-3333-4444-555555555555")


def asked(key: str, **columns: Any) -> Change:
    own = {"account": current_account(), "collection": "SIP/Domains", "action": "create", "actor_name": "mara"}
    return Change.objects.create(key=key, **{**own, "act": ACT, **columns})


def keys(response: Any) -> list[str]:
    return [key for _account, _pk, _action, _purpose, key, *_ in response.context["page"]]


def test_a_doing_shows_its_changes_and_no_others_the_first_first(visitor: Client) -> None:
    for name in ("c", "a", "b"):
        asked(name)
    asked("other", act=uuid.uuid4())
    page = visitor.get(f"/doings/{ACT}/")
    assert page.status_code == 200
    assert keys(page) == ["c", "a", "b"]
    assert "3 changes, done together" in html_of(page)


def test_it_says_who_did_it_why_and_what_came_of_it(visitor: Client) -> None:
    asked("a", state="applied", reason="Ticket 4711\nfor Mara")
    asked("b", state="applied", reason="Ticket 4711\nfor Mara")
    asked("c", state="refused", reason="Ticket 4711\nfor Mara")
    page = visitor.get(f"/doings/{ACT}/")
    assert page.context["outcomes"] == [("applied", "Applied", 2), ("refused", "Refused", 1)]
    assert "Asked by mara" in html_of(page)
    assert html_of(page).count("Ticket 4711<br>for Mara") == 1


def test_without_a_reason_it_says_so(visitor: Client) -> None:
    asked("a")
    assert "None given" in html_of(visitor.get(f"/doings/{ACT}/"))


def test_no_secret_in_a_reason_is_shown(visitor: Client) -> None:
    change = asked("a", reason="https://user:hidden@voice.example.com/")
    asked("b", reason=change.reason)
    for address in (f"/doings/{ACT}/", change.get_absolute_url()):
        assert "https://***@voice.example.com/" in html_of(visitor.get(address))
        assert "hidden@" not in html_of(visitor.get(address))


def test_a_change_leads_to_what_was_done_with_it(visitor: Client) -> None:
    first, alone = asked("a"), asked("alone", act=uuid.uuid4())
    for number in range(12):
        asked(f"b-{number}")
    html = html_of(visitor.get(first.get_absolute_url()))
    assert f'<a href="/doings/{ACT}/">All 13 changes of this doing</a>' in html
    assert "/doings/" not in html_of(visitor.get(alone.get_absolute_url()))


def test_what_services_do_in_one_act_is_one_doing(visitor: Client, operator: User) -> None:
    for name in ("a", "b"):
        row = SipDomain(account=current_account(), domain_name=f"{name}.sip.twilio.com")
        services.create(row, actor=operator, reason="Ticket 4711", act=ACT)
    page = visitor.get(f"/doings/{ACT}/")
    assert keys(page) == ["a.sip.twilio.com", "b.sip.twilio.com"]
    assert "Asked by operator" in html_of(page)


def test_the_list_and_its_files_can_be_left_to_a_doing(visitor: Client) -> None:
    asked("a", state="refused")
    asked("b")
    asked("other", act=uuid.uuid4())
    html = html_of(visitor.get(f"/doings/{ACT}/"))
    assert f'href="/changes/export.csv?act={ACT}"' in html
    assert f'href="/changes/export.json?act={ACT}"' in html
    page = visitor.get("/changes/", {"act": str(ACT)})
    assert keys(page) == ["b", "a"]
    assert [chip.label for chip in page.context["chips"]] == ["Doing"]
    assert f'<input type="hidden" name="act" value="{ACT}">' in html_of(page)
    assert keys(visitor.get("/changes/", {"act": str(ACT), "state": "refused"})) == ["a"]


def test_a_doing_that_cannot_be_read_is_said_and_left_out(visitor: Client) -> None:
    asked("a")
    page = visitor.get("/changes/?act=all")
    assert keys(page) == ["a"]
    assert "<li>Doing must be named as on its page.</li>" in html_of(page)


def test_what_nobody_did_or_may_see_is_not_found(client: Client, visitor: Client, monkeypatch: Any) -> None:
    assert visitor.get(f"/doings/{ACT}/").status_code == 404
    assert visitor.get("/doings/1/").status_code == 404
    asked("a")
    monkeypatch.setattr(
        "domains.models.change_queries.ChangeQuerySet.visible_to", lambda changes, _user: changes.none()
    )
    assert visitor.get(f"/doings/{ACT}/").status_code == 404
    client.logout()
    assert client.get(f"/doings/{ACT}/")["Location"] == f"/accounts/login/?next=/doings/{ACT}/"


@pytest.mark.parametrize("rows", [1, 50])
def test_a_doing_asks_the_database_no_more_for_fifty_changes(
    rows: int, visitor: Client, elsewhere: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = current_account()
    for number in range(rows):
        asked(f"a-{number}", account=elsewhere if number % 2 else here, reason="Ticket 4711")
    # Session, operator; the accounts; unknown outcomes above; the sums; the rows; who; why.
    with django_assert_num_queries(9):
        visitor.get(f"/doings/{ACT}/")


def test_a_long_doing_is_paged(visitor: Client) -> None:
    for number in range(60):
        asked(f"a-{number}")
    page = visitor.get(f"/doings/{ACT}/", {"page": "2"})
    assert len(keys(page)) == 10
    assert "60 changes, done together" in html_of(page)
