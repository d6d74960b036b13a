"""Twilio's clock tells whether a domain was made by our request, whatever it shows and however slow its lists are."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from domains import services
from domains.models import Account, Change, SipDomain, User

from .weather.faults import CUT_AFTER, ReadFault
from .weather.server import Weather, outdoors

NAME = "acme.sip.twilio.com"
SKEWS = (timedelta(hours=-1), timedelta(0), timedelta(hours=1))


@pytest.fixture
def weather(settings: Any, real_account: Account) -> Iterator[Weather]:
    """A Twilio that loses the first answer."""
    with outdoors(Weather(writes=[CUT_AFTER])) as twilio:
        settings.TWILIO_BASE_URL = twilio.url
        yield twilio


def create(account: Account, actor: User) -> Change:
    return services.create(SipDomain(account=account, domain_name=NAME), actor=actor)


@pytest.mark.parametrize("ahead", SKEWS, ids=str)
def test_what_our_lost_request_made_is_ours(
    ahead: timedelta, weather: Weather, real_account: Account, operator: User
) -> None:
    weather.ahead = ahead
    assert create(real_account, operator).state == Change.State.APPLIED


@pytest.mark.parametrize("ahead", SKEWS, ids=str)
def test_what_was_there_before_is_not_ours(
    ahead: timedelta, weather: Weather, real_account: Account, operator: User
) -> None:
    weather.ahead = ahead
    weather.was_here("SIP/Domains", {"DomainName": NAME})
    assert create(real_account, operator).state == Change.State.REFUSED


def test_it_is_ours_however_slow_the_list_is(
    weather: Weather, real_account: Account, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "domains.services.judging_creates.CLOCK_TOLERANCE", timedelta(seconds=1)
    )  # Twilio's whole seconds
    weather.lists = [ReadFault(wait=2.2)]
    assert create(real_account, operator).state == Change.State.APPLIED
