"""A credential is made so that whoever asks sees its password once, and nobody ever again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from domains.drawing import piece
from domains.forms import CredentialForm
from domains.models import Account, Change, Credential, CredentialList, User
from domains.sandbox import weather
from domains.twilio import Client as Twilio
from domains.validators import validate_password
from domains.views import kept

from .access import map_list
from .creating import rfc2822
from .edited import created
from .handed_over import PASSWORD, make, new, password_on, rotate, rotating, sent_by
from .reading import html_of
from .test_session_expired import hidden, sign_in
from .twilio_server import TwilioServer, reply

ANSWERED = 201


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


def test_the_change_whose_answer_was_lost_says_to_rotate_until_that_is_done(
    visitor: Client, phones: CredentialList
) -> None:
    weather.cut(after=True, method="POST")
    make(visitor, phones)
    change, link = Change.objects.latest("pk"), f'href="{rotating(Credential.objects.get())}"'
    assert "Nobody can rely on its password" in html_of(visitor.get(change.get_absolute_url()))
    assert link in html_of(visitor.get(change.get_absolute_url()))
    assert password_on(rotate(visitor, Credential.objects.get()))
    for one in Change.objects.all():
        assert "Nobody can rely on its password" not in html_of(visitor.get(one.get_absolute_url()))


def test_the_change_of_a_lost_password_offers_nothing_to_whoever_may_not_rotate(
    visitor: Client, phones: CredentialList, onlooker: User
) -> None:
    weather.cut(after=True, method="POST")
    make(visitor, phones)
    visitor.force_login(onlooker)
    html = html_of(visitor.get(Change.objects.latest("pk").get_absolute_url()))
    assert "Nobody can rely on its password" in html
    assert rotating(Credential.objects.get()) not in html


def test_sending_the_form_again_does_not_say_that_a_lost_answer_was_shown(
    visitor: Client, phones: CredentialList
) -> None:
    typed = sent_by(visitor.get(new(phones))) | {"username": "desk"}
    weather.cut(after=True, method="POST")
    pages = [html_of(visitor.post(new(phones), typed)) for _ in range(2)]
    assert all("Its answer was lost" in page for page in pages)
    assert "the password was shown" not in pages[1]


@pytest.fixture
def real(real_account: Account) -> CredentialList:
    """A list of an account whose Twilio does what a test tells it."""
    row = CredentialList(account=real_account)
    row.reflect({"sid": "CL" + "1" * 32, "friendly_name": "Phones"})
    row.save()
    return row


def test_an_answer_that_cannot_be_read_is_none_whatever_its_status(
    visitor: Client, real: CredentialList, twilio: TwilioServer
) -> None:
    now = rfc2822(timezone.now())
    found = {"sid": "CR" + "1" * 32, "username": "desk", "date_created": now, "date_updated": now}
    twilio.will(reply(201, b"<p>Welcome"), reply(200, {"credentials": [found], "next_page_uri": None}))
    page = make(visitor, real)
    change = Change.objects.get()
    assert (change.state, change.twilio_status, change.was_found) == ("applied", 201, True)
    assert "Its answer was lost" in html_of(page)
    assert password_on(page) == ""


def test_without_a_connection_the_page_says_so(visitor: Client, real: CredentialList, settings: Any) -> None:
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    page = make(visitor, real, own="on", password=PASSWORD)
    assert page.status_code == 503
    assert "nothing was sent" in html_of(page).lower()
    assert PASSWORD not in html_of(page)


def test_what_came_to_nothing_can_be_asked_for_again(visitor: Client, phones: CredentialList) -> None:
    weather.refuse(21242, method="POST")
    make(visitor, phones)
    change = Change.objects.latest("pk")
    again = f"{new(phones)}?from={change.pk}"
    assert f'href="{again}"' in html_of(visitor.get(change.get_absolute_url()))
    assert visitor.get(again).context["form"]["username"].value() == "desk"


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
    visitor: Client, phones: CredentialList, nowhere: Callable[..., None]
) -> None:
    typed = sent_by(visitor.get(new(phones))) | {"username": "desk", "own": "on", "password": PASSWORD}
    visitor.logout()
    asked = visitor.post(new(phones), typed)
    assert asked.status_code == 401
    carried = kept.Kept(**signing.loads(hidden(asked, "kept"), salt="domains.views.kept"))
    assert PASSWORD not in carried.typed
    page = visitor.get(sign_in(visitor, asked)["Location"])
    form = page.context["form"]
    assert (form["username"].value(), form["own"].value(), form["password"].value()) == ("desk", True, None)
    nowhere(PASSWORD, asked, page)


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
