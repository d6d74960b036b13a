"""Takes the README's pictures, from a dashboard of its own on a seeded sandbox, so that they are never old.

uv run --group dev python -m tests.browser.pictures [--all FOLDER] [--seed N]
"""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from ..installation import ROOT, Installation
from .chromium import ARGUMENTS, CHROMIUM
from .pages import addresses_of

FOLDER = ROOT / ".pictures"
WIDTHS = (390, 768, 1440)
SCREEN = 900

Light = Literal["light", "dark"]
LIGHTS: tuple[Light, ...] = ("light", "dark")

PLACES = """
from domains import services
from domains.models import Change, ChangeEvent, Doing, SipDomain
from domains.readiness import Standing
full = SipDomain.objects.live().exclude(auth_type="").exclude(friendly_name="").exclude(voice_status_callback_url="")
ready = [sid for sid, one in services.verdicts(full).items() if one.calls.standing == Standing.READY]
domains = Change.objects.filter(collection=SipDomain.path)
adopted = domains.filter(events__what=ChangeEvent.What.ADOPTED)
print(ready[0])
print((adopted.filter(sid__in=ready).last() or adopted.last()).pk)
print(Change.objects.open().first().pk)
print(Doing.objects.first().act)
print(SipDomain.objects.disabled().first().sid)
print(SipDomain.objects.gone().first().sid)
print(domains.filter(action="update", state="applied", undone_by=None).first().pk)
print(domains.filter(action="delete", state="applied").first().pk)
"""
"""Finds what of the seeded sandbox is worth a picture: a domain that takes calls, a story, an unknown outcome;
and what became of others: disabled, gone, changed, deleted."""


def _as_it_is(_page: Page) -> None:
    """Look at a page as it comes."""


def fill_in(page: Page) -> None:
    """Fill the form in, and ask what would be sent."""
    page.get_by_label("Domain name").fill("silverthaw-night")
    page.get_by_label("Friendly name").fill("Silverthaw Heating, night desk")
    page.get_by_label("Voice URL", exact=True).fill("https://silverthaw-3906.twil.io/night")
    page.get_by_label("Voice fallback URL", exact=True).fill("https://silverthaw-standby-5512.twil.io/sorry")
    page.get_by_label("Secure media").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("curl -X POST").first.wait_for()


def fill_in_wrongly(page: Page) -> None:
    """Fill the form in with mistakes, and send it."""
    page.get_by_label("Domain name").fill("night_desk")
    page.get_by_label("Voice URL", exact=True).fill("voice.example.com/silverthaw/night")
    page.get_by_label("BYOC trunk SID").fill("+1 202 555 0162")
    page.get_by_role("button", name="Create SIP domain").click()
    page.get_by_text("There is a problem").first.wait_for()


def sit(page: Page) -> None:
    """Go from the empty form to a domain that takes calls."""
    page.get_by_label("Domain name").fill("silverthaw-day")
    page.get_by_label("Friendly name").fill("Silverthaw Heating, day desk")
    page.get_by_label("Voice URL", exact=True).fill("https://silverthaw-3906.twil.io/day")
    page.get_by_label("Voice fallback URL", exact=True).fill("https://silverthaw-standby-5512.twil.io/sorry")
    page.get_by_role("button", name="Create SIP domain").click()
    page.wait_for_url("**/domains/SD*/")
    page.get_by_role("region", name="Calls").get_by_role("link", name="Map a list").click()
    page.get_by_label("Name of the new IP access control list").fill("Silverthaw Heating, day desk")
    page.get_by_label("First IP address on it").fill("91.143.80.21")
    page.get_by_role("button", name="Show the requests").click()
    page.get_by_role("button", name="Send 3 requests").click()
    page.get_by_role("heading", name="All is done").wait_for()
    page.get_by_role("region", name="Calls").get_by_text("Takes calls").first.wait_for()
    page.get_by_role("region", name="Registration").wait_for()


@dataclass(frozen=True)
class Picture:
    """What is shown: a page by its name in `pages`, in which light, how wide, and what is done on it first."""

    page: str
    light: Light = "light"
    width: int = 1440
    first: Callable[[Page], None] = _as_it_is


PICTURES = {
    "overview": Picture("overview"),
    "overview-dark": Picture("overview", "dark"),
    "domains": Picture("list"),
    "new": Picture("new", first=fill_in),
    "domain": Picture("detail", "dark"),
    "sitting": Picture("new", first=sit),
    "change": Picture("change"),
    "phone": Picture("list", width=390),
}
"""The README's pictures by the names of their files."""

STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "new, preview": ("new", fill_in),
    "new, mistakes": ("new", fill_in_wrongly),
}
"""What pages look like after something was done on them: for looking at all of them."""


@contextmanager
def seeded(seed: int) -> Iterator[tuple[Installation, dict[str, str]]]:
    """Run a dashboard on a seeded sandbox, on which an unknown outcome stays unknown; yield it and its addresses."""
    with tempfile.TemporaryDirectory() as folder, Installation(Path(folder), SETTLE_SECONDS="999999") as dashboard:
        dashboard.start()
        del dashboard.variables["SETTLE_SECONDS"]  # what is long ago in the story is settled in it
        for command in (["seed_sandbox", "--unknown", "--seed", str(seed)], ["shell", "-v0", "-c", PLACES]):
            done = dashboard.manage(*command)
            if done.returncode:
                sys.exit(done.stderr)
        names = ("domain", "change", "unknown", "doing", "disabled", "gone", "update", "deletion")
        yield dashboard, addresses_of(**dict(zip(names, done.stdout.split(), strict=True)))


@contextmanager
def signed_in(browser: Browser, dashboard: Installation) -> Iterator[Page]:
    """Yield a page of the first operator."""
    context = browser.new_context(base_url=dashboard.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill(dashboard.username)
    page.get_by_label("Password").fill(dashboard.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{dashboard.url}/")
    yield page
    context.close()


def take(page: Page, picture: Picture, addresses: dict[str, str], file: Path, *, whole: bool = False) -> None:
    """Take one picture, of what one sees first or of the `whole` page."""
    page.set_viewport_size({"width": picture.width, "height": 844 if picture.width == WIDTHS[0] else SCREEN})
    page.emulate_media(color_scheme=picture.light)
    page.goto(addresses[picture.page])
    picture.first(page)
    page.screenshot(path=file, full_page=whole, animations="disabled")


def take_all(page: Page, addresses: dict[str, str], folder: Path) -> None:
    """Take every page at every width in both lights, for people to look at."""
    states = {name: (name, _as_it_is) for name in addresses} | STATES
    for name, (place, first) in states.items():
        for light in LIGHTS:
            for width in WIDTHS:
                file = folder / f"{name.replace(', ', '-').replace(' ', '-')}-{width}-{light}.png"
                take(page, Picture(place, light, width, first), addresses, file, whole=True)


def main() -> None:
    """Take the pictures, and say where they are."""
    parser = ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, at three widths in both lights, there")
    parser.add_argument("--seed", type=int, default=1, help="which story the sandbox tells (default: %(default)s)")
    options = parser.parse_args()
    folder: Path = options.all or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with seeded(options.seed) as (dashboard, addresses), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with signed_in(browser, dashboard) as page:
            if options.all:
                take_all(page, addresses, folder)
            else:
                for name, picture in PICTURES.items():
                    take(page, picture, addresses, folder / f"{name}.png")
        browser.close()
    files = sorted(folder.glob("*.png"))
    print(f"{len(files)} pictures, {sum(file.stat().st_size for file in files) // 1024} KB, in {folder}")


if __name__ == "__main__":
    main()
