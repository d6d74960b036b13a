"""Journeys that begin where something did not go as asked, on the page of that change."""

import re

from playwright.sync_api import Page, expect

from ..changes import MASKED_URL, SECRET_URL
from ..installation import Installation
from .conftest import bad_weather


def send(page: Page, name: str, url: str = "") -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_label("Voice URL", exact=True).fill(url)
    page.get_by_role("button", name="Create SIP domain").click()


def refuse(dashboard: Installation, code: int) -> None:
    done = dashboard.manage(
        "shell", "-c", f"from domains.sandbox import weather; weather.refuse({code}, method='POST')"
    )
    assert done.returncode == 0, done.stderr


def test_a_refused_change_is_explained_and_sent_again(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    refuse(dashboard, 21230)
    send(page, "no-room-at-first", "https://voice.example.com/calls")
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto("/changes/")
    page.get_by_role("link", name="Create no-room-at-first.sip.twilio.com").click()
    expect(page.get_by_role("heading", name="Twilio refused it")).to_be_visible()
    answer = page.get_by_role("region", name="Twilio’s answer")
    expect(answer.get_by_role("link", name="What Twilio says about it")).to_have_attribute(
        "href", "https://www.twilio.com/docs/errors/21230"
    )
    expect(page.get_by_role("table")).not_to_contain_text("Outcome")
    page.get_by_role("link", name="Edit and try again").click()
    expect(page.get_by_text("Nothing has been sent.")).to_be_visible()
    expect(page.get_by_label("Voice URL", exact=True)).to_have_value("https://voice.example.com/calls")
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page).to_have_url(re.compile("/domains/SD"))
    page.get_by_role("link", name="Create no-room-at-first.sip.twilio.com").click()
    page.get_by_role("link", name="Before this Create, refused").click()
    expect(page.get_by_role("heading", name="Twilio refused it")).to_be_visible()


def test_a_lost_answer_is_not_shown_as_the_outcome(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "fail")
    send(page, "found-by-its-name")
    expect(page).to_have_url(re.compile("/domains/SD"))
    page.get_by_role("link", name="Create found-by-its-name.sip.twilio.com").click()
    answer = page.get_by_role("region", name="Twilio’s answer")
    expect(answer).to_contain_text("The answer was lost.")
    expect(answer).to_contain_text("was found by its name in the account’s list")
    expect(answer).to_contain_text("500 Internal Server Error (which does not tell what happened)")
    expect(page.get_by_role("region", name="What was asked")).to_contain_text(re.compile("as asked", re.IGNORECASE))
    expect(page.get_by_role("region", name="What happened").locator("[aria-current=step]")).to_contain_text("Applied")


def test_a_password_is_in_no_page_that_shows_it_masked(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    send(page, "keeps-a-secret", SECRET_URL)
    expect(page).to_have_url(re.compile("/domains/SD"))
    expect(page.get_by_text(MASKED_URL).first).to_be_visible()
    assert "hidden@" not in page.content()
    page.get_by_role("link", name="Create keeps-a-secret.sip.twilio.com").click()
    page.get_by_text("Body of the request").click()
    page.get_by_text("The resource as Twilio sent it").click()
    expect(page.get_by_role("region", name="Resource, as JSON")).to_contain_text(MASKED_URL)
    expect(page.get_by_role("region", name="Body, form-encoded")).to_contain_text("***")
    source = page.request.get(page.url).text()
    for secret in ("user:hidden", "user%3Ahidden", "token=hidden", "token%3Dhidden"):
        assert secret not in source


def test_checking_says_what_came_of_it(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    bad_weather(dashboard, "cut")
    send(page, "checked-by-hand")
    expect(page.get_by_role("heading", name="The outcome is unknown")).to_be_visible()
    page.get_by_role("button", name="Check now").click()
    said = page.get_by_role("status").filter(has_text=re.compile("still not in|being looked up"))
    expect(said).to_be_visible()


def test_an_open_change_comes_to_its_end_before_ones_eyes(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    done = dashboard.manage("shell", "-c", "from domains.sandbox import weather; weather.late(5, method='POST')")
    assert done.returncode == 0, done.stderr
    send(page, "comes-late")
    expect(page.get_by_role("heading", name="The outcome is unknown")).to_be_visible()
    expect(page.locator("#change-state")).to_contain_text("Applied", timeout=60_000)
    expect(page.get_by_role("region", name="What happened")).to_contain_text("Found and adopted")
    expect(page.get_by_role("link", name="Open the domain")).to_be_visible()
    expect(page.get_by_role("button", name="Check now")).to_be_hidden()


def test_on_paper_the_story_follows_its_title(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    send(page, "told-on-paper", "https://voice.example.com/calls")
    page.get_by_role("link", name="Create told-on-paper.sip.twilio.com").click()
    expect(page.get_by_role("heading", name="What was asked")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 3
    page.emulate_media(media="print")
    for part in ("What was asked", "What happened"):
        assert page.get_by_role("region", name=part).evaluate("part => getComputedStyle(part).breakInside") == "auto"
