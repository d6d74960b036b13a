"""What was planned for a domain in service waits for as long as it is out of service."""

from typing import Any

import pytest
from django.test import Client

from domains import services
from domains.models import Change, Doing, SipDomain, User, mapped
from domains.sandbox import weather

from .access import ip_list
from .confirming import press
from .reading import html_of
from .test_contradicting_doings import BEGUN_SINCE, carried_out, kept_back, planned
from .test_disabling_takes_lists_along import turn
from .test_overtaken_doings import cut_short

ENABLE_FIRST = (
    "acme.sip.twilio.com was taken out of service since this was planned: enable it first, then look here again."
)


@pytest.fixture
def begun(own: SipDomain, operator: User, phones: Any) -> Doing:
    """A doing that has mapped one of two lists."""
    doing = planned(own, operator, calls=[ip_list(operator), phones])
    next(services.carry_out(doing, actor=operator))
    return doing


def page(visitor: Client, doing: Doing) -> str:
    return html_of(visitor.get(doing.get_absolute_url()))


def names(domain: SipDomain) -> set[str]:
    return {one.friendly_name for one in mapped(domain=domain)}


def test_what_was_begun_before_is_not_gone_on_with(
    visitor: Client, own: SipDomain, operator: User, begun: Doing
) -> None:
    turn(visitor, own, "disable")
    sent = Change.objects.count()
    html = page(visitor, begun)
    assert ENABLE_FIRST in html
    assert f'href="/domains/{own.sid}/enable/"' in html
    assert "go-on/" not in html
    answer = visitor.post(f"{begun.get_absolute_url()}go-on/", follow=True)
    assert ENABLE_FIRST in html_of(answer)
    assert Change.objects.count() == sent
    assert kept_back(begun, operator) == ENABLE_FIRST
    assert names(own) == set()


def test_the_domain_says_meanwhile_that_something_has_steps_left(visitor: Client, own: SipDomain, begun: Doing) -> None:
    turn(visitor, own, "disable")
    html = html_of(visitor.get(own.get_absolute_url()))
    assert "was begun and has steps left" in html
    assert "the rest can be sent once the domain is enabled" in html
    assert "and go on</a>" not in html
    assert begun.get_absolute_url() in html


def test_it_goes_on_once_the_domain_is_enabled(visitor: Client, own: SipDomain, begun: Doing) -> None:
    turn(visitor, own, "disable")
    turn(visitor, own, "enable")
    assert "Go on: 1 request" in page(visitor, begun)
    answer: Any = visitor.post(f"{begun.get_absolute_url()}go-on/")
    assert b"All is done" in b"".join(answer.streaming_content)
    assert names(own) == {"Office", "Phones"}


def test_it_does_not_go_on_when_what_it_had_mapped_did_not_come_back(
    visitor: Client, own: SipDomain, operator: User, begun: Doing
) -> None:
    turn(visitor, own, "disable")
    enabling = cut_short(visitor, own, "enable")
    assert kept_back(begun, operator) == BEGUN_SINCE
    services.leave(enabling)
    assert kept_back(begun, operator) == services.STALE
    assert "plan it again" in page(visitor, begun)


def test_a_plan_of_before_that_was_not_sent_waits_too(visitor: Client, own: SipDomain, operator: User) -> None:
    plan = planned(own, operator, calls=[ip_list(operator)])
    turn(visitor, own, "disable")
    assert ENABLE_FIRST in page(visitor, plan)
    assert kept_back(plan, operator) == ENABLE_FIRST
    turn(visitor, own, "enable")
    assert carried_out(plan, operator)[0].is_done


def test_whoever_plans_for_a_disabled_domain_knows_that_it_is(visitor: Client, own: SipDomain, operator: User) -> None:
    turn(visitor, own, "disable")
    plan = planned(own, operator, calls=[ip_list(operator)])
    assert carried_out(plan, operator)[0].is_done


def test_it_waits_until_it_is_known_whether_the_domain_is_in_service(
    visitor: Client, own: SipDomain, operator: User, begun: Doing
) -> None:
    weather.cut(after=False, method="POST")
    press(visitor, f"/domains/{own.sid}/disable/")
    assert kept_back(begun, operator).endswith("is not known yet: wait for that.")
    assert names(own) == {"Office"}
