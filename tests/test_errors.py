"""Everything that goes wrong has a page that says what happened, whether anything was sent, and what to do next."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection
from django.test import Client

from domains.models import Change, User
from domains.views import ways

from .reading import html_of

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NAVIGATION = '<nav class="nav"'


@pytest.fixture
def no_database() -> Iterator[None]:
    """Every query fails, as with a server that is down."""

    def fail(execute: Callable[..., Any], *args: Any) -> Any:
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form has a mistake of ours."""

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise ZeroDivisionError("a mistake of ours")

    monkeypatch.setattr("domains.views.domain_form.account_of", fail)


def reference_in(html: str) -> str:
    found = re.search(r'id="reference">([2-9A-Z]{4}-[2-9A-Z]{4})<', html)
    assert found, html
    return found[1]


class TestAMistakeOfOurs:
    @pytest.fixture(autouse=True)
    def as_a_browser_meets_it(self, client: Client) -> None:
        client.raise_request_exception = False

    def test_it_has_a_reference_that_is_in_the_log_with_the_traceback(
        self, visitor: Client, broken: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        response = visitor.get("/domains/new/")
        assert response.status_code == 500
        reference = reference_in(html_of(response))
        (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
        assert f"/domains/new/ (reference {reference})" in record.getMessage()
        assert record.exc_info is not None

    def test_each_has_a_reference_of_its_own(self, visitor: Client, broken: None) -> None:
        pages = [html_of(visitor.get("/domains/new/")) for _ in range(2)]
        assert len({reference_in(page) for page in pages}) == 2

    def test_its_page_needs_no_database(
        self, visitor: Client, no_database: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        for address in ("/", "/domains/", "/nowhere/"):
            caplog.clear()
            response = visitor.get(address)
            assert response.status_code == 500
            reference = reference_in(html_of(response))
            assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)

    def test_its_page_shows_no_navigation_and_no_detail(self, visitor: Client, broken: None) -> None:
        html = html_of(visitor.get("/domains/new/"))
        assert NAVIGATION not in html
        assert "ZeroDivisionError" not in html
        assert "a mistake of ours" not in html

    def test_who_only_looked_has_changed_nothing(self, visitor: Client, broken: None) -> None:
        assert "nothing was changed at Twilio" in html_of(visitor.get("/domains/new/"))

    def test_who_sent_something_is_led_to_what_was_sent(self, visitor: Client, broken: None) -> None:
        html = html_of(visitor.post("/domains/new/", {"domain_name": "acme"}))
        assert "nothing was changed" not in html
        assert "look under Changes" in html
        assert 'href="/changes/"' in html


class TestWhatCannotBeRead:
    def test_a_host_of_somebody_elses(self, client: Client) -> None:
        response = client.get("/", headers={"host": "evil.example"})
        assert response.status_code == 400
        html = html_of(response)
        assert "Nothing was sent to Twilio" in html
        assert "ALLOWED_HOSTS" in html
        assert "testserver" not in html
        assert "evil.example" not in html

    def test_more_fields_than_are_taken(self, visitor: Client, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
        response = visitor.post("/domains/new/", {f"field_{number}": "x" for number in range(4)})
        assert response.status_code == 413
        assert "nothing was sent to Twilio" in html_of(response)

    def test_more_bytes_than_are_taken(self, visitor: Client, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
        response = visitor.post(
            "/domains/new/", "friendly_name=" + "x" * 20, content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 413

    def test_what_is_no_form(self, visitor: Client) -> None:
        response = visitor.post("/domains/new/", b"no parts", content_type="multipart/form-data; boundary=a\x01b")
        assert response.status_code == 400
        assert "cannot be read" in html_of(response)
        assert NAVIGATION not in html_of(response)


class TestWhatOneMayNotDo:
    @pytest.fixture
    def visitor(self, client: Client, onlooker: User) -> Client:
        client.force_login(onlooker)
        return client

    def test_the_permission_is_named_as_django_admin_names_it(self, visitor: Client) -> None:
        response = visitor.get("/domains/new/")
        assert response.status_code == 403
        html = html_of(response)
        permission = Permission.objects.get(codename="add_sipdomain", content_type__app_label="domains")
        assert f"the permission “{permission.name}”" in html
        assert "<strong>onlooker</strong>" in html
        assert "Nothing was sent to Twilio" in html

    def test_so_is_being_an_administrator(self, visitor: Client) -> None:
        response = visitor.get("/sandbox/weather/")
        assert response.status_code == 403
        assert "being an administrator" in html_of(response)

    def test_a_link_leads_back_to_where_one_was(self, visitor: Client) -> None:
        html = html_of(visitor.get("/domains/new/", headers={"referer": "http://testserver/domains/?q=desk&page=2"}))
        assert 'href="/domains/?q=desk&amp;page=2"' in html

    def test_no_link_leads_to_another_site(self, visitor: Client) -> None:
        html = html_of(visitor.get("/domains/new/", headers={"referer": "https://evil.example/domains/"}))
        assert "evil.example" not in html
        assert "Go back" not in html

    def test_nothing_happens(self, visitor: Client) -> None:
        assert visitor.post("/domains/new/", {"domain_name": "acme"}).status_code == 403
        assert not Change.objects.exists()


class TestWhatIsNotThere:
    def test_who_is_signed_in_is_led_to_the_domains(self, visitor: Client) -> None:
        response = visitor.get("/nowhere/")
        assert response.status_code == 404
        html = html_of(response)
        assert "typing mistake" in html
        assert NAVIGATION in html
        assert 'href="/domains/"' in html

    def test_a_domain_that_has_gone_is_told_from_a_typing_mistake(self, visitor: Client) -> None:
        html = html_of(visitor.get(f"/domains/SD{'0' * 32}/"))
        assert "has gone from the dashboard" in html
        assert "Nothing was changed at Twilio" in html

    def test_a_stranger_sees_no_navigation(self, client: Client) -> None:
        html = html_of(client.get("/nowhere/"))
        assert NAVIGATION not in html
        assert "/domains/" not in html
        assert 'href="/accounts/login/"' in html


class TestAWrongMethod:
    def test_people_get_a_page_that_leads_to_the_one_with_the_button(self, visitor: Client) -> None:
        response = visitor.get("/changes/1/check/", headers=BROWSER)
        assert response.status_code == 405
        assert response["Allow"] == "POST"
        html = html_of(response)
        assert 'href="/changes/1/"' in html
        assert "nothing was sent to Twilio" in html
        assert NAVIGATION in html

    def test_signing_out_by_its_address_too(self, visitor: Client) -> None:
        response = visitor.get("/accounts/logout/", headers=BROWSER)
        assert response.status_code == 405
        assert "This address takes no visitors" in html_of(response)

    def test_machines_get_what_they_got(self, visitor: Client) -> None:
        response = visitor.get("/changes/1/check/", headers={"accept": "*/*"})
        assert (response.status_code, response.content) == (405, b"")

    def test_the_page_above_is_found_and_is_never_the_sandboxs_door(self) -> None:
        assert ways.way_up("/changes/7/check/") == "/changes/7/"
        assert ways.way_up("/accounts/logout/") == "/"
        assert ways.way_up("/sandbox/a/b/c/") == "/sandbox/"
        assert ways.way_up("/nowhere") == "/"


class TestATokenThatDoesNotFit:
    @pytest.fixture
    def visitor(self, operator: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(operator)
        return client

    def test_another_sites_form_is_called_so(self, visitor: Client) -> None:
        html = html_of(
            visitor.post("/domains/new/", {"domain_name": "acme"}, headers={"origin": "http://evil.example"})
        )
        assert "This form came from another site" in html
        assert "nothing was sent to Twilio" in html
        assert "CSRF_TRUSTED_ORIGINS" in html

    def test_a_pressed_button_leads_back_to_its_page(self, visitor: Client) -> None:
        headers = {"origin": "http://testserver", "referer": "http://testserver/changes/1/"}
        response = visitor.post("/changes/1/check/", headers=headers)
        assert response.status_code == 403
        assert 'href="/changes/1/"' in html_of(response)
        assert "What you pressed was not done" in html_of(response)

    def test_no_way_back_leads_to_another_site(self, visitor: Client) -> None:
        headers = {"origin": "http://testserver", "referer": "http://testserver//evil.example/"}
        html = html_of(visitor.post("/changes/1/check/", headers=headers))
        assert "evil.example" not in html
        assert 'href="/changes/1/"' in html

    def test_a_pressed_button_without_a_word_of_where_leads_to_the_page_above(self, visitor: Client) -> None:
        assert 'href="/changes/1/"' in html_of(visitor.post("/changes/1/check/"))


class TestSigningIn:
    def test_a_wrong_pair_is_led_to_the_first_of_its_fields(self, client: Client, operator: User) -> None:
        html = html_of(client.post("/accounts/login/", {"username": "operator", "password": "wrong"}))
        assert re.search(r'<a href="#id_username">Enter the username and password of an account', html)
        assert 'aria-describedby="id_username_error"' in html
        assert "operator" in html
        assert "<title>Error: " in html

    def test_what_is_left_blank_is_asked_for_on_its_field(self, client: Client) -> None:
        response = client.post("/accounts/login/", {"username": "", "password": ""})
        assert response.context["form"].errors == {
            "username": ["Enter your username."],
            "password": ["Enter your password."],
        }
        html = html_of(response)
        assert '<a href="#id_username">Enter your username.</a>' in html
        assert '<a href="#id_password">Enter your password.</a>' in html

    def test_a_stranger_is_told_what_this_is_and_not_what_it_reaches(self, client: Client) -> None:
        html = html_of(client.get("/accounts/login/"))
        assert "A dashboard for Twilio SIP domains." in html
        assert "printed the first password where it was started" in html
        assert "SANDBOX" not in html
        assert "LIVE" not in html

    def test_the_browser_leaves_judging_to_us(self, client: Client) -> None:
        assert "novalidate" in html_of(client.get("/accounts/login/"))

    def test_a_new_password_left_blank_is_asked_for_on_its_field(self, visitor: Client) -> None:
        html = html_of(visitor.post("/accounts/password/", {}))
        for field, words in (
            ("old_password", "Enter your present password."),
            ("new_password1", "Enter a new password."),
            ("new_password2", "Enter the new password again."),
        ):
            assert f'<a href="#id_{field}">{words}</a>' in html
        assert "novalidate" in html

    def test_a_closed_door_keeps_the_page_that_one_wanted(self, client: Client, operator: User, settings: Any) -> None:
        settings.AXES_ENABLED = True
        for _ in range(settings.AXES_FAILURE_LIMIT):
            page = client.post("/accounts/login/", {"username": "operator", "password": "wrong", "next": "/changes/"})
        assert page.status_code == 429
        assert 'href="/accounts/login/?next=/changes/"' in html_of(page)
