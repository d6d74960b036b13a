"""An update whose answer was lost is found out: applied, not applied, or a conflict."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domains import services
from domains.models import Change, SipDomain, User

from .edited import NIGHT, URL, held, let_time_pass, methods, story, update
from .twilio_server import TwilioServer, cut, listed, refusal, reply, resource

NEVER = refusal(404, 20404, "The requested resource was not found")
BEFORE = resource(voice_url=URL)
ASKED = resource(voice_url=NIGHT)
ANOTHER = resource(voice_url="https://voice.example.com/somebody")

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def lost(domain: SipDomain, operator: User, twilio: TwilioServer) -> Callable[..., Change]:
    """An update whose answer is lost, with what the list and the fetch afterwards say."""

    def attempt(then: dict[str, Any]) -> Change:
        twilio.will(held(), cut, listed(then), reply(200, then))
        return update(domain, operator, voice_url=NIGHT)

    return attempt


def seen_again(change: Change, twilio: TwilioServer, then: dict[str, Any], *, after: timedelta) -> Change:
    """Let time pass, and have the account looked at, where `then` is what there is."""
    let_time_pass(change, after)
    twilio.will(listed(then), reply(200, then))
    services.reconcile_open(at_once=True)
    change.refresh_from_db()
    return change


def test_a_lost_answer_is_made_good_when_twilio_holds_what_was_asked(
    lost: Callable[..., Change], twilio: TwilioServer
) -> None:
    change = lost(ASKED)
    assert change.state == Change.State.APPLIED
    assert story(change) == ["intended", "sent", "unknown", "adopted", "applied"]
    assert methods(twilio) == ["GET", "POST", "GET", "GET"]
    assert SipDomain.objects.get().voice_url == NIGHT
    assert change.after == ASKED


def test_what_is_fetched_counts_more_than_the_list(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), cut, listed(BEFORE), reply(200, ASKED))
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.APPLIED


def test_what_the_list_does_not_show_is_not_taken_for_gone(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), cut, listed(), reply(200, ASKED))
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.APPLIED


def test_what_was_before_proves_nothing_at_first_sight(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = lost(BEFORE)
    assert change.state == Change.State.UNKNOWN
    assert "may still come" in change.events.latest("pk").told
    assert seen_again(change, twilio, BEFORE, after=timedelta(seconds=5)).state == Change.State.UNKNOWN
    assert seen_again(change, twilio, BEFORE, after=timedelta(seconds=60)).state == Change.State.NOT_APPLIED
    assert methods(twilio).count("POST") == 1


def test_anything_else_is_a_conflict(lost: Callable[..., Change]) -> None:
    change = lost(ANOTHER)
    assert change.state == Change.State.CONFLICT
    assert change.after == ANOTHER
    assert "neither" in change.message
    assert not change.is_open


def test_what_somebody_else_changed_beside_it_is_no_conflict(lost: Callable[..., Change]) -> None:
    assert lost(ASKED | {"friendly_name": "Somebody's"}).state == Change.State.APPLIED


def test_half_of_what_was_asked_is_a_conflict(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), cut, listed(ASKED), reply(200, ASKED))
    assert update(domain, operator, voice_url=NIGHT, secure=True).state == Change.State.CONFLICT


def test_a_domain_that_is_gone_afterwards_is_a_conflict(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), cut, listed(), NEVER)
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.CONFLICT
    assert SipDomain.objects.get().is_gone


def test_an_update_that_comes_late_is_noticed_by_itself(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = given_up(lost, twilio)
    late = seen_again(change, twilio, ASKED, after=timedelta(minutes=6))
    assert late.state == Change.State.APPLIED
    assert story(late)[-2:] == ["appeared_late", "applied"]
    assert SipDomain.objects.get().voice_url == NIGHT


def given_up(lost: Callable[..., Change], twilio: TwilioServer) -> Change:
    """An update of which nothing has come."""
    change = seen_again(lost(BEFORE), twilio, BEFORE, after=timedelta(seconds=70))
    assert change.state == Change.State.NOT_APPLIED
    return change


def test_one_that_comes_late_over_a_later_change_is_noticed_too(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    first = given_up(lost, twilio)
    twilio.will(held(), held(friendly_name="Acme"))
    second = update(domain, operator, friendly_name="Acme")
    let_time_pass(second, timedelta(minutes=6))
    late = seen_again(first, twilio, ASKED | {"friendly_name": "Acme"}, after=timedelta(minutes=6))
    assert late.state == Change.State.APPLIED


def test_what_a_later_change_brought_about_is_not_taken_for_the_first(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    first = given_up(lost, twilio)
    twilio.will(held(), held(voice_url=NIGHT))
    second = update(domain, operator, voice_url=NIGHT)
    let_time_pass(second, timedelta(minutes=6))
    assert second.state == Change.State.APPLIED
    assert seen_again(first, twilio, ASKED, after=timedelta(minutes=6)).state == Change.State.NOT_APPLIED


def test_what_comes_late_is_noticed_before_it_is_overwritten(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    first = given_up(lost, twilio)
    twilio.will(held(voice_url=NIGHT))
    with pytest.raises(services.Unseen):
        update(domain, operator, voice_url="https://voice.example.com/third")
    first.refresh_from_db()
    assert first.state == Change.State.APPLIED


def test_a_conflict_stays(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = lost(ANOTHER)
    assert seen_again(change, twilio, ASKED, after=timedelta(minutes=6)).state == Change.State.CONFLICT
