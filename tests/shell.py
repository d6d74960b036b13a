"""`manage.py domains` in this process, with what it said and how it ended; and what it meets at the sandbox."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from domains import services
from domains.models import Change, SipDomain, User
from domains.sandbox.models import Resource

from .changes import NAME, SECRET_URL

BY = ("--as", "operator")


@dataclass(frozen=True)
class Run:
    """One run: its exit status, standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        read = json.loads(self.out)
        assert isinstance(read, dict)
        return read


def domains(*words: str) -> Run:
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("domains", *words, stdout=out, stderr=err)
    except SystemExit as end:
        status = int(end.code or 0)
    return Run(status, out.getvalue(), err.getvalue())


class _Terminal(StringIO):
    """Somebody at a terminal who has typed these lines."""

    def isatty(self) -> bool:
        return True


@contextmanager
def typing(*lines: str) -> Iterator[None]:
    """Let somebody sit at the terminal who answers with these lines, and then no more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", _Terminal("".join(f"{line}\n" for line in lines)))
        yield


def make(actor: User, **parameters: Any) -> SipDomain:
    """Create a domain at the sandbox, and return its row of the mirror."""
    values = {"domain_name": NAME, "voice_url": SECRET_URL, **parameters}
    change = services.create(SipDomain(account=services.current_account(), **values), actor=actor)
    return SipDomain.objects.get(sid=change.sid)


def at_twilio() -> dict[str, Any]:
    """Return the one domain that the sandbox holds."""
    return dict(Resource.objects.get(path=SipDomain.path, gone_at=None).body)


def change_elsewhere(**attributes: object) -> None:
    """Let somebody change the sandbox's one domain by hand, as in Twilio's Console."""
    resource = Resource.objects.get(path=SipDomain.path)
    resource.body |= attributes
    resource.save()


def lose() -> None:
    """Let somebody have deleted, long ago, whatever the sandbox holds."""
    SipDomain.objects.update(date_created="2015-07-20T17:27:10Z")  # what was made only just may not be seen yet
    Resource.objects.all().delete()


def latest() -> Change:
    """Return the change that was asked for last."""
    return Change.objects.latest_first()[0]
