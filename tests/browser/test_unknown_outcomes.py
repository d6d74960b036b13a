"""What an operator sees of a request that is not answered."""

import re

from playwright.sync_api import Page, expect

from ..installation import Installation
from .conftest import bad_weather


def create(page: Page, name: str) -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_role("button", name="Create SIP domain").click()


def test_a_lost_answer_is_made_good_and_its_story_told(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "fail")
    create(page, "answer-lost")
    expect(page).to_have_url(re.compile("/domains/SD"))
    page.get_by_role("link", name="Create answer-lost.sip.twilio.com").click()
    trail = page.get_by_role("region", name="What happened").get_by_role("listitem")
    expect(trail.get_by_role("heading")).to_have_text(
        ["Intended", "Sent", "Outcome unknown", "Found and adopted", "Applied"]
    )


def test_an_unknown_outcome_is_counted_and_can_be_checked(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "cut")
    create(page, "never-arrived")
    expect(page).to_have_url(re.compile("/changes/[0-9]+/"))
    expect(page.get_by_role("heading", name="The outcome is unknown")).to_be_visible()
    change = page.url
    page.get_by_role("button", name="Check now").click()
    expect(page).to_have_url(change)
    page.get_by_role("link", name=re.compile("outcomes? unknown")).click()
    expect(page.get_by_role("link", name="Create never-arrived.sip.twilio.com")).to_be_visible()


def test_a_second_operator_is_led_to_what_the_first_is_doing(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "cut")
    create(page, "asked-twice")
    change = page.url
    create(page, "asked-twice")
    expect(page.get_by_role("alert")).to_contain_text("has asked for asked-twice.sip.twilio.com already")
    page.get_by_role("link", name="See that change").click()
    expect(page).to_have_url(change)
