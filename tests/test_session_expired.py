"""A session that ends while a form is filled in loses nothing, and gives nothing away."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from domains.models import Change, SipDomain, User
from domains.views import kept

SECRET = "hunter2"
TYPED = {
    "attempt": "attempt-of-this-form",
    "domain_name": "front_desk ",
    "friendly_name": "Front “desk”",
    "voice_url": f"https://me:{SECRET}@voice.example.com/calls?a=b&c=d#rc=2",
    "voice_method": "GET",
    "secure": "on",
}
PAIR = {"username": "operator", "password": "operator's password"}
SENTENCE = "You were signed out. This is what you had typed; nothing was sent."


@pytest.fixture
def wary() -> Client:
    """A browser whose forms are checked for their token."""
    return Client(enforce_csrf_checks=True)


def hidden(response: Any, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def sign_in(client: Client, page: Any, **changed: str) -> Any:
    """Fill in the page of signing in, with what it carries."""
    return client.post(
        "/accounts/login/", {"next": hidden(page, "next"), "kept": hidden(page, "kept"), **PAIR, **changed}
    )


def test_what_was_typed_is_there_again_after_signing_in(client: Client, operator: User) -> None:
    asked = client.post("/domains/new/", TYPED)
    assert asked.status_code == 401
    assert "What you typed is kept" in asked.content.decode()
    there = sign_in(client, asked)["Location"]
    page = client.get(there)
    form = page.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED | {"secure": True}
    assert form["sip_registration"].value() is False
    assert form.errors == {}
    assert SENTENCE in page.content.decode()
    assert "data-unsaved" in page.content.decode()  # leaving it asks
    assert (SipDomain.objects.count(), Change.objects.count()) == (0, 0)


def test_what_is_sent_then_is_the_very_same_attempt(client: Client, operator: User) -> None:
    client.force_login(operator)
    typed = TYPED | {"domain_name": "front-desk"}
    assert client.post("/domains/new/", typed).status_code == 303
    client.logout()
    page = client.get(sign_in(client, client.post("/domains/new/", typed))["Location"])
    again = {name: page.context["form"][name].value() for name in typed} | {"secure": "on"}
    assert client.post("/domains/new/", again).status_code == 303
    assert Change.objects.count() == 1


def test_a_wrong_password_in_between_loses_nothing(client: Client, operator: User) -> None:
    wrong = sign_in(client, client.post("/domains/new/", TYPED), password="wrong")
    page = client.get(sign_in(client, wrong)["Location"])
    assert page.context["form"]["voice_url"].value() == TYPED["voice_url"]


def test_a_locked_door_in_between_loses_nothing(client: Client, operator: User, settings: Any) -> None:
    settings.AXES_ENABLED = True
    page = client.post("/domains/new/", TYPED)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = sign_in(client, page, password="wrong")
    assert page.status_code == 429
    assert "kept as long as this page stays open" in page.content.decode()
    AccessAttempt.objects.all().delete()
    back = client.post("/accounts/login/", {"kept": hidden(page, "kept")})
    assert back.context["form"].errors == {}
    assert client.get(sign_in(client, back)["Location"]).context["form"]["domain_name"].value() == "front_desk "


def test_no_secret_comes_into_an_address_a_cookie_a_log_or_a_failed_sign_in(
    client: Client, operator: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.AXES_ENABLED = True
    asked = client.post("/domains/new/", TYPED)
    sealed = hidden(asked, "kept")
    wrong = sign_in(client, asked, password="wrong")
    attempt = str(AccessAttempt.objects.values_list().get())  # a right password deletes it
    written = [sign_in(client, wrong)["Location"], caplog.text, str(client.cookies), attempt]
    for place in written:
        assert SECRET not in place
        assert sealed not in place
        assert sealed[:40] not in place


def test_nothing_typed_is_stored_before_somebody_has_signed_in(client: Client) -> None:
    client.post("/domains/new/", TYPED)
    assert not Session.objects.exists()


def test_it_is_shown_once(client: Client, operator: User) -> None:
    there = sign_in(client, client.post("/domains/new/", TYPED))["Location"]
    client.get(there)
    again = client.get(there)
    assert again.context["form"]["voice_url"].value() in ("", None)
    assert "is not kept any longer" in again.content.decode()
    assert kept.FIELD not in client.session


def test_another_key_shows_nothing_and_spoils_nothing(client: Client, operator: User) -> None:
    there = sign_in(client, client.post("/domains/new/", TYPED))["Location"]
    assert client.get("/domains/new/?resume=guessed").context["form"]["voice_url"].value() in ("", None)
    assert client.get(there).context["form"]["voice_url"].value() == TYPED["voice_url"]


def test_what_is_never_asked_for_is_forgotten(client: Client, operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, client.post("/domains/new/", TYPED))
    assert kept.FIELD in client.session
    monkeypatch.setattr(kept, "WAITING_SECONDS", -1)
    client.get("/changes/")
    assert kept.FIELD not in client.session


def test_passwords_and_tokens_are_not_kept() -> None:
    request = RequestFactory().post(
        "/accounts/password/", {"old_password": "a", "new_password1": "b", "csrfmiddlewaretoken": "c", "next": "/x/"}
    )
    assert kept.typed_in(request, signed_out=True) is None


def test_what_is_too_much_is_not_kept() -> None:
    request = RequestFactory().post("/domains/new/", {"friendly_name": "x" * (kept.LONGEST + 1)})
    assert kept.typed_in(request, signed_out=True) is None


def test_what_somebody_changed_is_not_taken(client: Client, operator: User) -> None:
    sealed = hidden(client.post("/domains/new/", TYPED), "kept")
    done = client.post("/accounts/login/", {**PAIR, "kept": sealed[:-1] + ("A" if sealed[-1] != "A" else "B")})
    assert done["Location"] == "/"


def test_what_is_older_than_a_shift_is_not_taken(
    client: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = client.post("/domains/new/", TYPED)
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1)
    assert sign_in(client, asked)["Location"] == "/domains/new/"


def test_the_rest_of_the_address_survives(client: Client, operator: User) -> None:
    asked = client.post("/domains/new/?colour=green", TYPED)
    there = urlsplit(sign_in(client, asked)["Location"])
    assert there.path == "/domains/new/"
    assert parse_qs(there.query).keys() == {"colour", "resume"}
    page = client.get(there.geturl())
    assert page.context["form"]["voice_url"].value() == TYPED["voice_url"]


def test_a_pressed_button_leads_back_to_its_page(client: Client) -> None:
    response = client.post("/changes/1/check/", headers={"referer": "http://testserver/changes/1/?state=unknown"})
    assert response["Location"] == "/accounts/login/?" + urlencode({"next": "/changes/1/?state=unknown"}, safe="/")


def test_a_pressed_button_leads_to_no_other_site(client: Client) -> None:
    response = client.post("/changes/1/check/", headers={"referer": "http://evil.example/changes/1/"})
    assert response["Location"] == "/accounts/login/?next=/changes/1/check/"


@pytest.mark.parametrize("header", [{"x-fragment": "1"}, {"sec-fetch-dest": "empty"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_is_told_plainly(client: Client, header: dict[str, str], method: str) -> None:
    response = getattr(client, method)("/domains/new/", headers=header)
    assert (response.status_code, response["Content-Type"]) == (401, "text/plain")


def test_django_admin_which_takes_nothing_up_again_asks_without_a_promise(client: Client) -> None:
    response = client.post("/admin/domains/sipdomain/", TYPED)
    assert response["Location"] == "/accounts/login/?next=/admin/domains/sipdomain/"


def test_who_is_signed_in_is_not_led_in_a_circle(client: Client, operator: User) -> None:
    client.force_login(operator)
    response = client.get("/accounts/login/?next=/accounts/login/")
    assert (response.status_code, response["Location"]) == (302, "/")


def test_who_is_signed_out_already_may_sign_out(client: Client) -> None:
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"


class TestATokenOfBefore:
    """Somebody signed in or out in another tab: the token of this one is worn."""

    @pytest.fixture
    def visitor(self, wary: Client, operator: User) -> Client:
        wary.force_login(operator)
        return wary

    def test_what_was_typed_is_kept_and_one_button_goes_on(self, visitor: Client) -> None:
        page = visitor.post("/domains/new/", TYPED, headers={"origin": "http://testserver"})
        assert page.status_code == 403
        assert "nothing was sent to Twilio" in page.content.decode()
        token = hidden(page, "csrfmiddlewaretoken")
        went = visitor.post("/accounts/login/", {"kept": hidden(page, "kept"), "csrfmiddlewaretoken": token})
        form = visitor.get(went["Location"])
        assert form.context["form"]["voice_url"].value() == TYPED["voice_url"]
        assert kept.SHOWN in form.content.decode()
        assert "You were signed out" not in form.content.decode()
        assert not Change.objects.exists()

    def test_who_is_signed_out_signs_in_first(self, wary: Client, operator: User) -> None:
        page = wary.post("/domains/new/", TYPED, headers={"origin": "http://testserver"})
        token = hidden(page, "csrfmiddlewaretoken")
        asked = wary.post("/accounts/login/", {"kept": hidden(page, "kept"), "csrfmiddlewaretoken": token})
        assert asked.context["form"].errors == {}
        done = sign_in(wary, asked, csrfmiddlewaretoken=hidden(asked, "csrfmiddlewaretoken"))
        assert wary.get(done["Location"]).context["form"]["voice_url"].value() == TYPED["voice_url"]

    def test_who_signed_in_elsewhere_goes_on_from_the_page_of_signing_in(self, visitor: Client) -> None:
        carried = kept.Kept("/domains/new/", urlencode(TYPED), signed_out=True).sealed()
        page = visitor.post("/accounts/login/", {**PAIR, "kept": carried}, headers={"origin": "http://testserver"})
        token = hidden(page, "csrfmiddlewaretoken")
        went = visitor.post("/accounts/login/", {"kept": hidden(page, "kept"), "csrfmiddlewaretoken": token})
        assert visitor.get(went["Location"]).context["form"]["voice_url"].value() == TYPED["voice_url"]

    @pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {}])
    def test_a_stranger_lays_nothing_before_an_operator(self, visitor: Client, headers: dict[str, str]) -> None:
        page = visitor.post("/domains/new/", TYPED, headers=headers)
        assert page.status_code == 403
        assert hidden(page, "kept") == ""
        assert "example.com/calls" not in page.content.decode()

    def test_a_name_and_a_password_are_not_kept(self, wary: Client) -> None:
        page = wary.post("/accounts/login/", PAIR, headers={"origin": "http://testserver"})
        assert page.status_code == 403
        assert hidden(page, "kept") == ""

    def test_a_script_is_told_plainly(self, visitor: Client) -> None:
        response = visitor.post("/domains/new/", TYPED, headers={"x-fragment": "1"})
        assert (response.status_code, response["Content-Type"]) == (403, "text/plain")


def test_the_weather_is_kept_too(client: Client, superuser: User) -> None:
    typed = {"kind": "refuse", "method": "POST", "left": "3", "code": "21232"}
    asked = client.post("/sandbox/weather/", typed)
    done = sign_in(client, asked, username="superuser", password="superuser's password")
    form = client.get(done["Location"]).context["form"]
    assert {name: form[name].value() for name in typed} == typed
