"""What the mirror does for SIP domains, it does for every kind of resource."""

from typing import Any

import pytest
from django.db import connection

from domains.models import Account, Change, SipDomain, model_of
from domains.models.kinds import MODELS
from domains.services.mirror import mirror

from .other_kinds import ADDRESS_SID, LIST_SID, Address, AddressList

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


@pytest.fixture
def office(real_account: Account) -> AddressList:
    row = mirror(real_account, AddressList.path, {"sid": LIST_SID, "friendly_name": "Office"}, as_of=None)
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
