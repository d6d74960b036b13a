"""Whatever befalls a create, and wherever its process dies, in the end the dashboard knows the truth.

Every fault is met by every death that can happen in it, on a real socket, with real processes and SIGKILL. All cases
run side by side, each with a Twilio and a database of its own; each test looks at one.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import cast

import pytest

from .weather import faults
from .weather.cases import Case, Life, Outcome
from .weather.children import Children
from .weather.deaths import Death
from .weather.verdicts import against_twilio

DEADLINE, LEASE, SETTLE = 3.0, 3.4, 0.6
"""In seconds. The client repeats after 429 only while a second is left: the rest must do for a busy machine."""

AT_ONCE = 40

DEFINITE = (
    Case("fine", (faults.FINE,)),
    Case("refused", (faults.REFUSED,)),
    Case("429, then fine", (faults.BUSY, faults.FINE)),
    Case("429, then cut after committing", (faults.BUSY, faults.CUT_AFTER)),
    Case("429 and no end", (faults.BUSY,) * 20),
    Case("taken by somebody in the account", (faults.FINE,), taken=True),
    Case("no connection", (faults.FINE,), offline=True),
)
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
    Case("cut after committing, and listed late", (faults.lagging(SETTLE / 2, faults.CUT_AFTER),)),
    Case("cut after committing, and lists fail", (faults.CUT_AFTER,), (faults.LIST_ERROR, faults.LIST_CUT) * 2),
    Case("cut before committing, and lists fail", (faults.CUT_BEFORE,), (faults.LIST_CUT, faults.LIST_ERROR) * 2),
    Case("cut, and taken by somebody in the account", (faults.CUT_AFTER,), taken=True),
)

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
IN_A_LOOK_UP = (Death.LOOKING, Death.LISTING)
IN_RECOVERY = (Death.SETTLING, Death.LOOKING, Death.LISTING, Death.JUDGING)


def cases() -> Iterator[Case]:
    for case in (*DEFINITE, *LOST):
        yield from map(case.dying, ALWAYS)
        if not case.offline:
            yield case.dying(Death.RECEIVED)
        if commits_while_asked(case):
            yield case.dying(Death.COMMITTED)
        if len(case.creates) > 1:
            yield case.dying(Death.SENT_AGAIN)
    for case in LOST:
        yield from map(case.dying, IN_A_LOOK_UP)
    for case in LOST[:4] + LOST[-4:]:
        for death in IN_RECOVERY:
            yield case.dying(Death.RECEIVED, death)


def commits_while_asked(case: Case) -> bool:
    """Whether Twilio commits while somebody may still be waiting."""
    return (
        not case.taken
        and not case.offline
        and any(fault.commits and not fault.late and fault.wait < DEADLINE for fault in case.creates)
    )


ALL = list(cases())


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Outcome]]:
    """What became of every case that is to be looked at, lived through side by side: they mostly wait."""
    mine = (item for item in request.session.items if item.path == request.path)
    asked = {cast("Case", item.callspec.params["case"]): None for item in mine if isinstance(item, pytest.Function)}
    numbers = count()
    with (
        Children(tmp_path_factory.mktemp("matrix"), seconds=f"{DEADLINE} {LEASE} {SETTLE}") as children,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        yield dict(zip(asked, threads.map(lambda case: Life(case, children, next(numbers)).live(), asked), strict=True))


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_truth_is_known_in_the_end(case: Case, outcomes: dict[Case, Outcome]) -> None:
    outcome = outcomes[case]
    told = outcome.recovery
    assert outcome.died == (case.death != Death.NEVER)
    assert outcome.recovery_died == (case.recovery_death != Death.NEVER)
    assert told["exit"] == 0
    assert len(told["changes"]) == (case.death not in (Death.BEFORE, Death.INTENDING))
    assert list(against_twilio(outcome.audit, told["changes"], told["mirror"])) == []


SOON = [case for case in ALL if any(0 < fault.late < SETTLE for fault in case.creates)]


@pytest.mark.parametrize("case", SOON, ids=str)
def test_what_commits_before_the_time_to_settle_is_over_is_not_given_up(
    case: Case, outcomes: dict[Case, Outcome]
) -> None:
    for change in outcomes[case].recovery["changes"]:
        assert "appeared_late" not in change["story"]
