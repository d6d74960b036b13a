"""The main job: an operator creates a SIP domain, and finds it again."""

import re

from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ..installation import Installation
from .conftest import sign_in


def test_an_operator_mends_three_mistakes_and_creates_a_domain(page: Page, dashboard: Installation) -> None:
    # is asked to sign in
    page.goto("/domains/new/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/domains/new/"))
    sign_in(page, dashboard)
    expect(page).to_have_url(f"{dashboard.url}/domains/new/")

    # makes three mistakes at once
    page.get_by_label("Domain name").fill("front_desk")
    page.get_by_label("Friendly name").fill("Front desk")
    page.get_by_label("Voice URL", exact=True).fill("voice.example.com/calls")
    page.get_by_label("Voice method", exact=True).select_option("GET")
    page.get_by_label("BYOC trunk SID").fill("+1 202 555 0162")
    page.get_by_label("Secure media").check()
    page.get_by_role("button", name="Create SIP domain").click()

    # is told all three, nothing typed is lost, and the summary has the focus
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("group", name="There is a problem")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(summary).to_be_focused()
    for label in ("Domain name", "Voice URL", "BYOC trunk SID"):
        expect(page.get_by_label(label, exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Friendly name")).to_have_value("Front desk")
    expect(page.get_by_label("Voice method", exact=True)).to_have_value("GET")
    expect(page.get_by_label("Secure media")).to_be_checked()

    # follows the summary, and mends
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Domain name")).to_be_focused()
    page.get_by_label("Domain name").fill("SIP:Front-Desk.sip.twilio.com.")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/calls#rc=2")
    page.get_by_label("BYOC trunk SID").fill("")
    page.get_by_role("button", name="Create SIP domain").click()

    # sees what Twilio returned
    expect(page).to_have_url(re.compile(r"/domains/SD[0-9a-f]{32}/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("front-desk.sip.twilio.com")
    expect(page.get_by_text("https://voice.example.com/calls#rc=2").first).to_be_visible()
    expect(page.get_by_role("heading", name="Calls Blocked")).to_be_visible()
    address = page.url

    # finds it in the list
    page.get_by_role("link", name="Domains", exact=True).first.click()
    page.get_by_role("searchbox").fill("front desk")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="front-desk.sip.twilio.com").click()
    expect(page).to_have_url(address)

    # and in admin
    page.get_by_role("link", name="Admin", exact=True).first.click()
    page.get_by_role("link", name="SIP domains", exact=True).first.click()
    expect(page.get_by_role("link", name="front-desk.sip.twilio.com")).to_be_visible()


def test_what_would_be_sent_is_shown_before(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("previewed")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/")
    page.get_by_label("Voice fallback URL").fill("https://voice.example.com/fallback?a=b&c=d")
    page.get_by_label("Voice URL", exact=True).fill("")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("curl -X POST")).to_be_visible()
    expect(page.get_by_text("DomainName=previewed.sip.twilio.com").first).to_be_visible()
    expect(page.get_by_text("no voice URL that it could stand in for")).to_be_visible()
    page.goto("/domains/?q=previewed")
    expect(page.get_by_role("link", name="previewed.sip.twilio.com")).to_have_count(0)


def test_twilios_refusal_comes_back_onto_the_form(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("desk.nowhere")
    page.get_by_label("Domain name").fill("desk.nowhere.sip.twilio.com")
    page.get_by_label("Friendly name").fill("Kept")
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("alert")).to_contain_text("needs nowhere.sip.twilio.com to exist")
    expect(page.get_by_role("alert")).to_contain_text("(Twilio 21232)")
    expect(page.get_by_label("Friendly name")).to_have_value("Kept")


def test_everything_works_without_javascript(new_context: CreateContextCallback, dashboard: Installation) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/domains/new/")
    sign_in(page, dashboard)
    page.get_by_label("Domain name").fill("no script")
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("alert")).to_contain_text("must not have a space")
    page.get_by_label("Domain name").fill("no-script")
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("no-script.sip.twilio.com")
    page.locator("summary", has_text=dashboard.username).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_domain_is_created_with_the_keyboard_alone(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.goto("/domains/new/")
    page.get_by_label("Domain name").focus()
    page.keyboard.type("by-keyboard")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Create SIP domain":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("by-keyboard.sip.twilio.com")
