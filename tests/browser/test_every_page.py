"""What holds for each of our pages at any width, in any light: nothing that axe finds, no scrolling sideways."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ..installation import Installation
from .given import behind_the_back, domain_of
from .pages import PAGES

MIDDLE = 768
WIDTHS = (390, MIDDLE, 1440)


COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What can be otherwise in the dark: each page is looked at in the light too."""


def look(page: Page) -> None:
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} scrolls sideways at {width} pixels"
        if width != MIDDLE:  # its layout is one of the other two
            found = Axe().run(page, options=COLOURS if is_dark else {})
            assert found.violations_count == 0, f"{page.url} at {width} pixels\n{found.generate_report()}"


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everyone(operator_page: Page, addresses: dict[str, str], name: str, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto(addresses[name])
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_form_with_errors_is_for_everyone(operator_page: Page, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto("/domains/new/")
    operator_page.get_by_label("Domain name").fill("my_acme")
    operator_page.get_by_label("Voice URL", exact=True).fill("x" * 300)
    operator_page.get_by_role("button", name="Create SIP domain").click()
    operator_page.get_by_role("alert").wait_for()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_preview_is_for_everyone(operator_page: Page, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto("/domains/new/")
    operator_page.get_by_label("Domain name").fill("desk.acme.sip.twilio.com")
    operator_page.get_by_label("Voice URL", exact=True).fill("http://voice.example.com/" + "long/" * 60)
    operator_page.get_by_role("button", name="Preview").click()
    operator_page.get_by_text("curl -X POST").wait_for()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_overview_with_its_table_is_for_everyone(
    operator_page: Page, addresses: dict[str, str], light: Any
) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto(addresses["overview"])
    operator_page.get_by_text("The same as a table").click()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_form_at_work_is_for_everyone(operator_page: Page, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto("/domains/new/")
    operator_page.get_by_label("Domain name").fill("SIP:at_work.sip.twilio.com")
    operator_page.get_by_label("Friendly name").fill("x" * 70)
    operator_page.get_by_label("Emergency calling").check()
    operator_page.get_by_text("To see the request:").wait_for()
    look(operator_page)
    operator_page.get_by_label("Domain name").fill("SIP:at-work.sip.twilio.com")
    operator_page.get_by_label("Friendly name").fill("")
    operator_page.get_by_text("Will be at-work.sip.twilio.com").wait_for()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_background_at_work_is_for_everyone(operator_page: Page, running_job: None, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto("/background/")
    operator_page.get_by_role("progressbar").wait_for()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_form_that_waits_is_for_everyone(operator_page: Page, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto("/domains/new/")
    operator_page.get_by_label("Domain name").fill("waiting")
    operator_page.route("**/domains/new/", lambda _: None)  # the answer never comes, to a page of its own
    operator_page.evaluate("document.getElementById('domain-form').target = 'answer'")
    operator_page.get_by_role("button", name="Create SIP domain").click()
    operator_page.get_by_role("button", name="Creating…").wait_for()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_signing_in_is_for_everyone(page: Page, light: Any) -> None:
    page.emulate_media(color_scheme=light)
    page.goto("/accounts/login/")
    look(page)
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    look(page)


@pytest.fixture(scope="session")
def told_changes(dashboard: Installation) -> dict[str, int]:
    """Changes of every action, in the states that no page above is in, by name."""
    done = dashboard.manage("shell", "-c", TOLD)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


TOLD = """
import json
from django.utils import timezone
from tests.changes import *
from tests.twilio_server import resource
now, sid, long = timezone.now(), "SD" + "e" * 32, SECRET_URL + "very-long-path/" * 20
before = resource(sid=sid, friendly_name="Front desk", voice_url=long + "incoming?tenant=12")
asked = {"friendly_name": "", "voice_url": long + "outgoing?tenant=12", "voice_fallback_url": long, "secure": True}
times = {"settled_at": now, "stopped_at": now}
update = told("update", "applied", (*ANSWERED, ("applied", "Done.", 1)), sid=sid, before=before, asked=asked,
    after={**before, **asked, "secure": False, "voice_method": "GET"}, twilio_status=200, request_id="RQ" + "1" * 32)
made = {
    "update": update,
    "delete": told("delete", "applied", sid=sid, before=before, twilio_status=204, act=update.act),
    "refused": told("create", "refused", (*ANSWERED, ("refused", "No.", 1)), asked={"domain_name": NAME, **asked},
        twilio_status=400, twilio_code=21232, message="Domain name " + long, request_id="RQ" + "1" * 32),
    "conflict": told("update", "conflict", LOST, sid=sid, before=before, asked=asked,
        message="At Twilio there is neither what was before nor what was asked.",
        after={**before, "voice_url": "https://somebody.example.com/else"}, **times),
    "given up": told("create", "not_applied", (*LOST, ("not_applied", "Gone.", 60)), asked={"domain_name": NAME},
        look_at=now, **times),
    "somebody else's": told("create", "refused", LOST, asked={"domain_name": NAME}, sid=sid, after=before,
        message=sid + " has this name.", **times),
}
print(json.dumps({name: change.pk for name, change in made.items()}))
"""


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("name", ["update", "delete", "refused", "conflict", "given up", "somebody else's"])
def test_a_change_is_for_everyone(operator_page: Page, told_changes: dict[str, int], name: str, light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto(f"/changes/{told_changes[name]}/")
    for folded in operator_page.locator("main summary").all():
        folded.click()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_what_says_no_before_anything_is_sent_is_for_everyone(
    operator_page: Page, dashboard: Installation, light: Any
) -> None:
    page = operator_page
    page.emulate_media(color_scheme=light)
    sid = domain_of(page, f"asks-first-{light}", Voice_URL="https://voice.example.com/first")

    # calls would stop: that is agreed to first
    page.goto(f"/domains/{sid}/edit/")
    page.get_by_label("Voice URL", exact=True).fill("https://voice.example.com/mine")
    page.get_by_label("Secure media").check()
    page.get_by_role("button", name="Save changes").click()
    stops = page.get_by_role("region", name="What stops at once")
    stops.wait_for()
    look(page)

    # somebody else was quicker: the form asks for a decision, and again where none was made
    behind_the_back(dashboard, sid, voice_url="https://voice.example.com/" + "theirs/" * 20, friendly_name="Theirs")
    stops.get_by_role("checkbox").check()
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("region", name="Changed at Twilio since this form was opened").wait_for()
    page.get_by_role("button", name="Save changes").click()
    page.get_by_role("alert").get_by_role("link", name="Decide for Voice URL").wait_for()
    look(page)

    # what refreshing shows, and a name that is not the one to be deleted
    page.goto(f"/domains/{sid}/")
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("button", name="Take over what Twilio has").wait_for()
    look(page)
    page.goto(f"/domains/{sid}/delete/")
    page.get_by_label("Name of the domain").fill("another")
    page.get_by_role("button", name="Delete SIP domain").click()
    page.get_by_role("alert").wait_for()
    look(page)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize(("name", "what"), [("list", "Filters"), ("list", "View"), ("changes", "Filters")])
def test_what_unfolds_from_a_list_is_for_everyone(
    operator_page: Page, addresses: dict[str, str], name: str, what: str, light: Any
) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto(addresses[name])
    operator_page.locator("summary", has_text=what).click()
    look(operator_page)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_help_on_keys_is_for_everyone(operator_page: Page, addresses: dict[str, str], light: Any) -> None:
    operator_page.emulate_media(color_scheme=light)
    operator_page.goto(addresses["list"])
    operator_page.keyboard.press("?")
    operator_page.get_by_role("dialog").wait_for()
    look(operator_page)
