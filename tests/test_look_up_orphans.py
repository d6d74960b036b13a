"""What became of a lost request is told even when what it was sent to has gone meanwhile, and its list with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from domains import services
from domains.models import Change, SipDomain, User, mapped
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services import ReconcileResult

from .access import deleted, ip_list, map_list, mapping

pytestmark = pytest.mark.usefixtures("short_pauses", "seen_at_once")


@pytest.fixture
def seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe Twilio that what was made just now is not there any more."""
    monkeypatch.setattr("domains.services.fetching.NOT_YET", timedelta(0))


def taken_away(sid: str) -> None:
    """Have somebody else delete it at Twilio, with all that belongs to it."""
    Resource.objects.filter(path__contains=sid).update(gone_at=timezone.now())
    Resource.objects.filter(sid=sid).update(gone_at=timezone.now())


def looked_up() -> ReconcileResult:
    return services.reconcile_open(at_once=True)


def lost_mapping(domain: SipDomain, actor: User) -> Change:
    """Return the change that is to map a new list, without an answer."""
    office = ip_list(actor)
    weather.cut(after=False, method="POST")
    return services.create(mapping(domain, office), actor=actor)


def test_of_a_mapping_to_a_domain_that_is_gone_nobody_can_say_whether_it_was_made(
    own: SipDomain, operator: User
) -> None:
    change = lost_mapping(own, operator)
    taken_away(own.sid)
    assert looked_up().still_open == 0
    change.refresh_from_db()
    assert change.state == "conflict"
    own.refresh_from_db()
    assert own.is_gone
    explanation = services.explain(change, viewer=operator).sentence
    assert explanation.endswith("nobody can say whether it was made before. There is nothing left to change.")


def test_what_was_to_be_taken_from_a_domain_that_is_gone_is_taken_away(own: SipDomain, operator: User) -> None:
    office = map_list(own, ip_list(operator), operator)
    weather.cut(after=False, method="DELETE")
    change = deleted(office, operator)
    taken_away(own.sid)
    looked_up()
    change.refresh_from_db()
    assert (change.state, mapped(domain=own)) == ("applied", [])


def test_where_only_the_list_is_not_found_it_is_looked_up_again(own: SipDomain, operator: User) -> None:
    change = lost_mapping(own, operator)
    weather.refuse(20404, method="GET")
    looked_up()
    change.refresh_from_db()
    assert change.state == "unknown"
    own.refresh_from_db()
    assert not own.is_gone
