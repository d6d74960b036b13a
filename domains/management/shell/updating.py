"""`domains update`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from domains import readiness, services
from domains.models import Change

from .asking import Shell
from .documents import new_worth_a_look, place
from .ending import Report
from .finding import live_domain_of
from .flags import CLEARS, add_domain, add_parameters, add_sending, add_writing, add_yes, given
from .people import actor_of, need
from .sending import NO_DOOR, carry_out, look_first, nothing_to_change, would_send
from .values import edit_form, record_of, refuse_unless_valid


def arguments(parser: ArgumentParser) -> None:
    """Take which domain, and the parameters to change."""
    parser.description = f"{parser.description} {CLEARS}"
    add_domain(parser)
    add_parameters(parser)
    add_writing(parser)
    add_sending(parser)
    add_yes(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Send what differs from the mirror, or show it; nothing when nothing does."""
    actor = actor_of(options)
    need(actor, Change.Action.UPDATE)
    row = live_domain_of(options["domain"], viewer=actor)
    typed = given(options)
    form = edit_form(row, typed, sender=actor)
    refuse_unless_valid(form, but=["reason"])
    asked = form.asked
    if not asked:
        already = f"{row.domain_name} has these values already."
        return nothing_to_change(row, already if typed else "No parameter was given, each of which is a flag.")
    stops = [stop.sentence for stop in readiness.consequences(row, asked)]
    told = [*stops, *new_worth_a_look(row, asked)]
    if options["dry_run"]:
        look_first(shell, row)
        request = services.preview_update(row, asked, sandbox_url=NO_DOOR)
        return would_send(row.account, request, told, stops=stops)
    record = record_of(options, actor)
    if stops:
        shell.need_an_answer(*stops)
    shell.tell(*told)
    if stops:
        shell.confirm(f"Change {row.domain_name} in {place(row.account)} all the same?")
    return carry_out(
        shell,
        row,
        lambda: services.update(row, asked, seen=services.Seen.of(row), **record),
        options,
        actor=actor,
    )
