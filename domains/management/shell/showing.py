"""`domains show`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from domains import services
from domains.readiness import untold_cautions, verdict

from .asking import Shell
from .documents import aligned, attributes_in_words, document_of, in_a_line, minute
from .ending import Report
from .finding import domain_of
from .flags import add_domain
from .judging import document_of_verdict, lines_of_verdict
from .statuses import Status


def arguments(parser: ArgumentParser) -> None:
    """Take which one."""
    add_domain(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Show the verdict on a domain, every attribute, secrets masked, and what else its operator should know."""
    row = domain_of(options["domain"])
    told = [in_a_line(caution) for caution in untold_cautions(row)]
    if row.gone_at:
        told = [f"It is gone at Twilio since {minute(row.gone_at)}."]
    if row.is_disabled:
        what = "" if row.byoc_trunk_sid else ": nothing answers its calls until it is enabled"
        told.append(f"It was taken out of service here{what}.")
    known = services.snapshot(row)
    both = verdict(known)
    lines = [row.domain_name, *lines_of_verdict(both), *aligned(attributes_in_words(row))]
    document = {"domain": document_of(row), "verdict": document_of_verdict(known, both)}
    return Report(Status.DONE, "done", lines, told, document)
