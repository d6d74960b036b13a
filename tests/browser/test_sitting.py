"""One sitting: from the empty form of a domain to calls that are let in and phones that can register."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..installation import Installation
from .conftest import bad_weather

VOICE = "https://demo.twilio.com/welcome/voice/"
MOST_REQUESTS = 8


def requests_of(dashboard: Installation) -> int:
    """Return how many requests the dashboard has sent to Twilio so far: each leaves a line in its log."""
    return len(re.findall(r"twilio\.client: (?:GET|POST|DELETE) ", dashboard.logged))


def violations(page: Page) -> list[str]:
    """Return what axe finds, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def create(page: Page, name: str, *, registration: bool = True) -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_label("Voice URL", exact=True).fill(VOICE)
    page.get_by_label("Voice fallback URL", exact=True).fill(VOICE)
    page.get_by_label("SIP registration").set_checked(registration)
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")


def test_a_domain_takes_calls_after_one_sitting_of_few_requests(operator_page: Page, dashboard: Installation) -> None:
    page, before = operator_page, requests_of(dashboard)
    create(page, "one-sitting")

    # reads that nobody is let in, and follows what mends it
    calls = page.get_by_role("region", name="Calls")
    expect(calls).to_contain_text("Blocked")
    calls.get_by_role("link", name="Map a list").click()

    # makes a credential list for the phones, and looks at the requests
    page.get_by_label("Name of the new credential list").fill("One sitting")
    page.get_by_label("First username on it").fill("reception")
    page.get_by_role("button", name="Show the requests").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 steps, one request each")
    assert requests_of(dashboard) == before + 1
    page.get_by_role("button", name="Send 4 requests").click()

    # sees each done, the password once, and that the domain takes calls
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    expect(page.get_by_role("region", name="Calls")).to_contain_text("Takes calls")
    expect(page.get_by_role("region", name="Registration")).to_contain_text("Phones can register")
    password = page.locator(".doing-secret dt:has-text('Password') + dd code").inner_text()
    assert len(password) >= 12
    assert requests_of(dashboard) - before <= MOST_REQUESTS

    # finds the same on the domain’s page, without the password
    page.get_by_role("link", name="Open one-sitting.sip.twilio.com").click()
    expect(page.get_by_role("region", name="Calls")).to_contain_text("Takes calls")
    expect(page.get_by_role("region", name="Who may call and register")).to_contain_text("One sitting")
    assert password not in page.content()
    assert password not in dashboard.logged


def test_the_pages_of_a_sitting_are_for_everybody(operator_page: Page) -> None:
    page = operator_page
    create(page, "sitting-for-all", registration=False)
    page.get_by_role("link", name="Choose, make and map lists").click()
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)
    page.get_by_label("Name of the new IP access control list").fill("Sitting for all")
    page.get_by_role("button", name="Show the requests").click()
    expect(page.get_by_role("link", name="Enter the first IP address on the new list.")).to_be_visible()
    assert not violations(page)
    page.get_by_label("First IP address on it").fill("8.8.4.0/24")
    page.get_by_role("button", name="Show the requests").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 steps, one request each")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not violations(page)
    page.get_by_role("button", name="Send 3 requests").press("Enter")
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)


def test_a_double_click_sends_and_presses_nothing_else(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.rpartition("/doings/")[2]) if one.method == "POST" else None)
    create(page, "sent-by-a-double-click", registration=False)
    page.get_by_role("link", name="Choose, make and map lists").click()
    page.get_by_label("Name of the new IP access control list").fill("Sent by a double click")
    page.get_by_label("First IP address on it").fill("8.8.4.0/24")
    page.get_by_role("button", name="Show the requests").click()
    discard = page.get_by_role("button", name="Discard")
    before = discard.bounding_box()
    page.evaluate(
        "document.getElementById('domain-form').addEventListener('submit', (event) => event.preventDefault())"
    )
    page.get_by_role("button", name="Send 3 requests").click()  # nothing leaves: the row stands as while it waits
    expect(page.get_by_role("button", name="Asking…")).to_be_visible()
    assert discard.bounding_box() == before
    expect(discard).to_have_attribute("aria-disabled", "true")
    page.reload()
    asked.clear()
    bad_weather(dashboard, "stall", 2)
    page.get_by_role("button", name="Send 3 requests").dblclick()
    waited_for = page.get_by_role("listitem").filter(has_text="Asking the sandbox…")
    expect(waited_for).to_contain_text("Create the IP access control list Sent by a double click")
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    expect(waited_for).to_have_count(0)
    assert [one.partition("/")[2] for one in asked] == ["go-on/"]
