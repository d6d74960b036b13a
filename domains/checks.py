"""System checks: what would be wrong before the first request."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .parameters import FIELDSETS, PARAMETERS


def _flatten(fields: tuple[Any, ...]) -> list[str]:
    return [name for entry in fields for name in (entry if isinstance(entry, tuple) else (entry,))]


@register
def every_parameter_has_its_place(**kwargs: Any) -> list[CheckMessage]:
    """Check that form and pages, which follow FIELDSETS, leave no parameter out and show none twice."""
    placed = [name for _, options in FIELDSETS for name in _flatten(options["fields"])]
    if sorted(placed) == sorted(PARAMETERS):
        return []
    odd = sorted(set(placed) ^ set(PARAMETERS)) or sorted({name for name in placed if placed.count(name) > 1})
    return [
        Error(
            f"FIELDSETS must name every parameter once; look at: {', '.join(odd)}.",
            hint="domains/parameters.py",
            id="domains.E001",
        )
    ]
