"""The request of a change and Twilio's answer, as they may be read: secrets are masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from .. import services
from ..masking import masked
from ..models import Change, ChangeEvent
from ..words import words_of

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
    return Request(sent.method, sent.url, sent.shown, sent.is_masked)


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
        words_of(change).looking,
        masked(change.after),
    )


def _found(change: Change, events: Sequence[ChangeEvent]) -> str:
    """Return what was seen at Twilio that settled a change whose answer was lost; empty when nothing was."""
    whats, words = {event.what for event in events}, words_of(change)
    if What.ADOPTED in whats:
        return words.adopted
    if What.APPEARED_LATE in whats:
        return words.came_late
    match change.state:
        case Change.State.NOT_APPLIED:
            return words.in_vain
        case Change.State.CONFLICT:
            return change.message
    # Of a create, Twilio's own refusal names no resource: one that does was found by its name.
    is_anothers = change.state == Change.State.REFUSED and change.action == Change.Action.CREATE and change.sid
    return change.message if is_anothers else ""
