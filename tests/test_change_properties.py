"""Whatever happens to attempts, in whatever order: none is sent twice, and each ends in a truth that stays.

Attempts, reconcilers, deaths and the passing of time are mixed at random, one inside the other. An example that fails
is printed as short as it can be.
"""

import os
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies

from domains import services
from domains.models import Account, Change, SipDomain, User
from domains.models.change_states import NEXT_STATES, ChangeState
from domains.twilio import Client

from .weather.imagined import Attempt, Died, Wait, World

NAMES = ("acme.sip.twilio.com", "other.sip.twilio.com")
CONTENTS = ("First", "Second")
FATES = ("made", "lost", "late", "refused", "dropped", "no connection", "died unsent", "died sent", "died settling")
EVENTS = ("reconcile", "look", "commit late", "lists fail", "lists work")

events = strategies.one_of(strategies.sampled_from(EVENTS), strategies.sampled_from((1, 15, 40, 70, 400)).map(Wait))

ACME, OTHER = NAMES
MADE = Attempt(ACME, "First", "made")
GIVEN_UP = (Attempt(ACME, "First", "dropped"), Wait(100), "look", Wait(100), "look")


def attempts(meanwhile: strategies.SearchStrategy[Any]) -> strategies.SearchStrategy[Attempt]:
    return strategies.builds(
        Attempt,
        name=strategies.sampled_from(NAMES),
        content=strategies.sampled_from(CONTENTS),
        fate=strategies.sampled_from(FATES),
        busy=strategies.booleans(),
        before=strategies.lists(meanwhile, max_size=2).map(tuple),
        meanwhile=strategies.lists(meanwhile, max_size=4).map(tuple),
        afterwards=strategies.lists(meanwhile, max_size=4).map(tuple),
        action=strategies.sampled_from(("create", "update", "update", "delete")),
    )


steps = strategies.lists(events | attempts(events | attempts(events)), max_size=8).map(tuple)


def lived(steps: tuple[Any, ...], account: Account, actor: User) -> World:
    """Return the world after these steps, and after everything else has come to its end."""
    Change.objects.all().remove()
    SipDomain.objects.all().delete()
    world = World(account, actor)
    truth = Change.move

    def move(change: Change, *args: Any, **columns: Any) -> None:
        truth(change, *args, **columns)
        if world.doomed:
            world.doomed = False
            raise Died

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "create", lambda _, *args, **kwargs: world.create(*args, **kwargs))
        patch.setattr(Client, "update", lambda _, *args, **kwargs: world.update(*args, **kwargs))
        patch.setattr(Client, "delete", lambda _, *args, **kwargs: world.delete(*args, **kwargs))
        patch.setattr(Client, "fetch", lambda _, *args: world.fetch(*args))
        patch.setattr(Client, "pages", lambda _, collection: world.pages(collection))
        patch.setattr(services.fetching, "NOT_YET", timedelta(0))
        patch.setattr(Change, "move", move)
        world.take(steps)
        world.end()
    return world


def path(change: Change) -> list[str]:
    """Return the states that a change went through."""
    return [event.what for event in change.events.all() if event.what in ChangeState.values]


in_any_order = given(steps=steps)
many_times = settings(
    derandomize=os.environ.get("CI", "").lower() == "true",  # what lands is not for chance to decide
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@many_times
@in_any_order
def test_no_path_sends_twice(steps: tuple[Any, ...], real_account: Account, operator: User) -> None:
    world = lived(steps, real_account, operator)
    assert all(count == 1 for count in world.posts.values())
    assert set(world.posts) <= set(world.changes)


@many_times
@in_any_order
def test_a_settled_change_opens_never_again_and_only_what_was_given_up_moves_on(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    lived(steps, real_account, operator)
    for change in Change.objects.all():
        states = path(change)
        assert states[0] == ChangeState.INTENDED
        assert all(later in NEXT_STATES[earlier] for earlier, later in pairwise(states)), states
        assert states[-1] == change.state


@many_times
@in_any_order
@example(steps=(Attempt(ACME, "First", "made"), Attempt(ACME, "First", "made", busy=True, meanwhile=(Wait(40),))))
@example(steps=(*GIVEN_UP, Attempt(ACME, "First", "made", afterwards=(Attempt(OTHER, "First", "lost"),))))
def test_every_change_ends_and_every_domain_is_the_doing_of_one(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    world = lived(steps, real_account, operator)
    assert not Change.objects.open().exists()
    doings = Change.objects.filter(action="create", state=ChangeState.APPLIED).values_list("sid", flat=True)
    assert sorted(doings) == sorted(world.made)
    assert sorted(SipDomain.objects.values_list("sid", flat=True)) == sorted(world.made)


@many_times
@in_any_order
def test_a_domain_is_the_doing_of_whoever_asked_for_it_so(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    world = lived(steps, real_account, operator)
    for sid, number in world.made.items():
        attempt = world.attempts[number]
        doing = Change.objects.get(action="create", state=ChangeState.APPLIED, sid=sid)
        assert doing.asked == {"domain_name": attempt.name, "friendly_name": attempt.content}


LATE = Attempt(ACME, "", "late", action="update")
once_it_is_there = given(steps=steps.map(lambda rest: (MADE, *rest)))
SETTLED_LATE = (MADE, LATE, Wait(100), "look", Wait(100), "look")


@many_times
@once_it_is_there
@example(steps=(*SETTLED_LATE, "commit late", Attempt(ACME, "", "made", action="update")))
@example(steps=(*SETTLED_LATE, Attempt(ACME, "", "made", action="update"), "commit late"))
@example(steps=(*SETTLED_LATE, Attempt(ACME, "", "lost", action="update", afterwards=("commit late",))))
def test_what_is_said_of_an_update_is_what_twilio_did(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    world = lived(steps, real_account, operator)
    for number, pk in world.changes.items():
        change = Change.objects.get(pk=pk)
        if change.action == Change.Action.UPDATE and change.state == ChangeState.APPLIED:
            assert number in world.done
        elif change.action == Change.Action.UPDATE and change.state != ChangeState.CONFLICT:
            assert number not in world.done & world.shown  # what was overwritten unseen, nobody can know
        elif change.state == ChangeState.CONFLICT:
            assert change.sid in world.came_late


@many_times
@once_it_is_there
@example(steps=(MADE, Attempt(ACME, "", "late", action="delete"), Wait(100), "look", Wait(100), "look", LATE))
def test_what_is_said_of_a_delete_is_what_twilio_did(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    world = lived(steps, real_account, operator)
    deletes = Change.objects.filter(action=Change.Action.DELETE, state=ChangeState.APPLIED)
    assert set(deletes.values_list("sid", flat=True)) == set(world.made) - set(world.domains)


@many_times
@once_it_is_there
def test_the_mirror_is_what_twilio_holds_but_for_conflicts(
    steps: tuple[Any, ...], real_account: Account, operator: User
) -> None:
    world = lived(steps, real_account, operator)
    in_doubt = set(Change.objects.filter(state=ChangeState.CONFLICT).values_list("sid", flat=True))
    for row in SipDomain.objects.exclude(sid__in=in_doubt):
        assert row.is_gone == (row.sid not in world.domains)
        assert row.is_gone or row.friendly_name == world.domains[row.sid]["friendly_name"]
