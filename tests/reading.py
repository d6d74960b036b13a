"""What a page says, for tests that read it."""

from typing import Any


def html_of(response: Any) -> str:
    """Return the whole of an answer as text."""
    return str(response.content.decode())
