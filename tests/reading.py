"""What a page says, for tests that read it."""

from typing import Any


def html_of(response: Any) -> str:
    """Return the whole of an answer as text."""
    return str(response.content.decode())


def file_of(response: Any) -> str:
    """Return the whole of a file that is sent as it is read."""
    return b"".join(response.streaming_content).decode()
