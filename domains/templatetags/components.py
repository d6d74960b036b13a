"""What the templates of components need beyond Django's own tags."""

import json

from django import template

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """Return `value`, as it came from a JSON column, written as indented JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False)
