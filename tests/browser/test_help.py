"""An operator who wants to know more, at the form and on the page that explains it all."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Locator, Page, expect


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found, f"{part} is not shown"
    return found


def lie_apart(one: FloatRect, other: FloatRect) -> bool:
    """Whether the first stands before or above the second."""
    return one["x"] + one["width"] <= other["x"] + 1 or one["y"] + one["height"] <= other["y"] + 1


def test_a_hint_unfolds_by_keyboard_and_what_was_typed_stays(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("curious")
    more = page.locator("summary").filter(has_text="about the voice URL")
    explanation = page.get_by_text("All callers of a domain come to the same URL")
    expect(explanation).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    expect(explanation).to_be_visible()
    page.keyboard.press("Tab")
    source = page.get_by_role("link", name="Sending SIP to Twilio").first
    expect(source).to_be_focused()
    expect(source).to_have_attribute("rel", "noreferrer")
    more.focus()
    page.keyboard.press("Space")
    expect(explanation).to_be_hidden()
    expect(page.get_by_label("Domain name")).to_have_value("curious")


def test_the_controls_of_a_pair_stay_on_one_line_whatever_is_unfolded(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    both = [page.get_by_label(label, exact=True) for label in ("Voice URL", "Voice method")]
    both[0].fill("https://voice.example.com/")  # without it there is no method to choose
    for subject in ("the voice URL", "the voice method"):
        page.locator("summary").filter(has_text=re.compile(f"about {subject}$")).click()
        first, second = (box(control)["y"] for control in both)
        assert first == pytest.approx(second, abs=1)


def test_what_unfolds_stands_below_its_control_and_moves_nothing_above(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    control = page.get_by_label("Voice URL", exact=True)
    control.fill("https://voice.example.com/")
    before = box(control)
    page.locator("summary").filter(has_text=re.compile("about the voice URL$")).click()
    assert box(control) == before
    panel = page.locator(".about[open] .about-body")
    assert box(panel)["y"] >= before["y"] + before["height"]
    assert box(panel)["x"] == pytest.approx(before["x"], abs=1)


def test_the_labels_of_a_pair_are_on_one_line_and_all_urls_are_as_wide(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    urls = [f"{kind} URL" for kind in ("Voice", "Voice fallback", "Voice status callback")]
    for label in urls:
        page.get_by_label(label, exact=True).fill("https://voice.example.com/")
        method = label.replace("URL", "method")
        first, second = (box(page.locator("label").get_by_text(words, exact=True))["y"] for words in (label, method))
        assert first == pytest.approx(second, abs=1)
    assert len({box(page.get_by_label(label, exact=True))["width"] for label in urls}) == 1


def test_on_a_phone_the_parts_of_the_form_take_one_line(operator_page: Page) -> None:
    page = operator_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/domains/new/")
    parts = page.get_by_role("navigation", name="Parts of the form").get_by_role("link").all()
    assert len({box(part)["y"] for part in parts}) == 1
    assert sideways(page) <= 0


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_form_with_all_unfolded_is_for_everyone(operator_page: Page, width: int, light: Any) -> None:
    page = operator_page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=light)
    page.goto("/domains/new/")
    for label in ("Voice URL", "Voice fallback URL", "Voice status callback URL"):
        page.get_by_label(label, exact=True).fill("https://voice.example.com/")
    page.get_by_label("Emergency calling", exact=True).check()
    for summary in page.locator("details.about > summary").all():
        summary.press("Enter")
    expect(page.locator("details.about[open]")).to_have_count(13)
    assert sideways(page) <= 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_an_explanation_leads_to_its_place_on_the_page(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.locator("summary").filter(has_text="about secure media").click()
    page.get_by_role("link", name="How a SIP domain works: Secure media").click()
    expect(page).to_have_url(re.compile("/how-it-works/#secure-media$"))
    expect(page.get_by_role("heading", name="Secure media", exact=True)).to_be_in_viewport()


def test_the_picture_reads_as_a_list_of_steps(operator_page: Page) -> None:
    page = operator_page
    page.goto("/how-it-works/")
    steps = page.get_by_role("figure", name="A call’s way, step by step").get_by_role("listitem")
    expect(steps).to_have_count(5)
    expect(steps.nth(1)).to_contain_text("Refused")
    expect(steps.nth(2)).to_contain_text("Fallback URL")


@pytest.mark.parametrize("width", [390, 703, 704, 991, 992, 1440])
def test_nothing_in_the_picture_is_cut_off_or_covered(operator_page: Page, width: int) -> None:
    page = operator_page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/how-it-works/")
    assert sideways(page) <= 0
    boxes = [box(part) for part in page.locator(".way-stop, .way-side, .way-wire span").all()]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert lie_apart(one, other) or lie_apart(other, one), (one, other)
