"""Pages that keep themselves fresh: what moves, moves; what somebody is at, stays; what cannot be had, is said."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from ..installation import Installation
from .conftest import bad_weather, sign_in
from .jobs import BELIEVED, OVER, RUNS, set_job

LONG = 10 * 60_000  # milliseconds: by then any page would have looked again


NEWS = re.compile("being looked up")


def is_live(request: Request) -> bool:
    return request.headers.get("x-fragment") == "live"


def pass_time(page: Page, *, failures: int = 0) -> None:
    """Let as much time pass as the page waits before it looks again, and no more: an answer has 15 seconds to come."""
    waits = page.locator("[data-live]").evaluate_all("elements => Math.min(...elements.map(e => e.dataset.live))")
    page.clock.run_for((waits * 2**failures + 1) * 1000)


def look_again(page: Page, *, failures: int = 0) -> None:
    """Let time pass until the page has looked again."""
    with page.expect_response(lambda response: is_live(response.request)):
        pass_time(page, failures=failures)


@pytest.fixture
def asked(operator_page: Page) -> list[str]:
    """The addresses that the page has asked for by itself."""
    found: list[str] = []
    operator_page.on("request", lambda request: found.append(request.url) if is_live(request) else None)
    return found


def test_the_progress_of_a_job_moves_without_reloading_and_its_end_is_said(
    operator_page: Page, dashboard: Installation, running_job: None
) -> None:
    page = operator_page
    page.goto("/background/")
    page.evaluate("window.isStillHere = true")
    row = page.get_by_role("row", name="Tidy up")
    expect(row).to_contain_text("3 of 40")
    expect(row).to_contain_text("left")

    set_job(dashboard, f"{RUNS}{BELIEVED} done=30, total=40")
    expect(row).to_contain_text("30 of 40")
    expect(page.get_by_role("progressbar", name="Tidy up")).to_have_attribute("value", "30")
    page.reload()
    expect(row).to_contain_text("30 of 40")

    page.evaluate("window.isStillHere = true")
    set_job(dashboard, f"{OVER} note='40 of 40 put away.'")
    expect(row).to_contain_text("40 of 40 put away.")
    expect(row).to_contain_text("Waiting")
    expect(page.locator("#said")).to_contain_text("Tidy up: waiting.")
    assert page.evaluate("window.isStillHere") is True


def test_a_job_that_falls_silent_is_seen_to_have(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    page.goto("/background/")
    set_job(dashboard, f"{RUNS} lease_until=Now() + timedelta(seconds=14), done=3, total=40")
    row = page.get_by_role("row", name="Tidy up")
    page.reload()
    expect(row).to_contain_text("Running, but silent")
    expect(row).to_contain_text("Not heard of for")
    set_job(dashboard, f"{OVER} note=''")
    expect(row).to_contain_text("Waiting")


def test_it_rests_while_nobody_looks(operator_page: Page, asked: list[str]) -> None:
    page = operator_page
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? false })")
    page.clock.install()
    page.goto("/background/")
    turn = "(hidden) => { window.isHidden = hidden; document.dispatchEvent(new Event('visibilitychange')) }"
    page.evaluate(turn, arg=True)
    page.clock.run_for(LONG)
    assert asked == []
    with page.expect_response(lambda response: is_live(response.request)):
        page.evaluate(turn, arg=False)


def test_what_was_not_waited_for_because_nobody_looked_is_no_failure(operator_page: Page, running_job: None) -> None:
    page = operator_page
    page.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? false })")
    page.clock.install()
    page.goto("/background/")
    held: list[Route] = []
    # To the first question no answer comes. A route that was taken away would let it through after all.
    page.route("**/background/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request(is_live):
        pass_time(page)
    page.evaluate(
        """() => {
            window.complaints = [];
            const watch = (records) => window.complaints.push(...records.flatMap((record) => [...record.addedNodes]));
            new MutationObserver(watch).observe(document.getElementById("main"), { childList: true });
        }"""
    )
    turn = "window.isHidden = {}; document.dispatchEvent(new Event('visibilitychange'));"
    with page.expect_event("requestfailed", is_live):
        page.evaluate(turn.format("true") + turn.format("false"))
    look_again(page)
    assert page.evaluate("window.complaints.filter((node) => node.id === 'live-note').length") == 0


def test_it_stops_when_the_page_asks_for_no_more(operator_page: Page, asked: list[str]) -> None:
    page = operator_page

    def answer(route: Route) -> None:
        if not is_live(route.request):
            route.continue_()
            return
        body = route.fetch().text().replace("data-live", "data-was")
        route.fulfill(status=200, body=body, content_type="text/html")

    page.clock.install()
    page.route("**/background/", answer)
    page.goto("/background/")
    look_again(page)
    expect(page.locator("[data-live]")).to_have_count(0)
    expect(page.get_by_role("row", name="Tidy up")).to_be_visible()
    page.clock.run_for(LONG)
    assert len(asked) == 1


def test_what_could_not_be_had_is_said_quietly_until_it_is_there(operator_page: Page, asked: list[str]) -> None:
    page = operator_page
    page.clock.install()
    page.goto("/background/")
    page.route("**/background/", lambda route: route.fulfill(status=429, body="", content_type="text/html"))
    look_again(page)
    note = page.get_by_text("Not updated since")
    expect(note).to_be_visible()
    expect(page.get_by_role("row", name="Tidy up")).to_be_visible()
    page.unroute("**/background/")
    look_again(page, failures=1)
    expect(note).to_have_count(0)


def test_it_says_when_one_is_signed_out_and_stops(operator_page: Page, asked: list[str]) -> None:
    page = operator_page
    page.clock.install()
    page.goto("/background/")
    page.context.clear_cookies()
    pass_time(page)
    expect(page.get_by_role("main").get_by_text("You are signed out")).to_be_visible()
    expect(page.get_by_role("row", name="Tidy up")).to_be_visible()
    count = len(asked)
    page.clock.run_for(LONG)
    assert len(asked) == count
    page.get_by_role("link", name="Sign in to go on").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def create(page: Page, name: str) -> None:
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")


def test_what_is_unfolded_stays_so_and_what_has_the_focus_is_let_be(operator_page: Page) -> None:
    page = operator_page
    create(page, "seen-before")
    page.clock.install()
    page.goto("/")
    table = page.get_by_role("table", name="by day and outcome")
    page.get_by_text("The same as a table").click()
    expect(table).to_be_visible()
    focused = page.get_by_role("region", name="Recent changes").get_by_role("link", name="seen-before")
    focused.focus()

    other = page.context.new_page()
    create(other, "seen-later")
    look_again(page)
    page.get_by_role("heading", name="Overview").click()  # whose click takes the focus away
    look_again(page)
    expect(page.get_by_role("link", name="seen-later")).to_be_visible()
    expect(table).to_be_visible()


def test_the_overview_says_by_then_that_an_outcome_is_not_known(page: Page, installation: Installation) -> None:
    # A dashboard of its own, on which no other journey has left anything to do.
    installation.start()
    page.clock.install()
    page.goto(installation.url)
    sign_in(page, installation)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    bad_weather(installation, "cut")
    other: Any = page.context.new_page()
    other.goto(f"{installation.url}/domains/new/")
    other.get_by_label("Domain name").fill("lost-meanwhile")
    other.get_by_role("button", name="Create SIP domain").click()
    other.wait_for_url("**/changes/*/")
    look_again(page)
    verdict = page.get_by_role("region", name=NEWS)
    expect(verdict.get_by_role("link", name="not known")).to_be_visible()
    expect(page.locator("#said")).to_contain_text(NEWS)
