"""What makes a page usable by everybody, beyond what axe looks for. Each gate returns the faults it finds, in words."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = Path(__file__).with_suffix(".js").read_text()

DESK = {"width": 1440, "height": 900}
ZOOMED = {"width": 720, "height": 450}
"""The same screen at 200 %: to a page zoom is nothing but fewer pixels (https://www.w3.org/TR/WCAG22/#reflow)."""
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
PAPER = {"width": 718, "height": 1047}
"""A4 between its margins."""


def _faults(page: Page, *gates: str) -> list[str]:
    asked = ", ".join(f"...gates.{gate}()" for gate in gates)
    found: list[str] = page.evaluate(f"() => {{ {_SCRIPT}; return [{asked}]; }}")
    return found


def zoom(page: Page) -> list[str]:
    """Zoomed to 200 %, with text alone twice as large, and at 400 %, nothing scrolls sideways or is cut off."""
    faults = []
    for called, size in (("at 200 %", ZOOMED), ("at 400 %", NARROWEST)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        faults += [f"{called} {fault}" for fault in _faults(page, "sideways", "cutOff")]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += [f"with large text {fault}" for fault in _faults(page, "sideways", "cutOff")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return faults


def still(page: Page) -> list[str]:
    """For those who asked for less motion nothing moves."""
    page.emulate_media(reduced_motion="reduce")
    return _faults(page, "moving")


def paper(page: Page) -> list[str]:
    """Printed, even from a dark screen, there is text on white, no navigation, and nothing is cut off."""
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print", color_scheme="dark")
    faults = _faults(page, "navigation", "paleOnPaper", "sideways", "cutOffOnPaper")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return faults


def targets(page: Page) -> list[str]:
    """What is to be hit is 24 pixels wide and high, with its label, unless it stands in a line of text."""
    faults = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        faults += _faults(page, "small")
    return list(dict.fromkeys(faults))


def keyboard(page: Page, *, most: int = 1000) -> list[str]:
    """Tab reaches everything, in the page's own order, and one always sees where one is."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    faults = _faults(page, "orderForced")
    count = min(most, page.evaluate(f"() => {{ {_SCRIPT}; return walk.begin({most}); }}"))
    for _ in range(count + 3):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {{ {_SCRIPT}; return walk.step(); }}"):
            break
    return faults + list(page.evaluate(f"() => {{ {_SCRIPT}; return walk.end(); }}"))


def forced_colours(page: Page) -> list[str]:
    """In the few colours that somebody's system prescribes, icons and focus are still to be seen."""
    page.emulate_media(forced_colors="active")
    faults = [*_faults(page, "hiddenIcons"), *keyboard(page, most=8)]
    page.emulate_media(forced_colors="none")
    return [f"in forced colours {fault}" for fault in faults]


GATES = (zoom, still, paper, targets, keyboard, forced_colours)
