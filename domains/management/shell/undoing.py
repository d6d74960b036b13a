"""`domains undo`."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from domains import readiness, services
from domains.models import Change, SipDomain, TwilioResource, User
from domains.models.permissions import UNDONE_BY
from domains.services import RequestPreview, Seen, Step, Undoing
from domains.twilio import TwilioError
from domains.words import words_of

from .along import need_for, told_along, with_what_went_along
from .asking import Shell
from .deleting import consequences_of_deleting, have_name_typed, locked
from .documents import lines_of_differences, lines_of_request, place, with_asked
from .ending import Ended, Report
from .finding import change_of, refuse_gone
from .flags import add_sending, add_writing, add_yes
from .people import actor_of, need
from .sending import NO_DOOR, carry_out, unread, would_send
from .statuses import Status
from .values import record_of


def arguments(parser: ArgumentParser) -> None:
    """Take which change."""
    parser.add_argument("change", type=int, metavar="CHANGE", help="the number of the change")
    add_writing(parser)
    add_sending(parser)
    add_yes(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Put back what a change has changed, as a change of its own, or show the request that would."""
    actor = actor_of(options)
    change = change_of(options["change"], viewer=actor)
    need(actor, UNDONE_BY[change.action], change.model)
    if not services.is_current(change.account):
        told = f"Change {change.pk} is of account {change.account.sid}, and another one is administered."
        raise Ended(Status.NOT_APPLIED, "not_ours", f"{told} Nothing was sent.")
    live = _live(change, viewer=actor)
    way = services.undoing(change, live)
    if not way.action:
        raise Ended(Status.NOT_APPLIED, "nothing_to_undo", f"{way.reason} Nothing was sent.")
    step = _step(live or _anew(change, way), way, change, viewer=actor)
    need_for(actor, step.along)
    if options["dry_run"]:
        along = [one.sentence(step.row) for one in step.along] if isinstance(step.row, SipDomain) else []
        return would_send(change.account, step.request, step.told, undoes=change.pk, along=along)
    record = {**record_of(options, actor), "undoes": change}
    shell.need_an_answer()
    shell.tell(*step.told, *lines_of_request(step.request))
    if way.action == Change.Action.DELETE:
        have_name_typed(shell, step.row)
    else:
        shell.confirm(f"Undo change {change.pk} in {place(change.account)} with this?")
    asked: list[Change] = []

    def ask() -> Change:
        asked.append(step.ask(**record))
        return asked[0]

    report = carry_out(shell, step.row, ask, options, actor=actor)
    row = change.rows().first()
    return with_what_went_along(report, asked[0].act, row) if isinstance(row, SipDomain) else report


def _live(change: Change, *, viewer: User) -> TwilioResource | None:
    """Return the resource of a change as Twilio has it now; what was deleted is not asked for.

    Ends the run when it is known to be gone, or cannot be read.
    """
    row = change.rows().visible_to(viewer).select_related("account").first()
    if row is None or change.action == Change.Action.DELETE:
        return None
    refuse_gone(row)
    try:
        return services.fetch(row)
    except TwilioError as error:
        raise unread(error) from None


def _anew(change: Change, way: Undoing) -> TwilioResource:
    """Return what is to be made again, where what was deleted had its place."""
    row = change.model.new_in(change.account, change.collection)
    for name, value in way.asked.items():
        setattr(row, name, value)
    return row


class _Step(NamedTuple):
    """What undoes a change of `row`: what to know before, the request, what asks for it, and what goes along."""

    row: TwilioResource
    told: list[str]
    request: RequestPreview
    ask: Callable[..., Change]
    along: Sequence[Step] = ()


def _step(row: TwilioResource, way: Undoing, change: Change, *, viewer: User) -> _Step:
    """Return what undoes a change; `row` is its resource as Twilio has it now, or the one to make anew."""
    words = words_of(change, action=Change.Action.DELETE)
    match way.action:
        case Change.Action.DELETE:
            told = consequences_of_deleting(row, viewer=viewer) if isinstance(row, SipDomain) else list(words.goes)
            ask = partial(services.delete, row, seen=Seen.of(row))
            return _Step(row, told, services.preview_delete(row, sandbox_url=NO_DOOR), ask)
        case Change.Action.CREATE:
            request = services.preview_create(row, sandbox_url=NO_DOOR)
            told = [_made_anew(row)] if isinstance(row, SipDomain) else list(words.lost)
            return _Step(row, told, request, partial(services.create, row))
    told, request = _put_back(row, way), services.preview_update(row, way.asked, sandbox_url=NO_DOOR)
    ask = partial(services.update, row, way.asked, seen=Seen.of(row), purpose=way.purpose)
    domain = change.rows().get()
    if not isinstance(domain, SipDomain):
        return _Step(row, told, request, ask)
    along = services.steps_along(domain, way.purpose)
    told += told_along(domain, way.purpose, along)
    return _Step(row, told, request, partial(services.take_along, domain, way.purpose, along, ask), along)


def _made_anew(row: SipDomain) -> str:
    return (
        f"{row.domain_name} is made anew, with another SID. Its mappings of lists do not come back, so it takes no "
        f"calls until lists are mapped to it. {locked(row)}"
    )


def _put_back(row: TwilioResource, way: Undoing) -> list[str]:
    then = with_asked(row, way.asked)
    told = [f"{row.name} at Twilio:", *lines_of_differences(way.asked, row, then, heads=("now", "then"))]
    if way.overtaken:
        told.append(f"Changed again since, and overwritten: {', '.join(map(row.label_of, way.overtaken))}.")
    stops = readiness.consequences(row, way.asked) if isinstance(row, SipDomain) else []
    return [*told, *(stop.sentence for stop in stops)]
