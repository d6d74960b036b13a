"""`domains check`."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from domains import services
from domains.models import Change, SipDomain
from domains.readiness import Judgement, Snapshot, Standing, Verdict, verdict
from domains.services import current_account
from domains.twilio import TwilioError

from .asking import Shell
from .ending import Report
from .finding import domain_of
from .flags import add_actor, utf8
from .judging import document_of_verdict, lines_of_verdict
from .people import actor_of, need
from .statuses import Status

STATUSES: dict[Standing, Status] = {
    Standing.BLOCKED: Status.BLOCKED,
    Standing.NOT_KNOWN: Status.NOT_KNOWN,
    Standing.AT_RISK: Status.AT_RISK,
}
"""How a run ends by the worst of what was found, the worst first; all else is well, or as it is wanted."""

_OUTCOMES = {Status.BLOCKED: "blocked", Status.NOT_KNOWN: "not_known", Status.AT_RISK: "at_risk", Status.DONE: "ready"}


def arguments(parser: ArgumentParser) -> None:
    """Take which domains, and whether to look at them first."""
    parser.add_argument(
        "domains",
        nargs="*",
        type=utf8,
        metavar="DOMAIN",
        help="a name, as it may be pasted, or a SID; without any, every domain there is",
    )
    parser.add_argument(
        "--refresh",
        action="store_true",
        help="ask Twilio first for each domain and its lists; where it cannot be asked, what is known is judged",
    )
    add_actor(parser)


def run(shell: Shell, options: Mapping[str, Any]) -> Report:
    """Judge domains by what is known here; Twilio is asked nothing, unless it is told to be."""
    rows = _rows(options["domains"])
    told = []
    if options["refresh"]:
        need(actor_of(options), Change.Action.UPDATE)
        told = [sentence for row in rows for sentence in _look(row)]
        for row in rows:
            row.refresh_from_db()
    known = services.snapshots(rows)
    verdicts = [(row, known[row.pk], verdict(known[row.pk])) for row in rows]
    status = _status(one for _, _, both in verdicts for one in (both.calls, both.registration))
    return Report(
        status,
        _OUTCOMES[status],
        [line for row, _, both in verdicts for line in (row.domain_name, *lines_of_verdict(both))],
        [*told, _summary([both for _, _, both in verdicts])],
        {"domains": [_document(*each) for each in verdicts]},
    )


def _rows(asked: Sequence[str]) -> list[SipDomain]:
    """Return the domains that were named, each once; or all of the account that are there."""
    if not asked:
        return list(SipDomain.objects.live().filter(account=current_account()).sorted_by("domain_name"))
    return list({row.pk: row for row in map(domain_of, asked)}.values())


def _look(row: SipDomain) -> Iterator[str]:
    """Look at a domain and its lists. Yields what was changed there, or why that failed: what is known is judged."""
    try:
        if services.refresh(row).kind != "gone":
            yield from (one.sentence for one in services.look_at_access(row).taken_over)
            services.look_at_number_of(row)
    except TwilioError as error:
        yield f"{row.domain_name} could not be looked at: {error.message}"


def _status(judgements: Iterable[Judgement]) -> Status:
    found = {one.standing for one in judgements}
    return next((status for standing, status in STATUSES.items() if standing in found), Status.DONE)


def _summary(verdicts: Sequence[Verdict]) -> str:
    count = len(verdicts)
    calls = _counted((both.calls.standing for both in verdicts), {"ready": "taking calls", "not-wanted": "disabled"})
    troubles = (both.registration.standing for both in verdicts if both.registration.standing in STATUSES)
    registration = _counted(troubles, {})
    told = f"{count} SIP domain{'' if count == 1 else 's'}{f': {calls}' if calls else ''}."
    return f"{told} Registration: {registration}." if registration else told


def _counted(standings: Iterable[Standing], words: Mapping[str, str]) -> str:
    """Return how many there are of each, the worst first."""
    counts = Counter(standings)
    return ", ".join(f"{counts[one]} {words.get(one, one.replace('-', ' '))}" for one in Standing if counts[one])


def _document(row: SipDomain, known: Snapshot, both: Verdict) -> dict[str, Any]:
    return {"domain_name": row.domain_name, "sid": row.sid, **document_of_verdict(known, both)}
