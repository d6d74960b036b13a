"""A mapping that somebody makes again has the SID that it had: only its date says that it is another one."""

from typing import Any

import pytest
from django.utils import timezone

from domains import services
from domains.models import Change, CredentialList, Doing, DomainMapping, IpAccessControlList, SipDomain, User, mapped
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services import Wanted

from .access import deleted, ip_list, map_list
from .edited import story
from .sandbox_questions import made as made_elsewhere

pytestmark = pytest.mark.usefixtures("short_pauses")

LONG_AGO = "Mon, 20 Jul 2015 17:27:10 +0000"


@pytest.fixture
def office(operator: User) -> IpAccessControlList:
    return ip_list(operator)


@pytest.fixture
def mapping(own: SipDomain, office: IpAccessControlList, operator: User) -> DomainMapping:
    """A mapping that was made long ago."""
    row = map_list(own, office, operator)
    date_at_twilio(row, LONG_AGO)
    return row


def at_twilio(row: DomainMapping) -> Resource:
    return Resource.objects.get(sid=row.sid, path__contains=row.domain.sid, gone_at=None)


def date_at_twilio(row: DomainMapping, date: str) -> None:
    held = at_twilio(row)
    held.body |= {"date_created": date, "date_updated": date}
    held.save()
    row.reflect(held.body)
    row.save()


def mapped_again(row: DomainMapping) -> None:
    """Have it gone at Twilio, and have somebody map the list once more past the dashboard."""
    Resource.objects.filter(pk=at_twilio(row).pk).update(gone_at=timezone.now())
    domain = row.domain.raw["uri"].removesuffix(".json")
    made_elsewhere(f"{domain}/Auth/Calls/IpAccessControlListMappings.json", IpAccessControlListSid=row.sid)


def lost(row: DomainMapping, actor: User) -> Change:
    """Return the change that is to take it away, without an answer."""
    weather.cut(after=False, method="DELETE")
    change = deleted(row, actor)
    assert change.state == "unknown"
    return change


def looked_up(change: Change) -> Change:
    services.reconcile_open(at_once=True)
    change.refresh_from_db()
    return change


def test_what_was_made_again_since_had_been_deleted(
    mapping: DomainMapping, operator: User, own: SipDomain, office: IpAccessControlList
) -> None:
    change = lost(mapping, operator)
    mapped_again(mapping)
    assert looked_up(change).state == "applied"
    assert change.was_found
    event = change.events.get(what="adopted")
    assert event.told == f"Its answer was lost, but Twilio deleted it: {office.sid} is there again, and was made later."
    (row,) = mapped(domain=own)
    assert row.raw["date_created"] != LONG_AGO


def test_what_is_as_it_was_fetched_before_is_waited_for_and_given_up(
    mapping: DomainMapping, operator: User, settings: Any
) -> None:
    change = lost(mapping, operator)
    assert looked_up(change).state == "unknown"
    settings.SETTLE_SECONDS = 0
    assert looked_up(change).state == "not_applied"


def test_what_was_made_again_in_the_same_second_passes_for_the_one_before(
    mapping: DomainMapping, operator: User, own: SipDomain
) -> None:
    change = lost(mapping, operator)
    mapped_again(mapping)
    date_at_twilio(mapping, LONG_AGO)
    assert looked_up(change).state == "unknown"


def test_what_went_after_it_was_given_up_and_was_made_again_is_noticed(
    mapping: DomainMapping, operator: User, own: SipDomain, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    change = lost(mapping, operator)
    assert looked_up(change).state == "not_applied"
    mapped_again(mapping)
    Change.objects.filter(pk=change.pk).update(look_at=timezone.now())
    assert looked_up(change).state == "applied"
    assert "appeared_late" in story(change)
    assert len(mapped(domain=own)) == 1


def test_what_a_later_delete_took_away_is_not_of_the_one_before(
    mapping: DomainMapping, operator: User, own: SipDomain, office: IpAccessControlList, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    change = lost(mapping, operator)
    assert looked_up(change).state == "not_applied"
    assert deleted(mapping, operator).state == "applied"
    map_list(own, office, operator)
    Change.objects.filter(pk=change.pk).update(look_at=timezone.now())
    assert looked_up(change).state == "not_applied"


def test_a_doing_does_not_go_on_when_somebody_has_mapped_again_what_it_took_away(
    mapping: DomainMapping, operator: User, own: SipDomain, phones: CredentialList
) -> None:
    map_list(own, phones, operator)
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, Wanted()), actor=operator)
    weather.cut(after=False, method="DELETE")
    (lost,) = services.carry_out(doing, actor=operator)
    assert lost.is_waiting
    mapped_again(mapping)
    services.reconcile_open(at_once=True)
    assert services.progress_of(doing)[0].is_done
    (kept,) = services.carry_out(doing, actor=operator)
    assert kept.kept_back == services.STALE
