"""What the templates of components need beyond Django's own tags, and how a page takes them up."""

import json
import re
from collections.abc import Hashable
from datetime import datetime

from django import template
from django.db.models import Model
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from ..drawing import drawn_once, piece
from ..masking import masked
from ..models import Change
from ..validators import DOMAIN_SUFFIX
from ..words import kind_beside

register = template.Library()

LONG_PART = 24
"""Characters of a name between two hyphens or dots, from which on they may be broken where there is no room."""

LONG = 512
"""How many characters make a text that is drawn anew each time: kept, it would take memory and serve nobody again."""


@register.filter
def as_json(value: object) -> str:
    """Return `value`, as it came from a JSON column, written as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.filter
def as_labels(change: Change) -> str:
    """Return what the parameters that a change asks for are called, in Twilio's order: `{{ change|as_labels }}`."""
    return ", ".join(map(change.model.label_of, change.model.in_order(change.asked)))


register.filter("kind_beside", kind_beside)


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
        if isinstance(value, str) and len(value) > LONG:
            return piece(f"components/{which}.html", values)
    return _draw(which, get_current_timezone_name(), **values)


@drawn_once
def _draw(which: str, _zone: str, /, **values: Hashable) -> SafeString:
    return piece(f"components/{which}.html", values)


@register.filter
def as_name(name: str) -> SafeString:
    """Return the name of a domain as pages show it: it breaks at dots and hyphens alone, and its text is the name.

    The end that all names share is set apart by its class, so that what tells them apart is read first.
    """
    own = name.removesuffix(DOMAIN_SUFFIX)
    parts = (
        format_html('<span class="name-long">{}</span>', part) if len(part) > LONG_PART else conditional_escape(part)
        for part in re.split(r"(?<=-)|(?=\.)", own)
    )
    shown = "".join(f"<wbr>{part}" if part[0] == "." else part for part in parts if part)
    end = f'<wbr><span class="name-end">{DOMAIN_SUFFIX}</span>' if own != name else ""
    return mark_safe(shown + end)  # noqa: S308  (its parts are escaped above)


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
