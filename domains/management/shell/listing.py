"""`domains list`."""

from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domains.forms import DomainFilters
from domains.forms.filters import SwitchFilter
from domains.models import SipDomain
from domains.readiness import Verdict, verdict
from domains.services import current_account, snapshots

from .asking import Shell
from .documents import document_of, minute, word_for
from .ending import Report, not_taken
from .flags import utf8
from .statuses import Status

_HEADS = ("DOMAIN NAME", "SID", "CALLS", "PHONES", "SECURE", "REGISTRATION")


def arguments(parser: ArgumentParser) -> None:
    """Take the filters that the page has, and whether to list what is gone."""
    for name, flag in _filters().items():
        filter_ = DomainFilters.base_filters[name]
        if isinstance(filter_, SwitchFilter):
            parser.add_argument(flag, dest=name, action=BooleanOptionalAction, default=None, help=filter_.label)
        else:
            words = "|".join(value for value, _ in filter_.extra.get("choices", ()))
            parser.add_argument(flag, dest=name, type=utf8, metavar=words or filter_.kind.upper(), help=filter_.label)
    parser.add_argument("--gone", action="store_true", help="those that are gone at Twilio, in place of those there")


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """List the domains of the account that is administered, in the order of their names."""
    account = current_account()
    rows = SipDomain.objects.gone() if options["gone"] else SipDomain.objects.live()
    asked = {name: _word(options[name]) for name in _filters() if options[name] is not None}
    filters = DomainFilters(asked, rows.filter(account=account).select_related("account"), accounts={})
    if filters.problems:
        raise not_taken({_filters()[name]: [sentence] for name, sentence in filters.problems.items()})
    found = list(filters.qs.sorted_by("domain_name"))
    known = snapshots(found)
    state = "gone at Twilio" if options["gone"] else f"as {'it is' if len(found) == 1 else 'they are'} known here"
    return Report(
        Status.DONE,
        "done",
        list(_table([_HEADS, *(_cells(row, verdict(known[row.pk])) for row in found)])) if found else [],
        [f"{len(found)} SIP domain{'' if len(found) == 1 else 's'} of {account}, {state}."],
        {"domains": [document_of(row) for row in found]},
    )


def _filters() -> dict[str, str]:
    """Return the flag of each filter of the page. An account is not among them: there is one that is administered."""
    names = (name for name in DomainFilters.base_filters if name != "account")
    return {name: "--search" if name == "q" else f"--{name}" for name in names}


def _word(value: object) -> str:
    return str(value) if isinstance(value, str) else "on" if value else "off"


def _cells(row: SipDomain, both: Verdict) -> Sequence[str]:
    gone = (f"gone since {minute(row.gone_at)}",) if row.gone_at else ()
    stands = (both.calls.words, both.registration.words)
    return (row.domain_name, row.sid, *stands, word_for(row.secure), word_for(row.sip_registration), *gone)


def _table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*(row[: len(_HEADS)] for row in rows), strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, *row[len(widths) :]]).rstrip()
