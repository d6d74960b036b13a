"""Lists as files: for spreadsheets, and for programs."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

ROWS_AT_ONCE = 500
"""How many rows are read and sent at a time."""

# What spreadsheets take for a formula, also in its full-width form, behind spaces, or behind what they swallow; and
# behind a semicolon, at which they part cells in countries that write numbers with a comma.
_FORMULA = re.compile(r"(?:^|(?<=[;\r\n]))(?=\s*[=+\-@＝＋－＠]|[\t\r\n])")


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """Return a file of comma-separated values, sent as it is read, that is called `name` and today's date."""
    return _file(_as_lines(head, rows), f"{name}-{timezone.localdate()}.csv", "text/csv; charset=utf-8")


def as_json(name: str, head: Mapping[str, Any], key: str, rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """Return a file that holds one object, sent as it is read: `head`, and under `key` the rows, each on its line."""
    return _file(_as_object(head, key, rows), f"{name}-{timezone.localdate()}.json", "application/json")


def _file(pieces: Iterator[str], name: str, content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def in_iso(at: datetime) -> str:
    """Return a moment as files hold it: ISO 8601, to the second, in the zone that pages show times in."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def exactly(at: datetime | None) -> str | None:
    """Return a moment to the millisecond, otherwise as above."""
    return timezone.localtime(at).isoformat(timespec="milliseconds") if at else None


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet reckons with: https://owasp.org/www-community/attacks/CSV_Injection."""
    return _FORMULA.sub("'", cell)


def _as_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    buffer = io.StringIO()
    buffer.write("\ufeff")  # without it Excel takes UTF-8 for something else
    writer = csv.writer(buffer)
    writer.writerow(head)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if not number % ROWS_AT_ONCE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _as_object(head: Mapping[str, Any], key: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    begun = [f"{json.dumps(name)}: {_json(value)},\n" for name, value in head.items()]
    yield "{" + "".join(begun) + f"{json.dumps(key)}: ["
    waiting: list[str] = []
    for number, row in enumerate(rows):
        waiting.append(("," if number else "") + "\n" + _json(row))
        if len(waiting) == ROWS_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting) + "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
