"""Days, as the operators count them."""

from datetime import date, datetime, time

from django.utils import timezone


def start_of(day: date) -> datetime:
    """Return the moment at which `day` begins, in the zone that times are shown in."""
    return timezone.make_aware(datetime.combine(day, time.min))
