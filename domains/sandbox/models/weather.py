"""The rules of bad weather: rows, so that every process and machine has the same."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class WeatherQuerySet(models.QuerySet["Weather"]):
    """Rules of the weather."""

    def meeting(self, method: str) -> Self:
        """Return the rules that a request of this method can meet."""
        rules = self.filter(method__in=("", method)).exclude(kind=Weather.Kind.LAG)
        return rules if method in ("POST", "DELETE") else rules.exclude(kind=Weather.Kind.LATE)

    def lagging(self) -> Self:
        """Return the rules that hide what is created."""
        return self.filter(kind=Weather.Kind.LAG)


class Weather(models.Model):
    """One thing that happens to requests instead of a plain answer, and to how many of them it still does."""

    class Kind(models.TextChoices):
        """What happens."""

        REFUSE = "refuse", "Refuse with a code; nothing is done"
        BUSY = "busy", "Answer 429, too many requests; nothing is done"
        STALL_BEFORE = "stall_before", "Stall, then do it and answer"
        STALL_AFTER = "stall_after", "Do it, stall, then answer"
        CUT_BEFORE = "cut_before", "Cut the connection; nothing is done"
        CUT_AFTER = "cut_after", "Do it, then cut the connection"
        LATE = "late", "Cut the connection, and do it later"
        ERROR_AFTER = "error_after", "Do it, then answer 500"
        HTML_BEFORE = "html_before", "Answer 502 in HTML; nothing is done"
        HTML_AFTER = "html_after", "Do it, then answer 502 in HTML"
        HALF_AFTER = "half_after", "Do it, then send half of the answer"
        LAG = "lag", "Hide what is created from reads for a while"

    class Method(models.TextChoices):
        """Which requests."""

        ANY = "", "Any method"
        POST = "POST", "POST"
        GET = "GET", "GET"
        DELETE = "DELETE", "DELETE"

    TIMED = (Kind.STALL_BEFORE, Kind.STALL_AFTER, Kind.LATE, Kind.LAG)
    """The kinds that need seconds. With BUSY they are a hint, and may be left out."""

    kind = models.CharField("what happens", choices=Kind)
    method = models.CharField("to which requests", choices=Method, blank=True, default=Method.ANY)
    left = models.PositiveIntegerField(
        "to how many",
        null=True,
        blank=True,
        default=1,
        validators=[MinValueValidator(1, "Enter 1 or more, or nothing for all of them until the weather is cleared.")],
    )
    seconds = models.FloatField(
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0.001, "Seconds must be more than 0."),
            MaxValueValidator(600, "Seconds must be 600 or fewer."),
        ],
    )
    code = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[
            MinValueValidator(10000, "Code must have five digits, such as 21232."),
            MaxValueValidator(99999, "Code must have five digits, such as 21232."),
        ],
    )
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    message = models.TextField(blank=True)

    objects = WeatherQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "weather"

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def detail(self) -> str:
        """The code or the seconds, in short; empty where the kind has neither."""
        if self.code is not None:
            return str(self.code)
        return "" if self.seconds is None else f"{self.seconds:g}\u00a0s"

    def use(self) -> bool:
        """Count one request against the rule; False when another request has done so since the row was read."""
        if self.left is None:
            return True
        as_read = Weather.objects.filter(pk=self.pk, left=self.left)
        return bool(as_read.update(left=self.left - 1) if self.left > 1 else as_read.delete()[0])
