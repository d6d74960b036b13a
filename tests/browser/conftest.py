"""Journeys through the product as its users run it: `manage.py serve`, in a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from ..installation import Installation
from .access import access_lists
from .chromium import ARGUMENTS, CHROMIUM
from .jobs import BELIEVED, OVER, RUNS, set_job
from .pages import addresses_of

ON_CI = os.environ.get("CI", "").lower() == "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, leave the journeys out and say so; where the suite decides what lands, let them fail."""
    if CHROMIUM or ON_CI:
        return
    here = Path(__file__).parent
    reason = "no Chromium was found on this machine: install the package “chromium” to run the browser journeys"
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the pictures of failed journeys are. `--tracing retain-on-failure` keeps all their steps as well."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    told = [about for report in reports for about in getattr(report, "user_properties", ())]
    kept = sorted({path for kind, path in told if kind.startswith("playwright_")})
    if kept:
        terminalreporter.section("what the browser showed")
        for path in kept:
            terminalreporter.line(str(terminalreporter.config.rootpath / path))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    assert CHROMIUM, "CI needs Chromium for the browser journeys."
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One running dashboard for all journeys; each makes domains of names of its own."""
    with Installation(tmp_path_factory.mktemp("journeys")) as installation:
        yield installation.start()


def sign_in(page: Page, dashboard: Installation) -> None:
    """Fill in the page that asks who is there."""
    page.get_by_label("Username").fill(dashboard.username)
    page.get_by_label("Password").fill(dashboard.password)
    page.get_by_role("button", name="Sign in").click()


def bad_weather(dashboard: Installation, word: str, *seconds: float) -> None:
    """Have the sandbox do to the next create what its vocabulary calls so."""
    rule = f"{word}({''.join(f'{number}, ' for number in seconds)}method='POST')"
    done = dashboard.manage("shell", "-c", f"from domains.sandbox import weather; weather.{rule}")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def signed_in(dashboard: Installation, browser: Browser) -> Any:
    """The cookies of the first operator, signed in through the page."""
    context = browser.new_context(base_url=dashboard.url)
    page = context.new_page()
    page.goto("/")
    sign_in(page, dashboard)
    page.wait_for_url(f"{dashboard.url}/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], dashboard: Installation) -> dict[str, Any]:
    """Nothing moves: a colour on its way from light to dark is no colour that anybody has to read."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "base_url": dashboard.url, "viewport": size, "reduced_motion": "reduce"}


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """A context whose pages must stay silent: no script error, nothing that the policy blocks."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # That an answer was 4xx is said there too, and is what some journeys are about.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            said.append(message.text)

    context.set_default_timeout(10_000)
    context.on("console", listen)
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    assert said == []


@pytest.fixture
def operator_page(context: BrowserContext, signed_in: Any) -> Page:
    """A page of somebody who is signed in."""
    context.add_cookies(signed_in["cookies"])
    return context.new_page()


@pytest.fixture(scope="session")
def addresses(dashboard: Installation, browser: Browser, signed_in: Any) -> dict[str, str]:
    """Every page, with a domain and changes to show."""
    context = browser.new_context(base_url=dashboard.url, storage_state=signed_in)
    page = context.new_page()
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("a-rather-long-name-for-a-telephone-exchange-in-the-countryside")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/")
    page.get_by_label("Voice fallback URL").fill("http://user:secret@voice.example.com/" + "very-long-path/" * 20)
    page.get_by_label("Voice URL", exact=True).fill("")
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")
    domain = last_part(page)
    bad_weather(dashboard, "cut")
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("lost-on-the-way")
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/changes/*/")
    unknown = last_part(page)
    context.close()
    told = dashboard.manage("shell", "-v0", "-c", MORE_PLACES)
    assert told.returncode == 0, told.stderr
    more = dict(zip(("disabled", "update", "gone", "deletion", "doing", "planned"), told.stdout.split(), strict=True))
    lists = access_lists(dashboard)
    return addresses_of(domain=domain, change="1", unknown=unknown, **more, **lists)


MORE_PLACES = """
from domains import services
from domains.models import Change, SipDomain, User
actor, account = User.objects.first(), services.current_account()
urls = {"voice_url": "https://user:secret@voice.example.com/calls", "voice_fallback_url": "https://standby.example.com/"}
def made(name):
    row = SipDomain(account=account, domain_name=f"{name}.sip.twilio.com", **urls)
    return SipDomain.objects.get(sid=services.create(row, actor=actor).sid)
domain, gone = made("taken-out-of-service"), made("deleted-for-good")
asked, seen = services.disabling(domain), services.Seen.of(domain)
update = services.update(domain, asked, seen=seen, actor=actor, reason="Moving out", purpose="disable")
deletion = services.delete(gone, seen=services.Seen.of(gone), actor=actor, reason="Moved out")
wanted = services.Wanted(new_ip_list=services.NewIpList("Planned", "8.8.4.0", 24), turn_on_registration=True)
planned = services.plan(domain, "access", services.steps_to(domain, wanted), actor=actor, reason="Moving in")
print(domain.sid, update.pk, gone.sid, deletion.pk, Change.objects.get(pk=1).act, planned.act)
"""
"""Takes a domain out of service and deletes another; prints of each its SID and the number of the change, what the
first change was done in, and what is planned to let calls in."""


def last_part(page: Page) -> str:
    """Return what the address of a page ends with: the SID or number of what it shows."""
    return page.url.rstrip("/").rpartition("/")[2]


@pytest.fixture
def running_job(dashboard: Installation) -> Iterator[None]:
    """A job that is under way, and is over when the test is."""
    set_job(dashboard, f"{RUNS}{BELIEVED} done=3, total=40")
    yield
    set_job(dashboard, f"{OVER} note=''")
