"""The form at work: it follows what is typed, loses nothing, and is sent once."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from ..installation import Installation
from .conftest import bad_weather

ADDRESS = "/domains/new/"
THE_LIST = re.compile(r"/domains/(\?.*)?$")
"""The list, as whoever shares this session left it."""


@pytest.fixture
def form(operator_page: Page) -> Page:
    """The form, just opened by somebody who is signed in."""
    operator_page.goto(ADDRESS)
    return operator_page


@pytest.fixture
def noisy_page(browser: Browser, dashboard: Installation, signed_in: Any) -> Iterator[Page]:
    """A page whose console may complain: a request that fails is said there."""
    context = browser.new_context(base_url=dashboard.url, storage_state=signed_in)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def creates(page: Page) -> list[str]:
    """Return the addresses that forms are sent to from here on."""
    sent: list[str] = []

    def listen(request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            sent.append(request.url)

    page.on("request", listen)
    return sent


def questions(page: Page, *, answer: Literal["stay", "leave"]) -> list[str]:
    """Answer every dialog so, and return the kinds of those that come from here on."""
    asked: list[str] = []

    def listen(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if answer == "stay":
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", listen)
    return asked


def answer_elsewhere(page: Page) -> None:
    """Let the answer to the form open in a page of its own, so that this one can be looked at while it waits."""
    page.evaluate("document.getElementById('domain-form').target = 'answer'")


def test_the_name_has_the_focus_and_enter_previews(form: Page) -> None:
    expect(form.get_by_label("Domain name")).to_be_focused()
    form.keyboard.type("at-once")
    form.keyboard.press("Enter")
    expect(form).to_have_title(re.compile("^Preview: "))


def test_the_preview_follows_what_is_typed_and_the_focus_stays(form: Page) -> None:
    preview = form.get_by_role("region", name="Preview: nothing has been sent")
    expect(form.get_by_text("Enter a domain name to see the request.")).to_be_visible()
    form.get_by_label("Domain name").press_sequentially("follow")
    expect(preview).to_contain_text("DomainName=follow.sip.twilio.com")
    expect(form.get_by_label("Domain name")).to_be_focused()
    form.get_by_label("Secure media").check()
    expect(preview).to_contain_text("Secure=true")

    # what cannot be sent yet is said at the side, and no field is blamed
    form.get_by_label("Voice URL", exact=True).fill("voice")
    expect(form.get_by_text("Voice URL must begin with https://")).to_have_count(1)
    expect(form.get_by_label("Voice URL", exact=True)).not_to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("alert")).to_have_count(0)

    # what copies in the new preview works too
    form.get_by_label("Voice URL", exact=True).fill("")
    expect(preview.get_by_role("button", name="Copy curl command that creates it")).to_be_visible()


def test_a_field_left_with_what_is_not_taken_says_so_until_it_is_mended(form: Page) -> None:
    url = form.get_by_label("Voice URL", exact=True)
    at_the_field = form.locator(".field", has=url).locator(".field-error")
    form.get_by_label("Domain name").fill("told-in-time")
    with form.expect_response("**/domains/new/preview/"):
        url.fill("voice")
    expect(at_the_field).to_have_count(0)
    expect(url).not_to_have_attribute("aria-invalid", "true")

    url.press("Tab")
    expect(at_the_field).to_contain_text("Voice URL must begin with https://")
    expect(url).to_have_attribute("aria-invalid", "true")
    expect(url).to_have_accessible_description(re.compile("do with a call.*Error: Voice URL must begin with https://"))
    expect(url).not_to_be_focused()
    expect(form.get_by_role("alert")).to_have_count(0)
    assert Axe().run(form).violations_count == 0

    # no other field is blamed before it is left
    byoc = form.get_by_label("BYOC trunk SID")
    with form.expect_response("**/domains/new/preview/"):
        byoc.press_sequentially("BY")
    expect(byoc).not_to_have_attribute("aria-invalid", "true")
    byoc.fill("")

    url.fill("https://voice.example.com/")
    expect(at_the_field).to_be_hidden()
    expect(url).to_have_attribute("aria-invalid", "false")
    expect(url).not_to_have_accessible_description(re.compile("must begin"))


def test_what_a_field_lacks_waits_until_a_press_is_over(form: Page) -> None:
    url = form.get_by_label("Voice URL", exact=True)
    at_the_field = form.locator(".field", has=url).locator(".field-error")
    form.get_by_label("Domain name").fill("pressed")
    with form.expect_response("**/domains/new/preview/"):
        url.fill("voice")
    expect(form.get_by_text("Voice URL must begin with https://")).to_have_count(1)
    form.get_by_label("Secure media").hover()
    form.mouse.down()
    expect(at_the_field).to_have_count(0)
    form.mouse.up()
    expect(form.get_by_label("Secure media")).to_be_checked()
    expect(at_the_field).to_contain_text("Voice URL must begin with https://")


def test_whoever_reads_the_preview_is_not_disturbed(form: Page) -> None:
    form.get_by_label("Domain name").fill("reading")
    body = form.get_by_role("region", name="Body")
    expect(body).to_contain_text("reading")
    body.focus()
    with form.expect_response("**/domains/new/preview/"):
        form.get_by_label("Secure media").dispatch_event("click")  # which takes the focus from nobody
    expect(body).to_be_focused()
    expect(body).not_to_contain_text("Secure")
    form.get_by_label("Domain name").focus()
    expect(body).to_contain_text("Secure=true")
    expect(form.get_by_label("Domain name")).to_be_focused()


def test_a_pasted_name_shows_what_it_will_be(form: Page) -> None:
    will_be = form.get_by_text("Will be")
    form.get_by_label("Domain name").fill("plain")
    expect(form.get_by_role("region", name="Body")).to_contain_text("plain")
    expect(will_be).to_be_hidden()
    form.get_by_label("Domain name").fill("sip:Acme.sip.twilio.com")
    expect(will_be).to_have_text("Will be acme.sip.twilio.com")
    expect(form.get_by_label("Domain name")).to_have_accessible_description(re.compile("Will be acme.sip.twilio.com"))


def test_dependent_fields_come_and_never_lose_what_was_typed(form: Page) -> None:
    voice_url = form.get_by_label("Voice URL", exact=True)
    voice_method = form.get_by_label("Voice method", exact=True)
    fallback = form.get_by_label("Voice fallback URL")
    caller = form.get_by_label("Emergency caller SID")
    emergency = form.get_by_label("Emergency calling")
    for control in (voice_method, fallback, caller):
        expect(control).to_be_hidden()
    expect(form.get_by_text("Voice fallback URL: appears when")).to_be_visible()

    voice_url.fill("https://voice.example.com/")
    expect(voice_method).to_be_visible()
    expect(form.get_by_text("Voice fallback URL: appears when")).to_be_hidden()
    fallback.fill("https://voice.example.com/fallback")
    voice_url.fill("")
    expect(voice_method).to_be_hidden()
    expect(fallback).to_be_visible()  # it holds a value, and so it is sent
    expect(fallback).to_have_value("https://voice.example.com/fallback")

    expect(emergency).to_have_attribute("aria-expanded", "false")
    emergency.check()
    expect(emergency).to_have_attribute("aria-expanded", "true")
    caller.fill("PN1")
    emergency.uncheck()
    expect(caller).to_be_visible()
    expect(caller).to_have_value("PN1")


def test_a_limit_is_counted_as_the_server_counts(form: Page) -> None:
    friendly = form.get_by_label("Friendly name")
    expect(form.get_by_text("0 of 64")).to_be_visible()
    friendly.fill("  Füße 🎧  ")
    expect(form.get_by_text("6 of 64")).to_be_visible()
    friendly.fill("🎧" * 66)
    expect(form.get_by_text("2 characters too many", exact=True).first).to_be_visible()
    expect(form.get_by_role("status").filter(has_text="2 characters too many")).to_have_count(1)
    expect(friendly).to_have_value("🎧" * 66)


def test_a_far_limit_is_counted_once_it_is_near(form: Page) -> None:
    url = form.get_by_label("Voice URL", exact=True)
    counted = form.get_by_text("of 2048")
    url.fill("https://voice.example.com/")
    expect(counted.first).to_be_hidden()
    url.fill("https://voice.example.com/?" + "x" * 1973)
    expect(form.get_by_text("2000 of 2048")).to_be_visible()
    url.fill("https://voice.example.com/?" + "x" * 2022)
    expect(form.get_by_text("1 character too many", exact=True).first).to_be_visible()


def test_leaving_with_something_typed_asks(form: Page) -> None:
    asked = questions(form, answer="stay")
    form.get_by_label("Friendly name").fill("Kept")
    form.get_by_role("link", name="Cancel").click()
    expect(form.get_by_label("Friendly name")).to_have_value("Kept")
    assert asked == ["beforeunload"]

    # with nothing to lose any more, nobody is asked
    form.get_by_label("Friendly name").fill("")
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_url(THE_LIST)
    assert asked == ["beforeunload"]


def test_sending_does_not_ask_and_what_comes_back_does(form: Page) -> None:
    asked = questions(form, answer="leave")
    form.get_by_label("Domain name").fill("my_acme")
    form.get_by_role("button", name="Create SIP domain").click()
    expect(form.get_by_role("alert")).to_be_visible()
    assert asked == []
    form.get_by_role("link", name="Changes", exact=True).click()
    expect(form).to_have_url(re.compile("/changes/$"))
    assert asked == ["beforeunload"]


def test_a_button_pressed_twice_creates_once(form: Page) -> None:
    sent = creates(form)
    form.get_by_label("Domain name").fill("pressed-twice")
    form.get_by_role("button", name="Create SIP domain").dblclick()
    expect(form.get_by_role("heading", level=1)).to_contain_text("pressed-twice.sip.twilio.com")
    assert len(sent) == 1
    form.goto("/changes/")
    expect(form.get_by_role("link", name="pressed-twice.sip.twilio.com")).to_have_count(1)


def test_waiting_shows_itself(form: Page, dashboard: Installation) -> None:
    bad_weather(dashboard, "stall", 4)
    form.clock.install(time=datetime(2026, 1, 1, 8, tzinfo=UTC))
    form.goto(ADDRESS)
    form.clock.pause_at(datetime(2026, 1, 1, 9, tzinfo=UTC))
    answer_elsewhere(form)
    sent: list[str] = []
    form.context.on("request", lambda request: sent.append(request.method) if request.is_navigation_request() else None)
    form.get_by_label("Domain name").fill("slow")
    with form.expect_popup() as answer:
        form.get_by_role("button", name="Create SIP domain").click()
    creating = form.get_by_role("button", name="Creating…")
    expect(creating).to_have_attribute("aria-disabled", "true")
    expect(form.get_by_role("button", name="Preview request")).to_have_attribute("aria-disabled", "true")
    expect(form.get_by_text("is slow to answer")).to_be_hidden()
    expect(form.get_by_role("link", name="Cancel")).to_be_hidden()  # it could not
    form.clock.run_for(3500)
    expect(form.locator(".compose-wait", has_text="it is not made twice")).to_be_visible()
    creating.click(force=True)
    form.get_by_label("Domain name").press("Enter")

    # the answer comes, and it was asked for once
    expect(answer.value.get_by_role("heading", level=1)).to_contain_text("slow.sip.twilio.com")
    assert sent.count("POST") == 1

    # after all that time one may try again: it is the same form, and is not carried out twice
    form.clock.run_for(45_000)
    expect(form.get_by_role("link", name="Cancel")).to_be_visible()
    with answer.value.expect_navigation(url=re.compile("/domains/SD")):
        form.get_by_role("button", name="Create SIP domain").click()
    form.goto("/changes/")
    expect(form.get_by_role("link", name="slow.sip.twilio.com")).to_have_count(1)


def test_a_form_that_is_come_back_to_can_be_used_and_left(form: Page) -> None:
    asked = questions(form, answer="leave")
    answer_elsewhere(form)
    form.get_by_label("Domain name").fill("back-again")
    with form.expect_popup() as answer:
        form.get_by_role("button", name="Create SIP domain").click()
    expect(answer.value.get_by_role("heading", level=1)).to_contain_text("back-again.sip.twilio.com")
    expect(form.get_by_role("button", name="Creating…")).to_be_visible()

    # what a browser says when it shows a page again that it had kept as it was
    form.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(form.get_by_role("button", name="Create SIP domain")).not_to_have_attribute("aria-disabled", "true")
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_url(THE_LIST)
    assert asked == []


@pytest.mark.parametrize("key", ["Enter", "ArrowDown"])
def test_one_key_leads_to_the_first_bad_field(form: Page, key: str) -> None:
    form.get_by_label("Domain name").fill("desk")
    form.get_by_label("Voice URL", exact=True).fill("voice")
    form.get_by_label("BYOC trunk SID").fill("x")
    form.get_by_role("button", name="Create SIP domain").click()
    summary = form.get_by_role("group", name="There is a problem")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Press Enter to go to the first field.")
    form.keyboard.press(key)
    expect(form.get_by_label("Voice URL", exact=True)).to_be_focused()


def test_a_preview_that_fails_says_so_and_the_button_still_works(noisy_page: Page) -> None:
    page = noisy_page
    page.goto(ADDRESS)
    page.route("**/domains/new/preview/", lambda route: route.abort())
    page.get_by_label("Domain name").fill("cut-off")
    expect(page.get_by_text("This does not follow what you type")).to_be_visible()
    expect(page.get_by_label("Domain name")).to_have_value("cut-off")
    page.unroute("**/domains/new/preview/")
    page.get_by_label("Secure media").check()
    expect(page.get_by_text("This does not follow what you type")).to_be_hidden()
    page.get_by_role("button", name="Preview request").click()
    expect(page).to_have_title(re.compile("^Preview: "))


def test_a_session_that_is_over_is_said_beside_the_form(form: Page) -> None:
    form.context.clear_cookies(name="sessionid")
    form.get_by_label("Domain name").fill("signed-out")
    expect(form.get_by_text("You are signed out")).to_be_visible()
    expect(form.get_by_label("Domain name")).to_have_value("signed-out")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450), (1440, 900)])
def test_the_bar_never_covers_the_field_that_has_the_focus(form: Page, width: int, height: int) -> None:
    form.set_viewport_size({"width": width, "height": height})
    form.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/")
    form.get_by_label("Emergency calling").check()
    form.get_by_label("Domain name").focus()
    covered = """() => {
        const box = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector(".compose-actions").getBoundingClientRect();
        return box.bottom > bar.top && box.top < bar.bottom;
    }"""
    last = form.get_by_label("BYOC trunk SID")
    for _ in range(40):
        assert not form.evaluate(covered), form.evaluate("document.activeElement.id")
        if last.evaluate("control => control === document.activeElement"):
            return
        form.keyboard.press("Tab")
    raise AssertionError("The last field was not reached.")
