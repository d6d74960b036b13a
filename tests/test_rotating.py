"""A password that nobody can rely on is known to be one, and its row says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from domains import services
from domains.models import Change, Credential, CredentialList, User
from domains.sandbox import weather

from .access import credential
from .edited import let_time_pass
from .handed_over import JUST_NOW, LONG, changed, make, new, rotate, rotating
from .reading import html_of


def outcomes(rows: list[Credential], operator: User) -> set[str]:
    found = services.to_be_rotated(rows, operator)
    return {row.username for row in rows if row.sid in found}


def test_what_was_answered_is_not_to_be_rotated(visitor: Client, desk: Credential, operator: User) -> None:
    rotate(visitor, desk)
    assert outcomes([desk], operator) == set()


def test_what_was_found_is_to_be_rotated_until_it_is(visitor: Client, phones: CredentialList, operator: User) -> None:
    weather.cut(after=True, method="POST")
    make(visitor, phones)
    row = Credential.objects.get()
    assert outcomes([row], operator) == {"desk"}
    assert "Nobody can rely on the password that it has now" in html_of(visitor.get(rotating(row)))
    rotate(visitor, row)
    assert outcomes([row], operator) == set()


def test_what_is_unknown_or_cannot_be_judged_is_to_be_rotated(
    visitor: Client, phones: CredentialList, operator: User
) -> None:
    unknown, unjudged = credential(phones, operator, "unknown"), credential(phones, operator, "unjudged")
    changed(unknown, ago=LONG)
    changed(unjudged, ago=JUST_NOW)
    weather.cut(method="POST")
    rotate(visitor, unknown)
    weather.cut(method="POST")
    rotate(visitor, unjudged)
    assert {change.key: change.state for change in Change.objects.filter(purpose="rotate")} == {
        "unknown": "unknown",
        "unjudged": "conflict",
    }
    assert outcomes([unknown, unjudged], operator) == {"unknown", "unjudged"}


def test_what_is_not_known_to_have_been_made_is_to_be_rotated_once_it_is_seen(
    visitor: Client, phones: CredentialList, operator: User
) -> None:
    weather.cut(method="POST")
    make(visitor, phones)
    seen = Credential(account=phones.account, credential_list=phones, sid="CR" + "1" * 32, username="desk")
    assert outcomes([seen], operator) == {"desk"}


def test_what_came_to_nothing_leaves_the_password_as_it_was(visitor: Client, desk: Credential, operator: User) -> None:
    weather.refuse(21243, method="POST")
    rotate(visitor, desk)
    changed(desk, ago=LONG)
    weather.cut(method="POST")
    rotate(visitor, desk)
    change = Change.objects.latest("pk")
    for _ in range(2):
        let_time_pass(change, timedelta(minutes=5))
        services.look_up(change)
    assert change.state == "not_applied"
    assert outcomes([desk], operator) == set()


def test_what_is_not_ours_is_not_to_be_rotated(phones: CredentialList, operator: User) -> None:
    seen = Credential(account=phones.account, credential_list=phones, sid="CR" + "1" * 32, username="theirs")
    assert outcomes([seen], operator) == set()


def test_the_page_of_the_list_says_which_are_to_be_rotated(visitor: Client, phones: CredentialList) -> None:
    make(visitor, phones, "answered")
    weather.cut(after=True, method="POST")
    make(visitor, phones, "found")
    html = html_of(visitor.get(phones.get_absolute_url()))
    row = html.partition('<code class="address">found<')[2].partition("</tr>")[0]
    assert "To be rotated: its answer was lost" in row
    assert html.count("To be rotated") == 1
    for one in Credential.objects.all():
        assert f'href="{rotating(one)}"' in html
    assert f'href="{new(phones)}"' in html


def test_an_onlooker_is_offered_neither(client: Client, desk: Credential, onlooker: User) -> None:
    client.force_login(onlooker)
    html = html_of(client.get(desk.credential_list.get_absolute_url()))
    assert rotating(desk) not in html
    assert new(desk.credential_list) not in html


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_of_a_list_asks_the_database_alike(
    visitor: Client, phones: CredentialList, operator: User, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        credential(phones, operator, f"desk-{number}")
    with django_assert_num_queries(17):
        assert len(visitor.get(phones.get_absolute_url()).context["entries"]) == count


@pytest.mark.parametrize("count", [1, 50])
def test_it_is_told_with_two_queries(
    phones: CredentialList, operator: User, django_assert_num_queries: Any, count: int
) -> None:
    rows = [credential(phones, operator, f"desk-{number}") for number in range(count)]
    with django_assert_num_queries(2):
        assert services.to_be_rotated(rows, operator) == {}
