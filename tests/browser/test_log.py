"""Journeys through the log: why something was done, what was done with it, and the log as a file."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from ..installation import Installation

TOGETHER = """
import uuid
from domains import services
from domains.models import SipDomain, User
act = uuid.uuid4()
for name in ("together-1", "together-2", "together-2"):
    row = SipDomain(account=services.current_account(), domain_name=f"{name}.sip.twilio.com")
    services.create(row, actor=User.objects.first(), reason="All of the north", act=act)
"""


def test_the_reason_typed_in_the_form_is_told_by_the_change(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("done-for-a-reason")
    page.get_by_label("Reason").fill("Ticket 4711\nfor Mara")
    page.get_by_role("button", name="Create SIP domain").click()
    page.get_by_role("link", name="See what happened").click()
    expect(page.get_by_role("region", name="Who, where and why")).to_contain_text(re.compile("Ticket 4711\\s*for Mara"))
    page.goto("/changes/")
    page.get_by_role("searchbox").fill("ticket 4711")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").nth(1)).to_contain_text("done-for-a-reason")
    expect(page.get_by_text("1 change matches")).to_be_visible()


def test_on_a_phone_a_reason_that_is_too_long_is_mended_without_moving_sideways(operator_page: Page) -> None:
    page = operator_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("for-too-many-reasons")
    page.get_by_label("Reason").fill("because " * 70)
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Reason must be 500 characters or fewer: it has 559.").click()
    expect(page.get_by_label("Reason")).to_be_focused()


def test_what_was_done_together_is_seen_together_and_taken_along(
    operator_page: Page, dashboard: Installation, tmp_path: Path
) -> None:
    page = operator_page
    done = dashboard.manage("shell", "-c", TOGETHER)
    assert done.returncode == 0, done.stderr
    page.goto("/changes/?q=together-1")
    page.get_by_role("link", name="Create together-1.sip.twilio.com").click()
    page.get_by_role("link", name="All 3 changes of this doing").click()
    expect(page.get_by_role("heading", name="3 changes, done together")).to_be_visible()
    expect(page.get_by_text("All of the north")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(4)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export JSON").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"changes-\d{4}-\d\d-\d\d\.json", file.name)
    told = json.loads(file.read_text())["changes"]
    assert [(one["name"].partition(".")[0], one["state"]) for one in told] == [
        ("together-2", "refused"),
        ("together-2", "applied"),
        ("together-1", "applied"),
    ]
    assert {one["reason"] for one in told} == {"All of the north"}
