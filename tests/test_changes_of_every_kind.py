"""Changes of access lists, of what is on them and of mappings, as the pages of the log show and undo them."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains import services
from domains.models import (
    Change,
    DomainMapping,
    IpAccessControlList,
    IpAddress,
    SipDomain,
    TwilioResource,
    User,
)
from domains.services import current_account

from .access import PASSWORD, address, credential, credential_list, deleted, ip_list, made, map_list
from .confirming import press
from .reading import file_of, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(operator: User) -> IpAccessControlList:
    """A list in the sandbox."""
    return ip_list(operator)


@pytest.fixture
def door(operator: User, office: IpAccessControlList) -> IpAddress:
    """An address on it."""
    return address(office, operator)


@pytest.fixture
def acme(operator: User) -> SipDomain:
    """A domain that it can be mapped to."""
    return made(SipDomain(account=current_account(), domain_name="acme.sip.twilio.com"), operator)


@pytest.fixture
def mapping(operator: User, office: IpAccessControlList, acme: SipDomain) -> DomainMapping:
    """The list, mapped to the domain for calls."""
    return map_list(acme, office, operator)


def changed(row: TwilioResource, operator: User, **asked: Any) -> Change:
    """Have the operator change a resource."""
    return services.update(row, asked, seen=services.Seen.of(row), actor=operator)


def page_of(visitor: Client, change: Change) -> str:
    return html_of(visitor.get(change.get_absolute_url()))


def created(row: Any) -> Change:
    """The change that has made a resource."""
    return Change.objects.get(action="create", collection=row.collection, sid=row.sid)


def undo(visitor: Client, change: Change, **typed: str) -> Any:
    """Open the page that undoes a change, and press its button."""
    return press(visitor, f"/changes/{change.pk}/undo/", **typed)


def test_the_page_of_a_change_says_of_which_kind_its_resource_is_and_leads_to_it(
    visitor: Client, office: IpAccessControlList
) -> None:
    html = page_of(visitor, created(office))
    assert "Create Office: applied" in html
    assert "<dd>IP access control list</dd>" in html
    assert f'<a class="button" href="{office.get_absolute_url()}">Open the IP access control list</a>' in html


def test_what_is_on_a_list_says_on_which(visitor: Client, operator: User, door: IpAddress) -> None:
    assert "IP address on Office" in page_of(visitor, created(door))
    phone = credential(credential_list(operator), operator)
    html = page_of(visitor, created(phone))
    assert "Credential on Phones" in html
    assert PASSWORD not in html


def test_a_mapping_goes_by_the_name_of_its_list(visitor: Client, mapping: DomainMapping) -> None:
    html = page_of(visitor, created(mapping))
    assert "Map Office: applied" in html
    assert "IP access control list mapped for calls to acme.sip.twilio.com" in html
    assert f'href="{mapping.get_absolute_url()}">Open the mapping</a>' in html


def test_the_change_of_a_mapping_is_not_taken_for_one_of_its_list(
    visitor: Client, office: IpAccessControlList, mapping: DomainMapping
) -> None:
    assert office.sid == mapping.sid
    assert "Other changes of" not in page_of(visitor, created(mapping))
    assert office.get_absolute_url() not in page_of(visitor, created(mapping))


def test_the_lists_of_changes_name_every_kind(visitor: Client, mapping: DomainMapping, door: IpAddress) -> None:
    for page in ("/changes/", "/"):
        html = html_of(visitor.get(page))
        for words in ("IP access control list mapped for calls to acme", "IP address on Office"):
            assert words in html
        assert mapping.sid not in html


def test_a_rename_tells_its_parameter_by_the_label_of_its_kind(
    visitor: Client, operator: User, office: IpAccessControlList
) -> None:
    changed(office, operator, friendly_name="Home")
    assert '<span class="under">Name</span>' in html_of(visitor.get("/changes/"))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("ipaddress", ["8.8.4.4"]),
        ("ipaccesscontrollist", ["Office"]),
        ("callsipmapping", ["Office"]),
        ("sipdomain", ["acme.sip.twilio.com"]),
        ("credential", []),
    ],
)
def test_the_list_can_be_left_to_one_kind(
    visitor: Client, mapping: DomainMapping, door: IpAddress, kind: str, names: list[str]
) -> None:
    page = visitor.get("/changes/", {"kind": kind})
    assert [Change.objects.get(pk=pk).name for _account, pk, *_ in page.context["page"]] == names


def test_a_spreadsheet_says_of_which_kind_each_is(visitor: Client, door: IpAddress) -> None:
    lines = list(csv.reader(StringIO(file_of(visitor.get("/changes/export.csv")))))
    assert [line[-1] for line in lines] == ["Kind", "IP address", "IP access control list"]


@pytest.mark.parametrize("count", [1, 50])
def test_however_many_changes_there_are_their_names_are_read_at_once(
    visitor: Client, mapping: DomainMapping, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told = created(mapping)
    for number in range(count - 1):
        Change.objects.create(
            account=told.account, collection=told.collection, key=told.key, sid=told.sid, action="create",
            state="applied", asked=told.asked, actor_name=f"mara {number}",
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        visitor.get("/changes/")


def test_a_rename_is_undone_by_a_rename(visitor: Client, operator: User, office: IpAccessControlList) -> None:
    change = changed(office, operator, friendly_name="Home")
    answer = undo(visitor, change)
    assert (answer.status_code, answer["Location"]) == (303, office.get_absolute_url())
    office.refresh_from_db()
    undoing = Change.objects.latest("pk")
    assert (office.friendly_name, undoing.undoes, undoing.action) == ("Office", change, "update")


def test_a_create_is_undone_by_the_guarded_deletion(visitor: Client, office: IpAccessControlList) -> None:
    change = created(office)
    guarded = visitor.get(f"/changes/{change.pk}/undo/")["Location"]
    assert guarded == f"/access/ip-lists/{office.sid}/delete/?undoes={change.pk}"
    assert "Its addresses go with it." in html_of(visitor.get(guarded))
    assert Change.objects.count() == 1
    answer = press(visitor, guarded, name="Office", reason="It was the wrong one")
    assert (answer.status_code, answer["Location"]) == (303, office.get_absolute_url())
    office.refresh_from_db()
    undoing = Change.objects.latest("pk")
    assert (undoing.action, undoing.undoes, undoing.state) == ("delete", change, "applied")
    assert (undoing.reason, office.is_gone) == ("It was the wrong one", True)
    assert "Office was deleted: Twilio answered 204." in html_of(visitor.get("/changes/"))


def test_a_deletion_is_undone_by_a_create_that_says_what_is_lost(
    visitor: Client, operator: User, office: IpAccessControlList
) -> None:
    change = deleted(office, operator)
    html = html_of(visitor.get(f"/changes/{change.pk}/undo/"))
    assert "the new list lets nobody in until they are put on it again" in html
    assert office.sid in html
    undo(visitor, change)
    undoing = Change.objects.latest("pk")
    assert (undoing.action, undoing.undoes, undoing.state) == ("create", change, "applied")
    again = IpAccessControlList.objects.live().get()
    assert (again.friendly_name, again.sid == office.sid) == ("Office", False)


def test_undoing_a_deletion_twice_makes_one(visitor: Client, operator: User, office: IpAccessControlList) -> None:
    change = deleted(office, operator)
    address = f"/changes/{change.pk}/undo/"
    page = visitor.get(address)
    sent = {name: page.context["form"][name].value() or "" for name in ("attempt", "seen", "plan", "reason")}
    visitor.post(address, sent)
    visitor.post(address, sent)
    assert IpAccessControlList.objects.live().count() == 1
    assert "has undone it already" in html_of(visitor.get(address, follow=True))


def test_a_name_that_is_here_again_is_not_made_twice(
    visitor: Client, operator: User, office: IpAccessControlList
) -> None:
    change = deleted(office, operator)
    ip_list(operator)
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "Office is here again: there is nothing to make." in html_of(answer)


def test_what_is_on_a_list_is_put_back_on_it(visitor: Client, operator: User, door: IpAddress) -> None:
    change = deleted(door, operator)
    undo(visitor, change)
    again = IpAddress.objects.live().get()
    assert (again.friendly_name, again.ip_address) == ("8.8.4.4", "8.8.4.4")
    assert again.ip_access_control_list == door.ip_access_control_list


def test_what_was_on_a_list_that_is_gone_has_no_place_any_more(
    visitor: Client, operator: User, office: IpAccessControlList, door: IpAddress
) -> None:
    change = deleted(door, operator)
    deleted(office, operator)
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "The IP access control list that it belonged to is gone" in html_of(answer)


def test_a_mapping_is_taken_back_and_put_back(visitor: Client, mapping: DomainMapping) -> None:
    undo(visitor, created(mapping))
    mapping.refresh_from_db()
    assert mapping.is_gone
    unmapped = Change.objects.latest("pk")
    html = page_of(visitor, unmapped)
    assert "Unmap Office: applied" in html
    assert "Office was unmapped from acme.sip.twilio.com for calls: Twilio answered 204." in html
    undo(visitor, unmapped)
    mapping.refresh_from_db()
    assert not mapping.is_gone
    assert Change.objects.latest("pk").undoes == unmapped


def test_a_credential_that_was_deleted_cannot_be_made_again_from_here(visitor: Client, operator: User) -> None:
    phone = credential(credential_list(operator), operator)
    change = deleted(phone, operator)
    page = html_of(visitor.get(change.get_absolute_url()))
    assert f"/changes/{change.pk}/undo/" not in page
    assert "Its password is known to nobody here" in page
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "Its password is known to nobody here: create it anew, with another." in html_of(answer)


def test_undoing_takes_the_permission_of_that_kind(client: Client, operator: User, office: IpAccessControlList) -> None:
    change = created(office)
    operator.user_permissions.remove(operator.user_permissions.get(codename="delete_ipaccesscontrollist"))
    client.force_login(User.objects.get(pk=operator.pk))
    answer = client.get(f"/changes/{change.pk}/undo/")
    assert answer.status_code == 403
    assert "Can delete IP access control list" in html_of(answer)
    assert "/undo/" not in page_of(client, change)
