"""A domain that no URL answers is disabled by its lists: a BYOC trunk answers, and phones register, without one."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import Change, Doing, SipDomain, User, mapped
from domains.readiness import Code, verdict
from domains.sandbox import weather

from .access import address, credential, credential_list, ip_list, map_list
from .confirming import at_twilio, change_at_twilio, press
from .edited import created, let_time_pass, update
from .reading import html_of

TRUNK = f"BY{'1' * 32}"

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def carried(operator: User) -> SipDomain:
    """A domain whose calls a BYOC trunk answers, and which a PBX may call."""
    own = created(operator, voice_url="")
    update(own, operator, byoc_trunk_sid=TRUNK)
    office = ip_list(operator)
    address(office, operator)
    map_list(own, office, operator)
    own.refresh_from_db()
    return own


def turn(visitor: Client, domain: SipDomain, to: str) -> None:
    assert press(visitor, f"/domains/{domain.sid}/{to}/").status_code == 303
    domain.refresh_from_db()


def codes(domain: SipDomain) -> list[Code]:
    return [one.code for one in verdict(services.snapshot(domain)).calls.reasons]


def names(domain: SipDomain) -> list[str]:
    return [one.name for one in mapped(domain=domain)]


def test_the_page_says_that_the_lists_alone_are_taken_away(visitor: Client, carried: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{carried.sid}/disable/"))
    for words in ("No URL: it has none.", "Take the IP access control list Office away", "Calls are refused: no list"):
        assert words in html
    assert "Not stopped" not in html
    assert Change.objects.filter(purpose="disable").count() == 0


def test_it_is_disabled_and_enabled_by_its_lists(visitor: Client, carried: SipDomain) -> None:
    assert codes(carried) == []
    turn(visitor, carried, "disable")
    assert (carried.is_disabled, names(carried), codes(carried)) == (True, [], [Code.DISABLED])
    assert (at_twilio(carried)["auth_type"], at_twilio(carried)["byoc_trunk_sid"]) == ("", TRUNK)
    html = html_of(visitor.get(f"/domains/{carried.sid}/enable/"))
    assert "No URL: it had none." in html
    assert "Map the IP access control list Office to" in html
    turn(visitor, carried, "enable")
    assert (carried.is_disabled, carried.set_aside, names(carried), codes(carried)) == (False, None, ["Office"], [])
    assert not Doing.objects.unfinished().exists()


def test_another_change_leaves_it_disabled(visitor: Client, carried: SipDomain, operator: User) -> None:
    turn(visitor, carried, "disable")
    update(carried, operator, friendly_name="Night desk")
    carried.refresh_from_db()
    assert carried.is_disabled
    turn(visitor, carried, "enable")
    assert names(carried) == ["Office"]


def test_it_is_disabled_once(visitor: Client, carried: SipDomain) -> None:
    turn(visitor, carried, "disable")
    assert services.disabling(carried) == {}
    html = html_of(visitor.get(f"/domains/{carried.sid}/disable/", follow=True))
    assert "is disabled already" in html


@pytest.mark.parametrize("purpose", ["disable", "enable"])
def test_either_is_undone_as_any_other_is(visitor: Client, carried: SipDomain, purpose: str) -> None:
    turn(visitor, carried, "disable")
    if purpose == "enable":
        turn(visitor, carried, "enable")
    change = Change.objects.get(purpose=purpose)
    asking = html_of(visitor.get(f"/changes/{change.pk}/undo/"))
    assert "To be removed" not in asking
    assert "Office" in asking
    assert press(visitor, f"/changes/{change.pk}/undo/").status_code == 303
    carried.refresh_from_db()
    assert carried.is_disabled == (purpose == "enable")
    assert names(carried) == ([] if purpose == "enable" else ["Office"])


def lost(visitor: Client, domain: SipDomain, *, after: bool) -> Change:
    """Disable a domain that was last changed long ago, get no answer, and return the change."""
    long_ago = timezone.now() - timedelta(days=1)
    change_at_twilio(domain, date_updated=format_datetime(long_ago))
    SipDomain.objects.update(date_updated=long_ago)
    weather.cut(after=after, method="POST")
    press(visitor, f"/domains/{domain.sid}/disable/")
    domain.refresh_from_db()
    return Change.objects.get(purpose="disable")


def test_one_that_was_carried_out_is_known_by_its_time(visitor: Client, carried: SipDomain) -> None:
    assert lost(visitor, carried, after=True).state == "applied"
    assert carried.is_disabled
    for doing in Doing.objects.unfinished():
        answer = visitor.post(f"{doing.get_absolute_url()}go-on/")
        assert b"All is done" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert names(carried) == []


def test_one_that_never_arrived_is_not_taken_for_applied(visitor: Client, carried: SipDomain) -> None:
    change = lost(visitor, carried, after=False)
    assert change.state == "unknown"
    for _ in range(2):
        let_time_pass(change, timedelta(hours=1))
        services.look_up(change)
        change.refresh_from_db()
    carried.refresh_from_db()
    assert (change.state, carried.is_disabled, names(carried)) == ("not_applied", False, ["Office"])
    turn(visitor, carried, "disable")
    assert names(carried) == []


def test_phones_that_register_without_a_url_are_shut_out(visitor: Client, operator: User) -> None:
    own = created(operator, voice_url="", sip_registration=True)
    phones = credential_list(operator)
    credential(phones, operator)
    map_list(own, phones, operator, "registrations")
    turn(visitor, own, "disable")
    assert (own.is_disabled, names(own)) == (True, [])
    assert [one.code for one in verdict(services.snapshot(own)).registration.reasons] == [Code.DISABLED]


def test_what_serves_nobody_is_not_disabled(visitor: Client, operator: User) -> None:
    own = created(operator, voice_url="")
    assert services.disabling(own) == {}
    html = html_of(visitor.get(f"/domains/{own.sid}/disable/", follow=True))
    assert "Nothing answers calls to" in html
