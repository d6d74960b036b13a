"""Spans of time in words: written out in sentences, in short beside a time."""

from datetime import timedelta

UNITS = (("day", "day", 86400), ("hour", "h", 3600), ("minute", "min", 60), ("second", "s", 1))
"""Each unit as it is written out, in short, and in seconds."""

FINE = timedelta(seconds=10)
"""Below this, tenths of a second are worth telling."""


def in_words(span: timedelta, units: int = 2) -> str:
    """Return a span in its `units` largest units, and less than a second as just that."""
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit, _ in _counted(span)]
    return " ".join(parts[:units]) or "less than a second"


def in_short(span: timedelta) -> str:
    """Return a span in its two largest units, and a short one in tenths of a second: `0.4 s`, `3 min 5 s`."""
    if span < FINE:
        return f"{span.total_seconds():.1f} s"
    parts = [f"{count} {short}{'s' if short == 'day' and count > 1 else ''}" for count, _, short in _counted(span)]
    return " ".join(parts[:2])


def time_left(span: timedelta) -> str:
    """Return about how long something will take still, no finer than an estimate can be."""
    minutes = round(span.total_seconds() / 60)
    if span < timedelta(minutes=1):
        return "less than a minute left"
    unit, length = next((unit, length // 60) for unit, _, length in UNITS if minutes * 60 >= length)
    count = round(minutes / length)
    return f"about {count} {unit}{'' if count == 1 else 's'} left"


def _counted(span: timedelta) -> list[tuple[int, str, str]]:
    """Return how many there are of each unit that there is any of, and its two names."""
    left, found = max(0, int(span.total_seconds())), []
    for unit, short, length in UNITS:
        count, left = divmod(left, length)
        if count:
            found.append((count, unit, short))
    return found
