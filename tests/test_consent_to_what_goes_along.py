"""Whoever disables or enables a domain agrees to all that goes along, and may do all of that."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from domains.models import Change, IpAccessControlList, Look, SipDomain, User

from .access import credential_list, ip_list, map_list
from .confirming import fields, press
from .reading import html_of
from .test_disabling_takes_lists_along import names, turn

REFUSED = "Calls are refused: no list is mapped any more."


@pytest.fixture
def mapped_domain(own: SipDomain, operator: User) -> SipDomain:
    """A domain that one list is mapped to for calls."""
    map_list(own, ip_list(operator), operator)
    return own


def address(domain: SipDomain, to: str) -> str:
    return f"/domains/{domain.sid}/{to}/"


def limit(user: User, *codenames: str) -> None:
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))


def test_a_list_that_is_mapped_meanwhile_is_shown_before_it_is_taken_away(
    visitor: Client, mapped_domain: SipDomain, operator: User
) -> None:
    typed = fields(visitor.get(address(mapped_domain, "disable")))
    map_list(mapped_domain, credential_list(operator), operator)
    answer = visitor.post(address(mapped_domain, "disable"), typed)
    assert answer.status_code == 409
    html = html_of(answer)
    assert "What this does has changed since the page was opened" in html
    assert "Take the credential list Phones away" in html
    assert len(names(mapped_domain)) == 2
    assert visitor.post(address(mapped_domain, "disable"), fields(answer)).status_code == 303
    assert names(mapped_domain) == set()


@pytest.mark.parametrize("to", ["enable", "undo"])
def test_what_comes_back_is_what_was_shown(visitor: Client, mapped_domain: SipDomain, operator: User, to: str) -> None:
    map_list(mapped_domain, credential_list(operator), operator)
    turn(visitor, mapped_domain, "disable")
    where = address(mapped_domain, to)
    if to == "undo":
        where = f"/changes/{Change.objects.get(purpose='disable').pk}/undo/"
    typed = fields(visitor.get(where))
    map_list(mapped_domain, IpAccessControlList.objects.get(), operator)
    assert visitor.post(where, typed).status_code == 409
    assert len(names(mapped_domain)) == 1


def test_nobody_takes_lists_away_by_disabling_who_may_not_unmap_them(
    visitor: Client, mapped_domain: SipDomain, operator: User
) -> None:
    typed = fields(visitor.get(address(mapped_domain, "disable")))
    limit(operator, "change_sipdomain")
    for answer in (
        visitor.get(address(mapped_domain, "disable")),
        visitor.post(address(mapped_domain, "disable"), typed),
    ):
        assert answer.status_code == 403
    assert not Change.objects.filter(purpose="disable").exists()
    assert len(names(mapped_domain)) == 1


@pytest.mark.parametrize("to", ["enable", "undo"])
def test_nobody_maps_lists_again_who_may_not_map_them(
    visitor: Client, mapped_domain: SipDomain, operator: User, to: str
) -> None:
    turn(visitor, mapped_domain, "disable")
    where = address(mapped_domain, to)
    if to == "undo":
        where = f"/changes/{Change.objects.get(purpose='disable').pk}/undo/"
    typed = fields(visitor.get(where))
    limit(operator, "change_sipdomain")
    assert (visitor.get(where).status_code, visitor.post(where, typed).status_code) == (403, 403)
    assert names(mapped_domain) == set()


def test_a_domain_without_lists_is_disabled_by_whoever_may_change_it(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    limit(operator, "change_sipdomain")
    assert press(visitor, address(own, "disable")).status_code == 303


def test_calls_are_said_to_be_refused_where_all_that_is_mapped_is_known(
    visitor: Client, mapped_domain: SipDomain
) -> None:
    html = html_of(visitor.get(address(mapped_domain, "disable")))
    assert REFUSED in html
    assert "no phone can register" in html


@pytest.mark.parametrize("purpose", ["calls", "registrations"])
def test_no_more_is_said_of_a_domain_than_is_known_of_its_lists(
    visitor: Client, own: SipDomain, operator: User, purpose: str
) -> None:
    map_list(own, credential_list(operator), operator, purpose)
    SipDomain.objects.update(sip_registration=True)
    Look.objects.filter(collection__contains="/Auth/").delete()
    html = html_of(visitor.get(address(own, "disable")))
    assert REFUSED not in html
    assert "no phone can register" not in html
    assert "Not all that is mapped was read from Twilio" in html
    assert "unless a list is mapped that is not known here" in html
    assert "Phones can still register with a list that is not known here." in html
