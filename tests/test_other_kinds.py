"""What the mirror and the services do for SIP domains, they do for every kind of resource."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from domains import services
from domains.models import Account, Change, SipDomain, User, model_of
from domains.models.kinds import MODELS
from domains.services import Seen
from domains.services.mirror import mirror
from domains.views.comparing import compare

from .other_kinds import ADDRESS_SID, LIST_SID, Address, AddressList
from .twilio_server import TwilioServer, cut, refusal, reply

ADDRESSES = f"SIP/IpAccessControlLists/{LIST_SID}/IpAddresses"


@pytest.fixture(autouse=True)
def _other_kinds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the mirror hold these kinds, for the time of a test."""
    editor: Any = connection.schema_editor()
    editor.deferred_sql = []  # it is not entered: SQLite lets it change no schema within a transaction
    for model in (AddressList, Address):
        monkeypatch.setitem(MODELS, model.path, model)
        with connection.cursor() as cursor:
            cursor.execute(*editor.table_sql(model))


def office_at_twilio(name: str = "Office") -> dict[str, object]:
    dates = dict.fromkeys(("date_created", "date_updated"), "Mon, 20 Jul 2015 17:27:10 +0000")
    return {"sid": LIST_SID, "friendly_name": name, **dates}


@pytest.fixture
def office(real_account: Account) -> AddressList:
    row = mirror(real_account, AddressList.path, office_at_twilio(), as_of=None)
    assert isinstance(row, AddressList)
    return row


def address(number: int = 1, sid: str = ADDRESS_SID) -> dict[str, object]:
    return {"sid": sid, "friendly_name": "Door", "ip_address": f"203.0.113.{number}", "cidr_prefix_length": 24}


def test_a_collection_tells_its_kind_whoever_its_parent_is() -> None:
    assert model_of("SIP/Domains") is SipDomain
    assert model_of("SIP/IpAccessControlLists") is AddressList
    assert model_of(ADDRESSES) is Address


def test_a_row_with_a_parent_is_kept_below_it(office: AddressList) -> None:
    assert Address(account=office.account, address_list=office).collection == ADDRESSES


def test_what_a_collection_holds_comes_into_the_mirror_below_its_parent(office: AddressList) -> None:
    mirror(office.account, ADDRESSES, address(), as_of=None)
    row = Address.kept_in(ADDRESSES).get()
    assert (row.address_list, row.ip_address, row.cidr_prefix_length) == (office, "203.0.113.1", 24)
    assert row.raw == address()


def test_a_number_that_cannot_be_read_is_none(office: AddressList) -> None:
    mirror(office.account, ADDRESSES, address() | {"cidr_prefix_length": "all"}, as_of=None)
    assert Address.kept_in(ADDRESSES).get().cidr_prefix_length is None


def test_a_change_finds_the_row_of_its_own_collection(office: AddressList) -> None:
    home = mirror(office.account, AddressList.path, {"sid": "AL" + "7" * 32, "friendly_name": "Home"}, as_of=None)
    row = mirror(office.account, ADDRESSES, address(), as_of=None)
    change = Change(account=office.account, collection=ADDRESSES, sid=row.sid)
    assert list(change.rows()) == [row]
    assert not Change(account=office.account, collection=ADDRESSES.replace(LIST_SID, home.sid), sid=row.sid).rows()
    assert not Change(account=office.account, collection=ADDRESSES).rows()


def test_what_is_asked_is_sent_in_the_order_of_its_own_kind() -> None:
    asked = {"cidr_prefix_length": 24, "voice_url": "", "ip_address": "203.0.113.1"}
    assert list(Address.in_order(asked)) == ["ip_address", "cidr_prefix_length"]
    assert list(SipDomain.in_order(asked)) == ["voice_url"]


def test_only_names_of_domains_have_no_case_and_only_their_methods_a_default() -> None:
    assert SipDomain.normalized("domain_name", "ACME") == "acme"
    assert SipDomain.normalized("voice_method", "") == "POST"
    assert AddressList.normalized("friendly_name", "Office") == "Office"
    assert Address.normalized("friendly_name", None) == Address.normalized("friendly_name", "")
    assert Address.normalized("cidr_prefix_length", 0) == 0


def test_a_change_differs_by_the_rules_of_its_own_kind() -> None:
    change = Change(collection=AddressList.path, asked={"friendly_name": "Office"}, after={"friendly_name": "office"})
    assert change.differences == [("friendly_name", "Office", "office")]


def here() -> AddressList:
    return AddressList.kept_in(AddressList.path).get()


