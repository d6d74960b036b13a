"""A sitting that is killed, at whatever step and wherever in it, is picked up: nothing is made twice, or left unsaid.

Each is carried out by a process that dies, and gone on with by others, as in the fault matrix.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from .weather.cases import WAIT_SECONDS
from .weather.children import Children
from .weather.deaths import Death
from .weather.domain_cases import DEADLINE, LEASE, SETTLE
from .weather.mortals import Mortals
from .weather.server import Weather, outdoors
from .weather.verdicts import against_twilio

AT_ONCE = 30

STEPS = 8
CREDENTIAL = 4
"""The number of the step that makes the credential, whose password is shown once."""

DEATHS = (
    Death.INTENDED,
    Death.SENT,
    Death.RECEIVED,
    Death.COMMITTED,
    Death.ANSWERED,
    Death.SETTLING,
    Death.SETTLED,
)
BEFORE_IT_LEFT = (Death.INTENDED, Death.SENT)
"""What is not known to have left is not made, and so is asked for again; in every other death Twilio has made it."""

Killed = tuple[int, Death]

KILLED: list[Killed] = [(step, death) for step in range(STEPS) for death in DEATHS]

Told = dict[str, Any]


@dataclass
class Sat:
    """What came of one: what those told who went on at once, and after reconciling; and what there is after each."""

    died: bool
    at_once: Told
    posts_before: int
    posts_after: int
    reconciled: Told
    audit_between: Told
    at_last: Told
    audit: Told
    report: Told


def sat(killed: Killed, children: Children) -> Sat:
    step, death = killed
    mortals = Mortals(children)
    with outdoors(Weather(witness=mortals.witness)) as weather, children.lent_database() as database:
        there = weather.was_here("SIP/Domains", {"DomainName": "ours.sip.twilio.com"})
        job: Told = {"database": database, "url": weather.url, "wait": WAIT_SECONDS, "there": there.text}
        died = mortals.run("sit", death, job, spared=step) is None
        posts_before = len(weather.posts)
        at_once = mortals.run("go_on", Death.NEVER, job) or {}
        posts_after = len(weather.posts)
        reconciled = mortals.run("reconcile", Death.NEVER, job) or {}
        audit_between = weather.audit()
        at_last = mortals.run("go_on", Death.NEVER, job) or {}
        report = mortals.run("reconcile", Death.NEVER, job) or {}
        return Sat(
            died, at_once, posts_before, posts_after, reconciled, audit_between, at_last, weather.audit(), report
        )


Sittings = dict[Killed, Sat]


@pytest.fixture(scope="module")
def sittings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sittings]:
    """What became of each, lived through side by side: they mostly wait."""
    with (
        Children(tmp_path_factory.mktemp("sittings"), seconds=f"{DEADLINE} {LEASE} {SETTLE}") as children,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        yield dict(zip(KILLED, threads.map(lambda killed: sat(killed, children), KILLED), strict=True))


killed_anywhere = pytest.mark.parametrize(
    "killed", KILLED, ids=[f"step {step + 1} - {death}" for step, death in KILLED]
)


@killed_anywhere
def test_what_is_not_known_yet_is_not_sent_again(killed: Killed, sittings: Sittings) -> None:
    sitting = sittings[killed]
    assert sitting.died
    if killed[1] != Death.SETTLED:
        assert [one["is_waiting"] for one in sitting.at_once["steps"]] == [True]
        assert sitting.posts_after == sitting.posts_before


@killed_anywhere
def test_what_was_made_is_known_before_anybody_goes_on(killed: Killed, sittings: Sittings) -> None:
    sitting = sittings[killed]
    told = sitting.reconciled
    assert told["exit"] == 0
    assert list(against_twilio(sitting.audit_between, told["changes"], told["mirror"])) == []
    known = {(one["collection"], one["sid"]) for one in told["changes"] if one["state"] == "applied"}
    assert {(one["collection"], one["sid"]) for one in sitting.audit_between["commits"] if one["ours"]} == known


@killed_anywhere
def test_it_is_brought_to_its_end_and_nothing_is_made_twice(killed: Killed, sittings: Sittings) -> None:
    sitting = sittings[killed]
    assert (sitting.at_last if sitting.at_last["found"] else sitting.at_once)["done"] == [True] * STEPS
    assert list(against_twilio(sitting.audit, sitting.report["changes"], sitting.report["mirror"])) == []
    assert len(sitting.audit["posts"]) == STEPS
    there = Counter(one["collection"].rpartition("/")[2] for one in sitting.audit["there"])
    assert there == {
        "Domains": 1,
        "IpAccessControlLists": 1,
        "IpAddresses": 1,
        "CredentialLists": 1,
        "Credentials": 1,
        "IpAccessControlListMappings": 1,
        "CredentialListMappings": 2,
    }
    mapped = {(one["collection"], one["sid"]) for one in sitting.audit["there"] if "/Auth/" in one["collection"]}
    mirrored = [(one["collection"], one["sid"]) for one in sitting.report["mirror"] if "/Auth/" in one["collection"]]
    assert sorted(mirrored) == sorted(mapped)


@pytest.mark.parametrize("death", DEATHS)
def test_a_password_that_nobody_was_shown_is_said_to_be_replaced(death: Death, sittings: Sittings) -> None:
    sitting = sittings[CREDENTIAL, death]
    last = sitting.at_last if sitting.at_last["found"] else sitting.at_once
    was_shown = any(one["is_shown"] for one in last["steps"])
    assert was_shown == (death in BEFORE_IT_LEFT)
    assert was_shown or "rotate it" in last["of_credential"]
    if death in (Death.RECEIVED, Death.COMMITTED, Death.ANSWERED):
        assert len(last["to_be_rotated"]) == 1
