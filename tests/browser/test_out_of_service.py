"""Journeys of a domain that is in service: taken out and put back, changed back, and found changed by somebody else."""

import re
from typing import Any

import requests
from playwright.sync_api import Page, expect

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN

from ..installation import Installation
from .conftest import last_part

URL = "https://user:secret@voice.example.com/calls/incoming?tenant=12#rc=2"
FALLBACK = "https://standby.example.com/sorry"


def made(page: Page, name: str) -> str:
    """Create a domain through the form, stay on its page, and return its SID."""
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    page.get_by_label("Voice URL", exact=True).fill(URL)
    page.get_by_label("Voice method", exact=True).select_option("GET")
    page.get_by_label("Voice fallback URL", exact=True).fill(FALLBACK)
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")
    return last_part(page)


def ask(dashboard: Installation, sid: str, **values: str) -> dict[str, Any]:
    """Ask the sandbox for a domain by its own door, or change it there, as somebody else would."""
    address = f"{dashboard.url}/sandbox/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains/{sid}.json"
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (ACCOUNT_SID, AUTH_TOKEN)
        answer = session.post(address, data=values, timeout=10) if values else session.get(address, timeout=10)
    assert answer.ok, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_domain_is_taken_out_of_service_and_comes_back_exactly(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    sid = made(page, "out-of-service")
    before = ask(dashboard, sid)

    # reads what is taken away, says why, and does it
    page.get_by_role("link", name="Disable", exact=True).click()
    taken = page.get_by_role("region", name="What is taken away")
    expect(taken).to_contain_text("https://***@voice.example.com/calls/incoming?tenant=12#rc=2")
    expect(page.get_by_role("region", name="What callers then hear")).to_contain_text("have no instructions and fail")
    page.get_by_label("Reason").fill("The night shift moves out.")
    page.get_by_role("button", name="Disable").click()

    # sees that it is out of service, by whom and why
    expect(page).to_have_url(re.compile(f"/domains/{sid}/$"))
    expect(page.get_by_text("Disabled: nothing answers its calls")).to_be_visible()
    expect(page.get_by_text("The night shift moves out.").first).to_be_visible()
    assert (ask(dashboard, sid)["voice_url"], ask(dashboard, sid)["voice_fallback_url"]) == (None, None)

    # and puts it back
    page.get_by_role("link", name="Enable", exact=True).click()
    expect(page.get_by_role("region", name="What comes back")).to_contain_text(FALLBACK)
    page.get_by_role("button", name="Enable").click()
    expect(page).to_have_url(re.compile(f"/domains/{sid}/$"))
    expect(page.get_by_text("was enabled: Twilio answered 200.")).to_be_visible()
    assert ask(dashboard, sid) | {"date_updated": ""} == before | {"date_updated": ""}


def test_a_change_is_put_back_from_its_page(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    sid = made(page, "put-back")
    page.get_by_role("link", name="Disable", exact=True).click()
    page.get_by_role("button", name="Disable").click()
    page.get_by_role("link", name="See what happened").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Disable put-back")
    disabling = page.url

    # sees what undoing would do, and does it
    page.get_by_role("link", name="Undo", exact=True).click()
    expect(page.get_by_role("region", name="What it is put back to")).to_contain_text(FALLBACK)
    page.get_by_label("Reason").fill("Too early.")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(f"/domains/{sid}/$"))
    assert ask(dashboard, sid)["voice_url"] == URL

    # both changes lead to each other
    page.goto(disabling)
    expect(page.get_by_role("link", name="Undo", exact=True)).to_have_count(0)
    page.get_by_role("link", name="admin: Enable").click()
    expect(page.get_by_text("Too early.")).to_be_visible()
    page.get_by_role("link", name="Disable by admin").click()
    expect(page).to_have_url(disabling)


def test_what_somebody_else_changed_is_seen_and_taken_over(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    sid = made(page, "changed-elsewhere")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("is as last seen")).to_be_visible()

    ask(dashboard, sid, FriendlyName="Theirs", Secure="true")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("differs at Twilio")
    expect(page.get_by_role("row", name=re.compile("Friendly name"))).to_contain_text("Theirs")

    # looks at the page of the domain: it is as it was
    page.get_by_role("link", name="Leave it as it is here").click()
    expect(page.get_by_text("Theirs")).to_have_count(0)

    # and takes it over
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("button", name="Take over what Twilio has").click()
    expect(page.get_by_text("Taken over from Twilio: Friendly name, Secure media.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="Theirs")).to_be_visible()
