"""`domains create`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domains import readiness, services
from domains.backups import LONGEST, Backup, NotABackup
from domains.forms import DomainForm
from domains.models import Change, SipDomain, User

from .asking import Shell
from .documents import in_a_line, worth_a_look
from .ending import Report, not_taken
from .flags import add_parameters, add_sending, add_writing, given
from .people import actor_of, need
from .sending import NO_DOOR, busy, report_on, would_send
from .values import record_of, refuse_unless_valid


def arguments(parser: ArgumentParser) -> None:
    """Take the parameters, and a backup that they are laid over."""
    add_parameters(parser)
    parser.add_argument("--from-backup", metavar="FILE", help="begin with the values of a backup; flags go before them")
    add_writing(parser)
    add_sending(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Create a domain at Twilio, or show the request that would."""
    actor = actor_of(options)
    need(actor, Change.Action.CREATE)
    values = {**_backed_up(options["from_backup"]), **given(options), "reason": options["reason"]}
    form = DomainForm(values, account=services.current_account(), sender=actor)
    refuse_unless_valid(form, but=["reason"] if options["dry_run"] else [])
    told = [*_locked(form, viewer=actor), *worth_a_look(form.instance)]
    if options["dry_run"]:
        request = services.preview_create(form.instance, sandbox_url=NO_DOOR)
        return would_send(form.account, request, told)
    record = record_of(options, actor)
    shell.tell(*told)
    try:
        change = services.create(form.instance, **record)
    except services.Busy as rival:
        raise busy(rival.change) from None
    return report_on(shell, change, options, actor=actor)


def _locked(form: DomainForm, *, viewer: User) -> list[str]:
    """Return what to know of a name that was here before: it may be locked, and is not refused for that."""
    named = SipDomain.objects.visible_to(viewer).named(form.account, form.instance.domain_name)
    return [in_a_line(readiness.locked_name(row)) for row in named.gone().locked()[:1]]


def _backed_up(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        with Path(path).open("rb") as file:
            return Backup.read(file.read(LONGEST + 1)).parameters  # a device never ends
    except OSError as error:
        raise not_taken({"--from-backup": [f"{path} cannot be read: {error.strerror}."]}) from None
    except NotABackup as error:
        raise not_taken({"--from-backup": [str(error)]}) from None
