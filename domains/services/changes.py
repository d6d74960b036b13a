"""The three changes that can be asked of Twilio, each written down before it is sent and settled after."""

from collections.abc import Mapping
from typing import Any, Unpack

from ..models import Change, TwilioResource
from ..parameters import wire_values
from .fetching import Seen
from .guarding import fetch_to_change
from .intending import AskedBefore, Record, intend
from .sending import send


def create(row: TwilioResource, *, secrets: Mapping[str, str] | None = None, **record: Unpack[Record]) -> Change:
    """Create at Twilio what `row`, a validated and unsaved resource with its account, describes.

    Returns the change in the state it came to: `applied` (the mirror then holds what Twilio returned), `refused`,
    `not_applied` (nothing left this machine) or `unknown` (it is not sent again, but looked up until it is known). The
    change is the record of what went wrong, so nothing is raised for it. Sends exactly one request, repeated only where
    Twilio answers 429.

    `token` stands for one filled-in form: whoever comes second with it waits for the first, and gets its change.
    `undoes` is the deletion that this makes up for. `secrets` is sent with the rest and written down nowhere: what
    comes of a lost answer is judged without it. Raises Busy when another change of the same name is open.
    """
    asked = filled_in(row)
    try:
        change = intend(row, Change.Action.CREATE, asked, **record)
    except AskedBefore as before:
        return before.change
    values = _wired(row, asked, secrets)
    return send(change, lambda client, leaving: client.create(change.collection, values, before_send=leaving))


def update(
    row: TwilioResource,
    asked: Mapping[str, Any],
    *,
    seen: Seen,
    purpose: str = "",
    secrets: Mapping[str, str] | None = None,
    **record: Unpack[Record],
) -> Change:
    """Change at Twilio what `asked` and `secrets` name of `row`, and nothing else; an empty value clears.

    It is fetched first, while nobody else here can change it: the change is sent only if every parameter is
    still as in `seen`. Returns as `create` does, or in the state `conflict` when the answer was lost and Twilio holds
    neither what was nor what was asked. Sends one request and fetches one.

    Raises Busy when another change of it is open; Unseen when Twilio holds something that was not seen, and
    Gone when it is no longer there: both are recorded, and nothing was sent. Raises ValueError when nothing is
    asked, unless it is by a form that was sent before: by then there may be nothing left to ask for.
    """
    token = record.get("token")
    if not (asked or secrets) and not (token and Change.objects.filter(token=token).exists()):
        raise ValueError("An update must ask for something.")
    try:
        change = intend(row, Change.Action.UPDATE, row.in_order(asked), purpose=purpose, **record)
    except AskedBefore as before:
        return before.change
    if not fetch_to_change(change, row, seen):
        return change
    values = _wired(row, change.asked, secrets)
    return send(
        change, lambda client, leaving: client.update(change.collection, change.sid, values, before_send=leaving)
    )


def delete(row: TwilioResource, *, seen: Seen, **record: Unpack[Record]) -> Change:
    """Delete `row` at Twilio. The name of a domain may then be locked for up to 30 days.

    Fetched, compared, returned and raised as with `update`. The row of the mirror stays, and says since when it is
    gone.
    """
    try:
        change = intend(row, Change.Action.DELETE, {}, **record)
    except AskedBefore as before:
        return before.change
    if not fetch_to_change(change, row, seen):
        return change
    return send(change, lambda client, leaving: client.delete(change.collection, change.sid, before_send=leaving))


def _wired(row: TwilioResource, asked: Mapping[str, Any], secrets: Mapping[str, str] | None) -> dict[str, str]:
    """Return what is sent for what is asked, in the order of its kind. Raises ValueError for a secret it has not."""
    unknown = set(secrets or ()) - set(row.secrets)
    if unknown:
        raise ValueError(f"{row._meta.verbose_name} has no secret {', '.join(sorted(unknown))}.")
    return wire_values({**row.sent_as(row.in_order(asked)), **(secrets or {})})


def filled_in(row: TwilioResource) -> dict[str, Any]:
    """Return the parameters that say something: what is blank or unticked is left to Twilio."""
    values = {name: getattr(row, name) for name in row.parameters}
    return {name: value for name, value in values.items() if value not in ("", None, False)}
