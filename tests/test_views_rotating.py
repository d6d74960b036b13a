"""A password is replaced so that whoever asks sees the new one once, and nobody ever again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from domains.models import Change, Credential, User
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.validators import validate_password

from .access import map_list
from .edited import created
from .handed_over import JUST_NOW, LONG, PASSWORD, changed, make, password_on, rotate, rotating, sent_by
from .reading import html_of


def test_rotating_shows_the_new_password_once_and_keeps_it_nowhere(
    visitor: Client, desk: Credential, nowhere: Callable[..., None]
) -> None:
    page = rotate(visitor, desk, reason="Lost phone")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    validate_password(password_on(page))
    assert "The new password of desk" in html_of(page)
    change = Change.objects.latest("pk")
    assert (change.purpose, change.state, change.asked, change.reason) == ("rotate", "applied", {}, "Lost phone")
    nowhere(password_on(page))


def test_the_page_that_asks_says_who_is_locked_out(visitor: Client, desk: Credential, operator: User) -> None:
    map_list(created(operator), desk.credential_list, operator)
    html = html_of(visitor.get(rotating(desk)))
    assert "Every phone and PBX that signs in with the old password, at once" in html
    assert "acme.sip.twilio.com</a>.</li>" in html
    assert "***" in html


def test_a_password_of_ones_own_is_sent_when_rotating(visitor: Client, desk: Credential) -> None:
    assert password_on(rotate(visitor, desk, own="on", password=PASSWORD)) == PASSWORD


def test_a_bad_password_rotates_nothing_and_is_not_shown(visitor: Client, desk: Credential) -> None:
    page = rotate(visitor, desk, own="on", password="bad-password")
    assert page.status_code == 422
    assert "bad-password" not in html_of(page)
    assert "Type it again: a password that was typed is not shown." in html_of(page)
    assert Change.objects.latest("pk").action == "create"


def test_pressing_twice_rotates_once(visitor: Client, desk: Credential) -> None:
    typed = sent_by(visitor.get(rotating(desk)))
    first, second = visitor.post(rotating(desk), typed), visitor.post(rotating(desk), typed)
    assert password_on(first)
    assert password_on(second) == ""
    assert "This form was sent before" in html_of(second)
    assert Change.objects.filter(purpose="rotate").count() == 1


def test_a_rotation_that_was_found_afterwards_shows_no_password(
    visitor: Client, desk: Credential, nowhere: Callable[..., None]
) -> None:
    changed(desk, ago=LONG)
    weather.cut(after=True, method="POST")
    page = rotate(visitor, desk, own="on", password=PASSWORD)
    assert Change.objects.latest("pk").was_found
    assert "Its answer was lost" in html_of(page)
    assert "Rotate password" in html_of(page)
    nowhere(PASSWORD, page)


def test_a_rotation_of_unknown_outcome_leads_to_the_change_and_back_to_rotating(
    visitor: Client, desk: Credential, nowhere: Callable[..., None]
) -> None:
    changed(desk, ago=LONG)
    weather.cut(method="POST")
    answer = rotate(visitor, desk, own="on", password=PASSWORD)
    change = Change.objects.latest("pk")
    assert (change.state, answer["Location"]) == ("unknown", change.get_absolute_url())
    html = html_of(visitor.get(answer["Location"]))
    assert "Nobody knows which password desk has" in html
    assert f'<a href="{rotating(desk)}">rotate the password again</a>' in html
    nowhere(PASSWORD, answer)


def test_a_rotation_that_nobody_can_judge_says_to_rotate_again(visitor: Client, desk: Credential) -> None:
    changed(desk, ago=JUST_NOW)
    weather.cut(method="POST")
    answer = rotate(visitor, desk)
    change = Change.objects.latest("pk")
    assert (change.state, answer["Location"]) == ("conflict", change.get_absolute_url())
    assert "rotate the password again" in html_of(visitor.get(answer["Location"]))


def test_what_is_gone_is_not_rotated(visitor: Client, desk: Credential) -> None:
    Resource.objects.filter(sid=desk.sid).delete()
    Credential.objects.update(date_created="2015-07-20T17:27Z")
    answer = rotate(visitor, desk)
    assert answer["Location"] == desk.get_absolute_url()
    assert "desk is gone at Twilio, so nothing was sent" in html_of(visitor.get("/"))


def test_a_refused_rotation_comes_back_onto_the_page(visitor: Client, desk: Credential) -> None:
    weather.refuse(21243, method="POST", message="Password is too common")
    page = rotate(visitor, desk, own="on", password=PASSWORD)
    assert page.status_code == 422
    assert "Password is too common" in html_of(page)
    assert PASSWORD not in html_of(page)


def test_while_another_change_is_open_it_is_not_rotated(visitor: Client, desk: Credential) -> None:
    Change.objects.create(
        account=desk.account,
        collection=desk.collection,
        key="desk",
        sid=desk.sid,
        action="update",
        purpose="rotate",
        state="unknown",
        actor_name="ann",
    )
    page = rotate(visitor, desk)
    assert page.status_code == 422
    assert "wait for it" in html_of(page)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("what", ["new", "rotate"])
def test_a_mistake_of_ours_does_not_tell_the_password(
    client: Client,
    visitor: Client,
    desk: Credential,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    nowhere: Callable[..., None],
    *,
    debug: bool,
    what: str,
) -> None:
    def fail(*args: Any, **options: Any) -> Any:
        raise ZeroDivisionError("a mistake of ours")

    settings.DEBUG = debug
    client.raise_request_exception = False
    monkeypatch.setattr("domains.services.changes.send", fail)
    typed = {"own": "on", "password": PASSWORD}
    page = make(visitor, desk.credential_list, "new-desk", **typed) if what == "new" else rotate(visitor, desk, **typed)
    assert page.status_code == 500
    assert ("ZeroDivisionError" in html_of(page)) == debug
    nowhere(PASSWORD, page)
