"""Journeys of a password: generated, shown once, copied, and replaced; nobody else ever sees it."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from ..installation import Installation
from .test_every_page import look
from .test_everybody import all_faults

LIST = """
from domains import services
from domains.models import *
actor, account = User.objects.first(), services.current_account()
def made(row):
    return services.create(row, actor=actor).rows().get()
phones = made(CredentialList(account=account, friendly_name="{name}"))
desk = made(SipDomain(account=account, domain_name="{name}.sip.twilio.com", sip_registration=True, secure=True))
for kind in (CallsCredentialMapping, RegistrationsCredentialMapping):
    made(kind(account=account, domain=desk, sid=phones.sid))
print(phones.sid)
"""
"""Makes a credential list, and a domain that it is mapped to for calls and for registrations."""


def made_list(dashboard: Installation, name: str) -> str:
    """Return the address of the form for a credential on a list of that name."""
    done = dashboard.manage("shell", "-v0", "-c", LIST.format(name=name))
    assert done.returncode == 0, done.stderr
    return f"/access/credential-lists/{done.stdout.strip()}/new/"


def shown(page: Page) -> str:
    return page.locator("#password").inner_text()


def test_a_password_is_generated_copied_and_rotated(
    operator_page: Page, context: BrowserContext, dashboard: Installation
) -> None:
    page = operator_page
    context.grant_permissions(["clipboard-read", "clipboard-write"])

    # sees what would be sent, without the password, and has it made
    page.goto(made_list(dashboard, "porters-lodge"))
    page.get_by_label("Username").fill("alice")
    request = page.get_by_role("region", name="Preview: nothing has been sent")
    expect(request.get_by_role("row", name="Password")).to_contain_text("***")
    page.get_by_role("button", name="Create credential").click()

    # reads what the phone is set to, and copies the password
    expect(page.get_by_role("heading", level=1)).to_have_text("The password of alice")
    expect(page.get_by_text("sip:alice@porters-lodge.sip.twilio.com")).to_be_visible()
    first = shown(page)
    page.get_by_role("button", name="Copy password").click()
    assert page.evaluate("navigator.clipboard.readText()") == first

    # loads the page again, which asks for nothing again and shows nothing again
    page.reload()
    expect(page.get_by_text("This form was sent before")).to_be_visible()
    assert first not in page.content()

    # has it replaced, and is shown another one
    page.get_by_role("link", name="Rotate password").click()
    expect(page.get_by_text("Every phone and PBX that signs in with the old password, at once")).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    page.get_by_label("Reason").fill("Shown to the wrong people")
    page.get_by_role("button", name="Rotate password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The new password of alice")
    second = shown(page)
    assert second != first

    # finds neither in what is kept
    page.goto("/changes/")
    page.get_by_role("link", name="alice").first.click()
    for password in (first, second):
        assert password not in page.content()


def test_a_typed_password_leaves_the_browser_once(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    posted: list[dict[str, list[str]]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            posted.append(parse_qs(request.post_data or ""))

    page.goto(made_list(dashboard, "typed-by-hand"))
    page.on("request", note)
    page.get_by_label("Username").fill("bob")
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    page.get_by_label("Type a password of my own").check()
    page.get_by_label("Password", exact=True).fill("Typed-by-Hand-42")
    page.get_by_label("Reason").fill("It is on his desk already")
    page.get_by_role("region", name="Preview: nothing has been sent").wait_for()
    page.get_by_role("button", name="Create credential").click()
    expect(page.locator("#password")).to_have_text("Typed-by-Hand-42")
    assert len(posted) > 1
    assert [one["password"] for one in posted if "password" in one] == [["Typed-by-Hand-42"]]


def test_a_lost_answer_leads_to_rotating(operator_page: Page, dashboard: Installation) -> None:
    page = operator_page
    page.goto(made_list(dashboard, "lost-password"))
    page.get_by_label("Username").fill("carol")
    told = "from domains.sandbox import weather; weather.cut(after=True, method='POST')"
    done = dashboard.manage("shell", "-c", told)
    assert done.returncode == 0, done.stderr
    page.get_by_role("button", name="Create credential").click()
    expect(page.get_by_role("heading", name="Its answer was lost")).to_be_visible()
    expect(page.locator("#password")).to_have_count(0)
    page.get_by_role("link", name="Rotate password").click()
    expect(page.get_by_text("Nobody can rely on the password that it has now")).to_be_visible()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_pages_of_a_password_are_for_everyone(operator_page: Page, dashboard: Installation, light: Any) -> None:
    page = operator_page
    page.emulate_media(color_scheme=light)
    page.goto(made_list(dashboard, f"a-list-for-everyone-{light}"))
    page.get_by_label("Username").fill("reception.ground-floor_left+12")
    page.get_by_label("Type a password of my own").check()
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("region", name="Preview: nothing has been sent").wait_for()
    look(page)
    page.get_by_role("button", name="Create credential").click()
    page.get_by_role("alert").wait_for()
    look(page)
    page.get_by_label("Type a password of my own").uncheck()
    page.get_by_role("button", name="Create credential").click()
    page.locator("#password").wait_for()
    look(page)
    assert all_faults(page) == ""
    page.reload()
    page.get_by_text("This form was sent before").wait_for()
    look(page)
    page.get_by_role("link", name="Rotate password").click()
    page.get_by_role("button", name="Rotate password").wait_for()
    look(page)
    assert all_faults(page) == ""
