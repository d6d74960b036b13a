"""One resource as Twilio has it now, and what somebody has seen of one."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self, TypeVar

from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import TwilioResource
from ..twilio import Client, NotFound, Unreachable
from .connection import client_for

Row = TypeVar("Row", bound=TwilioResource)

PATIENCE_SECONDS = 10.0
"""How long it is waited for: somebody sits before it, and it can be asked again."""

AGAIN_SECONDS = 0.5
"""After how long what was said not to be there is asked for again."""

NOT_YET = timedelta(minutes=5)
"""For how long after something was made Twilio may still say that it is not there."""


def fetch(row: Row) -> Row | None:
    """Return `row` as Twilio has it now, as a row that is not saved; None when it is gone.

    Raises TwilioError when Twilio cannot be asked, or says that what was only just made is not there.
    """
    try:
        client = client_for(row.account, patience=PATIENCE_SECONDS)
        resource = fetch_resource(client, row.collection, row.sid)
    except NotFound as error:
        if row.date_created and timezone.now() - row.date_created < NOT_YET:
            raise Unreachable(
                "Twilio does not find it. It was made only just, and may take some moments to be seen everywhere.",
                status=error.status,
                request_id=error.request_id,
            ) from error
        return None
    return row.as_in(resource)


def fetch_resource(client: Client, collection: str, sid: str) -> dict[str, Any]:
    """Return one resource as Twilio has it now. Raises TwilioError, also for an answer about another one.

    Twilio now and then says 404 of what is there: NotFound is raised only when it says so twice.
    """
    try:
        answer = client.fetch(collection, sid)
    except NotFound:
        time.sleep(AGAIN_SECONDS)
        answer = client.fetch(collection, sid)
    resource = answer.resource or {}
    if resource.get("sid") != sid:
        raise Unreachable("Twilio answered with something else than was asked for.", status=answer.status)
    return resource


@dataclass(frozen=True)
class Seen:
    """What somebody has seen of a resource: one digest for each parameter, from which no value can be read."""

    digests: Mapping[str, str]

    @classmethod
    def of(cls, row: TwilioResource) -> Self:
        """Return what is seen by whoever is shown `row`."""
        return cls({name: _digest(row, name) for name in row.parameters})

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a form carried as `text`; what cannot be read counts as not seen."""
        try:
            digests = json.loads(text)
        except (ValueError, RecursionError):
            digests = {}
        return cls(digests if isinstance(digests, dict) else {})

    @property
    def text(self) -> str:
        """What a hidden field of a form carries."""
        return json.dumps(dict(self.digests), separators=(",", ":"))

    def differing(self, row: TwilioResource) -> list[str]:
        """Return the parameters that `row` has another value for than was seen."""
        return [name for name in row.parameters if self.digests.get(name) != _digest(row, name)]


def _digest(row: TwilioResource, name: str) -> str:
    value = json.dumps([row.sid, name, row.normalized(name, getattr(row, name))])
    return salted_hmac("domains.services.seen", value, algorithm="sha256").hexdigest()[:20]
