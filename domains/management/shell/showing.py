"""`domains show`."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from domains.readiness import standing_cautions

from .asking import Shell
from .documents import aligned, attributes_in_words, document_of, in_a_line, minute
from .ending import Report
from .finding import domain_of
from .flags import add_domain
from .statuses import Status


def arguments(parser: ArgumentParser) -> None:
    """Take which one."""
    add_domain(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Show every attribute of a domain, secrets masked, and what its operator should know."""
    row = domain_of(options["domain"])
    told = [in_a_line(caution) for caution in standing_cautions(row)]
    if row.gone_at:
        told = [f"It is gone at Twilio since {minute(row.gone_at)}."]
    if row.is_disabled:
        told.append("It was taken out of service here: nothing answers its calls until it is enabled.")
    lines = [row.domain_name, *aligned(attributes_in_words(row))]
    return Report(Status.DONE, "done", lines, told, {"domain": document_of(row)})
