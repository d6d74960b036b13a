"""Who may do what, with refusals that say what it takes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


class Lacking(PermissionDenied):
    """Somebody may not do what they asked for. `needed` says what it takes, in words that end a sentence."""

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


ADMINISTRATOR = "being an administrator (in Django admin, “Superuser status”)"


def needs(permission: str) -> Callable[[View], View]:
    """Let a view be for those who have a permission, such as `domains.add_sipdomain`; others are told its name."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            demand(request, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def demand(request: HttpRequest, permission: str) -> None:
    """Let go on whoever has a permission that only the view can name: it depends on what the page is about."""
    if not request.user.has_perm(permission):
        [name] = names_of([permission])
        raise Lacking(f"the permission “{name}”")


def names_of(permissions: Sequence[str]) -> list[str]:
    """Return what Django admin calls permissions; asks the database where there are any."""
    wanted = Q(pk=None)
    for permission in permissions:
        app, _, codename = permission.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted).values_list("name", flat=True)) if permissions else []
