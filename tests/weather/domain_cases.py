"""Every fault that can befall a change of a domain, and every death that can happen in it."""

from collections.abc import Iterator
from dataclasses import replace

from . import faults
from .cases import Case
from .deaths import Death

DEADLINE, LEASE, SETTLE = 3.0, 3.4, 0.6
"""In seconds. The client repeats after 429 only while a second is left: the rest must do for a busy machine."""

DEFINITE = (
    Case("fine", (faults.FINE,)),
    Case("refused", (faults.REFUSED,)),
    Case("429, then fine", (faults.BUSY, faults.FINE)),
    Case("429, then cut after committing", (faults.BUSY, faults.CUT_AFTER)),
    Case("429 and no end", (faults.BUSY,) * 20),
)
TAKEN = Case("taken by somebody in the account", (faults.FINE,), taken=True)
CUT_AND_TAKEN = Case("cut, and taken by somebody in the account", (faults.CUT_AFTER,), taken=True)
OFFLINE = Case("no connection", (faults.FINE,), offline=True)
LOST = (
    Case("stalled, and never committed", (faults.stalled_before(DEADLINE + 0.2, commits=False),)),
    Case("stalled, and committed when nobody waited any more", (faults.stalled_before(DEADLINE + 0.3, commits=True),)),
    Case("committed, then stalled", (faults.stalled_after(DEADLINE + 0.2),)),
    Case("cut before committing", (faults.CUT_BEFORE,)),
    Case("cut after committing", (faults.CUT_AFTER,)),
    Case("cut, and committed late", (faults.late(SETTLE / 2),)),
    Case("cut, and committed after it was given up", (faults.late(LEASE + SETTLE + 2),)),
    Case("500 before committing", (faults.ERROR_BEFORE,)),
    Case("500 after committing", (faults.ERROR_AFTER,)),
    Case("500, and committed late", (faults.late(SETTLE / 2, "500"),)),
    Case("HTML after committing", (faults.HTML_AFTER,)),
    Case("half a body after committing", (faults.HALF_AFTER,)),
    Case("trickled after committing", (faults.TRICKLE_AFTER,)),
    Case("cut after committing, and lists fail", (faults.CUT_AFTER,), (faults.READ_ERROR, faults.READ_CUT) * 2),
    Case("cut before committing, and lists fail", (faults.CUT_BEFORE,), (faults.READ_CUT, faults.READ_ERROR) * 2),
)
LISTED_LATE = Case("cut after committing, and listed late", (faults.lagging(SETTLE / 2, faults.CUT_AFTER),))
GUARDED = (
    Case("changed since it was seen", (), elsewhere=("fetch received", "changes what was asked")),
    Case("changed beside since it was seen", (), elsewhere=("fetch received", "changes something else")),
    Case("gone since it was seen", (), elsewhere=("fetch received", "deletes it")),
    Case("answered with 500 when it is fetched", (), fetches=(faults.READ_ERROR,) * 20),
    Case("cut when it is fetched", (), fetches=(faults.READ_CUT,) * 20),
    Case("stalled when it is fetched", (), fetches=(faults.ReadFault(wait=DEADLINE + 0.2),)),
    OFFLINE,
)
"""What keeps a change of what exists from being sent."""

ALWAYS = (
    Death.NEVER,
    Death.BEFORE,
    Death.INTENDING,
    Death.INTENDED,
    Death.SENT,
    Death.ANSWERED,
    Death.SETTLING,
    Death.SETTLED,
)
ONCE_SENT = (Death.NEVER, Death.SENT, Death.ANSWERED, Death.SETTLING, Death.SETTLED, Death.RECEIVED)
FETCHING = (Death.FETCHING, Death.FETCH_RECEIVED, Death.FETCHED)
IN_A_LOOK_UP = (Death.LOOKING, Death.LISTING)
IN_RECOVERY = (Death.SETTLING, Death.LOOKING, Death.LISTING, Death.JUDGING)
TYPICAL = ("fine", *(case.fault for case in (DEFINITE[3], *LOST[3:5], LOST[6])))
EDITS = ("update", "delete")
MEANWHILE = ("changes what was asked", "changes something else", "deletes it")


def creates() -> Iterator[Case]:
    lost = (*LOST, LISTED_LATE, CUT_AND_TAKEN)
    for case in (*DEFINITE, TAKEN, OFFLINE, *lost):
        yield from map(case.dying, ALWAYS)
        if not case.offline:
            yield case.dying(Death.RECEIVED)
        yield from in_the_middle(case)
    for case in lost:
        yield from map(case.dying, IN_A_LOOK_UP)
    for case in lost[:4] + lost[-4:]:
        for death in IN_RECOVERY:
            yield case.dying(Death.RECEIVED, death)


def edits(action: str) -> Iterator[Case]:
    """Return the cases of changing or deleting what exists, which is fetched before and by its SID afterwards.

    What is the same code as for creates is not crossed with everything again.
    """
    fine, *definite = of(action, *DEFINITE)
    lost = of(action, *LOST)
    yield from before_sending(action, fine)
    for case in (fine, *definite, *lost):
        is_typical = case.fault in TYPICAL
        yield from map(case.dying, ONCE_SENT if is_typical else (Death.NEVER, Death.RECEIVED))
        yield from in_the_middle(case) if is_typical else ()
    for case in lost[3:5]:
        yield from map(case.dying, (*IN_A_LOOK_UP, Death.ASKING))
        yield from (case.dying(Death.RECEIVED, death) for death in IN_RECOVERY)
        yield replace(case, fault=f"{case.fault}, and the list is behind", lists=(faults.READ_BEHIND,) * 8)
        yield replace(case, fault=f"{case.fault}, and then fetches fail", fetches=(faults.READ, faults.READ_CUT) * 8)
    for case in lost[3:7]:
        for doing in MEANWHILE:
            yield replace(case, elsewhere=("list received", doing))
    if action == "update":
        yield from of(action, TAKEN, CUT_AND_TAKEN)


def before_sending(action: str, fine: Case) -> Iterator[Case]:
    """Return the cases in which nothing leaves."""
    for case in of(action, *GUARDED):
        yield from map(case.dying, (Death.NEVER, Death.FETCHING, Death.SETTLING))
    yield from map(fine.dying, (Death.BEFORE, Death.INTENDING, *FETCHING, Death.INTENDED))


def of(action: str, *cases: Case) -> tuple[Case, ...]:
    """Return the same cases of another action."""
    return tuple(replace(case, action=action) for case in cases)


def in_the_middle(case: Case) -> Iterator[Case]:
    if commits_while_asked(case):
        yield case.dying(Death.COMMITTED)
    if len(case.writes) > 1:
        yield case.dying(Death.SENT_AGAIN)


def commits_while_asked(case: Case) -> bool:
    """Whether Twilio commits while somebody may still be waiting."""
    return (
        not case.taken
        and not case.offline
        and any(fault.commits and not fault.late and fault.wait < DEADLINE for fault in case.writes)
    )


def domain_cases() -> Iterator[Case]:
    yield from creates()
    for action in EDITS:
        yield from edits(action)


def is_kept_back(case: Case) -> bool:
    """Whether the fetch before must keep the request from being sent."""
    return case.action in EDITS and case.fault in {guarded.fault for guarded in GUARDED}
