"""The request of a change and Twilio's answer, as they may be read: secrets are masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from .. import services
from ..masking import masked
from ..models import Change, ChangeEvent

What = ChangeEvent.What

ERROR_PAGES = "https://www.twilio.com/docs/errors/"


@dataclass(frozen=True)
class Request:
    """One request: its method, its path, its parameters by wire name, and the body they make."""

    method: str
    path: str
    values: dict[str, str]
    is_masked: bool

    @property
    def body(self) -> str:
        """The form-encoded body, in which a mask still looks like one."""
        return urlencode(self.values, safe="*")


@dataclass(frozen=True)
class Answer:
    """What came back: `kind` is `answered`, `lost`, or why there is none (`waiting`, `not_sent`)."""

    kind: str
    message: str
    status: int | None
    code: int | None
    request_id: str
    found: str
    looking: str
    resource: Any

    @property
    def reading(self) -> str:
        """The status in HTTP's own words, where it has any."""
        return HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else ""

    @property
    def code_page(self) -> str:
        """Where Twilio explains its code; empty without one."""
        return f"{ERROR_PAGES}{self.code}" if self.code else ""


def request_of(change: Change) -> Request:
    """Return the request that carries `change` out."""
    sent = services.request_of(change)
    values = masked(sent.values)
    return Request(sent.method, sent.url, values, values != sent.values)


def answer_to(change: Change, events: Sequence[ChangeEvent]) -> Answer:
    """Return what is known of Twilio's answer to `change`, whose story is `events`.

    An answer that was lost stays lost, even when what it would have said was found out.
    """
    lost = next((event for event in events if event.what == What.UNKNOWN), None)
    found = _found(change, events) if lost else ""
    if lost and (found or change.state in (Change.State.UNKNOWN, Change.State.NOT_APPLIED)):
        kind, message = "lost", lost.told
    elif change.state in (Change.State.INTENDED, Change.State.SENT):
        kind, message = "waiting", ""
    elif change.state == Change.State.NOT_APPLIED:
        kind, message = "not_sent", change.message
    else:
        kind, message = "answered", change.message
    return Answer(
        kind,
        masked(message),
        change.twilio_status,
        change.twilio_code,
        change.request_id,
        masked(found),
        _LOOKING[change.action],
        masked(change.after),
    )


_LOOKING: dict[str, str] = {
    Change.Action.CREATE: "What became of it is found out by looking for its name in the account’s list.",
    Change.Action.UPDATE: "What became of it is found out by looking how the domain is in the account’s list.",
    Change.Action.DELETE: "What became of it is found out by looking whether the domain is in the account’s list.",
}
_IN_VAIN: dict[str, str] = {
    Change.Action.CREATE: "It was not in the account’s list, twice, with time between.",
    Change.Action.UPDATE: "It was as before in the account’s list, twice, with time between.",
    Change.Action.DELETE: "It was still in the account’s list, twice, with time between.",
}
_ADOPTED: dict[str, str] = {
    Change.Action.CREATE: "{sid} was found by its name in the account’s list: made after this was sent, and as it "
    "asked.",
    Change.Action.UPDATE: "{sid} was found in the account’s list as it was asked to be.",
    Change.Action.DELETE: "{sid} was not in the account’s list any more.",
}
_LATE: dict[str, str] = {
    Change.Action.CREATE: "{sid} appeared in the account’s list late, after this had been given up.",
    Change.Action.UPDATE: "{sid} was found as it was asked to be late, after this had been given up.",
    Change.Action.DELETE: "{sid} went from the account’s list late, after this had been given up.",
}


def _found(change: Change, events: Sequence[ChangeEvent]) -> str:
    """Return what was seen at Twilio that settled a change whose answer was lost; empty when nothing was."""
    whats = {event.what for event in events}
    if What.ADOPTED in whats:
        return _ADOPTED[change.action].format(sid=change.sid)
    if What.APPEARED_LATE in whats:
        return _LATE[change.action].format(sid=change.sid)
    match change.state:
        case Change.State.NOT_APPLIED:
            return _IN_VAIN[change.action]
        case Change.State.CONFLICT:
            return change.message
    # Of a create, Twilio's own refusal names no resource: one that does was found by its name.
    is_anothers = change.state == Change.State.REFUSED and change.action == Change.Action.CREATE and change.sid
    return change.message if is_anothers else ""
