"""From a domain that refuses calls to what is wrong with it: the verdict, its mends, and the symptom doctor."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from ..installation import Installation
from .given import domain_of


def test_a_domain_says_why_it_is_blocked_and_leads_to_what_mends_it(operator_page: Page) -> None:
    page = operator_page
    domain_of(page, "judged", Voice_URL="http://voice.acme.net/calls")
    calls = page.get_by_role("region", name="Calls Blocked")
    expect(calls.get_by_text("No list is mapped for calls, so every call is refused.")).to_be_visible()
    expect(page.get_by_role("region", name="Registration Off")).to_be_visible()
    calls.get_by_role("link", name="Set the voice URL").click()
    expect(page).to_have_url(re.compile(r"/edit/#id_voice_url$"))
    page.go_back()
    calls.get_by_role("link", name="Map a list").click()
    expect(page).to_have_url(re.compile(r"/access/\?for=calls$"))


def test_a_symptom_is_picked_by_keyboard_and_explained_for_this_domain(operator_page: Page) -> None:
    page = operator_page
    domain_of(page, "ailing", Voice_URL="https://voice.acme.net/calls")
    page.get_by_role("link", name="A call or a phone is refused all the same?").click()
    page.get_by_label("403, and no challenge (407) before it").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"symptom=403-challenged"))
    expect(page.get_by_role("radio", name="403 after the challenge (407)")).to_be_checked()
    expect(page.get_by_text("this domain challenges nobody: another one does")).to_be_visible()


def test_the_doctor_needs_no_script(browser: Browser, dashboard: Installation, signed_in: Any) -> None:
    context = browser.new_context(base_url=dashboard.url, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    sid = domain_of(page, "scriptless")
    page.goto(f"/domains/{sid}/symptoms/")
    page.get_by_label("404 after the challenge (407)").check()
    page.get_by_role("button", name="Show what it comes from").click()
    expect(page.get_by_text("There is neither a voice URL nor a BYOC trunk.")).to_be_visible()
    page.get_by_role("link", name="Set the voice URL").click()
    expect(page.get_by_label("Voice URL", exact=True)).to_be_visible()
    context.close()


def test_the_overview_leads_to_the_domains_of_each_verdict(operator_page: Page) -> None:
    page = operator_page
    domain_of(page, "counted-as-blocked")
    page.goto("/")
    page.get_by_role("list", name="Domains, by how they stand with calls").get_by_role("link", name="blocked").click()
    expect(page).to_have_url(re.compile(r"/domains/\?calls=blocked"))
    row = page.get_by_role("row").filter(has_text="counted-as-blocked")
    expect(row.get_by_text("Blocked", exact=True)).to_be_visible()
