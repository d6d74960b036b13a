"""What the templates of components need beyond Django's own tags, and how a page takes them up."""

import json
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from ..masking import masked

register = template.Library()

KEPT = 8192
"""How many drawn components a process keeps: a few megabytes, enough for every cell of some dozen pages of a list."""


@register.filter
def as_json(value: object) -> str:
    """Return `value`, as it came from a JSON column, written as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False)


register.filter("masked", masked)


@register.simple_tag
def component(which: str, /, **values: Hashable) -> SafeString:
    """Draw `components/WHICH.html` from `values` alone: `{% component "flag" on=domain.secure %}`.

    It says the same as `{% include … with … only %}` and costs a hundredth of it, since what a component looks like is
    kept: a page of a list draws some hundred of them, mostly the same. Raises TypeError for a value that can change
    while it stays equal to itself, such as a row.
    """
    for name, value in values.items():
        if isinstance(value, Model):
            raise TypeError(f"The component “{which}” must be given values, not a row of the database, for {name}.")
    return _drawing()(which, get_current_timezone_name(), **values)


@register.simple_tag
def component_of_each(which: str, rows: Iterable[Hashable], /, **values: Hashable) -> SafeString:
    """Draw a component once for each of `rows`, tuples of values, which it knows as `row`.

    `{% component_of_each "domain_row" rows here=connection.pk %}` is `{% component %}` in a loop, without what the loop
    itself costs.
    """
    draw, zone = _drawing(), get_current_timezone_name()
    return mark_safe("".join([draw(which, zone, row=row, **values) for row in rows]))  # noqa: S308  (templates escape)


def _drawing() -> Callable[..., SafeString]:
    return _draw if settings.DEBUG else _kept  # who works on a template wants to see it


def _draw(which: str, zone: str, /, **values: Hashable) -> SafeString:
    return mark_safe(get_template(f"components/{which}.html").render(values))  # noqa: S308  (templates escape)


# Typed, since text that is safe equals text that is not.
_kept = lru_cache(KEPT, typed=True)(_draw)


@register.filter(expects_localtime=True)
def as_time(at: datetime | None) -> SafeString:
    """Return a moment as pages show it: to the minute, with its zone, in an element that machines can read."""
    if at is None:
        return mark_safe('<span class="unset">Not known</span>')
    return format_html(
        '<time datetime="{}">{}&nbsp;<span class="zone">{}</span></time>',
        at.isoformat(),
        at.strftime("%Y-%m-%d %H:%M"),
        at.tzname(),
    )
