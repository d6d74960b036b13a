"""Whatever befalls a change, and wherever its process dies, in the end the dashboard knows the truth.

Every fault is met by every death that can happen in it, on a real socket, with real processes and SIGKILL. All cases
run side by side, each with a Twilio and a database of its own; each test looks at one.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from .weather.access_cases import access_cases
from .weather.cases import Case, Life, Outcome
from .weather.children import Children
from .weather.deaths import Death
from .weather.domain_cases import DEADLINE, LEASE, SETTLE, domain_cases, is_kept_back
from .weather.verdicts import against_twilio

AT_ONCE = 40

ALL = [*domain_cases(), *access_cases()]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Outcome]]:
    """What became of every case that is to be looked at, lived through side by side: they mostly wait."""
    mine = (item for item in request.session.items if item.path == request.path)
    asked = {cast("Case", item.callspec.params["case"]): None for item in mine if isinstance(item, pytest.Function)}
    with (
        Children(tmp_path_factory.mktemp("matrix"), seconds=f"{DEADLINE} {LEASE} {SETTLE}") as children,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        yield dict(zip(asked, threads.map(lambda case: Life(case, children).live(), asked), strict=True))


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_truth_is_known_in_the_end(case: Case, outcomes: dict[Case, Outcome]) -> None:
    outcome = outcomes[case]
    told = outcome.recovery
    assert outcome.died == (case.death != Death.NEVER)
    assert outcome.recovery_died == (case.recovery_death != Death.NEVER)
    assert told["exit"] == 0
    assert len(told["changes"]) == (case.death not in (Death.BEFORE, Death.INTENDING))
    assert list(against_twilio(outcome.audit, told["changes"], told["mirror"])) == []
    for change in told["changes"]:
        assert case.elsewhere or change["state"] != "conflict"
        assert not is_kept_back(case) or "sent" not in change["story"]


SOON = [case for case in ALL if any(0 < fault.late < SETTLE for fault in case.writes)]


@pytest.mark.parametrize("case", SOON, ids=str)
def test_what_commits_before_the_time_to_settle_is_over_is_not_given_up(
    case: Case, outcomes: dict[Case, Outcome]
) -> None:
    for change in outcomes[case].recovery["changes"]:
        assert "appeared_late" not in change["story"]
