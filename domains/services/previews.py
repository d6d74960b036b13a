"""What would be sent, to the byte, before it is."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from ..models import Change, TwilioResource
from ..parameters import PARAMETERS, wire_values
from ..twilio.client import collection_path
from .changes import filled_in


@dataclass(frozen=True)
class RequestPreview:
    """One request: its method, its URL, its parameters by wire name, and the body they make."""

    method: str
    url: str
    values: dict[str, str]
    user: str

    @property
    def body(self) -> str:
        """The form-encoded body."""
        return urlencode(self.values)

    @property
    def curl(self) -> str:
        """The same request as a command for a POSIX shell, with the credentials left to variables."""
        lines = [f"curl -X {self.method} {shlex.quote(self.url)}", f'  --user "{self.user}"']
        lines += [f"  --data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in self.values.items()]
        return " \\\n".join(lines)


def preview_create(row: TwilioResource, *, sandbox_url: str) -> RequestPreview:
    """Return the request that `create` would send for `row`.

    The sandbox has no address of its own: `sandbox_url` is where its door stands for the one who asks, so that the
    command can be run as it is.
    """
    return _preview(row, "", filled_in(row), sandbox_url)


def preview_update(row: TwilioResource, asked: Mapping[str, Any], *, sandbox_url: str) -> RequestPreview:
    """Return the request that `update` would send to have `asked` of `row`."""
    return _preview(row, f"/{row.sid}", asked, sandbox_url)


def _preview(row: TwilioResource, place: str, asked: Mapping[str, Any], sandbox_url: str) -> RequestPreview:
    account = row.account
    if account.is_sandbox:
        base_url, user = sandbox_url, "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"
    else:
        base_url = settings.TWILIO_BASE_URL
        by_key = account.sid != settings.TWILIO_USERNAME
        user = "$TWILIO_API_KEY:$TWILIO_API_SECRET" if by_key else "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"
    url = f"{base_url}{collection_path(account.sid, row.collection)}{place}.json"
    return RequestPreview("POST", url, wire_values(asked), user)


def request_of(change: Change) -> RequestPreview:
    """Return the request that carries `change` out, its URL without a host, and nobody's credentials."""
    path = collection_path(change.account.sid, change.collection)
    # In the order in which they are sent: JSON columns of PostgreSQL keep none.
    values = wire_values({name: change.asked[name] for name in PARAMETERS if name in change.asked})
    match change.action:
        case Change.Action.CREATE:
            return RequestPreview("POST", f"{path}.json", values, "")
        case Change.Action.UPDATE:
            return RequestPreview("POST", f"{path}/{change.sid}.json", values, "")
    return RequestPreview("DELETE", f"{path}/{change.sid}.json", {}, "")
