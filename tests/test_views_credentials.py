"""A credential is made, and its password replaced, so that whoever asks sees it once and nobody ever again."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from domains import services
from domains.drawing import piece
from domains.forms import CredentialForm
from domains.models import Account, Change, Credential, CredentialList, User
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.twilio import Client as Twilio
from domains.validators import validate_password

from .access import credential, credential_list, map_list
from .edited import created, let_time_pass
from .reading import html_of

PASSWORD = "Typed-by-Hand-42"
ANSWERED = 201


@pytest.fixture
def phones(operator: User) -> CredentialList:
    return credential_list(operator)


@pytest.fixture
def desk(phones: CredentialList, operator: User) -> Credential:
    return credential(phones, operator)


def new(on: CredentialList) -> str:
    return reverse("credential-new", args=[on.sid])


def rotating(row: Credential) -> str:
    return reverse("credential-rotate", args=[row.sid])


def sent_by(page: Any) -> dict[str, str]:
    """Return what the form of a page sends besides what is typed."""
    form = page.context["form"]
    return {field.name: field.value() or "" for field in form.hidden_fields()}


def make(visitor: Client, on: CredentialList, username: str = "desk", **typed: str) -> Any:
    """Open the form, fill it in and send it."""
    return visitor.post(new(on), sent_by(visitor.get(new(on))) | {"username": username, **typed})


def rotate(visitor: Client, row: Credential, **typed: str) -> Any:
    """Open the page that asks, and press its button."""
    return visitor.post(rotating(row), sent_by(visitor.get(rotating(row))) | typed)


def password_on(page: Any) -> str:
    """Return the password that a page shows; empty when it shows none."""
    found = re.search(r'id="password"[^>]*>([^<]+)<', html_of(page))
    return found[1] if found else ""


def everything_kept() -> str:
    """Return every row of every table of every database."""
    kept = []
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (a name from the database itself)
                kept += [repr(row) for row in cursor.fetchall()]
    assert len(kept) > len(apps.get_models())
    return "\n".join(kept)


@pytest.fixture
def nowhere(
    visitor: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Callable[..., None]:
    """Says that a password is nowhere: in no table, session, log or page, whatever was looked at since."""
    caplog.set_level(logging.DEBUG)

    def assert_nowhere(password: str, *pages: Any) -> None:
        assert password
        assert password not in everything_kept()
        assert password not in repr(dict(visitor.session))
        assert password not in repr(visitor.cookies)
        assert password not in caplog.text
        assert not any(password in repr(vars(record)) for record in caplog.records)
        assert password not in "".join(capfd.readouterr())
        addresses = ["/", "/changes/", "/changes/export.csv", "/changes/export.json", "/admin/"]
        addresses += [change.get_absolute_url() for change in Change.objects.all()]
        for page in [*pages, *(visitor.get(address) for address in addresses)]:
            assert password not in (b"".join(page) if page.streaming else page.content).decode()

    return assert_nowhere


# Making one


def test_a_generated_password_is_shown_in_the_very_answer(visitor: Client, phones: CredentialList) -> None:
    page = make(visitor, phones)
    assert page.status_code == ANSWERED
    assert "no-store" in page["Cache-Control"]
    validate_password(password_on(page))
    html = html_of(page)
    assert html.count(password_on(page)) == 1
    assert "Shown now, and never again" in html
    assert 'data-copy-from="password"' in html
    change = Change.objects.latest("pk")
    assert (change.state, change.key, change.asked) == ("applied", "desk", {"username": "desk"})
    assert Credential.objects.get().credential_list == phones


def test_what_twilio_is_told_is_what_is_shown(
    visitor: Client, phones: CredentialList, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, str]] = []
    really = Twilio.create

    def noting(self: Twilio, collection: str, values: dict[str, str], **options: Any) -> Any:
        told.append(values)
        return really(self, collection, values, **options)

    monkeypatch.setattr(Twilio, "create", noting)
    page = make(visitor, phones)
    assert told == [{"Username": "desk", "Password": password_on(page)}]


def test_a_generated_password_is_kept_nowhere(
    visitor: Client, phones: CredentialList, nowhere: Callable[..., None]
) -> None:
    nowhere(password_on(make(visitor, phones)))


def test_a_password_of_ones_own_is_taken_and_kept_nowhere(
    visitor: Client, phones: CredentialList, nowhere: Callable[..., None]
) -> None:
    page = make(visitor, phones, own="on", password=PASSWORD)
    assert password_on(page) == PASSWORD
    nowhere(PASSWORD)


def test_no_component_that_keeps_what_it_draws_is_given_the_password(
    visitor: Client, phones: CredentialList, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noting(template: str, values: Any) -> Any:
        drawn.append(repr(values))
        return piece(template, values)

    monkeypatch.setattr("domains.templatetags.components.piece", noting)
    page = make(visitor, phones, "never-drawn-before", own="on", password=PASSWORD)
    assert any("never-drawn-before" in values for values in drawn)
    assert password_on(page) == PASSWORD
    assert not any(PASSWORD in values for values in drawn)


def test_the_answer_names_what_a_phone_is_set_to(visitor: Client, phones: CredentialList, operator: User) -> None:
    domain = created(operator, sip_registration=True, secure=True)
    map_list(domain, phones, operator)
    map_list(domain, phones, operator, "registrations")
    other = created(operator, domain_name="branch.sip.twilio.com")
    map_list(other, phones, operator)
    html = html_of(make(visitor, phones))
    assert "sip:desk@acme.sip.twilio.com" in html
    assert "Registering, and calling" in html
    assert "TLS, port 5061, with SRTP" in html
    assert "sip:desk@branch.sip.twilio.com" in html
    assert "<dd>Calling</dd>" in html


def test_without_a_domain_the_answer_says_that_it_is_good_for_nothing_yet(
    visitor: Client, phones: CredentialList
) -> None:
    assert "the list is mapped to no domain" in html_of(make(visitor, phones))


def test_the_same_form_sent_twice_makes_one_and_does_not_show_its_password_again(
    visitor: Client, phones: CredentialList
) -> None:
    typed = sent_by(visitor.get(new(phones))) | {"username": "desk"}
    first, second = visitor.post(new(phones), typed), visitor.post(new(phones), typed)
    assert (first.status_code, second.status_code) == (201, 200)
    assert password_on(first)
    assert password_on(second) == ""
    assert password_on(first) not in html_of(second)
    assert "This form was sent before" in html_of(second)
    row = Credential.objects.get()
    assert f'href="{rotating(row)}"' in html_of(second)
    assert "no-store" in second["Cache-Control"]


def test_another_password_in_the_same_form_is_no_other_form(visitor: Client, phones: CredentialList) -> None:
    typed = sent_by(visitor.get(new(phones))) | {"username": "desk", "own": "on"}
    visitor.post(new(phones), typed | {"password": PASSWORD})
    again = visitor.post(new(phones), typed | {"password": f"{PASSWORD}-2"})
    assert "This form was sent before" in html_of(again)
    assert PASSWORD not in html_of(again)


def test_the_token_of_a_form_holds_nothing_of_the_password(phones: CredentialList, operator: User) -> None:
    def token(password: str) -> str:
        typed = {"attempt": "one", "username": "desk", "own": "on", "password": password}
        form = CredentialForm(typed, account=phones.account, parent=phones, sender=operator)
        assert form.is_valid()
        return form.token

    assert token(PASSWORD) == token("Another-One-77")


@pytest.mark.parametrize(
    ("password", "words"),
    [("Short-1", "add 5 more characters"), ("lower-case-and-9", "an upper-case letter"), ("", "Enter")],
)
def test_a_password_that_twilio_would_not_take_is_named_and_not_shown(
    visitor: Client, phones: CredentialList, password: str, words: str
) -> None:
    page = make(visitor, phones, own="on", password=password)
    assert page.status_code == 422
    assert words in html_of(page)
    assert not password or password not in html_of(page)
    assert ("Type it again: a password that was typed is not shown." in html_of(page)) == bool(password)
    assert not Change.objects.filter(collection=Credential(credential_list=phones).collection).exists()


def test_a_good_password_beside_a_bad_name_is_not_shown_either(visitor: Client, phones: CredentialList) -> None:
    page = make(visitor, phones, "front desk", own="on", password=PASSWORD)
    assert page.status_code == 422
    assert "Username must not have a space" in html_of(page)
    assert PASSWORD not in html_of(page)
    assert "Type it again: a password that was typed is not shown." in html_of(page)


def test_a_password_that_was_typed_and_perhaps_not_meant_is_asked_about(
    visitor: Client, phones: CredentialList
) -> None:
    page = make(visitor, phones, password=PASSWORD)
    assert page.status_code == 422
    assert "to use what you typed, or leave it blank" in html_of(page)


def test_a_username_is_read_as_people_paste_it(visitor: Client, phones: CredentialList) -> None:
    make(visitor, phones, " sip:Desk-1 ")
    assert Credential.objects.get().username == "Desk-1"


def test_a_username_that_is_there_is_named(visitor: Client, phones: CredentialList, desk: Credential) -> None:
    page = make(visitor, phones)
    assert page.status_code == 422
    assert "desk is on this list already" in html_of(page)


def test_the_preview_masks_the_password_and_sends_nothing(visitor: Client, phones: CredentialList) -> None:
    page = make(visitor, phones, own="on", password=PASSWORD, preview="1")
    assert page.status_code == 200
    assert page.context["preview"].shown == {"Username": "desk", "Password": "***"}
    assert PASSWORD not in html_of(page)
    assert not Credential.objects.exists()


def test_the_live_preview_does_without_the_password(visitor: Client, phones: CredentialList) -> None:
    typed = {"username": "desk", "own": "on"}
    page = visitor.post(reverse("credential-new-preview", args=[phones.sid]), typed)
    assert page.context["preview"].shown == {"Username": "desk", "Password": "***"}
    lacking = visitor.post(reverse("credential-new-preview", args=[phones.sid]), {"username": "", "own": "on"})
    assert "Enter a username" in html_of(lacking)


def test_the_page_of_the_change_shows_that_a_password_was_sent_and_not_which(
    visitor: Client, phones: CredentialList
) -> None:
    make(visitor, phones)
    page = visitor.get(Change.objects.latest("pk").get_absolute_url())
    assert page.context["request_sent"].values == {"Username": "desk", "Password": "***"}


# What comes of making one


def test_a_refusal_comes_back_onto_the_form(visitor: Client, phones: CredentialList) -> None:
    weather.refuse(21242, method="POST")
    page = make(visitor, phones, own="on", password=PASSWORD)
    assert page.status_code == 422
    assert "can hold no more credentials" in html_of(page)
    assert PASSWORD not in html_of(page)
    assert "Type it again" in html_of(page)


def test_a_lost_answer_leads_to_the_change_and_says_to_rotate(
    visitor: Client, phones: CredentialList, nowhere: Callable[..., None]
) -> None:
    weather.cut(method="POST")
    answer = make(visitor, phones, own="on", password=PASSWORD)
    change = Change.objects.latest("pk")
    assert change.state == "unknown"
    assert (answer.status_code, answer["Location"]) == (303, change.get_absolute_url())
    page = visitor.get(answer["Location"])
    assert "so its password is not shown. Once it is there, rotate the password" in html_of(page)
    nowhere(PASSWORD, answer, page)


@pytest.mark.parametrize("how", [weather.cut, weather.html, weather.half])
def test_what_was_found_afterwards_shows_no_password_and_offers_to_rotate(
    visitor: Client, phones: CredentialList, how: Callable[..., object], nowhere: Callable[..., None]
) -> None:
    how(method="POST", **({} if how is weather.half else {"after": True}))
    page = make(visitor, phones, own="on", password=PASSWORD)
    assert Change.objects.latest("pk").state == "applied"
    assert "Its answer was lost" in html_of(page)
    assert f'href="{rotating(Credential.objects.get())}"' in html_of(page)
    nowhere(PASSWORD, page)


def test_without_a_connection_the_page_says_so(
    visitor: Client, real_account: Account, operator: User, settings: Any
) -> None:
    on = CredentialList.objects.create(
        account=real_account, sid="CL" + "1" * 32, friendly_name="Phones", seen_at="2026-03-02T12:00Z"
    )
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    page = make(visitor, on, own="on", password=PASSWORD)
    assert page.status_code == 503
    assert "nothing was sent" in html_of(page).lower()
    assert PASSWORD not in html_of(page)


def test_while_another_change_of_it_is_open_nothing_is_sent(visitor: Client, phones: CredentialList) -> None:
    collection = Credential(credential_list=phones).collection
    rival = Change.objects.create(
        account=phones.account, collection=collection, key="desk", action="create", state="unknown", actor_name="ann"
    )
    page = make(visitor, phones)
    assert page.status_code == 422
    assert "ann has asked for desk already" in html_of(page)
    assert rival.get_absolute_url() in html_of(page)


def test_a_list_that_is_gone_takes_no_credential(visitor: Client, phones: CredentialList) -> None:
    CredentialList.objects.all().mark_gone()
    answer = visitor.post(new(phones), {"username": "desk"})
    assert answer["Location"] == phones.get_absolute_url()
    assert not Credential.objects.exists()


def test_an_onlooker_may_neither_make_nor_rotate(client: Client, desk: Credential, onlooker: User) -> None:
    client.force_login(onlooker)
    before = Change.objects.count()
    for address in (new(desk.credential_list), rotating(desk)):
        assert client.get(address).status_code == client.post(address).status_code == 403
    assert Change.objects.count() == before


def test_a_session_that_ended_keeps_the_name_and_no_password(
    client: Client, phones: CredentialList, operator: User, nowhere: Callable[..., None]
) -> None:
    client.force_login(operator)
    typed = sent_by(client.get(new(phones))) | {"username": "desk", "own": "on", "password": PASSWORD}
    client.logout()
    page = client.post(new(phones), typed, headers={"origin": "http://testserver", "accept": "text/html"}, follow=True)
    nowhere(PASSWORD, page)


# Rotating


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


def before_today(desk: Credential) -> None:
    """Let it have been made, and last changed, long before it is rotated."""
    there = Resource.objects.get(sid=desk.sid)
    there.body |= dict.fromkeys(("date_created", "date_updated"), "Mon, 20 Jul 2015 17:27:10 +0000")
    there.save()


def test_a_rotation_that_was_found_afterwards_shows_no_password(
    visitor: Client, desk: Credential, nowhere: Callable[..., None]
) -> None:
    before_today(desk)
    weather.cut(after=True, method="POST")
    page = rotate(visitor, desk, own="on", password=PASSWORD)
    assert Change.objects.latest("pk").was_found
    assert "Its answer was lost" in html_of(page)
    assert "Rotate password" in html_of(page)
    nowhere(PASSWORD, page)


def test_a_rotation_of_unknown_outcome_leads_to_the_change_and_back_to_rotating(
    visitor: Client, desk: Credential, nowhere: Callable[..., None]
) -> None:
    before_today(desk)
    weather.cut(method="POST")
    answer = rotate(visitor, desk, own="on", password=PASSWORD)
    change = Change.objects.latest("pk")
    assert (change.state, answer["Location"]) == ("unknown", change.get_absolute_url())
    html = html_of(visitor.get(answer["Location"]))
    assert "Nobody knows which password desk has" in html
    assert f'<a href="{rotating(desk)}">rotate the password again</a>' in html
    nowhere(PASSWORD, answer)


def test_a_rotation_that_nobody_can_judge_says_to_rotate_again(visitor: Client, desk: Credential) -> None:
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


# A mistake of ours


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


# Which are to be rotated


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
    before_today(unknown)
    weather.cut(method="POST")
    rotate(visitor, unknown)
    weather.cut(after=True, method="POST")
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
    before_today(desk)
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


@pytest.mark.parametrize("count", [1, 50])
def test_it_is_told_with_two_queries(
    phones: CredentialList, operator: User, django_assert_num_queries: Any, count: int
) -> None:
    rows = [credential(phones, operator, f"desk-{number}") for number in range(count)]
    with django_assert_num_queries(2):
        assert services.to_be_rotated(rows, operator) == {}


@pytest.mark.parametrize("count", [1, 20])
def test_the_answer_asks_the_database_alike_for_one_domain_and_for_many(
    visitor: Client, phones: CredentialList, operator: User, count: int
) -> None:
    for number in range(count):
        map_list(created(operator, domain_name=f"acme-{number}.sip.twilio.com"), phones, operator)
    make(visitor, phones, "warm-up")
    typed = sent_by(visitor.get(new(phones))) | {"username": "desk"}
    with CaptureQueriesContext(connection) as asked:
        visitor.post(new(phones), typed)
    mappings = [query for query in asked.captured_queries if "mapping" in query["sql"]]
    assert len(mappings) == 2
