"""The pages of everything that goes wrong, as people meet them, are for everyone too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from ..installation import Installation
from .conftest import sign_in
from .test_every_page import look


@pytest.fixture(params=["light", "dark"])
def lit(request: pytest.FixtureRequest, page: Page) -> Page:
    page.emulate_media(color_scheme=request.param)
    return page


@pytest.fixture
def operators(lit: Page, signed_in: Any) -> Page:
    """The page of somebody who is signed in."""
    lit.context.add_cookies(signed_in["cookies"])
    return lit


def lose_the_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_signing_in_with_what_was_typed(operators: Page) -> None:
    operators.goto("/domains/new/")
    lose_the_session(operators)
    operators.get_by_role("button", name="Create SIP domain").click()
    expect(operators.get_by_text("What you typed is kept")).to_be_visible()
    look(operators)


def test_a_form_with_a_worn_token(operators: Page) -> None:
    operators.goto("/domains/new/")
    operators.context.clear_cookies(name="csrftoken")
    operators.get_by_role("button", name="Create SIP domain").click()
    expect(operators.get_by_role("button", name="Go on with what I typed")).to_be_visible()
    look(operators)


def test_a_button_with_a_worn_token(operators: Page) -> None:
    operators.goto("/background/")
    operators.context.clear_cookies(name="csrftoken")
    operators.locator("details.menu summary").click()
    operators.get_by_role("button", name="Sign out").click()
    expect(operators.get_by_role("heading", name="This page was opened before you signed in")).to_be_visible()
    look(operators)
    operators.get_by_role("link", name="Go back to the page").click()
    expect(operators).to_have_url(re.compile("/background/$"))


def test_a_page_with_no_visitors(operators: Page) -> None:
    operators.goto("/changes/1/check/")
    expect(operators.get_by_role("heading", name="This address takes no visitors")).to_be_visible()
    look(operators)
    expect(operators.get_by_role("link", name="Go to the page with the button")).to_have_attribute(
        "href", "/changes/1/"
    )


def test_an_address_that_a_stranger_mistyped(lit: Page) -> None:
    lit.goto("/nowhere/")
    expect(lit.get_by_role("navigation")).to_have_count(0)
    look(lit)


@pytest.fixture(scope="session")
def onlooker(dashboard: Installation) -> str:
    """The name and password of somebody who may look."""
    code = "from domains.models import User; User.objects.create_user('onlooker', password='onlooker')"
    done = dashboard.manage("shell", "-c", code)
    assert done.returncode == 0, done.stderr
    return "onlooker"


def test_what_one_may_not_do(lit: Page, onlooker: str) -> None:
    lit.goto("/domains/")
    sign_in_as(lit, onlooker, onlooker)
    expect(lit).to_have_url(re.compile("/domains/$"))
    lit.evaluate("location.href = '/domains/new/'")
    expect(lit.get_by_text("the permission “Can add SIP domain”")).to_be_visible()
    look(lit)
    lit.get_by_role("link", name="Go back").click()
    expect(lit).to_have_url(re.compile("/domains/$"))


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_closed_door(page: Page, light: Any) -> None:
    page.emulate_media(color_scheme=light)
    page.goto("/accounts/login/")
    for _ in range(6):  # the last ones meet the closed door
        if page.get_by_role("heading", name="Sign-in is paused").count():
            break
        sign_in_as(page, f"nobody-{light}", "wrong")
    expect(page.get_by_role("heading", name="Sign-in is paused")).to_be_visible()
    look(page)


@pytest.mark.parametrize(
    ("heading", "host", "fields"),
    [("No dashboard at this host", "elsewhere.example", 0), ("That is more than is taken at once", "127.0.0.1", 1001)],
)
def test_what_cannot_be_read(lit: Page, dashboard: Installation, heading: str, host: str, fields: int) -> None:
    typed = {f"field-{number}": "" for number in range(fields)}
    cookies = {"csrftoken": "a" * 32}
    address = f"{dashboard.url}/accounts/login/"
    said = requests.post(address, typed, headers={"Host": host}, cookies=cookies, timeout=10)
    lit.route(  # a browser sends no such thing from our pages, so it is shown what a machine was told
        "**/unreadable/", lambda route: route.fulfill(status=400, body=said.content, content_type="text/html")
    )
    lit.goto("/unreadable/")
    expect(lit.get_by_role("heading", name=heading)).to_be_visible()
    look(lit)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Installation, Page]]:
    """A dashboard whose database lacks a table, and a page of its operator."""
    with Installation(tmp_path_factory.mktemp("broken")) as installation:
        context = browser.new_context(base_url=installation.start().url)
        page = context.new_page()
        page.goto("/background/")
        sign_in(page, installation)
        page.wait_for_url("**/background/")
        code = "from django.db import connection as c; c.cursor().execute('ALTER TABLE domains_account RENAME TO gone')"
        done = installation.manage("shell", "-c", code)
        assert done.returncode == 0, done.stderr
        yield installation, page
        context.close()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_mistake_of_ours(broken: tuple[Installation, Page], light: Any) -> None:
    installation, page = broken
    page.emulate_media(color_scheme=light)
    page.goto("/domains/")
    expect(page.get_by_role("heading", name="Something went wrong in the dashboard")).to_be_visible()
    look(page)
    reference = page.locator("#reference").inner_text()
    assert f"/domains/ (reference {reference})\nTraceback" in installation.logged


def sign_in_as(page: Page, username: str, password: str) -> None:
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
