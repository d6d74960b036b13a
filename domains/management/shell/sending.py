"""What is the same for all verbs that write: what would be sent, and what came of what was."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now

from domains import services
from domains.models import Account, Change, SipDomain, TwilioResource, User
from domains.twilio import Refused, TwilioError
from domains.words import words_of

from .asking import Shell
from .documents import (
    document_of,
    document_of_account,
    document_of_change,
    document_of_differences,
    document_of_request,
    lines_of_differences,
    lines_of_request,
    place,
)
from .ending import Ended, Report
from .statuses import Status

PAUSE_SECONDS = 0.5

NO_DOOR = ""
"""Where the sandbox's door stands: a shell cannot know, so of a request to it the path is shown."""

_STATUSES = {
    Change.State.APPLIED: Status.DONE,
    Change.State.REFUSED: Status.REFUSED,
    Change.State.NOT_APPLIED: Status.NOT_APPLIED,
    Change.State.CONFLICT: Status.DIFFERS,
}


def would_send(account: Account, request: services.RequestPreview, told: list[str], **document: Any) -> Report:
    """Return the report on a request that was not sent."""
    lines = [f"Nothing has been sent. To {place(account)} this would be:", *lines_of_request(request)]
    document = {"account": document_of_account(account), "request": document_of_request(request), **document}
    return Report(Status.DONE, "would_send", lines, told, document)


def nothing_to_change(row: SipDomain, why: str) -> Report:
    """Return the report on a change that there is no need of."""
    return Report(Status.DONE, "unchanged", [f"{why} Nothing was sent."], document={"domain": document_of(row)})


def busy(change: Change) -> Ended:
    """Return the end of a run that met another change of the same resource."""
    return Ended(
        Status.BUSY,
        "busy",
        f"{change.actor_name} is changing {change.name} (change {change.pk}), and what comes of it is not known yet: "
        "try again when it is. Nothing was sent.",
        change=document_of_change(change),
    )


def unread(error: TwilioError) -> Ended:
    """Return the end of a run that had to read at Twilio first, and could not."""
    status = Status.REFUSED if isinstance(error, Refused) else Status.NOT_APPLIED
    return Ended(status, "unread", f"Twilio could not be asked, and nothing was changed: {error.message}")


def carry_out(
    shell: Shell, row: TwilioResource, ask: Callable[[], Change], options: Mapping[str, Any], *, actor: User
) -> Report:
    """Ask for a change of `row`, and return what came of it. Ends the run where it could not even be sent."""
    try:
        change = ask()
    except services.Busy as error:
        raise busy(error.change) from None
    except services.Overtaken as error:
        raise Ended(Status.BUSY, "overtaken", error.sentence) from None
    except services.Gone as error:
        told = f"{row.name} ({row.sid}) is gone at Twilio. Nothing was sent, and it is marked as gone here."
        raise Ended(Status.NOT_THERE, "gone", told, change=document_of_change(error.change)) from None
    except services.Unseen as error:
        raise _unseen(row, error.live, error.names, change=error.change) from None
    return report_on(shell, change, options, actor=actor)


def look_first(shell: Shell, row: SipDomain) -> None:
    """End a run that would only show a request where Twilio would not be sent it: what it holds was not seen."""
    try:
        live = services.fetch(row)
    except TwilioError as error:
        shell.tell(f"Whether it is at Twilio as it is known here could not be asked: {error.message}")
        return
    if live is None:
        raise Ended(Status.NOT_THERE, "gone", f"{row.domain_name} ({row.sid}) is gone at Twilio.")
    names = services.Seen.of(row).differing(live)
    if names:
        raise _unseen(row, live, names)


def _unseen(row: TwilioResource, live: TwilioResource, names: Sequence[str], *, change: Change | None = None) -> Ended:
    what = f"nothing was sent (change {change.pk})" if change else "nothing would be sent"
    told = [
        f"{row.name} is not at Twilio as it is known here, so {what}:",
        *lines_of_differences(names, row, live, heads=("here", "at Twilio")),
        _way_to_see(row),
    ]
    document = {"change": document_of_change(change)} if change else {}
    differences = document_of_differences(names, row, live)
    return Ended(Status.DIFFERS, "differs", *told, differences=differences, **document)


def _way_to_see(row: TwilioResource) -> str:
    if isinstance(row, SipDomain):
        return f"See and take over what Twilio holds with `manage.py domains refresh {row.name}`, then try again."
    return f"See and take over what Twilio holds on the page of the {row.noun}, then try again."


def report_on(shell: Shell, change: Change, options: Mapping[str, Any], *, actor: User) -> Report:
    """Return what came of a change, after waiting for that as long as was asked for."""
    _wait_for(shell, change, options["wait"])
    change.refresh_from_db()  # times are the database's
    document: dict[str, Any] = {"change": document_of_change(change)}
    if change.state == Change.State.APPLIED:
        row = change.rows().select_related("account").first()
        document[change.model.noun.lower().replace(" ", "_")] = document_of(row) if row else None
        return Report(Status.DONE, change.state, [_applied(change)], _kept(change), document)
    explanation = services.explain(change, viewer=actor)
    told = [f"{change.get_state_display()}: {explanation.sentence} (change {change.pk})"]
    told += [f"  {words}" for _, words in explanation.links]
    if change.is_open:
        told.append("The background looks for what came of it; `manage.py reconcile --wait 90` does it here.")
    return Report(_STATUSES.get(Change.State(change.state), Status.UNKNOWN), change.state, [], told, document)


def _applied(change: Change) -> str:
    found = " Twilio’s answer was lost; that it was done was found out." if change.was_found else ""
    found = " It was gone already." if change.was_gone_already else found
    undone = f", which undoes change {change.undoes_id}" if change.undoes_id else ""
    return f"{change.name} was {_done(change)}: {change.sid} (change {change.pk}{undone}).{found}"


def _done(change: Change) -> str:
    """Return what was done to it: what an update was for is not told here."""
    return words_of(change, action=change.action).done


def _kept(change: Change) -> list[str]:
    if change.action == Change.Action.DELETE:
        return []
    labels = (change.model.label_of(name) for name, _, _ in change.differences)
    return [f"Twilio keeps another value than was asked: {label}." for label in labels]


def _wait_for(shell: Shell, change: Change, seconds: float) -> None:
    """Look for what came of an open change until it is known, the time is over, or somebody has waited enough."""
    ends = time.monotonic() + seconds
    if change.is_open and seconds:
        shell.tell(f"Its outcome is not known: it is looked for, for up to {seconds:g} s (change {change.pk}).")
    with suppress(KeyboardInterrupt):
        while change.is_open and time.monotonic() < ends:
            time.sleep(min(PAUSE_SECONDS, max(0.0, ends - time.monotonic())))
            change.refresh_from_db()  # the background may be quicker
            due = Q(look_at=None) | Q(look_at__lte=Now())
            if Change.objects.filter(due, pk=change.pk, state=Change.State.UNKNOWN).exists():
                services.look_up(change)
