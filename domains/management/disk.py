"""Many small transactions in a row, on a database that is a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def not_waited_for() -> Iterator[None]:
    """Let SQLite not wait for the disk after each transaction: a story that a power cut ends can be told again.

    The file stays sound all the same, since it is written ahead (https://www.sqlite.org/pragma.html#pragma_synchronous).
    Others who write to it meanwhile wait as ever.
    """
    files = [one for one in connections.all() if one.vendor == "sqlite" and not one.in_atomic_block]
    try:
        for one in files:
            with one.cursor() as cursor:
                cursor.execute("PRAGMA synchronous = NORMAL")
        yield
    finally:
        for one in files:
            one.close()  # and opens anew, as the settings say
