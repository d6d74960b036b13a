"""Passwords that are handed over: how their forms are filled in and sent, and where nobody may find them."""

import re
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from domains.models import Credential, CredentialList
from domains.sandbox.models import Resource

from .creating import rfc2822
from .reading import html_of

PASSWORD = "Typed-by-Hand-42"
LONG, JUST_NOW = timedelta(days=1), timedelta(seconds=-30)
"""How long ago something may have been changed, for `changed`: Twilio's clock need not be ours."""


def new(on: CredentialList) -> str:
    return reverse("credential-new", args=[on.sid])


def rotating(row: Credential) -> str:
    return reverse("credential-rotate", args=[row.sid])


def sent_by(page: Any) -> dict[str, str]:
    """Return what the form of a page sends besides what is typed."""
    form = page.context["form"]
    return {field.name: field.value() or "" for field in form.hidden_fields()}


def make(visitor: Client, on: CredentialList, username: str = "desk", **typed: str) -> Any:
    """Open the form, fill it in and send it."""
    return visitor.post(new(on), sent_by(visitor.get(new(on))) | {"username": username, **typed})


def rotate(visitor: Client, row: Credential, **typed: str) -> Any:
    """Open the page that asks, and press its button."""
    return visitor.post(rotating(row), sent_by(visitor.get(rotating(row))) | typed)


def password_on(page: Any) -> str:
    """Return the password that a page shows; empty when it shows none."""
    found = re.search(r'id="password"[^>]*>([^<]+)<', html_of(page))
    return found[1] if found else ""


def everything_kept() -> str:
    """Return every row of every table of every database."""
    kept = []
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (a name from the database itself)
                kept += [repr(row) for row in cursor.fetchall()]
    assert len(kept) > len(apps.get_models())
    return "\n".join(kept)


def changed(desk: Credential, *, ago: timedelta) -> None:
    """Let it have been made, and last changed, that long ago by Twilio's clock."""
    there = Resource.objects.get(sid=desk.sid)
    there.body |= dict.fromkeys(("date_created", "date_updated"), rfc2822(timezone.now() - ago))
    there.save()
