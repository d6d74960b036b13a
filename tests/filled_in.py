"""Forms as a browser sends them: what their controls hold, what is typed over that, and the button."""

import re
from html import unescape
from typing import Any

from django.test import Client

from .reading import html_of


def controls(html: str) -> dict[str, Any]:
    """Return the controls of the form of a page, with what they hold; of boxes of one name, a list of those ticked."""
    form = html.partition('id="domain-form"')[2].partition("</form>")[0]
    held: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_box = attributes.get("type") in ("checkbox", "radio")
        if "name" in attributes and (not is_box or " checked" in tag):
            name, value = attributes["name"], unescape(attributes.get("value", "on" if is_box else ""))
            held[name] = [held[name], value] if name in held else value
    for name, body in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        held[name] = (re.findall(r'value="([^"]*)" selected', body) or [""])[0]
    for name, body in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        held[name] = unescape(body).strip()
    return held


def fill_in(visitor: Client, address: str, **typed: Any) -> Any:
    """Open a page, fill in its form and press its button; None unticks a box, and what it asks to be meant is.

    Returns the answer that leads on, or shows what was made.
    """
    page = visitor.get(address)
    assert page.status_code == 200, page
    held = controls(html_of(page)) | typed
    sent = {name: value for name, value in held.items() if value is not None}
    answer = visitor.post(address, sent)
    asked = re.search(r'name="consent" value="([^"]+)"', html_of(answer))
    if asked:
        answer = visitor.post(address, sent | {"consent": asked[1]})
    assert answer.status_code in (200, 201, 303), html_of(answer)
    return answer
