"""A sender that is dead, or was taken for dead, loses no change and sends none twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from domains import services
from domains.models import Account, Change, ChangeState, SipDomain, User

from .creating import create, open_change, posts, there
from .edited import story
from .twilio_server import TwilioServer, cut, listed, made, refusal

VIEWER = User(is_active=True)

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_what_a_dead_process_had_not_sent_is_not_applied(real_account: Account, twilio: TwilioServer) -> None:
    change = open_change(real_account, Change.State.INTENDED, -timedelta(seconds=1))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED
    assert twilio.received == []
    assert "Nothing was sent" in services.explain(change, viewer=VIEWER).sentence


def test_what_a_dead_process_had_sent_is_looked_up(real_account: Account, twilio: TwilioServer) -> None:
    change = open_change(real_account, Change.State.SENT, -timedelta(seconds=1))
    twilio.will(listed(there()))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.APPLIED
    assert story(change) == ["unknown", "adopted", "applied"]
    assert posts(twilio) == 0


@pytest.mark.parametrize("state", [Change.State.INTENDED, Change.State.SENT])
def test_a_living_sender_is_left_alone(state: ChangeState, real_account: Account, twilio: TwilioServer) -> None:
    change = open_change(real_account, state, timedelta(seconds=20))
    result = services.reconcile_open(at_once=True)
    change.refresh_from_db()
    assert change.state == state
    assert result.still_open == 1
    assert twilio.received == []


def test_a_sender_that_was_given_up_before_it_sent_does_not_send(
    operator: User, real_account: Account, twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = services.sending._sending

    def asleep(change: Change) -> None:
        Change.objects.filter(pk=change.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        services.reconcile_open()
        truth(change)

    monkeypatch.setattr(services.sending, "_sending", asleep)
    change = create(operator, real_account)
    assert change.state == Change.State.NOT_APPLIED
    assert twilio.received == []


def test_a_sender_whose_lease_ran_out_while_it_waited_does_not_send_again(
    operator: User, real_account: Account, twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asleep(seconds: float) -> None:
        Change.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    monkeypatch.setattr("domains.twilio.client.time.sleep", asleep)
    twilio.will(refusal(429, 20429, "Too Many Requests"), made)
    change = create(operator, real_account)
    assert change.state == Change.State.SENT
    assert posts(twilio) == 1


@pytest.mark.parametrize("given_up", [False, True])
def test_an_answer_that_comes_after_the_lease_is_still_the_truth(
    given_up: bool,  # noqa: FBT001
    operator: User,
    real_account: Account,
    twilio: TwilioServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    truth = services.sending._settle_applied
    settings.SETTLE_SECONDS = 0 if given_up else 60

    def asleep(change: Change, *args: Any) -> None:
        twilio.will(listed())
        Change.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        services.reconcile_open()
        services.reconcile_open(at_once=True)
        truth(change, *args)

    monkeypatch.setattr(services.sending, "_settle_applied", asleep)
    change = create(operator, real_account)
    change.refresh_from_db()
    assert (change.state, change.is_answered, change.look_at) == (Change.State.APPLIED, True, None)
    assert ("not_applied" in story(change)) == given_up
    assert SipDomain.objects.count() == 1


@pytest.fixture
def given_up_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender sleeps before it notes what went wrong, is taken for dead, and its change is looked up."""
    truth = services.sending.settle

    def asleep(change: Change, *args: Any) -> None:
        Change.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        services.reconcile_open()
        truth(change, *args)

    monkeypatch.setattr(services.sending, "settle", asleep)


@pytest.mark.usefixtures("given_up_meanwhile")
def test_an_answer_that_says_less_than_is_known_changes_nothing(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(cut, listed(there()))
    change = create(operator, real_account)
    assert (change.state, change.was_found) == (Change.State.APPLIED, True)
    assert story(change)[-1] == "late_answer"


@pytest.mark.usefixtures("given_up_meanwhile")
def test_a_refusal_that_comes_after_the_lease_is_told_as_twilios_own(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(refusal(400, 21300, "The trunk is not there"), listed())
    change = create(operator, real_account)
    assert story(change)[-1] == change.state == Change.State.REFUSED
    assert "unknown" in story(change)
    explanation = services.explain(change, viewer=VIEWER)
    assert explanation.parameter == "byoc_trunk_sid"
    assert "found" not in explanation.sentence
