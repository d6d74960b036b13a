"""Daily work with the lists: filter, open, come back, take along; by the keyboard, on a phone, without scripts."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ..installation import Installation

FILL = """
from tests.mirrored import mirror
for number in range(30):
    mirror(
        7_000_000 + number, domain_name=f"branch-{number:02}.sip.twilio.com", secure=number % 2 == 0,
        friendly_name="=1+1", voice_url="https://user:secret@voice.example.com/calls",
    )
"""


@pytest.fixture(scope="session", autouse=True)
def branches(dashboard: Installation) -> None:
    """Thirty domains, half of them with secure media."""
    done = dashboard.manage("shell", "-c", FILL)
    assert done.returncode == 0, done.stderr


def names(page: Page) -> Locator:
    return page.get_by_role("table").locator("tbody th a.name")


def filters(page: Page) -> Locator:
    return page.locator("summary", has_text="Filters")


def test_a_filtered_list_is_found_again_as_it_was_left(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    filters(page).click()
    page.get_by_label("Secure media").select_option("On")
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile(r"/domains/\?q=branch-&secure=on$"))
    expect(page.get_by_text("15 domains match")).to_be_visible()
    page.get_by_role("link", name="Name", exact=True).click()
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    expect(names(page).first).to_have_text("branch-28.sip.twilio.com")
    left = page.url

    names(page).nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("branch-24")
    page.get_by_role("main").get_by_role("link", name="Domains", exact=True).click()
    expect(page).to_have_url(left)
    page.get_by_role("link", name="New SIP domain").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(left)

    page.get_by_role("link", name="Remove Secure media On").click()
    expect(page).to_have_url(re.compile(r"/domains/\?q=branch-&sort=-name$"))
    page.get_by_role("link", name="Clear all").click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Domains").click()
    expect(page).to_have_url(re.compile("/domains/$"))


def test_columns_rows_and_order_are_chosen(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    page.locator("summary", has_text="View").click()
    page.get_by_label("SID", exact=True).uncheck()
    page.get_by_label("Voice URL", exact=True).check()
    page.get_by_label("Rows on a page").select_option("25")
    page.get_by_label("Sort by").select_option("Name, Z to A")
    page.get_by_role("button", name="Apply view").click()
    expect(page.get_by_role("columnheader", name="Voice URL")).to_be_visible()
    expect(page.get_by_role("columnheader", name="SID")).to_have_count(0)
    expect(page.get_by_text("https://***@voice.example.com/calls").first).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(names(page)).to_have_count(5)
    expect(page.get_by_role("columnheader", name="Voice URL")).to_be_visible()

    # what is as it was before is not written into the address
    page.locator("summary", has_text="View").click()
    page.get_by_label("SID", exact=True).check()
    page.get_by_label("Voice URL", exact=True).uncheck()
    page.get_by_label("Rows on a page").select_option("50")
    page.get_by_role("button", name="Apply view").click()
    expect(page).to_have_url(re.compile(r"/domains/\?q=branch-&sort=-name$"))


def test_all_columns_and_the_usual_ones_are_a_press_away(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    page.locator("summary", has_text="View").click()
    page.get_by_role("link", name="All columns").click()
    expect(page.get_by_role("columnheader", name="Updated")).to_have_count(1)
    page.get_by_role("link", name="Updated").focus()
    page.locator("summary", has_text="View").click()
    page.get_by_role("group", name="At Twilio").get_by_label("Updated").wait_for()
    page.get_by_role("link", name="Usual columns").click()
    expect(page).to_have_url(re.compile(r"/domains/\?q=branch-$"))
    expect(page.get_by_role("columnheader")).to_have_count(6)


def test_what_is_listed_is_taken_along_as_a_file(operator_page: Page, tmp_path: Path) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-&secure=off&columns=name&columns=voice_url&size=25")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV (15 rows)").click()
    assert re.fullmatch(r"sip-domains-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    download.value.save_as(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0] == "Domain name,Friendly name,Voice URL"
    assert lines[1] == "branch-01.sip.twilio.com,'=1+1,https://***@voice.example.com/calls"
    assert len(lines) == 16


def test_the_list_is_walked_through_with_single_keys(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(names(page).nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jkn?/")
    expect(page.get_by_role("searchbox")).to_have_value("jkn?/")  # it was marked, and typing goes there
    page.goto("/domains/?q=branch-")
    page.keyboard.press("Control+j")
    expect(names(page).first).not_to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("branch-00")
    page.go_back()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("New SIP domain")


def test_the_keys_are_told_and_can_be_turned_off(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("row", name="n New SIP domain")).to_be_visible()
    page.keyboard.press("j")
    expect(names(page).first).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    # without the key: from the menu
    page.locator("summary", has_text="admin").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_label("Single keys work in this browser").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(names(page).first).not_to_be_focused()
    expect(dialog).to_be_hidden()


def test_keys_lead_from_every_page_to_the_others(operator_page: Page) -> None:
    page = operator_page
    page.goto("/how-it-works/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    for row in ("/ Search the domains", "n New SIP domain", "g o Go to the overview", "g c Go to the changes"):
        expect(dialog.get_by_role("row", name=row)).to_be_visible()
    expect(dialog.get_by_role("row", name="Search the list")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes")
    page.wait_for_load_state()  # a key does nothing before the script that hears it is there
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("New SIP domain")
    page.goto("/changes/")
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"^[^/]+//[^/]+/$"))
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.get_by_role("heading", level=1)).to_have_text("Domains")
    page.goto("/background/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search by name, friendly name or SID")).to_be_focused()
    page.keyboard.type("gcn")
    expect(page.get_by_role("searchbox")).to_have_value("gcn")
    page.goto("/background/")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("New SIP domain")


def test_keys_that_lead_are_off_with_the_others(operator_page: Page) -> None:
    page = operator_page
    page.goto("/how-it-works/")
    page.evaluate("localStorage.setItem('single-keys', 'off')")
    page.reload()
    for key in ("g", "c", "n", "/"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("/how-it-works/$"))


def test_changes_are_filtered_and_walked_through_alike(operator_page: Page) -> None:
    page = operator_page
    for name in ("annex", "annex-too"):
        page.goto("/domains/new/")
        page.get_by_label("Domain name").fill(name)
        page.get_by_role("button", name="Create SIP domain").click()
        page.wait_for_url("**/domains/SD*/")
    page.goto("/changes/")
    page.keyboard.press("/")
    page.keyboard.type("annex create")
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="State").get_by_role("link", name="Applied", exact=True).click()
    filters(page).click()
    page.get_by_label("Asked by").fill("adm")
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile(r"/changes/\?q=annex\+create&who=adm&state=applied$"))
    expect(page.get_by_text("2 changes match")).to_be_visible()
    left = page.url
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("annex-too")
    page.get_by_role("main").get_by_role("link", name="Changes", exact=True).click()
    expect(page).to_have_url(left)


def test_on_a_phone_rows_are_cards_with_the_labels_of_the_chosen_columns(operator_page: Page) -> None:
    page = operator_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/domains/?q=branch-&secure=on&columns=name&columns=voice_url&columns=date_updated")
    card = page.get_by_role("table").locator("tbody tr").first
    labels = card.locator("td").evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
    assert labels == ['"Voice URL"', '"Updated"']
    expect(filters(page)).to_contain_text("1")
    filters(page).click()
    page.get_by_label("Emergency calling").select_option("Off")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("15 domains match")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("Tab")  # heads that cannot be seen are not stopped at
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('thead')")


WIDE = "/domains/?q=branch-&" + "&".join(
    f"columns={name}" for name in ("sid", "auth_type", "secure", "voice_url", "account", "date_created", "uri")
)


def test_many_columns_scroll_beside_the_name_and_its_head(operator_page: Page) -> None:
    page = operator_page
    page.goto(WIDE)
    region = page.get_by_role("region", name="SIP domains")
    head, name = page.get_by_role("columnheader", name="Name"), page.get_by_role("table").locator("tbody th").first
    left = "cell => cell.getBoundingClientRect().left"
    places = [head.evaluate(left), name.evaluate(left)]
    assert not region.evaluate("frame => frame.matches('.is-scrolled')")
    region.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(region).to_have_class(re.compile(r"\bis-scrolled\b"))
    assert region.evaluate("frame => frame.scrollLeft") > 0
    assert [head.evaluate(left), name.evaluate(left)] == places


def test_a_list_that_fits_is_no_stop_of_its_own(operator_page: Page) -> None:
    operator_page.goto("/domains/?q=branch-")
    expect(operator_page.get_by_role("table")).to_be_visible()
    expect(operator_page.get_by_role("region", name="SIP domains")).to_have_count(0)


def test_a_long_url_takes_one_line_and_is_told_in_full(operator_page: Page, addresses: dict[str, str]) -> None:
    page = operator_page
    page.goto("/domains/?q=a-rather&columns=voice_fallback_url&columns=uri")
    url = page.locator(".cell-code").first
    box = url.bounding_box()
    assert box
    assert box["height"] < 30
    expect(url).to_have_attribute("title", re.compile("^http://.*very-long-path/$"))


def test_a_sid_is_shown_whole_or_not_at_all_and_whole_on_paper(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-")
    sid = page.locator(".table .sid").first
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        expect(sid).to_be_visible()
        assert sid.evaluate(
            "code => code.scrollWidth <= code.clientWidth || getComputedStyle(code).overflowX != 'hidden'"
        )
    page.set_viewport_size({"width": 768, "height": 900})
    expect(sid).to_be_hidden()
    expect(page.get_by_role("columnheader", name="SID")).to_have_count(0)
    page.emulate_media(media="print")
    for width in (718, 768, 1000):
        page.set_viewport_size({"width": width, "height": 1047})
        expect(sid).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_paper_says_what_is_listed_and_when(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/?q=branch-&secure=on")
    line = page.get_by_text(re.compile(r"15 domains · Search: branch- · Secure media: On · \d{4}-\d\d-\d\d \d\d:\d\d "))
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(page.get_by_text("Clear all")).to_be_hidden()


def test_a_name_breaks_within_no_word_in_a_narrow_column(operator_page: Page, addresses: dict[str, str]) -> None:
    page = operator_page
    page.goto("/domains/?q=a-rather")
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        lines = names(page).first.evaluate(
            """link => {
                const lines = [], walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT), range = new Range();
                let top = -1;
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    for (let at = 0; at < node.length; at++) {
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        const here = range.getBoundingClientRect().bottom;
                        if (Math.abs(here - top) > 4) lines.push("");
                        lines[lines.length - 1] += node.data[at];
                        top = here;
                    }
                }
                return lines;
            }"""
        )
        assert all(before.endswith("-") or after.startswith(".") for before, after in pairwise(lines)), lines


def test_filters_columns_and_files_need_no_script(browser: Browser, dashboard: Installation, signed_in: Any) -> None:
    context = browser.new_context(base_url=dashboard.url, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto("/domains/?q=branch-")
    filters(page).click()
    page.get_by_label("Secure media").select_option("Off")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("15 domains match")).to_be_visible()
    page.locator("summary", has_text="View").click()
    for label in ("SID", "Calls", "Phones", "Secure", "Created"):
        page.get_by_role("checkbox", name=label, exact=True).uncheck()
    page.get_by_role("button", name="Apply view").click()
    expect(page.get_by_role("columnheader")).to_have_count(1)
    expect(page.get_by_text("15 domains match")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Export CSV")).click()
    assert Path(download.value.path()).read_text().count("\n") == 16
    names(page).first.click()
    page.get_by_role("main").get_by_role("link", name="Domains", exact=True).click()
    expect(page.get_by_text("15 domains match")).to_be_visible()
    context.close()
