"""A list that a sitting made, and that was never mapped, is told of wherever somebody would look for it."""

import re
from typing import Any

import pytest
from django.test import Client

from domains import services
from domains.models import CredentialList, Doing, IpAccessControlList, SipDomain, User

from .access import deleted, ip_list, map_list
from .filled_in import fill_in
from .reading import html_of

OFFICE = {"new_ip_list": "Office", "new_ip_address": "8.8.4.4"}
PHONES = {"new_credential_list": "Phones", "new_username": "desk", "new_for_calls": None}
TOLD = "and not mapped anywhere yet"
HEADLINE = "Office was made for acme.sip.twilio.com and is not mapped anywhere"


def stopped(visitor: Client, domain: SipDomain, **typed: Any) -> str:
    """Have a sitting break off when a list was made and filled, and return the address of the doing."""
    planned = str(fill_in(visitor, f"/domains/{domain.sid}/access/", **typed)["Location"])
    sent: Any = visitor.post(f"{planned}go-on/")
    for _ in zip(range(3), sent.streaming_content, strict=False):  # the head of the page, and two steps
        pass
    return planned


@pytest.fixture
def left(visitor: Client, own: SipDomain) -> IpAccessControlList:
    """A list of a sitting that was left before it mapped the list."""
    doing = stopped(visitor, own, **OFFICE)
    visitor.post(f"{doing}leave/")
    return IpAccessControlList.objects.get()


def pages(visitor: Client, domain: SipDomain, row: IpAccessControlList | CredentialList) -> list[str]:
    """Return the page of the domain's lists, and that of a list."""
    return [html_of(visitor.get(one)) for one in (f"/domains/{domain.sid}/access/", row.get_absolute_url())]


def test_it_is_told_on_the_list_on_the_domain_and_on_the_overview(
    visitor: Client, own: SipDomain, left: IpAccessControlList
) -> None:
    for html, label in zip(pages(visitor, own, left), ("Tick it below", f"Map it to {own}"), strict=True):
        assert TOLD in html
        assert f'href="/domains/{own.sid}/access/?for=calls&amp;list={left.sid}">{label}<' in html
    html = html_of(visitor.get("/"))
    assert f'<a href="{left.get_absolute_url()}">{HEADLINE}</a>' in html


def test_the_button_ticks_it_and_once_it_is_mapped_nothing_is_told(
    visitor: Client, own: SipDomain, left: IpAccessControlList
) -> None:
    [link] = re.findall(r'href="([^"]+)">Tick it below', pages(visitor, own, left)[0])
    ticked = link.replace("&amp;", "&")
    assert "Tick it below" not in html_of(visitor.get(ticked))
    planned = fill_in(visitor, ticked)["Location"]
    sent: Any = visitor.post(f"{planned}go-on/")
    assert b"All is done" in b"".join(sent.streaming_content)
    assert not any(TOLD in html for html in pages(visitor, own, left))
    assert HEADLINE not in html_of(visitor.get("/"))


def test_what_was_to_be_mapped_for_registrations_is_ticked_for_that(visitor: Client, own: SipDomain) -> None:
    typed = {**PHONES, "new_for_registrations": "on"}
    doing = stopped(visitor, own, **typed)
    visitor.post(f"{doing}leave/")
    row = CredentialList.objects.get()
    assert f"?for=registrations&amp;list={row.sid}" in pages(visitor, own, row)[0]


def test_while_the_sitting_can_go_on_the_list_leads_there(visitor: Client, own: SipDomain) -> None:
    doing = stopped(visitor, own, **OFFICE)
    access, office = pages(visitor, own, IpAccessControlList.objects.get())
    assert TOLD not in access  # which tells of the doing already
    assert f'href="{doing}">See the steps that are left, and go on' in office
    assert HEADLINE not in html_of(visitor.get("/"))


def test_a_list_that_was_mapped_once_or_made_by_itself_is_none(
    visitor: Client, own: SipDomain, left: IpAccessControlList, operator: User
) -> None:
    deleted(map_list(own, left, operator), operator)
    for row in (left, ip_list(operator, "Home")):
        assert TOLD not in html_of(visitor.get(row.get_absolute_url()))
    assert services.never_mapped(operator) == []


def test_a_list_that_is_deleted_is_told_no_more(visitor: Client, left: IpAccessControlList, operator: User) -> None:
    for entry in left.children():
        for row in entry.kept_in(entry.path.format(left.sid)):
            deleted(row, operator)
    deleted(left, operator)
    assert HEADLINE not in html_of(visitor.get("/"))


def test_whoever_may_only_look_is_told_and_offered_nothing(
    client: Client, left: IpAccessControlList, onlooker: User
) -> None:
    client.force_login(onlooker)
    html = html_of(client.get(left.get_absolute_url()))
    assert TOLD in html
    assert "Map it" not in html


def test_a_plan_that_was_not_begun_has_made_nothing(visitor: Client, own: SipDomain, operator: User) -> None:
    fill_in(visitor, f"/domains/{own.sid}/access/", **OFFICE)
    assert Doing.objects.unsent().exists()
    assert services.never_mapped(operator) == []
