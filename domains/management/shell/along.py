"""What goes along with a change that disables or enables a domain, as a shell tells it: before, and afterwards."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domains import services
from domains.models import Change, Doing, SipDomain, User
from domains.services import Progress, Step

from .ending import Report
from .people import need
from .statuses import Status

_UNSEEN = "Which lists are mapped was not read from Twilio yet: those that are not known here stay mapped."


def told_along(domain: SipDomain, purpose: str, steps: Sequence[Step]) -> list[str]:
    """Return what is told of these steps before they are sent."""
    unseen = [_UNSEEN] if purpose == Change.Purpose.DISABLE and not services.mappings_seen(domain) else []
    return [*(["What goes along:", *(f"  {step.sentence(domain)}" for step in steps)] if steps else []), *unseen]


def need_for(actor: User, steps: Sequence[Step]) -> None:
    """End the run unless `actor` may do all that goes along."""
    for step in steps:
        need(actor, step.action, step.model)


def with_what_went_along(report: Report, act: UUID, domain: SipDomain) -> Report:
    """Return a report on a change with what came of the steps of its doing; of one that has none, as it is.

    It is done when all of it is.
    """
    doing = Doing.objects.filter(act=act, domain=domain).select_related("domain").first()
    if doing is None:
        return report
    progress = services.progress_of(doing)
    left = [one for one in progress if not one.is_done]
    lines = [f"  {one.step.sentence(domain)}: {_outcome(one)}" for one in progress]
    count = f"{len(left)} step{'' if len(left) == 1 else 's'}"
    told = [f"{count} left: go on, or leave it at that, on the page {doing.get_absolute_url()}"] if left else []
    status = _status(left[0]) if left and report.status == Status.DONE else report.status
    along = [{"step": one.step.sentence(domain), "outcome": _outcome(one)} for one in progress]
    document = {**report.document, "along": along}
    return replace(report, status=status, lines=[*report.lines, *lines], told=[*report.told, *told], document=document)


def _outcome(one: Progress) -> str:
    if one.is_done:
        return "done"
    return one.change.get_state_display().lower() if one.change else "not sent"


def _status(stopped: Progress) -> Status:
    """Return what a run comes to whose change was applied, and that then stopped at a step."""
    if stopped.is_waiting:
        return Status.UNKNOWN
    is_refused = stopped.change is not None and stopped.change.state == Change.State.REFUSED
    return Status.REFUSED if is_refused else Status.NOT_APPLIED
