"""What would be sent, to the byte, before it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings

from ..elsewhere import Action, Place, Request, Wording, wordings
from ..masking import MASK, masked
from ..models import Account, Change, TwilioResource
from .changes import filled_in


@dataclass(frozen=True)
class RequestPreview:
    """One request: its method, its URL, its parameters by wire name, the body they make, and how others write it."""

    request: Request

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.request.method

    @property
    def url(self) -> str:
        """The address that it goes to."""
        return self.request.url

    @property
    def values(self) -> dict[str, str]:
        """The parameters by wire name, as they are sent: for pages, mask them."""
        return self.request.wire

    @property
    def body(self) -> str:
        """The form-encoded body."""
        return urlencode(self.values)

    @property
    def shown(self) -> dict[str, str]:
        """The parameters as pages show them: with secrets masked."""
        return _masked(self.request).wire

    @property
    def shown_body(self) -> str:
        """The body of these, in which a mask still looks like one."""
        return urlencode(self.shown, safe="*")

    @cached_property
    def elsewhere(self) -> list[Wording]:
        """The same as a command of curl, of twilio-cli, in Python and for Terraform, with secrets masked."""
        return wordings(_masked(self.request))

    @property
    def is_masked(self) -> bool:
        """Whether a secret was masked there."""
        return _masked(self.request) != self.request or MASK in self.request.values.values()


def preview_create(row: TwilioResource, *, sandbox_url: str) -> RequestPreview:
    """Return the request that `create` would send for `row`.

    The sandbox has no address of its own: `sandbox_url` is where its door stands for the one who asks, so that the
    command can be run as it is.
    """
    return RequestPreview(_about(row, Action.CREATE, filled_in(row), sandbox_url))


def preview_update(row: TwilioResource, asked: Mapping[str, object], *, sandbox_url: str) -> RequestPreview:
    """Return the request that `update` would send to have of `row` what is `asked`, by attribute name."""
    return RequestPreview(_about(row, Action.UPDATE, row.in_order(asked), sandbox_url))


def preview_rotation(row: TwilioResource, *, sandbox_url: str) -> RequestPreview:
    """Return the request that `update` would send to replace what of `row` is written down nowhere."""
    return RequestPreview(_about(row, Action.UPDATE, _hidden(type(row)), sandbox_url))


def preview_delete(row: TwilioResource, *, sandbox_url: str) -> RequestPreview:
    """Return the request that `delete` would send for `row`."""
    return RequestPreview(_about(row, Action.DELETE, {}, sandbox_url))


def elsewhere(row: TwilioResource, *, sandbox_url: str) -> tuple[list[Wording], bool]:
    """Return how `row` is made again and fetched elsewhere, and whether secrets were masked there.

    What is gone at Twilio cannot be fetched there, nor taken over by Terraform.
    """
    again = _about(row, Action.CREATE, filled_in(row), sandbox_url)
    shown = _masked(again)
    is_masked = RequestPreview(again).is_masked
    if row.gone_at:
        return wordings(replace(shown, sid="")), is_masked
    return wordings(shown, replace(shown, action=Action.FETCH, values={})), is_masked


def request_of(change: Change) -> RequestPreview:
    """Return the request that carries `change` out, its URL without a host; what was sent and not kept is a mask."""
    place = Place(change.account.sid, url="")
    action = Action(change.action)
    values = {} if action == Action.DELETE else change.model.sent_as(change.model.in_order(change.asked))
    if action == Action.CREATE or change.purpose == Change.Purpose.ROTATE:
        values |= _hidden(change.model)
    return RequestPreview(Request(action, place, change.collection, values, change.sid, change.key))


def _hidden(model: type[TwilioResource]) -> dict[str, str]:
    """Return what a kind must be sent and is written down nowhere, as it is shown: masked."""
    return dict.fromkeys(model.secrets, MASK)


def _about(row: TwilioResource, action: Action, values: Mapping[str, object], sandbox_url: str) -> Request:
    whole = row.sent_as({name: getattr(row, name) for name in row.parameters})
    values = {**row.sent_as(values), **(_hidden(type(row)) if action == Action.CREATE else {})}
    return Request(
        action,
        _place(row.account, sandbox_url),
        row.collection,
        values,
        row.sid,
        row.key,
        {**whole, **values},
    )


def _place(account: Account, sandbox_url: str) -> Place:
    """Return where an account is; one that is not administered now, by the address that all of its Region share."""
    if account.is_sandbox:
        return Place(account.sid, sandbox_url, is_sandbox=True)
    is_there = account.region == settings.TWILIO_REGION
    url = settings.TWILIO_BASE_URL if is_there else f"https://api.{account.region}.twilio.com"
    return Place(account.sid, url, by_key=account.sid != settings.TWILIO_USERNAME)


def _masked(request: Request) -> Request:
    return replace(request, values=masked(dict(request.values)), whole=masked(dict(request.whole)))
