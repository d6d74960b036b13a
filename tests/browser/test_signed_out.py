"""What becomes of a form when somebody is signed out while they fill it in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..installation import Installation
from .conftest import sign_in

VOICE_URL = "https://me:pass%20word@voice.example.com/calls?a=b&c=d#rc=2"


@pytest.fixture
def no_script(browser: Browser, dashboard: Installation, signed_in: Any) -> Iterator[Page]:
    """A page of somebody who is signed in, where no script runs."""
    context = browser.new_context(base_url=dashboard.url, java_script_enabled=False, storage_state=signed_in)
    yield context.new_page()
    context.close()


def fill_in(page: Page, name: str) -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_label("Friendly name").fill("Front “desk” & co")
    page.get_by_label("Voice URL", exact=True).fill(VOICE_URL)
    page.get_by_label("Voice method", exact=True).select_option("GET")
    page.get_by_label("Secure media").check()


def expect_everything(page: Page, name: str) -> None:
    expect(page.get_by_label("Domain name")).to_have_value(name)
    expect(page.get_by_label("Friendly name")).to_have_value("Front “desk” & co")
    expect(page.get_by_label("Voice URL", exact=True)).to_have_value(VOICE_URL)
    expect(page.get_by_label("Voice method", exact=True)).to_have_value("GET")
    expect(page.get_by_label("Secure media")).to_be_checked()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="nothing was sent")).to_be_visible()
    assert "pass" not in page.url
    assert "pass" not in str(page.context.cookies())


def create(page: Page) -> None:
    page.get_by_role("button", name="Create SIP domain").click()


def expect_exactly_one(page: Page, dashboard: Installation, name: str) -> None:
    expect(page).to_have_url(re.compile(r"/domains/SD[0-9a-f]{32}/"))
    page.goto(f"/domains/?q={name}")
    expect(page.get_by_role("link", name=f"{name}.sip.twilio.com")).to_have_count(1)
    page.goto("/changes/")
    expect(page.get_by_role("link", name=f"Create {name}.sip.twilio.com")).to_have_count(1)
    assert "pass%20word" not in dashboard.logged


def lose_the_session(context: BrowserContext) -> None:
    context.clear_cookies(name="sessionid")


def mistype_the_password(page: Page, dashboard: Installation) -> None:
    page.get_by_label("Username").fill(dashboard.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("this pair is not one")


def lose_it_and_come_back(page: Page, dashboard: Installation, name: str) -> None:
    fill_in(page, name)
    lose_the_session(page.context)
    create(page)
    expect(page.get_by_role("status").filter(has_text="What you typed is kept")).to_be_visible()
    mistype_the_password(page, dashboard)
    expect(page.get_by_role("status").filter(has_text="What you typed is kept")).to_be_visible()
    sign_in(page, dashboard)
    expect(page).to_have_url(re.compile("/domains/new/"))
    expect_everything(page, name)
    create(page)
    expect_exactly_one(page, dashboard, name)


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(
    operator_page: Page, dashboard: Installation
) -> None:
    lose_it_and_come_back(operator_page, dashboard, "session-lost")


def test_so_without_a_script(no_script: Page, dashboard: Installation) -> None:
    lose_it_and_come_back(no_script, dashboard, "session-lost-without-script")


def test_what_was_kept_is_previewed_at_once(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    fill_in(page, "kept-and-previewed")
    lose_the_session(page.context)
    create(page)
    sign_in(page, dashboard)
    expect(page.get_by_role("region", name="Body")).to_contain_text("DomainName=kept-and-previewed.sip.twilio.com")


def sign_in_anew_in_another_tab(page: Page, dashboard: Installation) -> None:
    lose_the_session(page.context)
    other = page.context.new_page()
    other.goto("/accounts/login/")
    sign_in(other, dashboard)
    other.wait_for_url(f"{dashboard.url}/")
    other.close()


def worn_token_and_back(page: Page, dashboard: Installation, name: str) -> None:
    fill_in(page, name)
    sign_in_anew_in_another_tab(page, dashboard)
    create(page)
    expect(page.get_by_role("heading", name="This form was opened before you signed in")).to_be_visible()
    page.get_by_role("button", name="Go on with what I typed").click()
    expect(page).to_have_url(re.compile("/domains/new/"))
    expect_everything(page, name)
    create(page)
    expect_exactly_one(page, dashboard, name)


def test_signing_in_anew_in_another_tab_loses_nothing(operator_page: Page, dashboard: Installation) -> None:
    worn_token_and_back(operator_page, dashboard, "two-tabs")


def test_nor_without_a_script(no_script: Page, dashboard: Installation) -> None:
    worn_token_and_back(no_script, dashboard, "two-tabs-without-script")


def test_signing_in_elsewhere_while_this_tab_asks_loses_nothing(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    fill_in(page, "both-tabs-ask")
    lose_the_session(page.context)
    create(page)
    sign_in_anew_in_another_tab(page, dashboard)
    sign_in(page, dashboard)
    page.get_by_role("button", name="Go on with what I typed").click()
    expect_everything(page, "both-tabs-ask")


def test_the_summary_of_signing_in_leads_to_the_field(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in").click()
    summary = page.get_by_role("group", name="There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter your password.").click()
    expect(page.get_by_label("Password")).to_be_focused()
