"""What journeys begin with: a domain of their own, and what somebody else does to it."""

from playwright.sync_api import Page

from ..installation import Installation
from .conftest import last_part


def domain_of(page: Page, name: str, **filled: str) -> str:
    """Create a domain through the form, and return its SID."""
    page.goto("/domains/new/")
    page.get_by_label("Domain name").fill(name)
    for label, value in filled.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")
    return last_part(page)


def behind_the_back(dashboard: Installation, sid: str, **body: str | bool) -> None:
    """Have Twilio hold something else."""
    code = (
        "from domains.sandbox.models import Resource; "
        f"one = Resource.objects.get(sid={sid!r}); one.body |= {body!r}; one.save()"
    )
    done = dashboard.manage("shell", "-c", code)
    assert done.returncode == 0, done.stderr