def test_one_below_another_is_made_where_its_parent_is(
    office: AddressList, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(reply(201, address()))
    row = Address(account=office.account, address_list=office, ip_address="203.0.113.1", cidr_prefix_length=24)
    change = services.create(row, actor=operator)
    assert (change.state, change.collection, change.key) == ("applied", ADDRESSES, "203.0.113.1")
    assert twilio.received[0].path.endswith(f"/{ADDRESSES}.json")
    assert twilio.received[0].values == {"IpAddress": "203.0.113.1", "CidrPrefixLength": "24"}
    assert change.rows().get().key == "203.0.113.1"


def test_it_is_renamed_by_the_case_of_one_letter(office: AddressList, operator: User, twilio: TwilioServer) -> None:
    twilio.will(reply(200, office_at_twilio()), reply(200, office_at_twilio("office")))
    change = services.update(office, {"friendly_name": "office"}, seen=Seen.of(office), actor=operator)
    assert (change.state, change.differences, here().friendly_name) == ("applied", [], "office")
    assert twilio.received[1].values == {"FriendlyName": "office"}


def test_what_was_not_seen_of_it_is_not_overwritten(office: AddressList, operator: User, twilio: TwilioServer) -> None:
    twilio.will(reply(200, office_at_twilio("Theirs")))
    with pytest.raises(services.Unseen) as unseen:
        services.update(office, {"friendly_name": "Mine"}, seen=Seen.of(office), actor=operator)
    assert (unseen.value.names, unseen.value.live.friendly_name) == (["friendly_name"], "Theirs")
    assert len(twilio.received) == 1


@pytest.mark.usefixtures("short_pauses")
def test_it_is_deleted_and_found_gone(office: AddressList, operator: User, twilio: TwilioServer) -> None:
    twilio.will(reply(200, office_at_twilio()), reply(204))
    assert services.delete(office, seen=Seen.of(office), actor=operator).state == "applied"
    assert here().is_gone
    twilio.will(reply(200, office_at_twilio()))
    assert services.refresh(here()).kind == "back"
    twilio.will(refusal(404, 20404, "Not found"))
    assert services.refresh(here()).kind == "gone"
    assert here().is_gone


def test_what_fetching_one_shows_keeps_its_parent(office: AddressList, twilio: TwilioServer) -> None:
    row = mirror(office.account, ADDRESSES, address(), as_of=None)
    twilio.will(reply(200, address(2)))
    live = services.fetch(row)
    assert live is not None
    assert (live.collection, live.key) == (ADDRESSES, "203.0.113.2")


def test_a_rename_is_put_back(office: AddressList, operator: User, twilio: TwilioServer) -> None:
    twilio.will(reply(200, office_at_twilio()), reply(200, office_at_twilio("Home")))
    change = services.update(office, {"friendly_name": "Home"}, seen=Seen.of(office), actor=operator)
    undoing = services.undoing(change, here())
    assert (undoing.action, undoing.asked) == ("update", {"friendly_name": "Office"})
    assert services.undoing(change, None).reason == "The list is gone: there is nothing to change any more."


def test_one_that_was_deleted_is_made_again_with_what_it_was(office: AddressList) -> None:
    told = {"action": "delete", "state": "applied", "before": address()}
    change = Change.objects.create(account=office.account, collection=ADDRESSES, key="203.0.113.1", **told)
    asked = {"friendly_name": "Door", "ip_address": "203.0.113.1", "cidr_prefix_length": 24}
    assert services.undoing(change, None).asked == asked


@pytest.mark.usefixtures("short_pauses")
def test_a_lost_create_is_looked_for_in_the_list_of_its_own_kind(
    real_account: Account, operator: User, twilio: TwilioServer
) -> None:
    now = format_datetime(datetime.now(UTC), usegmt=True)
    theirs = {**office_at_twilio("office"), "sid": "AL" + "8" * 32, "date_created": now}
    ours = {**office_at_twilio(), "date_created": now}
    found = {"ip_access_control_lists": [theirs, ours], "next_page_uri": None}
    twilio.will(cut, reply(200, found, Date=now))
    change = services.create(AddressList(account=real_account, friendly_name="Office"), actor=operator)
    assert (change.state, change.sid) == ("applied", LIST_SID)
    assert here().friendly_name == "Office"


def explained(change: Change, viewer: User) -> str:
    return services.explain(change, viewer=viewer).sentence


def test_a_code_means_of_one_kind_what_it_does_not_mean_of_another(real_account: Account, operator: User) -> None:
    said = {"account": real_account, "action": "create", "state": "refused", "sent_at": timezone.now()}
    taken = {**said, "twilio_code": 21232, "message": "It will not do", "asked": {"friendly_name": "Office"}}
    of_list = Change(collection=AddressList.path, key="Office", **taken)
    assert explained(of_list, operator) == "Twilio says: It will not do. (Twilio 21232)"
    assert "Twilio does not accept Office: it can be taken" in explained(
        Change(collection=SipDomain.path, key="Office", **taken), operator
    )
    busy = Change(collection=AddressList.path, key="Office", twilio_code=20429, **said)
    assert "Twilio is busy with other requests" in explained(busy, operator)


def test_what_became_of_one_is_told_with_its_own_noun(office: AddressList, operator: User) -> None:
    at = {"account": office.account, "collection": AddressList.path, "key": "Office", "sid": LIST_SID}
    lost = Change(action="create", state="unknown", message="No answer.", **at)
    assert "looked for among the account’s lists" in explained(lost, operator)
    type(office).kept_in(AddressList.path).mark_gone()
    conflict = Change(action="update", state="conflict", message="It is gone.", **at)
    assert explained(conflict, operator).endswith("There is nothing left to change.")


def test_a_name_that_was_here_leads_to_what_has_it(office: AddressList, operator: User) -> None:
    stopped = {"action": "create", "state": "refused", "stopped_at": timezone.now(), "message": "It was here."}
    change = Change(account=office.account, collection=AddressList.path, key="Office", **stopped)
    explanation = services.explain(change, viewer=operator)
    assert (explanation.parameter, explanation.link) == ("friendly_name", "Open Office")
    assert explanation.href == office.get_absolute_url()


def test_a_change_is_compared_by_the_parameters_and_labels_of_its_own_kind(office: AddressList) -> None:
    row = mirror(office.account, ADDRESSES, address(), as_of=None)
    asked = {"action": "update", "state": "applied", "asked": {"cidr_prefix_length": 25}}
    then = {"before": address(), "after": address() | {"cidr_prefix_length": 25}}
    comparison = compare(Change(account=office.account, collection=ADDRESSES, sid=row.sid, **asked, **then), None)
    assert [(one.label, one.outcome.word) for one in comparison.rows] == [("Prefix length", "Changed")]
    assert [one.label for one in comparison.rest] == ["Friendly name", "Address"]
