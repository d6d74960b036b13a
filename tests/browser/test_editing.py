"""Editing a domain: with the preview at hand, with consent to what it cuts, and when somebody else was quicker."""

import re

from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ..installation import Installation
from .conftest import sign_in
from .given import behind_the_back, domain_of


def test_a_voice_url_is_changed_at_night(operator_page: Page) -> None:
    page = operator_page
    domain_of(page, "night-shift", Voice_URL="https://me:secret@voice.example.com/calls/day")

    # from its page to the form, which shows no secret
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Edit night-shift.sip.twilio.com")
    expect(page.get_by_text("There is nothing to change, so nothing would be sent.")).to_be_visible()
    url = page.get_by_label("Voice URL", exact=True)
    expect(url).to_have_value("https://***@voice.example.com/calls/day")

    # what would be sent follows what is typed, and what it cuts is said there
    url.fill("https://***@voice.example.com/calls/night")
    preview = page.get_by_role("region", name="Preview: nothing has been sent")
    expect(preview.get_by_role("row", name=re.compile("Voice URL"))).to_contain_text("night")
    page.get_by_label("Secure media").check()
    expect(preview).to_contain_text("every call without TLS and SRTP is refused")
    expect(url).to_have_value("https://***@voice.example.com/calls/night")
    page.get_by_label("Reason").fill("The day shift is over")

    # it is sent once that was agreed to
    page.get_by_role("button", name="Save changes").click()
    asked = page.get_by_role("region", name="What stops at once")
    expect(asked).to_be_focused()
    asked.get_by_label("I know that calls without TLS and SRTP are refused.").check()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("night-shift.sip.twilio.com was changed: Twilio answered 200.")).to_be_visible()
    expect(page.get_by_text("https://***@voice.example.com/calls/night", exact=True)).to_be_visible()
    page.get_by_role("link", name="See what happened").click()
    expect(page.get_by_role("table", name=re.compile("What|parameter", re.IGNORECASE)).first).to_contain_text("night")
    expect(page.get_by_text("The day shift is over")).to_be_visible()


def test_who_was_overtaken_decides_without_scripts(new_context: CreateContextCallback, dashboard: Installation) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/domains/")
    sign_in(page, dashboard)
    sid = domain_of(page, "overtaken", Voice_URL="https://voice.example.com/first", Friendly_name="First")
    page.goto(f"/domains/{sid}/edit/")
    behind_the_back(dashboard, sid, voice_url="https://voice.example.com/theirs", friendly_name="Theirs")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/mine")
    page.get_by_role("button", name="Save changes").click()

    # what nobody touched here stays Twilio's; what both changed is asked
    expect(page.get_by_role("heading", name="Changed at Twilio since this form was opened")).to_be_visible()
    friendly, url = page.get_by_role("group", name="Friendly name"), page.get_by_role("group", name="Voice URL")
    expect(friendly.get_by_label("As it is at Twilio now")).to_be_checked()
    expect(url.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_label("Voice URL", exact=True)).to_have_value("https://voice.example.com/mine")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("alert").get_by_role("link", name="Decide for Voice URL").click()
    url.get_by_label("As in this form").check()
    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_text("overtaken.sip.twilio.com was changed: Twilio answered 200.")).to_be_visible()
    expect(page.get_by_text("https://voice.example.com/mine", exact=True)).to_be_visible()
    expect(page.get_by_text("Theirs").first).to_be_visible()


def test_a_disabled_domain_says_so_on_its_form_and_no_method_stands_without_its_url(operator_page: Page) -> None:
    page = operator_page
    sid = domain_of(page, "resting", Voice_URL="https://voice.example.com/calls")
    page.get_by_role("link", name="Disable", exact=True).click()
    page.get_by_role("button", name="Disable").click()
    page.wait_for_url(f"**/domains/{sid}/")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("heading", name="Disabled: nothing answers its calls")).to_be_visible()
    expect(page.get_by_label("Voice fallback method")).to_be_visible()
    expect(page.get_by_label("Voice fallback URL")).to_be_visible()


def test_the_page_that_asks_for_a_decision_is_at_hand(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    sid = domain_of(page, "at-hand", Voice_URL="https://voice.example.com/first")
    page.goto(f"/domains/{sid}/edit/")
    behind_the_back(dashboard, sid, voice_url="https://voice.example.com/theirs")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/mine")
    page.get_by_role("button", name="Save changes").click()
    asked = page.get_by_role("region", name="Changed at Twilio since this form was opened")
    expect(asked).to_be_focused()
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # what would be sent follows the decision, by keyboard alone
    expect(page.get_by_text("Decide for Voice URL: as it is at Twilio now, or as in this form.")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(asked.get_by_label("As in this form")).to_be_checked()
    preview = page.get_by_role("region", name="Preview: nothing has been sent")
    expect(preview).to_contain_text("mine")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("There is nothing to change, so nothing would be sent.")).to_be_visible()
