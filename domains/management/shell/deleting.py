"""`domains delete`."""

import os
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from domains import services
from domains.backups import Backup
from domains.models import Change, SipDomain, TwilioResource, User
from domains.models.domains import LOCK

from .asking import Shell
from .documents import place
from .ending import Report, not_taken
from .finding import live_domain_of
from .flags import add_domain, add_sending, add_writing, add_yes
from .people import actor_of, need
from .sending import NO_DOOR, carry_out, look_first, would_send
from .values import record_of


def arguments(parser: ArgumentParser) -> None:
    """Take which domain, and where to keep what it was."""
    add_domain(parser)
    parser.add_argument(
        "--backup", metavar="FILE", help="first write a backup there, secrets too, for `create --from-backup`"
    )
    add_writing(parser)
    add_sending(parser)
    add_yes(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Delete a domain at Twilio once its name was typed, or show the request that would."""
    actor = actor_of(options)
    need(actor, Change.Action.DELETE)
    row = live_domain_of(options["domain"], viewer=actor)
    told = consequences_of_deleting(row, viewer=actor)
    if options["dry_run"]:
        look_first(shell, row)
        return would_send(row.account, services.preview_delete(row, sandbox_url=NO_DOOR), told)
    record = record_of(options, actor)
    shell.need_an_answer()
    shell.tell(*told)
    have_name_typed(shell, row)
    _write_backup(row, options["backup"])
    return carry_out(
        shell,
        row,
        lambda: services.delete(row, seen=services.Seen.of(row), **record),
        options,
        actor=actor,
    )


def consequences_of_deleting(row: SipDomain, *, viewer: User) -> list[str]:
    """Return what goes with a domain, and what stands in the way."""
    goes = f"Deleting {row.domain_name} ({row.sid}) ends calls and registrations to it, and takes its mappings of lists"
    told = [f"{goes} with it. {locked(row)}"]
    below = SipDomain.objects.visible_to(viewer).below(row).values_list("domain_name", flat=True)
    if below:
        told.append(f"Twilio refuses while it has sub-domains (21233). Delete these first: {', '.join(below)}.")
    return told


def have_name_typed(shell: Shell, row: TwilioResource) -> None:
    """Have the name of a resource typed before it is deleted."""
    shell.have_typed(row.name, f"Type the {row.noun}’s name to delete it in {place(row.account)}: ")


def locked(row: SipDomain) -> str:
    """Return what to know of the name of a domain that is deleted."""
    return f"Twilio may keep the name {row.domain_name} locked, for everybody, for up to {LOCK.days} days."


def _write_backup(row: SipDomain, path: str | None) -> None:
    """Write a backup that only its owner can read, to a file that was not there."""
    if path is None:
        return
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(Backup.of(row).written())
    except OSError as error:
        raise not_taken({"--backup": [f"{path} cannot be written: {error.strerror}. Nothing was sent."]}) from None
