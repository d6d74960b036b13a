"""Where a run writes: all of it goes through here, so that no secret and nothing that moves a terminal gets out."""

import json
from collections.abc import Callable, Iterable

from django.core.management.base import OutputWrapper

from domains.masking import masked

from .ending import Report


def write(report: Report, stdout: OutputWrapper, *, as_json: bool) -> None:
    """Write what was asked for: lines for people, or one document."""
    if as_json:
        stdout.write(json.dumps(masked(report.json), indent=2))
    else:
        tell(report.lines, stdout)
    stdout.flush()


def tell(lines: Iterable[str], stream: OutputWrapper, *, style: Callable[[str], str] = str) -> None:
    """Write lines."""
    for line in lines:
        stream.write(printable(masked(line)), style_func=style)


def printable(text: str) -> str:
    """Return a text that does nothing to a terminal: what cannot be printed is written as an escape."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
