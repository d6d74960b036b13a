"""An update sends what was asked and nothing else, once, and only over what has been seen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.models.functions import Now

from domains import services
from domains.models import Change, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .edited import NIGHT, URL, change_elsewhere, delete_elsewhere, held, let_time_pass, methods, story, update
from .twilio_server import DOMAIN_SID, TwilioServer, listed, refusal, reply, resource

NEVER = refusal(404, 20404, "The requested resource was not found")
ASKED = resource(voice_url=NIGHT)

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_it_is_one_fetch_and_one_write(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), held(voice_url=NIGHT))
    change = update(domain, operator, voice_url=NIGHT)
    assert change.state == Change.State.APPLIED
    assert methods(twilio) == ["GET", "POST"]
    assert twilio.received[1].path.endswith(f"/SIP/Domains/{DOMAIN_SID}.json")


def test_exactly_what_was_asked_is_sent_and_blanks_clear(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), held(voice_url=None, secure=True))
    update(domain, operator, voice_url="", secure=True)
    assert twilio.received[1].values == {"VoiceUrl": "", "Secure": "true"}


def test_what_asks_for_nothing_is_no_change(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    with pytest.raises(ValueError, match="ask for something"):
        services.update(domain, {}, seen=services.Seen.of(domain), actor=operator)
    assert not Change.objects.exists()
    assert twilio.received == []


def test_the_change_tells_what_was_and_what_became_of_it(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT, reason="Night shift")
    change.refresh_from_db()
    assert change.before == own.raw
    assert change.after is not None
    assert (change.before["voice_url"], change.after["voice_url"]) == (URL, NIGHT)
    assert (change.asked, change.reason, change.twilio_status) == ({"voice_url": NIGHT}, "Night shift", 200)
    assert story(change) == ["intended", "sent", "applied"]
    assert change.differences == []


def test_the_mirror_holds_what_twilio_answered(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), held(voice_url=NIGHT, friendly_name="What Twilio made of it"))
    update(domain, operator, voice_url=NIGHT, friendly_name="What was typed")
    row = SipDomain.objects.get()
    assert (row.voice_url, row.friendly_name) == (NIGHT, "What Twilio made of it")
    assert "differs" in story(Change.objects.get())


def test_a_cleared_method_is_twilios_default(own: SipDomain, operator: User) -> None:
    update(own, operator, voice_method="GET")
    own.refresh_from_db()
    change = update(own, operator, voice_method="")
    own.refresh_from_db()
    assert own.voice_method == "POST"
    assert change.differences == []


def test_a_rename_keeps_the_sid(own: SipDomain, operator: User) -> None:
    change = update(own, operator, domain_name="new.sip.twilio.com")
    assert change.state == Change.State.APPLIED
    assert SipDomain.objects.get(sid=own.sid).domain_name == "new.sip.twilio.com"


def test_what_was_not_seen_is_not_overwritten(own: SipDomain, operator: User) -> None:
    change_elsewhere(own, voice_url="https://elsewhere.example.com/", secure=True)
    with pytest.raises(services.Unseen) as unseen:
        update(own, operator, friendly_name="Acme")
    assert unseen.value.names == ["voice_url", "secure"]
    assert unseen.value.live.secure
    assert unseen.value.live.pk is None
    change = Change.objects.latest("pk")
    assert (change.state, change.sent_at) == (Change.State.NOT_APPLIED, None)
    assert not Change.objects.open().exists()
    assert Resource.objects.get(sid=own.sid).body["friendly_name"] == ""
    own.refresh_from_db()
    assert own.voice_url == URL  # the mirror is as it was


def test_what_was_seen_at_twilio_may_be_overwritten(own: SipDomain, operator: User) -> None:
    change_elsewhere(own, voice_url="https://elsewhere.example.com/")
    with pytest.raises(services.Unseen) as unseen:
        update(own, operator, voice_url=NIGHT)
    change = update(own, operator, seen=unseen.value.live, voice_url=NIGHT)
    assert change.state == Change.State.APPLIED
    assert change.before is not None
    assert change.before["voice_url"] == "https://elsewhere.example.com/"


def test_an_update_by_somebody_here_in_between_is_unseen_too(own: SipDomain, operator: User, superuser: User) -> None:
    update(own, superuser, voice_url=NIGHT)
    with pytest.raises(services.Unseen, match="voice_url"):
        update(own, operator, friendly_name="Acme")


def test_what_is_gone_is_marked_so_and_nothing_is_sent(own: SipDomain, operator: User) -> None:
    delete_elsewhere(own)
    make_older(own)
    with pytest.raises(services.Gone) as gone:
        update(own, operator, voice_url=NIGHT)
    assert gone.value.change.state == Change.State.NOT_APPLIED
    assert story(gone.value.change) == ["intended", "not_applied"]
    assert SipDomain.objects.get(sid=own.sid).is_gone


def make_older(domain: SipDomain) -> None:
    """Have a domain been made an hour ago, so that its absence counts."""
    assert domain.date_created is not None
    domain.date_created -= timedelta(hours=1)
    domain.save()


def test_what_was_only_just_made_is_not_taken_for_gone(own: SipDomain, operator: User) -> None:
    Resource.objects.all().delete()  # not seen everywhere yet
    change = update(own, operator, voice_url=NIGHT)
    assert change.state == Change.State.NOT_APPLIED
    assert "only just" in change.message
    assert not SipDomain.objects.get(sid=own.sid).is_gone


def test_what_cannot_be_fetched_is_not_changed(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(refusal(401, 20003, "Authenticate"))
    change = update(domain, operator, voice_url=NIGHT)
    assert (change.state, change.twilio_status, change.twilio_code) == (Change.State.NOT_APPLIED, 401, 20003)
    assert methods(twilio) == ["GET"]


def test_another_domain_than_was_asked_for_is_not_believed(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(sid="SD" + "f" * 32))
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.NOT_APPLIED
    twilio.will(held(), reply(200, resource(sid="SD" + "f" * 32)), listed(ASKED), reply(200, ASKED))
    change = update(domain, operator, voice_url=NIGHT)
    assert story(change)[2:4] == ["unknown", "adopted"]


def test_a_refusal_changes_nothing_and_is_recorded(own: SipDomain, operator: User) -> None:
    weather.refuse(21231, method="POST")
    change = update(own, operator, voice_url=NIGHT)
    assert (change.state, change.twilio_code) == (Change.State.REFUSED, 21231)
    own.refresh_from_db()
    assert own.voice_url == URL


def test_without_a_connection_it_is_not_applied(domain: SipDomain, operator: User, settings: Any) -> None:
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.NOT_APPLIED


def test_a_domain_that_goes_between_fetch_and_write_is_marked_gone(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(held(), NEVER)
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.REFUSED
    assert SipDomain.objects.get().is_gone


def test_one_404_does_not_make_it_gone(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), NEVER, held())
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.REFUSED
    twilio.will(NEVER, held(), held(voice_url=NIGHT))
    assert update(domain, operator, voice_url=NIGHT).state == Change.State.APPLIED
    assert not SipDomain.objects.get().is_gone


def test_each_repeat_after_429_is_told(domain: SipDomain, operator: User, twilio: TwilioServer) -> None:
    twilio.will(held(), refusal(429, 20429, "Too Many Requests"), held(voice_url=NIGHT))
    assert story(update(domain, operator, voice_url=NIGHT)) == ["intended", "sent", "sent_again", "applied"]


def test_of_two_changes_of_a_domain_one_waits(own: SipDomain, operator: User, superuser: User) -> None:
    weather.cut(method="POST")
    first = update(own, operator, voice_url=NIGHT)
    assert first.is_open
    with pytest.raises(services.Busy) as busy:
        update(own, superuser, friendly_name="Acme")
    assert busy.value.change == first


def test_a_domain_has_one_open_change_under_whatever_name(own: SipDomain, operator: User, superuser: User) -> None:
    weather.cut(method="POST")
    first = update(own, operator, domain_name="new.sip.twilio.com")
    own.domain_name = "new.sip.twilio.com"  # as a reading of the list would say
    with pytest.raises(services.Busy) as busy:
        services.delete(own, seen=services.Seen.of(own), actor=superuser)
    assert busy.value.change == first


@pytest.mark.django_db(transaction=True)
def test_two_updates_at_once_are_never_both_sent_blindly(
    domain: SipDomain, operator: User, superuser: User, twilio: TwilioServer
) -> None:
    start = threading.Barrier(2)
    has = {"friendly_name": ""}

    def answering(connection: Any, request: Any) -> None:
        threading.Event().wait(0.1)
        has["friendly_name"] = request.values.get("FriendlyName", has["friendly_name"])
        held(**has)(connection, request)

    def ask(number: int) -> str:
        start.wait()
        try:
            return update(domain, (operator, superuser)[number], friendly_name=f"By {number}").state
        except (services.Busy, services.Unseen) as error:
            return type(error).__name__
        finally:
            connections.close_all()

    twilio.will(answering)
    with ThreadPoolExecutor(2) as pool:
        came = sorted(pool.map(ask, range(2)))
    assert came[1] == "applied"
    assert came[0] in ("Busy", "Unseen")
    assert methods(twilio).count("POST") == 1


def test_the_same_form_twice_is_one_update(own: SipDomain, operator: User) -> None:
    first = update(own, operator, voice_url=NIGHT, token="form")
    assert update(own, operator, voice_url=NIGHT, token="form") == first
    assert Change.objects.filter(action="update").count() == 1


def test_a_dead_sender_that_had_fetched_only_has_changed_nothing(
    domain: SipDomain, operator: User, twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.changes, "send", lambda change, _request: change)
    twilio.will(held())
    change = update(domain, operator, voice_url=NIGHT)
    let_time_pass(change, timedelta(minutes=1))
    services.reconcile_open()
    change.refresh_from_db()
    assert change.state == Change.State.NOT_APPLIED
    assert methods(twilio) == ["GET"]


def test_an_answer_that_comes_after_it_was_given_up_is_still_the_truth(
    own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given_up_meanwhile(change: Change) -> None:
        judged = Change.objects.get(pk=change.pk)
        judged.move(Change.State.SENT, sent_at=Now())
        judged.move(Change.State.UNKNOWN)
        judged.move(Change.State.NOT_APPLIED)

    monkeypatch.setattr(services.sending, "_sending", given_up_meanwhile)
    assert update(own, operator, voice_url=NIGHT).state == Change.State.APPLIED
    own.refresh_from_db()
    assert own.voice_url == NIGHT
