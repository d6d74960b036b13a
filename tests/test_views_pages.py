"""The other pages: overview, changes, the sandbox, health, errors."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.html import strip_tags
from django.views.defaults import server_error

from domains.models import Account, User

from .reading import html_of


def test_the_overview_of_an_empty_installation_says_what_to_do_next(visitor: Client) -> None:
    html = html_of(visitor.get("/"))
    assert "Sandbox" in html
    assert 'href="/domains/new/"' in html


def test_the_overview_counts_and_shows_what_happened_last(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme"})
    page = visitor.get("/")
    assert (page.context["total"], page.context["ready"].number) == (1, 0)
    assert "acme.sip.twilio.com" in strip_tags(html_of(page))


def test_every_page_names_the_connection(visitor: Client, real_account: Account) -> None:
    for address in ("/", "/domains/", "/domains/new/", "/changes/", "/accounts/password/"):
        html = html_of(visitor.get(address))
        assert real_account.sid in html, address
        assert "us1" in html, address
        assert "Sandbox" not in html, address


def test_every_page_says_when_it_is_the_sandbox(visitor: Client) -> None:
    for address in ("/", "/domains/", "/domains/new/", "/changes/", "/sandbox/", "/accounts/password/"):
        assert "SANDBOX" in html_of(visitor.get(address)), address


def test_the_sandboxs_page_shows_a_command_that_can_be_run(visitor: Client) -> None:
    html = html_of(visitor.get("/sandbox/?from=elsewhere"))
    assert f"http://testserver/sandbox/2010-04-01/Accounts/AC{'0' * 32}/SIP/Domains.json" in html
    assert "curl" in html


def test_with_credentials_the_sandbox_has_no_page_and_no_door(visitor: Client, real_account: Account) -> None:
    assert visitor.get("/sandbox/").status_code == 404
    assert visitor.get(f"/sandbox/2010-04-01/Accounts/AC{'0' * 32}/SIP/Domains.json").status_code == 404


def test_health_is_told_to_anyone_and_asks_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, html_of(response)) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/domains/",
        "/domains/new/",
        f"/domains/SD{'0' * 32}/",
        "/changes/",
        "/changes/1/",
        "/background/",
        "/sandbox/",
        "/sandbox/weather/",
        "/how-it-works/",
        "/accounts/password/",
    ],
)
def test_a_stranger_is_asked_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


def test_signing_in_leads_to_where_one_wanted_to_go(client: Client, operator: User) -> None:
    response = client.post(
        "/accounts/login/?next=/domains/", {"username": "operator", "password": "operator's password"}
    )
    assert response["Location"] == "/domains/"
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/domains/").status_code == 302


def test_signing_in_leads_to_no_other_site(client: Client, operator: User) -> None:
    response = client.post(
        "/accounts/login/?next=https://evil.example/", {"username": "operator", "password": "operator's password"}
    )
    assert response["Location"] == "/"


def test_a_password_can_be_changed(visitor: Client, operator: User) -> None:
    new = "a long and quite new one 7"
    typed = {"old_password": "operator's password", "new_password1": new, "new_password2": new}
    assert visitor.post("/accounts/password/", typed)["Location"] == "/accounts/password/done/"
    operator.refresh_from_db()
    assert operator.check_password(new)


@pytest.mark.parametrize("door", ["/accounts/login/", "/admin/login/"])
def test_failed_sign_ins_are_throttled(client: Client, operator: User, settings: Any, door: str) -> None:
    settings.AXES_ENABLED = True
    statuses = [
        client.post(door, {"username": "operator", "password": "wrong"}).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert statuses == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    right = client.post(door, {"username": "operator", "password": "operator's password"})
    assert right.status_code == 429
    elsewhere = client.post(door, {"username": "operator", "password": "operator's password"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code in (200, 302)  # 200: the operator is no staff, and /admin/ says so


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/admin/login/", "/healthz", "/nowhere/"])
def test_every_page_has_the_strict_policy(visitor: Client, address: str) -> None:
    policy = visitor.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_our_own_words_for_what_is_not_found(visitor: Client) -> None:
    response = visitor.get("/nowhere/")
    assert response.status_code == 404
    assert "/domains/" in html_of(response)


def test_an_error_of_ours_is_admitted_without_a_database(client: Client) -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "<title>" in html_of(response)
