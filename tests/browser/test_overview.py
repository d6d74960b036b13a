"""The overview as an operator reads it: the verdict, the numbers, the picture and the table that says the same."""

import re

import pytest
from playwright.sync_api import Page, expect

from ..installation import Installation
from .conftest import bad_weather


def create(page: Page, name: str, then: str = "**/domains/SD*/") -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url(then)


def test_a_domain_that_is_blocked_is_counted_and_led_to(operator_page: Page) -> None:
    page = operator_page
    create(page, "counted")
    page.goto("/")
    page.get_by_role("link", name=re.compile("domains? (is|are) blocked")).click()
    expect(page).to_have_url(re.compile(r"/domains/\?calls=blocked"))
    page.goto("/")
    page.get_by_role("link", name="SIP domains", exact=True).and_(page.locator(".tile-label")).click()
    expect(page.get_by_role("link", name="counted.sip.twilio.com")).to_be_visible()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_whole_of_a_tile_leads_on(width: int, operator_page: Page) -> None:
    page = operator_page
    create(page, f"tile-at-{width}")
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("SIP domains", "Take calls", "Outcome not known", "Refused", "Applied"):
        page.goto("/")
        link = page.locator(".tile-label").filter(has_text=name)
        href = link.get_attribute("href")
        assert href is not None
        tile = page.locator(".tile").filter(has=link)
        box = tile.bounding_box()
        assert box is not None
        tile.click(position={"x": box["width"] - 8, "y": box["height"] - 8})
        expect(page).to_have_url(re.compile(re.escape(href) + "$"))


def test_an_unknown_outcome_is_the_first_thing_one_reads(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "cut")
    create(page, "read-first", "**/changes/*/")
    page.goto("/")
    expect(page).to_have_title(re.compile("being looked up|need"))
    verdict = page.get_by_role("region", name=re.compile("being looked up|need"))
    verdict.get_by_role("link", name="not known").click()
    expect(page.get_by_role("link", name="Create read-first.sip.twilio.com")).to_be_visible()


def test_the_table_says_what_the_picture_shows(operator_page: Page) -> None:
    page = operator_page
    create(page, "pictured")
    page.goto("/")
    picture = page.get_by_role("img", name="Bars, one for each day")
    expect(picture).to_be_visible()
    shown = picture.locator(".day-today title").text_content()
    assert shown is not None

    # by keyboard alone
    page.get_by_text("The same as a table").focus()
    page.keyboard.press("Enter")
    today = page.get_by_role("table", name="by day and outcome").get_by_role("row", name="today")
    expect(today).to_be_visible()
    for cell in today.get_by_role("cell").all():
        count, label = cell.inner_text().strip(), cell.get_attribute("data-label")
        words = f"{count} {str(label).lower()}"
        assert (words in shown) is (count != "0"), (words, shown)


def test_the_picture_fits_any_width_and_its_words_keep_their_size(operator_page: Page) -> None:
    page = operator_page
    create(page, "any-width")
    page.goto("/")
    label = page.locator(".chart-today")
    heights = []
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        box = label.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
        heights.append(round(box["height"]))
    assert len(set(heights)) == 1
