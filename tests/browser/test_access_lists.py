"""Somebody keeps a list of the addresses that calls may come from."""

from playwright.sync_api import Page, expect

from .test_every_page import look


def filled(page: Page, address: str, name: str) -> None:
    """Fill in the form of an address."""
    page.get_by_label("IP address").fill(address)
    page.get_by_label("Name", exact=True).fill(name)


def test_a_list_is_made_filled_changed_and_deleted(operator_page: Page) -> None:
    page = operator_page
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Access").click()
    page.get_by_role("link", name="New list").or_(page.get_by_role("link", name="Create a list")).first.click()

    # The request stands beside the form before anything is sent.
    page.get_by_label("Name", exact=True).fill("Branch office")
    expect(page.get_by_text("FriendlyName=Branch+office").first).to_be_visible()
    page.get_by_role("button", name="Create list").click()
    expect(page.get_by_role("heading", name="Branch office")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing is on it")).to_be_visible()

    # What is likely a mistake is asked about, and sent once it is meant.
    page.get_by_role("link", name="Add address").click()
    filled(page, "8.8.4.4/24", "Whole network")
    expect(page.get_by_text("lets in all 256 addresses").first).to_be_visible()
    page.get_by_role("button", name="Add address").click()
    expect(page.get_by_role("heading", name="Worth a second look")).to_be_visible()
    look(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("It is meant so.").check()
    page.get_by_role("button", name="Add address").click()
    row = page.get_by_role("row", name="8.8.4.4/24")
    expect(row).to_contain_text("256 addresses, 8.8.4.0 to 8.8.4.255")

    # Whom a narrower network shuts out is said first.
    row.get_by_role("link", name="Edit").click()
    page.get_by_label("Prefix length").fill("32")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Calls from 8.8.4.4/24 are no longer let in by this list.").first).to_be_visible()
    page.get_by_label("It is meant so.").check()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("row", name="8.8.4.4/32")).to_contain_text("One address")

    # It goes without its address being typed; the list only by its name.
    page.get_by_role("row", name="8.8.4.4/32").get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete IP address").click()
    expect(page.get_by_role("heading", name="Nothing is on it")).to_be_visible()
    page.get_by_role("group", name="What can be done to this list").get_by_role("link", name="Delete").click()
    page.get_by_label("Name of the IP access control list").fill("Branch office")
    page.get_by_role("button", name="Delete IP access control list").click()
    expect(page.get_by_role("heading", name="Gone at Twilio")).to_be_visible()


def test_the_form_of_an_address_with_errors_is_for_everyone(operator_page: Page, addresses: dict[str, str]) -> None:
    operator_page.goto(addresses["new address"])
    filled(operator_page, "0.0.0.0/0", "")
    operator_page.get_by_role("button", name="Add address").click()
    operator_page.get_by_role("alert").wait_for()
    look(operator_page)
