"""Spans of time in words."""

from datetime import timedelta

UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def in_words(span: timedelta, units: int = 2) -> str:
    """Return a span in its `units` largest units, and less than a second as just that."""
    left, parts = int(span.total_seconds()), []
    for unit, length in UNITS:
        count, left = divmod(max(left, 0), length)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts[:units]) or "less than a second"


def time_left(span: timedelta) -> str:
    """Return about how long something will take still, no finer than an estimate can be."""
    seconds = span.total_seconds()
    unit, length = next(((unit, length) for unit, length in UNITS[:-1] if seconds >= length), ("", 0))
    if not unit:
        return "less than a minute left"
    count = round(seconds / length)
    return f"about {count} {unit}{'' if count == 1 else 's'} left"
