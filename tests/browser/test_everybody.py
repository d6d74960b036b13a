"""What holds for each of our pages, so that everybody can use it: enlarged, by keyboard, printed, without colours."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ..installation import Installation
from . import gates
from .gates import GATES
from .pages import PAGES


@pytest.fixture(scope="module")
def one_page(browser: Browser, dashboard: Installation, signed_in: Any) -> Iterator[Page]:
    """One page for all of these: each is opened once, and every gate looks at it."""
    context = browser.new_context(base_url=dashboard.url, storage_state=signed_in)
    yield context.new_page()
    context.close()


def all_faults(page: Page) -> str:
    """Return what any gate finds, a line each: nothing when everybody can use the page."""
    return "\n".join(fault for gate in GATES for fault in gate(page))


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_the_page(one_page: Page, addresses: dict[str, str], name: str) -> None:
    one_page.goto(addresses[name])
    assert all_faults(one_page) == ""


def test_everybody_can_use_the_form_with_mistakes_and_its_preview(one_page: Page) -> None:
    one_page.goto("/domains/new/")
    one_page.get_by_label("Domain name").fill("my_acme")
    one_page.get_by_label("Voice URL", exact=True).fill("x" * 300)
    one_page.get_by_role("button", name="Preview").click()
    one_page.get_by_role("alert").first.wait_for()
    assert all_faults(one_page) == ""


def test_everybody_can_sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    assert all_faults(page) == ""


BAD = {
    gates.zoom: ("<p style='width: 900px'>Wide</p>", "at 200 % scrolls sideways"),
    gates.still: ("<p style='transition: color 1s'>Slow</p>", "moves: <p> Slow"),
    gates.paper: ("<nav>Menu</nav>", "printed: <nav> Menu"),
    gates.targets: (
        "<button style='font-size: 5px; padding: 0'>Small</button>",
        "smaller than 24 pixels: <button> Small",
    ),
    gates.keyboard: (
        "<style>a { outline: none !important }</style><a href='#'>Where</a>",
        "focus not to be seen: <a> Where",
    ),
    gates.forced_colours: (
        "<svg width='20' height='20' style='fill: Canvas; forced-color-adjust: none'><path d='M0 0h9v9z'/></svg>",
        "icon not to be seen",
    ),
}
"""For each gate a page that must not pass it."""

WORSE = {
    "text cut off": (
        gates.zoom,
        "<p style='width: 90px; overflow: hidden; white-space: nowrap'>A long line of text</p>",
    ),
    "pale print": (gates.paper, "<p style='color: #bbb'>Pale</p>"),
    "a table wider than paper": (gates.paper, "<div style='overflow: auto'><p style='width: 900px'>Wide</p></div>"),
    "out of reach": (gates.keyboard, "<details open><summary>Menu</summary><a href='#' tabindex='-1'>No</a></details>"),
    "out of order": (gates.keyboard, "<a href='#' tabindex='3'>Third</a>"),
    "covered": (
        gates.keyboard,
        "<a href='#'>Under</a><p style='position: fixed; inset: 0; margin: 0; background: white'>Over</p>",
    ),
}


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_a_gate_lets_a_bad_page_not_pass(page: Page, gate: Any) -> None:
    body, fault = BAD[gate]
    page.set_content(f"<main>{body}</main>")
    assert any(one.startswith(fault) or fault in one for one in gate(page))


@pytest.mark.parametrize("how", WORSE)
def test_a_gate_sees_what_is(page: Page, how: str) -> None:
    gate, body = WORSE[how]
    page.set_content(f"<main>{body}</main>")
    assert gate(page) != []


def test_a_plain_page_passes_every_gate(page: Page) -> None:
    page.set_content("<main><h1>Plain</h1><p>Text with <a href='#'>a link</a>.</p></main>")
    assert all_faults(page) == ""
