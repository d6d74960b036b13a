"""Logs without secrets."""

import logging
import re
import sys

import pytest
from django.core.exceptions import PermissionDenied

from sipadmin.logs import ForbiddenWithoutTraceback, MaskingFormatter


def _line(message: str, *args: object) -> str:
    return MaskingFormatter("%(levelname)s: %(message)s").format(
        logging.LogRecord("domains", logging.INFO, "here.py", 1, message, args, None)
    )


@pytest.mark.parametrize(
    "user_info", ["user:secret", "user", ":secret", "user:se@cret", "user:se%40cret", "user:secret,with;all$sorts!"]
)
def test_it_masks_the_user_info_of_a_url(user_info: str) -> None:
    assert _line("Calls %s now", f"https://{user_info}@example.com/a?b=c#d") == (
        "INFO: Calls https://***@example.com/a?b=c#d now"
    )


def test_it_masks_every_url_of_a_line() -> None:
    line = _line("%s and postgres://me:secret@db/name", "http://a:secret@example.com")
    assert line == "INFO: http://***@example.com and postgres://***@db/name"


def test_it_masks_a_url_in_a_traceback() -> None:
    try:
        int("https://user:secret@example.com/")
    except ValueError:
        record = logging.LogRecord("domains", logging.ERROR, "here.py", 1, "Broken", (), sys.exc_info())
    text = MaskingFormatter().format(record)
    assert "'https://***@example.com/'" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    "text", ["https://example.com/people/@me", "https://example.com/?to=me@example.com", "me@example.com", "no url"]
)
def test_it_leaves_alone_what_is_no_user_info(text: str) -> None:
    assert _line(text) == f"INFO: {text}"


@pytest.mark.parametrize(("error", "told"), [(PermissionDenied("Not you"), []), (ValueError("Broken"), ["Broken"])])
def test_that_somebody_may_not_do_something_is_no_error_of_the_program(error: Exception, told: list[str]) -> None:
    about = (type(error), error, None)
    record = logging.LogRecord("django.request", logging.WARNING, "here.py", 1, "Forbidden", (), about)
    assert ForbiddenWithoutTraceback().filter(record)
    assert re.findall("Not you|Broken", MaskingFormatter().format(record)) == told
