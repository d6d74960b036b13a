"""The lists of access lists, and the page of one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import (
    Account,
    CallsIpMapping,
    Change,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    Look,
    SipDomain,
    User,
)
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services import current_account

from .access import address, credential, credential_list, deleted, ip_list, map_list
from .mirrored import mirror
from .reading import file_of, html_of
from .sandbox_questions import IP_LISTS, within
from .sandbox_questions import made as made_elsewhere

LISTS = "/access/ip-lists/"
OF_CREDENTIALS = "/access/credential-lists/"


def page_of(row: IpAccessControlList | CredentialList) -> str:
    return f"{LISTS if isinstance(row, IpAccessControlList) else OF_CREDENTIALS}{row.sid}/"


def in_the_mirror(number: int, **attributes: Any) -> IpAccessControlList:
    """Keep a list as Twilio might have returned it, and that what is on it was looked at."""
    row = IpAccessControlList(account=attributes.pop("account", None) or current_account())
    row.reflect({"sid": f"AL{number:032x}", "friendly_name": f"List {number:02}", **attributes})
    row.save()
    Look.objects.note(row.account, [IpAddress.path.format(row.sid)], row.seen_at)
    return row


def on_it(row: IpAccessControlList, number: int) -> IpAddress:
    entry = IpAddress(account=row.account, ip_access_control_list=row)
    entry.reflect({"sid": f"IP{number:032x}", "friendly_name": f"Gate {number}", "ip_address": f"8.8.4.{number}"})
    entry.save()
    return entry


def used_by(row: IpAccessControlList, domain: SipDomain) -> None:
    mapping = CallsIpMapping(account=row.account, domain=domain)
    mapping.reflect({"sid": row.sid, "friendly_name": row.friendly_name})
    mapping.save()


def names(page: Any) -> list[str]:
    return [one.row.key for one in page.context["rows"]]


def test_the_list_says_how_many_are_on_each_and_where_it_is_used(
    visitor: Client, operator: User, own: SipDomain
) -> None:
    office = ip_list(operator)
    address(office, operator)
    address(office, operator, "8.8.8.8")
    map_list(own, office, operator)
    ip_list(operator, "Carrier")
    page = visitor.get(LISTS)
    carrier_row, office_row = page.context["rows"]
    assert (office_row.row.key, office_row.row.entry_count, office_row.uses[0].domain) == ("Office", 2, own)
    assert (carrier_row.row.key, carrier_row.row.entry_count, carrier_row.uses) == ("Carrier", 0, [])
    for words in ("Empty", "None known", own.get_absolute_url(), "for calls"):
        assert words in html_of(page)


def test_a_list_used_for_both_says_so_once(visitor: Client, operator: User, own: SipDomain) -> None:
    phones = credential_list(operator)
    map_list(own, phones, operator)
    map_list(own, phones, operator, "registrations")
    (row,) = visitor.get(OF_CREDENTIALS).context["rows"]
    assert [(use.domain, use.purposes) for use in row.uses] == [(own, "calls and registration")]


def test_what_is_on_a_list_never_looked_into_is_not_told(visitor: Client) -> None:
    in_the_mirror(1)
    Look.objects.all().delete()
    html = html_of(visitor.get(LISTS))
    assert "Not looked at" in html
    assert "Empty" not in html


def test_what_is_gone_is_not_listed(visitor: Client) -> None:
    in_the_mirror(1)
    IpAccessControlList.objects.all().mark_gone()
    assert names(visitor.get(LISTS)) == []


@pytest.mark.parametrize("asked", ["list 02", f"{2:032x}", "8.8.4.7", "gate 7"])
def test_a_list_is_found_by_its_name_its_sid_and_what_is_on_it(asked: str, visitor: Client) -> None:
    in_the_mirror(1)
    on_it(in_the_mirror(2), 7)
    assert names(visitor.get(LISTS, {"q": asked})) == ["List 02"]


def test_what_was_taken_off_a_list_does_not_find_it(visitor: Client) -> None:
    on_it(in_the_mirror(1), 7)
    IpAddress.objects.all().mark_gone()
    page = visitor.get(LISTS, {"q": "8.8.4.7"})
    assert names(page) == []
    assert "No list matches" in html_of(page)


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ["A", "B", "C"]),
        ("-name", ["C", "B", "A"]),
        ("-entries", ["B", "C", "A"]),
        ("entries", ["A", "C", "B"]),
        ("-updated", ["C", "B", "A"]),
        ("updated", ["B", "C", "A"]),
        ("nonsense", ["A", "B", "C"]),
    ],
)
def test_the_list_is_sorted(asked: str, order: list[str], visitor: Client) -> None:
    in_the_mirror(1, friendly_name="A")
    most = in_the_mirror(2, friendly_name="B", date_updated="Mon, 02 Nov 2026 10:00:00 +0000")
    some = in_the_mirror(3, friendly_name="C", date_updated="Tue, 03 Nov 2026 10:00:00 +0000")
    for number, row in enumerate((most, most, some), start=1):
        on_it(row, number)
    assert names(visitor.get(LISTS, {"sort": asked})) == order


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_the_database_the_same_whatever_its_length(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    domain = mirror()
    for number in range(1, rows + 1):
        row = in_the_mirror(number)
        on_it(row, number)
        used_by(row, domain)
    visitor.get(LISTS)  # the session knows by now how the list was left
    with django_assert_num_queries(12):
        assert len(visitor.get(LISTS).context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_of_a_list_asks_the_database_the_same_whatever_is_on_it(
    rows: int, visitor: Client, operator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row, domain = in_the_mirror(1), mirror()
    used_by(row, domain)
    for number in range(1, rows + 1):
        entry = on_it(row, number)
        own = {"account": row.account, "action": "create", "state": "applied", "asked": {}, "actor_name": "ann"}
        Change.objects.create(collection=entry.collection, key=entry.key, sid=entry.sid, **own)
    with django_assert_num_queries(16):
        assert len(visitor.get(page_of(row)).context["entries"]) == rows


def test_the_lists_are_told_apart_by_account(visitor: Client, elsewhere: Account) -> None:
    in_the_mirror(1, account=elsewhere)
    html = html_of(visitor.get(LISTS))
    assert "In Dublin, ie1" in html


def test_the_first_list_is_offered_to_whoever_may_make_one(visitor: Client) -> None:
    page = visitor.get(LISTS)
    assert "No IP access control lists yet" in html_of(page)
    assert f'href="{LISTS}new/"' in html_of(page)


def test_nobody_is_offered_what_they_may_not_do(client: Client, onlooker: User, operator: User) -> None:
    office = ip_list(operator)
    gate = address(office, operator)
    client.force_login(onlooker)
    for path in (LISTS, page_of(office)):
        html = html_of(client.get(path))
        assert "/new/" not in html
        assert "<form method" not in html.partition("<main")[2].partition("</main>")[0]
        for what in ("edit", "delete", "refresh"):
            assert f"/{what}/" not in html
    for path in (
        f"{LISTS}new/",
        f"{page_of(office)}edit/",
        f"{page_of(office)}delete/",
        f"{page_of(office)}new/",
        f"/access/addresses/{gate.sid}/edit/",
        f"/access/addresses/{gate.sid}/delete/",
    ):
        assert client.get(path).status_code == 403
    for path in (f"{LISTS}refresh/", f"{page_of(office)}refresh/", f"{LISTS}new/preview/"):
        assert client.post(path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        f"{LISTS}{'AL' + '7' * 32}/",
        f"{LISTS}{'CL' + '7' * 32}/",
        f"/access/addresses/{'IP' + '7' * 32}/edit/",
        f"{LISTS}{'AL' + '7' * 32}/new/",
    ],
)
def test_what_is_not_there_is_not_found(path: str, visitor: Client) -> None:
    assert visitor.get(path).status_code == 404


def test_the_file_has_every_list_and_nothing_that_a_spreadsheet_computes(
    visitor: Client, operator: User, own: SipDomain
) -> None:
    office = ip_list(operator, "=Office")
    address(office, operator)
    map_list(own, office, operator)
    lines = file_of(visitor.get(f"{LISTS}export.csv")).splitlines()
    assert lines[0].lstrip("\ufeff") == "Name,Addresses,Used by,Updated,SID,Account"
    assert lines[1].startswith(f"'=Office,1,{own.domain_name} (calls),2")


# Refresh


def test_refreshing_takes_over_the_lists_that_were_made_elsewhere(visitor: Client) -> None:
    made_elsewhere(IP_LISTS, FriendlyName="Theirs")
    page = visitor.post(f"{LISTS}refresh/", follow=True)
    assert names(page) == ["Theirs"]
    assert "Fetched from Twilio just now: 1 IP access control list, 1 new here." in html_of(page)


def test_refreshing_notes_what_is_gone_and_what_has_another_name(visitor: Client, operator: User) -> None:
    office, home = ip_list(operator), ip_list(operator, "Home")
    Resource.objects.filter(sid=office.sid).update(gone_at=datetime.now(UTC))
    at_twilio = Resource.objects.get(sid=home.sid)
    at_twilio.body |= {"friendly_name": "Their home"}
    at_twilio.save()
    page = visitor.post(f"{LISTS}refresh/", follow=True)
    assert names(page) == ["Their home"]
    assert "1 IP access control list, 1 gone." in html_of(page)
    assert "Home was renamed at Twilio: it is Their home now." in html_of(page)
    assert "renamed" not in html_of(visitor.post(f"{LISTS}refresh/", follow=True))


def test_refreshing_without_twilio_says_so_and_changes_nothing(visitor: Client, operator: User) -> None:
    ip_list(operator)
    weather.cut(times=None)
    page = visitor.post(f"{LISTS}refresh/", follow=True)
    assert names(page) == ["Office"]
    assert "could not be fetched, and what is shown here is as it was" in html_of(page)


def test_refreshing_one_list_takes_over_what_is_on_it(visitor: Client, operator: User) -> None:
    office = ip_list(operator)
    made_elsewhere(
        within(Resource.objects.get(sid=office.sid).body, "IpAddresses"), FriendlyName="Theirs", IpAddress="8.8.4.4"
    )
    page = visitor.post(f"{page_of(office)}refresh/", follow=True)
    assert [one["row"].key for one in page.context["entries"]] == ["8.8.4.4"]
    for words in ("1 address, 1 new here.", "Office is as last seen."):
        assert words in html_of(page)


def test_refreshing_one_list_tells_what_was_changed_of_what_is_on_it(visitor: Client, operator: User) -> None:
    office = ip_list(operator)
    one = address(office, operator, "8.8.4.0", 24)
    at_twilio = Resource.objects.get(sid=one.sid)
    at_twilio.body |= {"cidr_prefix_length": 16}
    at_twilio.save()
    html = html_of(visitor.post(f"{page_of(office)}refresh/", follow=True))
    assert "The prefix length of 8.8.4.0 was changed at Twilio from 24 to 16." in html


def test_of_many_that_were_renamed_elsewhere_some_are_told_and_the_rest_counted(
    visitor: Client, operator: User
) -> None:
    for number in range(7):
        sid = ip_list(operator, f"List {number}").sid
        at_twilio = Resource.objects.get(sid=sid)
        at_twilio.body |= {"friendly_name": f"Theirs {number}"}
        at_twilio.save()
    html = html_of(visitor.post(f"{LISTS}refresh/", follow=True))
    assert html.count("was renamed at Twilio") == 5
    assert "2 more were changed at Twilio." in html


def test_a_list_renamed_elsewhere_is_shown_before_it_is_taken_over(visitor: Client, operator: User) -> None:
    office = ip_list(operator)
    at_twilio = Resource.objects.get(sid=office.sid)
    at_twilio.body |= {"friendly_name": "Theirs"}
    at_twilio.save()
    page = visitor.post(f"{page_of(office)}refresh/")
    assert "Take over what Twilio has" in html_of(page)
    assert IpAccessControlList.objects.get().key == "Office"
    page = visitor.post(f"{page_of(office)}refresh/", {"accept": page.context["digest"]}, follow=True)
    assert "Taken over from Twilio: Name." in html_of(page)
    assert IpAccessControlList.objects.get().key == "Theirs"


# The page of one list


def test_the_page_shows_what_is_on_the_list_where_it_is_used_and_what_happened(
    visitor: Client, operator: User, own: SipDomain
) -> None:
    office = ip_list(operator)
    address(office, operator, "8.8.4.0", 24)
    map_list(own, office, operator)
    page = visitor.get(page_of(office))
    html = html_of(page)
    for words in ("8.8.4.0/24", "256 addresses, 8.8.4.0 to 8.8.4.255", own.get_absolute_url(), "Add address", "Rename"):
        assert words in html
    assert [change.key for change in page.context["changes"]] == ["8.8.4.0", "Office"]


def test_an_empty_list_says_what_that_means(visitor: Client, operator: User) -> None:
    assert "A list without an address lets nobody in" in html_of(visitor.get(page_of(ip_list(operator))))


def test_a_list_never_looked_into_does_not_count_as_empty(visitor: Client, operator: User) -> None:
    row = in_the_mirror(1)
    Look.objects.all().delete()
    html = html_of(visitor.get(page_of(row)))
    assert "was never looked at" in html
    assert "Nothing is on it" not in html


def test_what_twilio_holds_that_is_no_address_is_shown_all_the_same(visitor: Client) -> None:
    row = in_the_mirror(1)
    entry = on_it(row, 1)
    entry.reflect(entry.raw | {"ip_address": "anywhere", "cidr_prefix_length": 99})
    entry.save()
    html = html_of(visitor.get(page_of(row)))
    assert "anywhere/99" in html
    assert "Not known" in html
    assert visitor.get(f"{page_of(row)}new/").status_code == 200


def test_a_list_of_another_account_can_only_be_looked_at(visitor: Client, elsewhere: Account) -> None:
    row = in_the_mirror(1, account=elsewhere)
    gate = on_it(row, 1)
    page = visitor.get(page_of(row))
    assert "it can only be looked at" in html_of(page)
    assert not page.context["actions"]
    assert (page.context["add"], page.context["entries"][0]["edit"]) == ("", "")
    assert visitor.get(f"{page_of(row)}edit/").status_code == 409
    assert visitor.get(f"{page_of(row)}new/")["Location"] == page_of(row)
    assert visitor.get(f"/access/addresses/{gate.sid}/delete/")["Location"] == page_of(row)


def test_a_list_that_is_gone_can_be_made_again(visitor: Client, operator: User) -> None:
    office = ip_list(operator)
    visitor.post(f"{page_of(office)}delete/", _deleting(visitor, office))
    page = visitor.get(page_of(office))
    assert "Gone at Twilio" in html_of(page)
    form = visitor.get(page.context["again"])
    assert form.context["form"]["friendly_name"].value() == "Office"


def test_what_went_with_a_list_that_is_gone_is_shown_and_nothing_that_went_before(
    visitor: Client, operator: User
) -> None:
    office = ip_list(operator)
    before, with_it = address(office, operator, "8.8.4.4"), address(office, operator, "8.8.8.0", 24)
    deleted(before, operator)
    IpAddress.objects.filter(pk=before.pk).update(gone_at=timezone.now() - timedelta(minutes=1))
    assert "What happened last" in html_of(page := visitor.get(page_of(office)))
    assert "Delete 8.8.4.4</a> by operator" in html_of(page)
    visitor.post(f"{page_of(office)}delete/", _deleting(visitor, office))
    page = visitor.get(page_of(office))
    assert "Addresses that went with it" in html_of(page)
    assert [one["row"] for one in page.context["entries"]] == [with_it]
    assert not any(one[way] for one in page.context["entries"] for way in ("edit", "remove"))


def _deleting(visitor: Client, row: IpAccessControlList) -> dict[str, str]:
    form = visitor.get(f"{page_of(row)}delete/").context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | {"name": row.key}


def test_credentials_are_listed_without_a_way_to_read_their_passwords(visitor: Client, operator: User) -> None:
    phones = credential_list(operator)
    desk = credential(phones, operator)
    page = visitor.get(page_of(phones))
    assert [one["row"] for one in page.context["entries"]] == [desk]
    assert "Correct-horse-9" not in html_of(page)


def test_the_menu_leads_to_the_lists(visitor: Client) -> None:
    assert f'<a href="{LISTS}" aria-current="page">Access</a>' in html_of(visitor.get(LISTS))
    assert f'<a href="{LISTS}" aria-current="true">Access</a>' in html_of(visitor.get(f"{OF_CREDENTIALS}new/"))
    assert f'<a href="{LISTS}">Access</a>' in html_of(visitor.get("/domains/"))
