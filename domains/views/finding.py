"""The row of the mirror that an address names, and the addresses of the pages about it."""

from typing import Any, TypeVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ..models import TwilioResource

Row = TypeVar("Row", bound=TwilioResource)


def row_or_404(request: HttpRequest, model: type[Row], sid: str) -> Row:
    """Return the resource with that SID, its account and its parent at hand, if whoever asks may see it."""
    rows: Any = model._meta.default_manager  # the plugin fails on the manager of an abstract model
    together = ("account", model.parent) if model.parent else ("account",)
    row: Row = get_object_or_404(rows.visible_to(request.user).select_related(*together), sid=sid)
    return row


def address_to(what: str, row: TwilioResource) -> str:
    """Return the address where `what` is done to a resource: `edit`, `edit-preview`, `delete` or `refresh`."""
    return reverse(f"{row.page.removesuffix('-detail')}-{what}", args=[row.sid])
