"""What is copied here is carried out elsewhere, by the shell and the curl of whoever copies it."""

import json
import subprocess

from playwright.sync_api import Page, expect

from domains import sandbox

from ..installation import Installation

CREDENTIALS = {"TWILIO_ACCOUNT_SID": sandbox.ACCOUNT_SID, "TWILIO_AUTH_TOKEN": sandbox.AUTH_TOKEN}
FRIENDLY_NAME = 'It\'s the $HOME `desk` "of" 50 % & more\\'


def run(command: str) -> dict[str, object]:
    """Return what Twilio’s double answers to a command that was copied."""
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **CREDENTIALS}
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_the_command_beside_the_form_creates_what_the_form_describes(
    operator_page: Page, dashboard: Installation
) -> None:
    page = operator_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill("taken-elsewhere")
    page.get_by_label("Secure media").check()
    page.get_by_text("curl -X POST").wait_for()

    # what was unfolded stays so while one goes on typing
    page.get_by_text("Terraform", exact=True).click()
    expect(page.get_by_text("curl -X POST")).to_be_hidden()
    page.get_by_label("Friendly name").fill(FRIENDLY_NAME)
    expect(page.get_by_role("region", name="Terraform block", exact=True)).to_contain_text("It's the $HOME `desk`")

    page.get_by_text("curl", exact=True).click()
    page.get_by_role("button", name="Copy curl command that creates it").click()
    command = page.evaluate("navigator.clipboard.readText()")
    made = run(command)
    assert made["domain_name"] == "taken-elsewhere.sip.twilio.com"
    assert made["friendly_name"] == FRIENDLY_NAME
    assert made["secure"] is True


def test_a_domain_is_found_elsewhere_as_it_is_here(operator_page: Page, addresses: dict[str, str]) -> None:
    page = operator_page
    page.goto(addresses["elsewhere"])
    fetches = page.get_by_role("region", name="curl command that fetches it").inner_text()
    found = run(fetches)
    assert str(found["domain_name"]) in page.title()
