"""A delete is sent once, and only of what has been seen; what is gone stays in the records."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from domains import services
from domains.models import Change, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .edited import (
    NAME,
    URL,
    change_elsewhere,
    created,
    delete,
    delete_elsewhere,
    held,
    let_time_pass,
    methods,
    story,
    update,
)
from .twilio_server import TwilioServer, cut, listed, refusal, reply, resource

NEVER = refusal(404, 20404, "The requested resource was not found")
GONE = reply(204)
THERE = resource(voice_url=URL)

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def lost(domain: SipDomain, operator: User, twilio: TwilioServer) -> Callable[..., Change]:
    """A delete whose answer is lost, and what is there afterwards."""

    def attempt(*, is_there: bool) -> Change:
        twilio.will(held(), cut, *sight(is_there=is_there))
        return delete(domain, operator)

    return attempt


def sight(*, is_there: bool) -> tuple[Any, Any]:
    """What list and fetch say."""
    return (listed(THERE), held()) if is_there else (listed(), NEVER)


def seen_again(change: Change, twilio: TwilioServer, *, is_there: bool, after: timedelta) -> Change:
    """Let time pass, and have the account looked at."""
    let_time_pass(change, after)
    twilio.will(*sight(is_there=is_there))
    services.reconcile_open(at_once=True)
    change.refresh_from_db()
    return change


def test_it_is_one_fetch_and_one_write(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), GONE)
    change = delete(domain, operator)
    assert (change.state, change.twilio_status, change.after) == (Change.State.APPLIED, 204, None)
    assert methods(twilio) == ["GET", "DELETE"]


def test_the_row_stays_and_says_since_when_it_is_gone(own: SipDomain, operator: User) -> None:
    change = delete(own, operator, reason="Retired")
    own.refresh_from_db()
    assert own.is_gone
    assert own.gone_at is not None
    assert own.free_at == own.gone_at + timedelta(days=30)
    assert list(SipDomain.objects.gone()) == [own]
    assert not SipDomain.objects.live().exists()
    assert change.before == own.raw
    assert story(change) == ["intended", "sent", "applied"]


def test_what_was_not_seen_is_not_deleted(own: SipDomain, operator: User) -> None:
    change_elsewhere(own, secure=True)
    with pytest.raises(services.Unseen) as unseen:
        delete(own, operator)
    assert unseen.value.names == ["secure"]
    assert unseen.value.change.state == Change.State.NOT_APPLIED
    assert Resource.objects.within("SIP/Domains").count() == 1
    assert delete(own, operator, seen=unseen.value.live).state == Change.State.APPLIED


@pytest.mark.parametrize("is_mirrored", [True, False], ids=["asked of the mirror", "asked of what was fetched"])
def test_what_was_seen_to_have_another_name_leaves_that_name(
    own: SipDomain, operator: User, *, is_mirrored: bool
) -> None:
    renamed = "acme-main.sip.twilio.com"
    change_elsewhere(own, domain_name=renamed)
    live = services.fetch(own)
    assert live is not None
    delete(own if is_mirrored else live, operator, seen=live)
    own.refresh_from_db()
    assert (own.domain_name, own.is_gone) == (renamed, True)
    locked = services.locked_by(own.account, renamed, viewer=operator)
    assert locked is not None
    assert locked.change == Change.objects.deletions().get()


def test_what_is_gone_already_is_marked_so(own: SipDomain, operator: User) -> None:
    delete_elsewhere(own)
    SipDomain.objects.update(date_created=timezone.now() - timedelta(hours=1))
    own.refresh_from_db()
    with pytest.raises(services.Gone) as gone:
        delete(own, operator)
    assert gone.value.change.state == Change.State.NOT_APPLIED
    own.refresh_from_db()
    assert own.is_gone


def test_what_goes_between_fetch_and_write_is_deleted(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), NEVER)
    change = delete(domain, operator)
    assert change.state == Change.State.APPLIED
    assert "gone already" in change.events.latest("pk").told
    assert (change.was_gone_already, change.was_found) == (True, False)  # Twilio has answered
    assert SipDomain.objects.get().is_gone


def test_sub_domains_keep_it(own: SipDomain, operator: User) -> None:
    created(operator, domain_name=f"desk.{NAME}")
    change = delete(own, operator)
    assert (change.state, change.twilio_code) == (Change.State.REFUSED, 21233)
    assert not SipDomain.objects.gone().exists()


def test_sub_domains_that_were_made_elsewhere_are_named_too(own: SipDomain, operator: User) -> None:
    known = created(operator, domain_name=f"known.{NAME}", friendly_name="As last seen")
    change_elsewhere(known, friendly_name="Theirs")
    made_elsewhere = created(operator, domain_name=f"desk.{NAME}")
    SipDomain.objects.filter(pk=made_elsewhere.pk).delete()
    created(operator, domain_name="other.sip.twilio.com")
    SipDomain.objects.filter(domain_name="other.sip.twilio.com").delete()
    explanation = services.explain(delete(own, operator), viewer=operator)
    assert sorted(words for _, words in explanation.links) == [f"desk.{NAME}", f"known.{NAME}"]
    assert not SipDomain.objects.filter(domain_name="other.sip.twilio.com").exists()
    known.refresh_from_db()
    assert known.friendly_name == "As last seen"  # nothing is taken over unseen


def test_a_lost_answer_is_made_good_when_it_is_gone(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = lost(is_there=False)
    assert change.state == Change.State.APPLIED
    assert story(change) == ["intended", "sent", "unknown", "adopted", "applied"]
    assert methods(twilio) == ["GET", "DELETE", "GET", "GET", "GET"]  # what is not there is asked for twice
    assert SipDomain.objects.get().is_gone


@pytest.mark.parametrize(
    ("then", "state"), [(held(), "refused"), (reply(500, {}), "unknown")], ids=["there", "not to be asked"]
)
def test_one_404_does_not_prove_that_it_is_deleted(
    then: Any, state: str, domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), NEVER, then)
    assert delete(domain, operator).state == state
    assert not SipDomain.objects.get().is_gone


def test_what_the_list_does_not_show_is_not_taken_for_gone(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), cut, listed(), held())
    assert delete(domain, operator).state == Change.State.UNKNOWN
    assert not SipDomain.objects.get().is_gone


def test_what_the_list_still_shows_is_not_taken_for_gone_either(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), cut, listed(THERE), NEVER)
    assert delete(domain, operator).state == Change.State.UNKNOWN


def test_when_it_cannot_be_asked_for_nothing_is_known(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), cut, listed(), refusal(401, 20003, "Authenticate"))
    change = delete(domain, operator)
    assert change.state == Change.State.UNKNOWN
    assert story(change)[-1] == "look_up_failed"


def test_what_is_still_there_proves_nothing_at_first_sight(lost: Callable[..., Change], twilio: TwilioServer) -> None:
    change = lost(is_there=True)
    assert change.state == Change.State.UNKNOWN
    change = seen_again(change, twilio, is_there=True, after=timedelta(seconds=70))
    assert change.state == Change.State.NOT_APPLIED
    assert methods(twilio).count("DELETE") == 1


def test_a_delete_that_comes_late_is_noticed(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    change = seen_again(lost(is_there=True), twilio, is_there=True, after=timedelta(seconds=70))
    twilio.will(held(), held(friendly_name="Acme"))
    later = update(domain, operator, friendly_name="Acme")
    let_time_pass(later, timedelta(minutes=6))
    change = seen_again(change, twilio, is_there=False, after=timedelta(minutes=6))
    assert change.state == Change.State.APPLIED
    assert story(change)[-2:] == ["appeared_late", "applied"]
    assert SipDomain.objects.get().is_gone


def test_a_delete_that_comes_late_is_noticed_before_anything_else_is_sent(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    change = seen_again(lost(is_there=True), twilio, is_there=True, after=timedelta(seconds=70))
    twilio.will(NEVER)
    with pytest.raises(services.Gone):
        update(domain, operator, friendly_name="Acme")
    change.refresh_from_db()
    assert change.state == Change.State.APPLIED


def test_a_later_deletion_is_not_taken_for_the_first(
    lost: Callable[..., Change], domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    first = seen_again(lost(is_there=True), twilio, is_there=True, after=timedelta(seconds=70))
    twilio.will(held(), GONE)
    second = delete(domain, operator)
    let_time_pass(second, timedelta(minutes=6))
    assert second.state == Change.State.APPLIED
    assert seen_again(first, twilio, is_there=False, after=timedelta(minutes=6)).state == Change.State.NOT_APPLIED


def test_what_is_gone_is_not_brought_back_by_an_older_sight(own: SipDomain, operator: User) -> None:
    before = timezone.now()
    delete(own, operator)
    services.mirror.mirror(own.account, own.collection, own.raw, as_of=before)
    own.refresh_from_db()
    assert own.is_gone
    services.mirror.mirror(own.account, own.collection, own.raw, as_of=timezone.now() + timedelta(seconds=1))
    own.refresh_from_db()
    assert not own.is_gone


def test_of_the_same_second_what_was_seen_last_stays(own: SipDomain, operator: User) -> None:
    before, older = timezone.now() - timedelta(seconds=1), dict(own.raw)
    update(own, operator, voice_url="https://voice.example.com/new")
    newer = SipDomain.objects.get().raw
    services.mirror.mirror(own.account, own.collection, older | {"date_updated": newer["date_updated"]}, as_of=before)
    assert SipDomain.objects.get().raw == newer


def test_a_name_can_be_created_again_once_it_is_free(own: SipDomain, operator: User) -> None:
    deletion = delete(own, operator)
    Resource.objects.all().delete()  # the lock is over
    again = created(operator)
    assert again.sid != own.sid
    assert set(SipDomain.objects.named(own.account, NAME)) == {own, again}
    assert list(SipDomain.objects.live()) == [again]
    assert deletion.state == Change.State.APPLIED


def test_the_same_form_twice_is_one_deletion(own: SipDomain, operator: User) -> None:
    first = delete(own, operator, token="form")
    assert delete(own, operator, token="form") == first


def test_a_busy_domain_is_not_deleted(own: SipDomain, operator: User, superuser: User) -> None:
    weather.cut(method="DELETE")
    delete(own, operator)
    with pytest.raises(services.Busy):
        delete(own, superuser)
