"""What became of a request that was not answered is found out, and said truthfully."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from domains import services
from domains.models import Account, Change, SipDomain, User

from .creating import NAME, create, open_change, posts, there
from .edited import story
from .twilio_server import DOMAIN_SID, TwilioServer, cut, listed, made, refusal, reply, resource

HOUR = timedelta(hours=1)

VIEWER = User(is_active=True)

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def lost(operator: User, real_account: Account, twilio: TwilioServer) -> Callable[..., Change]:
    """A create whose answer was lost, with what is in the account's list right after."""

    def attempt(*resources: dict[str, Any], ahead: timedelta = timedelta(0), **parameters: Any) -> Change:
        twilio.will(cut, listed(*resources, ahead=ahead))
        return create(operator, real_account, **parameters)

    return attempt


def let_time_pass(change: Change, elapsed: timedelta) -> None:
    """Move everything that was noted of a change into the past."""
    change.refresh_from_db()
    for name in ("sent_at", "stopped_at", "absent_at", "look_at", "lease_until"):
        moment = getattr(change, name)
        if moment:
            Change.objects.filter(pk=change.pk).update(**{name: moment - elapsed})
    change.refresh_from_db()


def test_a_lost_answer_is_made_good_at_once(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = lost(there(domain_name="ACME.sip.twilio.com"))
    assert change.state == Change.State.APPLIED
    assert story(change) == ["intended", "sent", "unknown", "adopted", "applied"]
    assert SipDomain.objects.get().sid == change.sid == DOMAIN_SID
    assert posts(twilio) == 1


def test_it_is_found_on_any_page(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    path = f"/2010-04-01/Accounts/{real_account.sid}/SIP/Domains.json?PageSize=1000&Page=1"
    other = there(domain_name="other.sip.twilio.com", sid="SD" + "b" * 32)
    twilio.will(cut, reply(200, {"domains": [other], "next_page_uri": path}), listed(there()))
    assert create(operator, real_account).state == Change.State.APPLIED


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
def test_twilios_own_clock_decides_what_is_older(lost: Callable[..., Change], ahead: timedelta) -> None:
    assert lost(there(ahead=ahead), ahead=ahead).state == Change.State.APPLIED


def test_a_slow_list_does_not_make_ours_look_older(
    operator: User, real_account: Account, twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.services.judging_creates.CLOCK_TOLERANCE", timedelta(seconds=1))

    def slowly(*args: Any) -> None:
        time.sleep(2.2)
        listed(mine)(*args)

    mine = there()
    twilio.will(cut, slowly)
    assert create(operator, real_account).state == Change.State.APPLIED


def test_what_was_there_before_is_not_ours(lost: Callable[..., Change]) -> None:
    change = lost(there(age=timedelta(seconds=30)))
    assert change.state == Change.State.REFUSED
    assert story(change) == ["intended", "sent", "unknown", "looked_up", "refused"]
    assert SipDomain.objects.get().sid == DOMAIN_SID
    explanation = services.explain(change, viewer=VIEWER)
    assert "was already here when this was sent" in explanation.sentence
    assert explanation.href == f"/domains/{DOMAIN_SID}/"


def test_what_differs_from_what_was_asked_is_not_ours(lost: Callable[..., Change]) -> None:
    change = lost(there(friendly_name="Theirs"), friendly_name="Ours", secure=True)
    assert change.state == Change.State.REFUSED
    assert sorted(change.differences) == [("friendly_name", "Ours", "Theirs"), ("secure", True, False)]


def test_what_is_made_after_it_was_sent_but_otherwise_is_told_as_that(lost: Callable[..., Change]) -> None:
    change = lost(there(friendly_name="Theirs"), friendly_name="Ours")
    assert "made after this was sent, but with other values" in services.explain(change, viewer=VIEWER).sentence


def test_what_is_made_days_later_is_not_of_its_doing(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = given_up(lost)
    let_time_pass(change, timedelta(days=3))
    twilio.will(listed(there()))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED


def test_one_domain_is_the_doing_of_one_change(
    lost: Callable[..., Change], operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    first = given_up(lost)
    second = given_up(lost)
    twilio.will(listed(there()))
    for change in (first, second):
        let_time_pass(change, timedelta(minutes=5))
    services.reconcile_open()
    states = {Change.objects.get(pk=change.pk).state for change in (first, second)}
    assert states == {Change.State.APPLIED, Change.State.NOT_APPLIED}


def test_absence_at_first_sight_proves_nothing(lost: Callable[..., Change]) -> None:
    change = lost()
    assert change.state == Change.State.UNKNOWN
    assert change.absent_at is not None
    assert story(change) == ["intended", "sent", "unknown", "looked_up"]


def test_a_second_look_too_early_proves_nothing_either(lost: Callable[..., Change]) -> None:
    change = lost()
    let_time_pass(change, timedelta(seconds=30))
    services.look_up(change)
    assert change.state == Change.State.UNKNOWN


def test_absence_seen_twice_with_time_between_is_believed(
    lost: Callable[..., Change], settings: Any, twilio: TwilioServer
) -> None:
    change = lost()
    let_time_pass(change, timedelta(seconds=settings.SETTLE_SECONDS))
    assert services.reconcile_open().settled == 1
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED
    assert posts(twilio) == 1
    assert "nothing is made twice" in services.explain(change, viewer=VIEWER).sentence


def test_a_first_look_long_after_still_needs_a_second(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    twilio_is_down = refusal(401, 20003, "Authenticate")
    change = lost()
    Change.objects.filter(pk=change.pk).update(absent_at=None)
    let_time_pass(change, HOUR)
    services.look_up(change)
    assert change.state == Change.State.UNKNOWN
    twilio.will(twilio_is_down)
    services.look_up(change)
    assert change.state == Change.State.UNKNOWN


def given_up(lost: Callable[..., Change]) -> Change:
    change = lost()
    let_time_pass(change, 2 * timedelta(minutes=1))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED
    return change


def test_what_appears_late_is_noticed_by_itself(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = given_up(lost)
    let_time_pass(change, timedelta(minutes=5))
    assert services.has_open_changes()
    twilio.will(listed(there()))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.APPLIED
    assert story(change)[-2:] == ["appeared_late", "applied"]
    assert SipDomain.objects.get().sid == change.sid


def test_what_appears_late_is_noticed_when_it_is_asked_for_again(
    lost: Callable[..., Change], operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    first = given_up(lost)
    twilio.will(refusal(400, 21232, f"Domain {NAME} already exists."), listed(there()))
    second = create(operator, real_account)
    first.refresh_from_db()
    assert (first.state, second.state) == (Change.State.APPLIED, Change.State.REFUSED)
    assert story(first)[-2:] == ["appeared_late", "applied"]
    assert services.explain(second, viewer=VIEWER).href == f"/domains/{DOMAIN_SID}/"
    assert "is in this account already" in services.explain(second, viewer=VIEWER).sentence


def test_what_was_given_up_is_looked_for_three_more_times(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = given_up(lost)
    looks = 0
    while change.look_at is not None:
        due = timezone.now() - timedelta(seconds=1)
        settled = due - [timedelta(minutes=5), HOUR, 24 * HOUR][looks]
        Change.objects.filter(pk=change.pk).update(look_at=due, settled_at=settled)
        services.reconcile_open()
        change.refresh_from_db()
        looks += 1
    assert looks == 3
    assert not services.has_open_changes()


def test_what_was_given_up_is_looked_for_no_oftener_when_another_has_its_name(
    lost: Callable[..., Change], operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    first = given_up(lost)
    twilio.will(made)
    assert create(operator, real_account).state == Change.State.APPLIED
    Change.objects.filter(pk=first.pk).update(look_at=timezone.now())
    twilio.will(listed(there()))
    services.reconcile_open()
    first.refresh_from_db()
    assert first.state == Change.State.NOT_APPLIED
    assert first.look_at is None or first.look_at > timezone.now() + timedelta(minutes=1)
    assert not services.has_open_changes()


def test_a_look_up_that_fails_leaves_it_unknown_and_is_told_once(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(cut, refusal(401, 20003, "Authenticate"))
    change = create(operator, real_account)
    for _ in range(3):
        let_time_pass(change, HOUR)
        services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.UNKNOWN
    assert story(change) == ["intended", "sent", "unknown", "look_up_failed"]
    assert services.has_open_changes() is False  # not before the next look is due
    let_time_pass(change, HOUR)
    assert services.has_open_changes() is True


def test_many_unknown_outcomes_are_looked_up_with_one_reading(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    for number in range(5):
        twilio.will(cut, refusal(401, 20003, "Authenticate"))
        let_time_pass(create(operator, real_account, domain_name=f"acme-{number}.sip.twilio.com"), HOUR)
    names = [there(domain_name=f"acme-{number}.sip.twilio.com", sid=f"SD{number:032x}") for number in range(5)]
    twilio.received.clear()
    twilio.will(listed(*names))
    result = services.reconcile_open()
    assert (result.settled, result.still_open) == (5, 0)
    assert len(twilio.received) == 1


def test_an_account_without_credentials_is_not_asked_with_those_of_another(
    real_account: Account, twilio: TwilioServer
) -> None:
    other = Account.objects.create(sid="AC" + "9" * 32, region="us1", name="Other", credential="environment")
    change = open_change(other, Change.State.SENT, -timedelta(seconds=1))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.UNKNOWN
    assert "no credentials for account" in change.events.last().told  # type: ignore[union-attr]
    assert twilio.received == []


def test_a_value_that_twilio_does_not_keep_is_told(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(reply(201, resource(friendly_name="")))
    change = create(operator, real_account, friendly_name="Front desk")
    assert change.state == Change.State.APPLIED
    assert story(change)[-1] == "differs"
    assert change.differences == [("friendly_name", "Front desk", "")]
    assert len(twilio.received) == 1
