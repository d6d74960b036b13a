"""The faults and deaths that are crossed for access lists, what is on them, and their mappings.

They are sent by the same code as domains. So one kind of list and one of mapping meet every fault, and in the typical
ones every death; the others meet what tells, and whatever they are judged by of their own: the name that another one
may have, the password that shows only in a time, the SID that comes back.
"""

from collections.abc import Iterator
from dataclasses import replace

from .cases import Case
from .deaths import Death
from .domain_cases import (
    ALWAYS,
    CUT_AND_TAKEN,
    DEFINITE,
    GUARDED,
    IN_A_LOOK_UP,
    IN_RECOVERY,
    LISTED_LATE,
    LOST,
    OFFLINE,
    ONCE_SENT,
    TAKEN,
    TYPICAL,
    in_the_middle,
    of,
)
from .kinds import CREDENTIAL_LIST, IP_LIST
from .subjects import ADDRESS, CALLS_CREDENTIALS, CALLS_IP, CREDENTIAL, REGISTRATIONS, SUBJECTS

TELLING = (Death.NEVER, Death.SENT, Death.RECEIVED, Death.ANSWERED)
CUT_BEFORE, CUT_AFTER = LOST[3:5]
TWO_MAY_HAVE_ONE_NAME = (ADDRESS,)


def access_cases() -> Iterator[Case]:
    """Return all of them."""
    for kind in (IP_LIST, CALLS_IP):
        yield from every_fault(kind)
    for kind in (ADDRESS, CREDENTIAL_LIST, CREDENTIAL, CALLS_CREDENTIALS, REGISTRATIONS):
        yield from what_tells(kind)
    for kind in (IP_LIST, ADDRESS, CREDENTIAL_LIST, CREDENTIAL):
        yield from updates(kind)
    for kind in tuple(SUBJECTS)[1:]:  # a domain's are among its own
        yield from deletes(kind)
    for kind in (ADDRESS, CREDENTIAL, CALLS_IP, REGISTRATIONS):
        yield from orphans(kind)


def every_fault(kind: str) -> Iterator[Case]:
    """Return creates in every fault; what is typical with every death."""
    for case in about(kind, *DEFINITE, TAKEN, OFFLINE, *LOST, LISTED_LATE, CUT_AND_TAKEN):
        if case.fault in TYPICAL:
            yield from map(case.dying, ALWAYS)
            yield case.dying(Death.RECEIVED)
            yield from in_the_middle(case)
        else:
            yield from map(case.dying, (Death.NEVER,) if case.offline else (Death.NEVER, Death.RECEIVED))
    for case in about(kind, CUT_AFTER):
        yield from map(case.dying, IN_A_LOOK_UP)
        yield from (case.dying(Death.RECEIVED, death) for death in IN_RECOVERY)


def what_tells(kind: str) -> Iterator[Case]:
    """Return creates in the typical faults."""
    for case in about(kind, *typical()):
        yield from map(case.dying, TELLING)
    if kind not in TWO_MAY_HAVE_ONE_NAME:
        yield from about(kind, TAKEN, CUT_AND_TAKEN)


def updates(kind: str) -> Iterator[Case]:
    """Return updates: a list is renamed, an address changed, and a password replaced in every fault."""
    lost = of("update", *LOST if kind == CREDENTIAL else typical())
    for case in about(kind, *lost):
        yield from map(case.dying, ONCE_SENT if case.fault == CUT_AFTER.fault else (Death.NEVER, Death.RECEIVED))
    for case in about(kind, *of("update", *GUARDED)):
        does = case.elsewhere[1] if case.elsewhere else "deletes it"
        if does in ("deletes it", *SUBJECTS[kind].elsewhere):
            yield case
    if SUBJECTS[kind].renames:
        yield from about(kind, *of("update", TAKEN, CUT_AND_TAKEN))


def deletes(kind: str) -> Iterator[Case]:
    """Return deletes, in every fault of one kind of mapping: that is what disabling a domain sends."""
    for case in about(kind, *of("delete", *(LOST if kind == CALLS_IP else typical()))):
        yield from map(case.dying, ONCE_SENT if case.fault == CUT_AFTER.fault else (Death.NEVER, Death.RECEIVED))
    yield from about(kind, *of("delete", GUARDED[2]))


def orphans(kind: str) -> Iterator[Case]:
    """Return changes without an answer, of what goes with what it belongs to before anybody has looked."""
    edits = ("update", "delete") if kind in (ADDRESS, CREDENTIAL) else ("delete",)
    lost = (CUT_BEFORE, CUT_AFTER, *(one for action in edits for one in of(action, CUT_BEFORE)))
    for case in about(kind, *lost):
        yield replace(case, elsewhere=("list received", "deletes what it belongs to"))


def typical() -> tuple[Case, ...]:
    return tuple(case for case in (*DEFINITE, *LOST) if case.fault in TYPICAL)


def about(kind: str, *cases: Case) -> tuple[Case, ...]:
    """Return the same cases of another kind."""
    return tuple(replace(case, kind=kind) for case in cases)
