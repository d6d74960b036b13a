"""Pieces of pages that are drawn once for the same values: drawing is most of what a page costs."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

KEPT = 4096
"""How many pieces of a kind a process keeps: a few megabytes, enough for every row of some dozen pages of a list."""


def drawn_once(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Have `draw` called once for the same values, in each process; what it draws must follow from them alone.

    So nothing that is kept can be out of date. A row of the database is no such value: it stays equal to itself when it
    changes. While templates are worked on nothing is kept.
    """
    # Typed, since text that is safe equals text that is not.
    kept = lru_cache(KEPT, typed=True)(draw)

    @wraps(kept)
    def once(*args: Any, **kwargs: Any) -> SafeString:
        return draw(*args, **kwargs) if settings.DEBUG else kept(*args, **kwargs)

    return once


def piece(template: str, values: Mapping[str, Any]) -> SafeString:
    """Draw a template without a page around it, and without the file's last line break, which would be a space."""
    return mark_safe(get_template(template).render(dict(values)).strip())  # noqa: S308  (templates escape)
