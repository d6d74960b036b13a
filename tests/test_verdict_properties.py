"""Whatever is known of a domain: every reason has its place and its mend, and less is never better."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, strategies

from domains.readiness import (
    Judgement,
    Purpose,
    Snapshot,
    Standing,
    verdict,
)

from .imagined_domains import snapshots
from .known import MAPPINGS, changed, derived, mended

purposes = strategies.sampled_from(Purpose)


def judged(known: Snapshot, purpose: Purpose) -> Judgement:
    both = verdict(known)
    return both.calls if purpose == Purpose.CALLS else both.registration


@given(snapshots, purposes)
def test_every_reason_has_a_place_of_its_own_and_the_worst_makes_the_verdict(known: Snapshot, purpose: Purpose) -> None:
    found = judged(known, purpose)
    assert all(first.place < second.place for first, second in pairwise(found.reasons))
    assert found.standing == (found.reasons[0].standing if found.reasons else Standing.READY)
    assert all(one.sentence.endswith(".") and "  " not in one.sentence for one in found.reasons)


@given(snapshots, purposes)
def test_the_order_in_which_lists_are_known_tells_nothing(known: Snapshot, purpose: Purpose) -> None:
    turned = known
    for name in MAPPINGS:
        there = getattr(known, name)
        if there:
            turned = changed(turned, {name: replace(there, lists=there.lists[::-1])})
    assert judged(turned, purpose) == judged(known, purpose)


@given(snapshots, purposes)
def test_whatever_stands_in_the_way_its_mend_clears_it(known: Snapshot, purpose: Purpose) -> None:
    for one in judged(known, purpose).reasons:
        left = judged(mended(known, one.mend), purpose).reasons
        assert (one.code, one.about) not in {(other.code, other.about) for other in left}


@given(snapshots, purposes)
def test_mending_what_is_told_first_again_and_again_comes_to_an_end(known: Snapshot, purpose: Purpose) -> None:
    for _ in range(30):
        found = judged(known, purpose)
        if not found.reasons:
            break
        known = mended(known, found.reasons[0].mend)
    assert judged(known, purpose).standing == Standing.READY


def poorer(known: Snapshot) -> list[Snapshot]:
    """Return what is left when one thing is taken away at a time."""
    poor = [changed(known, {name: ""}) for name in ("byoc_trunk_sid", "voice_fallback_url", "emergency_caller_sid")]
    if known.emergency_number:
        poor.append(replace(known, emergency_number=replace(known.emergency_number, address_status="unregistered")))
    if not known.byoc_trunk_sid:
        poor.append(replace(known, voice_url=""))
    for name in MAPPINGS:
        there = getattr(known, name)
        for one in there.lists if there else ():
            if one.entries is None or one.is_wide_open:  # to empty it is also to know, or to shut strangers out
                continue
            emptied = [replace(other, entries=0) if other is one else other for other in there.lists]
            poor.append(changed(known, {name: replace(there, lists=tuple(emptied))}))
    return poor


@given(snapshots, purposes)
def test_less_is_never_better(known: Snapshot, purpose: Purpose) -> None:
    known = replace(known, is_disabled=False)  # of what is to let nobody in, less is better
    before = judged(known, purpose).standing.rank
    assert all(judged(poor, purpose).standing.rank <= before for poor in poorer(known))


@given(snapshots, purposes, strategies.sampled_from([*MAPPINGS, "emergency_number"]))
def test_to_know_less_never_makes_anything_sure(known: Snapshot, purpose: Purpose, name: str) -> None:
    known = derived(known)
    before, after = judged(known, purpose), judged(changed(known, {name: None}), purpose)
    if after.standing == Standing.READY:
        assert {one.code for one in before.reasons} <= {"stale"}


@given(snapshots)
def test_a_domain_takes_calls_only_when_every_gate_is_known_to_let_somebody_in(known: Snapshot) -> None:
    if verdict(known).calls.standing in (Standing.READY, Standing.AT_RISK):
        gates = [gate for gate in known.gates if gate.is_there]
        assert gates
        assert all(any(one.entries and not one.is_off_the_internet for one in gate.lists or ()) for gate in gates)
        assert known.voice_url or known.byoc_trunk_sid
