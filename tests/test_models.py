"""The mirror holds what Twilio returned, and the state of a change can only go where it may."""

from datetime import UTC, datetime
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from domains.models import Account, Change, ChangeState, SipDomain, User
from domains.models.change_states import NEXT_STATES, SETTLED_STATES, IllegalMove
from domains.parameters import PARAMETERS

from .twilio_server import resource


@pytest.fixture
def account() -> Account:
    return Account.objects.create(sid="AC" + "1" * 32, region="us1", name="Test", credential="environment")


def mirrored(account: Account, /, **attributes: object) -> SipDomain:
    domain = SipDomain(account=account)
    domain.reflect(resource(**attributes))
    domain.save()
    domain.refresh_from_db()
    return domain


def test_every_attribute_is_taken_over(account: Account) -> None:
    given = resource(
        friendly_name="Acme",
        secure=True,
        voice_url="https://user:secret@voice.example.com/#rc=2",
        voice_method="PATCH",
        auth_type="CREDENTIAL_LIST,IP_ACL",
    )
    domain = mirrored(account, **given)
    dates = {"date_created", "date_updated"}
    for field in SipDomain.attributes():
        if field.name not in dates:
            assert getattr(domain, field.name) == ("" if given[field.name] is None else given[field.name])
    assert domain.date_created == datetime(2015, 7, 20, 17, 27, 10, tzinfo=UTC)
    assert domain.raw == given


@pytest.mark.parametrize(
    ("attributes", "name", "kept"),
    [
        ({"date_created": "yesterday"}, "date_created", None),
        ({"date_created": None}, "date_created", None),
        ({"secure": None}, "secure", False),
        ({"subresource_uris": None}, "subresource_uris", {}),
        ({"friendly_name": "x" * 5000}, "friendly_name", "x" * 5000),
        ({"voice_url": "x" * 5000}, "voice_url", "x" * 5000),
        ({"voice_method": "OPTIONS, surprisingly"}, "voice_method", "OPTIONS, surprisingly"),
        ({"api_version": 2010}, "api_version", "2010"),
    ],
)
def test_nothing_that_twilio_returns_can_fail_to_be_saved(
    account: Account, attributes: dict[str, object], name: str, kept: object
) -> None:
    domain = mirrored(account, **attributes)
    assert getattr(domain, name) == kept
    assert domain.raw[name] == attributes[name]


def test_an_attribute_we_do_not_know_is_kept_in_the_response(account: Account) -> None:
    assert mirrored(account, id=7, account="x", raw="y", brand_new="z").raw["brand_new"] == "z"


def test_only_the_sid_is_unique(account: Account) -> None:
    mirrored(account, sid="SD1")
    mirrored(account, sid="SD2")
    with pytest.raises(IntegrityError), transaction.atomic():
        mirrored(account, sid="SD2")


def test_an_account_is_one_sid_in_one_region(account: Account) -> None:
    Account.objects.create(sid=account.sid, region="ie1", name="Ireland", credential="environment")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(sid=account.sid, region="us1", name="Again", credential="environment")


def test_search_looks_at_name_friendly_name_and_sid(account: Account) -> None:
    acme = mirrored(account, sid="SD1", domain_name="acme.sip.twilio.com", friendly_name="Front desk")
    mirrored(account, sid="SD2", domain_name="other.sip.twilio.com", friendly_name="Warehouse")
    for text in ("ACME", "front d", "sd1", " acme "):
        assert list(SipDomain.objects.all().search(text)) == [acme], text
    assert SipDomain.objects.all().search("").count() == 2
    assert SipDomain.objects.all().search("100%").count() == 0


def test_rows_are_visible_to_those_who_are_signed_in(account: Account, onlooker: User) -> None:
    mirrored(account)
    assert SipDomain.objects.all().visible_to(onlooker).count() == 1
    assert SipDomain.objects.all().visible_to(AnonymousUser()).count() == 0
    onlooker.is_active = False
    assert Account.objects.all().visible_to(onlooker).count() == 0
    assert Change.objects.all().visible_to(onlooker).count() == 0


def change_in(state: ChangeState, account: Account) -> Change:
    return Change.objects.create(account=account, collection="SIP/Domains", key="x", action="create", state=state)


@pytest.mark.parametrize(("state", "to"), list(product(ChangeState, ChangeState)))
def test_a_change_goes_only_where_its_state_leads(state: ChangeState, to: ChangeState, account: Account) -> None:
    change = change_in(state, account)
    if to in NEXT_STATES[state]:
        change.move(to, "told")
        change.refresh_from_db()
        assert change.state == to
        assert (change.settled_at is not None) == (to in SETTLED_STATES)
        assert [event.what for event in change.events.all()] == [to]
    else:
        with pytest.raises(IllegalMove):
            change.move(to)
        change.refresh_from_db()
        assert change.state == state
        assert not change.events.exists()


def test_the_one_exit_from_a_settled_state_is_that_it_appeared_after_all() -> None:
    exits = [(state, to) for state in SETTLED_STATES for to in NEXT_STATES[state]]
    assert exits == [(ChangeState.NOT_APPLIED, ChangeState.APPLIED)]


def test_of_two_who_settle_a_change_the_second_is_told(account: Account) -> None:
    mine = change_in(ChangeState.SENT, account)
    theirs = Change.objects.get(pk=mine.pk)
    theirs.move(ChangeState.APPLIED)
    with pytest.raises(IllegalMove):
        mine.move(ChangeState.UNKNOWN)
    assert mine.events.count() == 1


def test_the_record_outlives_the_operator(account: Account, operator: User) -> None:
    change = Change.objects.create(
        account=account, collection="SIP/Domains", key="x", action="create", actor=operator, actor_name="operator"
    )
    operator.delete()
    change.refresh_from_db()
    assert change.actor is None
    assert change.actor_name == "operator"


def test_the_attributes_of_a_domain_are_its_parameters_and_then_what_twilio_adds() -> None:
    added = ["sid", "account_sid", "date_created", "date_updated", "uri", "api_version", "auth_type"]
    assert [field.name for field in SipDomain.attributes()] == [*PARAMETERS, *added, "subresource_uris"]
