"""From a reason of the verdict to a domain without it, by one press of the button beside it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..installation import Installation
from .given import domain_of

VOICE = "https://demo.twilio.com/welcome/voice/"
OFFICE = "The gateway in the basement of the old office by the river, until the move is done"


def behind_an_office(page: Page, name: str) -> str:
    """Make a domain that is called from an office alone, though a list is mapped for phones; return its SID."""
    sid = domain_of(page, name, Voice_URL=VOICE, Voice_fallback_URL=VOICE)
    page.goto(f"/domains/{sid}/access/")
    page.get_by_label("Name of the new credential list").fill(f"Phones of {name}")
    page.get_by_label("First username on it").fill("reception")
    page.get_by_label("Map it for calls").uncheck()
    page.get_by_label("Map it for registrations").check()
    page.get_by_label("Name of the new IP access control list").fill(f"{OFFICE} ({name})")
    page.get_by_label("First IP address on it").fill("8.8.4.4")
    page.get_by_role("button", name="Show the requests").click()
    page.get_by_role("button", name="Send 6 requests").click()
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    page.goto(f"/domains/{sid}/")
    return sid


def test_two_presses_make_phones_ring_and_call(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    sid = behind_an_office(page, "pressed-once")
    registration = page.get_by_role("region", name="Registration")

    # by keyboard, and the page that comes has the next button
    registration.get_by_role("button", name="Turn registration on").press("Enter")
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    replace = registration.get_by_role("button", name=f"Replace {OFFICE} (pressed-once) with Phones of pressed-once")
    expect(registration.get_by_text("2 requests. Look first")).to_be_visible()

    # pressed twice in a hurry
    replace.dblclick()
    expect(page.get_by_role("heading", name="All is done")).to_be_visible()
    expect(page.get_by_role("region", name="Calls")).to_contain_text("Takes calls")
    expect(page.get_by_role("region", name="Registration")).to_contain_text("Phones can register")
    mapped = f"/SIP/Domains/{sid}/Auth/Calls/CredentialListMappings.json: 201"
    assert dashboard.logged.count(mapped) == 1


def test_who_wants_to_look_first_is_told_what_is_unticked(operator_page: Page) -> None:
    page = operator_page
    behind_an_office(page, "looked-at-first")
    page.get_by_role("button", name="Turn registration on").click()
    page.get_by_role("link", name="Look first").click()
    expect(page.get_by_text("Whoever calls by address alone is refused then.")).to_be_visible()
    expect(page.get_by_label("Phones of looked-at-first for calls")).to_be_checked()
    expect(page.get_by_label(f"{OFFICE} (looked-at-first) for calls")).not_to_be_checked()


def test_a_button_that_names_lists_is_for_everybody(operator_page: Page) -> None:
    page = operator_page
    behind_an_office(page, "named-at-length")
    page.get_by_role("button", name="Turn registration on").click()
    expect(page.get_by_role("button", name="Replace")).to_be_visible()
    for size in ({"width": 390, "height": 844}, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert not Axe().run(page).response["violations"]
