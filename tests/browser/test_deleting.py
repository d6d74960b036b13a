"""A domain is retired: its backup is taken first, its name is typed, and it is made again from the backup."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from ..installation import Installation
from .conftest import sign_in


def test_a_domain_is_deleted_and_made_again_from_its_backup_under_another_name(
    operator_page: Page, tmp_path: Path
) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("retired")
    page.get_by_label("Friendly name").fill("Old building")
    page.get_by_label("Voice URL", exact=True).fill("https://ops:secret@voice.example.com/calls")
    page.get_by_label("Secure media").check()
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("retired.sip.twilio.com")

    # is told what goes, what is safer, and until when the name may be locked
    page.get_by_role("link", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Delete retired.sip.twilio.com")
    expect(page.get_by_text(re.compile("The name may be locked until 20"))).to_be_visible()
    expect(page.get_by_role("link", name="Disable instead")).to_be_visible()

    # takes the backup
    with page.expect_download() as download:
        page.get_by_role("link", name="Download a backup").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"retired\.sip\.twilio\.com-\d{4}-\d\d-\d\d\.json", file.name)
    assert json.loads(file.read_text())["parameters"]["voice_url"] == "https://ops:secret@voice.example.com/calls"

    # mistypes the name, then types it
    name = page.get_by_label("Name of the domain")
    name.fill("retire")
    page.get_by_role("button", name="Delete SIP domain").click()
    expect(page.get_by_role("group", name="There is a problem")).to_contain_text("Name must be retired.sip.twilio.com")
    name.fill("retired.sip.twilio.com")
    page.get_by_label("Reason").fill("The building was sold")
    page.get_by_role("button", name="Delete SIP domain").click()
    expect(page.get_by_text("retired.sip.twilio.com was deleted")).to_be_visible()
    expect(page.get_by_role("heading", name="Gone at Twilio")).to_be_visible()

    # finds it among the deleted names
    page.get_by_role("link", name="Deleted names").first.click()
    row = page.get_by_role("row").filter(has_text="retired.sip.twilio.com")
    expect(row).to_contain_text("admin")
    expect(row.get_by_role("link", name="Create again retired.sip.twilio.com")).to_be_visible()

    # and makes it again from the file
    page.goto("/domains/new/")
    page.get_by_role("link", name="Start from a backup").click()
    page.get_by_label("Backup file").set_input_files(file)
    page.get_by_role("button", name="Fill in the form").click()
    expect(page.get_by_text("Filled in from the backup of retired.sip.twilio.com")).to_be_visible()
    expect(page.get_by_label("Friendly name")).to_have_value("Old building")
    expect(page.get_by_label("Secure media")).to_be_checked()
    page.get_by_label("Domain name").fill("retired-2")
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("retired-2.sip.twilio.com")
    expect(page.get_by_text("https://***@voice.example.com/calls").first).to_be_visible()


def test_a_clone_is_previewed_and_made_with_what_is_hidden(operator_page: Page) -> None:
    page = operator_page
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("original")
    page.get_by_label("Voice URL", exact=True).fill("https://ops:secret@voice.example.com/calls")
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")
    page.get_by_role("link", name="Clone", exact=True).click()
    expect(page.get_by_text("Filled in from original.sip.twilio.com")).to_be_visible()
    expect(page.get_by_label("Voice URL", exact=True)).to_have_value("https://***@voice.example.com/calls")
    expect(page.get_by_label("Domain name")).to_have_value("")
    page.get_by_label("Domain name").fill("copy")
    expect(page.get_by_role("heading", name="Preview: nothing has been sent")).to_be_visible()
    expect(page.get_by_text("ops:secret")).to_have_count(0)
    page.get_by_role("button", name="Create SIP domain").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("copy.sip.twilio.com")


def test_deleting_works_without_javascript(new_context: CreateContextCallback, dashboard: Installation) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/domains/new/")
    sign_in(page, dashboard)
    page.get_by_label("Domain name").fill("without-script")
    page.get_by_role("button", name="Create SIP domain").click()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_label("Name of the domain").fill("without-script")
    page.get_by_role("button", name="Delete SIP domain").click()
    expect(page.get_by_text("without-script.sip.twilio.com was deleted")).to_be_visible()
