"""A create is intended, sent and settled, each committed before the next; whatever Twilio does, the change says so."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection

from domains import services
from domains.models import Account, Change, SipDomain, User
from domains.sandbox.models import Resource

from .twilio_server import DOMAIN_SID, TwilioServer, cut, made, refusal, reply, resource

NAME = "acme.sip.twilio.com"

pytestmark = pytest.mark.usefixtures("short_pauses")


def create(actor: User, account: Account | None = None, **parameters: Any) -> Change:
    row = SipDomain(account=account or services.current_account(), **{"domain_name": NAME, **parameters})
    return services.create(row, actor=actor)


def events(change: Change) -> list[str]:
    return [event.what for event in change.events.all()]


def test_a_created_domain_is_mirrored_as_twilio_returned_it(operator: User) -> None:
    change = create(operator, secure=True, voice_url="https://voice.example.com/#rc=2")
    domain = SipDomain.objects.get(sid=change.sid)
    at_twilio = Resource.objects.get(sid=change.sid)
    assert change.state == Change.State.APPLIED
    assert domain.domain_name == NAME
    assert domain.secure
    assert domain.voice_method == "POST"
    assert domain.account == services.current_account()
    assert domain.raw["sid"] == at_twilio.sid
    assert domain.seen_at is not None


def test_the_change_records_who_asked_for_what_and_what_came_of_it(operator: User) -> None:
    change = create(operator, secure=True, friendly_name="Acme")
    change.refresh_from_db()
    assert change.asked == {"domain_name": NAME, "friendly_name": "Acme", "secure": True}
    assert (change.actor, change.actor_name) == (operator, "operator")
    assert (change.collection, change.key, change.action) == ("SIP/Domains", NAME, "create")
    assert change.after is not None
    assert change.after["domain_name"] == NAME
    assert change.before is None
    assert change.twilio_status == 201
    assert change.request_id.startswith("RQ")
    assert change.settled_at is not None
    assert events(change) == ["intended", "sent", "applied"]


def test_only_what_was_filled_in_is_sent(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    create(operator, real_account, sip_registration=True, voice_url="https://voice.example.com/", secure=False)
    [request] = twilio.received
    assert request.values == {
        "DomainName": NAME,
        "VoiceUrl": "https://voice.example.com/",
        "SipRegistration": "true",
    }


def test_the_mirror_holds_twilios_word_and_not_what_was_typed(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(reply(201, resource(friendly_name="What Twilio made of it", voice_method="GET")))
    change = create(operator, real_account, friendly_name="What was typed")
    assert SipDomain.objects.get(sid=DOMAIN_SID).friendly_name == "What Twilio made of it"
    assert change.asked["friendly_name"] == "What was typed"


def test_the_change_is_committed_as_sent_with_a_lease_when_the_request_arrives(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    seen: list[tuple[str, bool]] = []

    def look(*args: Any) -> None:
        seen.append(now.pop())
        made(*args)

    now: list[tuple[str, bool]] = []
    truth = services.sending._sending

    def sending(change: Change) -> None:
        truth(change)
        assert not connection.in_atomic_block or connection.savepoint_ids == []
        row = Change.objects.get(pk=change.pk)
        now.append((row.state, row.lease_until is not None))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.sending, "_sending", sending)
        twilio.will(look)
        create(operator, real_account)
    assert seen == [("sent", True)]


def test_a_create_is_one_request(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    create(operator, real_account)
    assert [request.method for request in twilio.received] == ["POST"]


def test_a_hundred_creates_share_one_connection(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    for number in range(100):
        twilio.will(reply(201, resource(sid=f"SD{number:032x}", domain_name=f"acme-{number}.sip.twilio.com")))
        create(operator, real_account, domain_name=f"acme-{number}.sip.twilio.com")
    assert len(twilio.received) == 100
    assert twilio.connections == 1
    assert SipDomain.objects.count() == 100


def test_a_refusal_changes_nothing_and_is_recorded(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(refusal(400, 21232, f"Domain {NAME} already exists."))
    change = create(operator, real_account)
    assert change.state == Change.State.REFUSED
    assert (change.twilio_status, change.twilio_code) == (400, 21232)
    assert change.message == f"Domain {NAME} already exists."
    assert not SipDomain.objects.exists()
    assert events(change) == ["intended", "sent", "refused"]


@pytest.mark.parametrize(
    "act", [cut, reply(500, {"code": 20500, "message": "Oh", "status": 500}), reply(201, b"<html>"), reply(302)]
)
def test_an_unknown_outcome_is_recorded_as_unknown_and_never_sent_again(
    act: Any, operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(act)
    change = create(operator, real_account)
    assert change.state == Change.State.UNKNOWN
    assert change.is_open
    assert change.settled_at is None
    assert [request.method for request in twilio.received].count("POST") == 1
    assert not SipDomain.objects.exists()


def test_without_a_connection_it_is_not_applied(operator: User, real_account: Account, settings: Any) -> None:
    settings.TWILIO_BASE_URL = "https://twilio.invalid"
    change = create(operator, real_account)
    assert change.state == Change.State.NOT_APPLIED
    assert not change.is_open
    assert events(change) == ["intended", "sent", "not_applied"]


def test_each_repeat_after_429_is_told(
    operator: User, real_account: Account, twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.twilio.client.time.sleep", lambda _: None)
    twilio.will(refusal(429, 20429, "Too Many Requests"), made)
    change = create(operator, real_account)
    assert change.state == Change.State.APPLIED
    assert events(change) == ["intended", "sent", "sent_again", "applied"]


def test_a_domain_that_the_mirror_knows_already_is_written_again_and_not_twice(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    create(operator, real_account)
    twilio.will(reply(201, resource(friendly_name="New")))
    create(operator, real_account)
    assert SipDomain.objects.get().friendly_name == "New"


def test_no_credential_is_kept_in_a_change(operator: User, real_account: Account, settings: Any) -> None:
    change = create(operator, real_account)
    row = Change.objects.filter(pk=change.pk).values().get()
    assert settings.TWILIO_PASSWORD not in json.dumps(row, default=str)


def test_the_account_of_the_environment_is_made_once(real_account: Account) -> None:
    assert services.current_account() == real_account
    assert Account.objects.filter(sid=real_account.sid).count() == 1
    assert not real_account.is_sandbox


def test_without_credentials_the_account_is_the_sandbox() -> None:
    account = services.current_account()
    assert account.is_sandbox
    assert account.sid == "AC" + "0" * 32


def test_an_answer_about_something_else_is_not_believed(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(reply(201, resource(domain_name="other.sip.twilio.com")))
    change = create(operator, real_account)
    assert change.state == Change.State.UNKNOWN
    assert not SipDomain.objects.exists()


def test_something_else_that_the_database_refuses_is_not_tried_for_ever(
    operator: User, real_account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def refuse(**columns: Any) -> None:
        tries.append(1)
        raise IntegrityError

    monkeypatch.setattr(Change.objects, "create", refuse)
    with pytest.raises(IntegrityError):
        create(operator, real_account)
    assert len(tries) == services.intending.ATTEMPTS


def test_what_was_read_earlier_does_not_overwrite_what_is_newer(real_account: Account) -> None:
    newer = resource(friendly_name="New", date_updated="Mon, 20 Jul 2015 18:00:00 +0000")
    services.mirror.mirror(real_account, SipDomain.path, newer, as_of=None)
    services.mirror.mirror(real_account, SipDomain.path, resource(friendly_name="Old"), as_of=None)
    assert SipDomain.objects.get().friendly_name == "New"
