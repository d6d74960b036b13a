"""Lists as files for spreadsheets."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils import timezone

ROWS_AT_ONCE = 500
"""How many rows are read and sent at a time."""

# What spreadsheets take for a formula, also in its full-width form, behind spaces, or behind what they swallow; and
# behind a semicolon, at which they part cells in countries that write numbers with a comma.
_FORMULA = re.compile(r"(?:^|(?<=[;\r\n]))(?=\s*[=+\-@＝＋－＠]|[\t\r\n])")


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """Return a file of comma-separated values, sent as it is read, that is called `name` and today's date."""
    return StreamingHttpResponse(
        _written(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.csv"'},
    )


def in_iso(at: datetime) -> str:
    """Return a moment as files hold it: ISO 8601, to the second, in the zone that pages show times in."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet reckons with: https://owasp.org/www-community/attacks/CSV_Injection."""
    return _FORMULA.sub("'", cell)


def _written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
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
