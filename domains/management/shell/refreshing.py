"""`domains refresh`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from domains import services
from domains.models import Change, SipDomain
from domains.services import Refreshed
from domains.twilio import TwilioError

from .asking import Shell
from .documents import document_of, document_of_differences, lines_of_differences
from .ending import Ended, Report
from .finding import domain_of
from .flags import add_actor, add_domain, add_yes
from .people import actor_of, need
from .sending import unread
from .statuses import Status


def arguments(parser: ArgumentParser) -> None:
    """Take which domain, and whether to take over what differs."""
    add_domain(parser)
    add_actor(parser)
    add_yes(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Fetch a domain, show what differs, and take that over when it was seen. Nothing changes at Twilio."""
    actor = actor_of(options)
    need(actor, Change.Action.UPDATE)
    row = domain_of(options["domain"], viewer=actor)
    shown = _fetched(row)
    if shown.names:
        shell.tell(*_news(row, shown))
        if not shell.can_answer:
            raise _left(row, shown, "Nothing was taken over. Say --yes to take it over.")
        shell.confirm("Take this over?")
        taken = _fetched(row, accept=shown.digest)
        if taken.names and taken.digest != shown.digest:
            raise _left(row, taken, *_news(row, taken), "It has changed meanwhile, so nothing was taken over.")
        shown = taken
    return _report(row, shown)


def _fetched(row: SipDomain, accept: str = "") -> Refreshed[SipDomain]:
    try:
        return services.refresh(row, accept=accept)
    except TwilioError as error:
        raise unread(error) from None


def _news(row: SipDomain, shown: Refreshed[SipDomain]) -> list[str]:
    back = "It was marked as gone, and is there. " if row.is_gone else ""
    head = f"{back}{row.domain_name} is not at Twilio as it is known here:"
    return [head, *lines_of_differences(shown.names, row, shown.live, heads=("here", "at Twilio"))]


def _left(row: SipDomain, shown: Refreshed[SipDomain], *told: str) -> Ended:
    differences = document_of_differences(shown.names, row, shown.live)
    return Ended(Status.DIFFERS, "differs", *told, differences=differences, domain=document_of(row))


def _report(row: SipDomain, shown: Refreshed[SipDomain]) -> Report:
    row.refresh_from_db()
    document = {"domain": document_of(row), "differences": []}
    if shown.kind == "gone":
        told = f"{row.domain_name} is gone at Twilio, and is marked as gone here. What it was stays known."
        return Report(Status.NOT_THERE, "gone", told=[told], document=document)
    if shown.names:
        line = f"What Twilio holds of {row.domain_name} was taken over."
        return Report(Status.DONE, "taken_over", [line], document=document)
    back = "It is not gone any more. " if shown.kind == "back" else ""
    line = f"{back}{row.domain_name} is at Twilio as it is known here."
    return Report(Status.DONE, "back" if back else "unchanged", [line], document=document)
