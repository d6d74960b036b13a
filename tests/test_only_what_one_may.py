"""Nobody is offered what they may not do to a domain’s lists, and what they may do stays theirs."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from domains.models import CallsIpMapping, Change, Doing, SipDomain, User, mapped

from .access import credential_list, ip_list, map_list
from .reading import html_of
from .test_disabling_takes_lists_along import turn
from .test_views_domain_access import ask, go_on


def limit(user: User, *codenames: str) -> None:
    """Let somebody do this alone, beside changing domains."""
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_sipdomain", *codenames]))


@pytest.fixture
def mapped_domain(own: SipDomain, operator: User) -> SipDomain:
    """A domain that an IP list is mapped to for calls."""
    map_list(own, ip_list(operator), operator)
    return own


def page(visitor: Client, domain: SipDomain, rest: str = "") -> str:
    return html_of(visitor.get(f"/domains/{domain.sid}/{rest}"))


@pytest.mark.parametrize(("codename", "times"), [("delete_callsipmapping", 1), ("add_callsipmapping", 0)])
def test_disabling_is_offered_to_those_who_may_take_its_lists_away(
    visitor: Client, mapped_domain: SipDomain, operator: User, codename: str, times: int
) -> None:
    limit(operator, codename, "delete_sipdomain")
    link = f'href="/domains/{mapped_domain.sid}/disable/"'
    assert page(visitor, mapped_domain).count(link) == times
    assert page(visitor, mapped_domain, "delete/").count(link) == times


@pytest.mark.parametrize(("codename", "times"), [("add_callsipmapping", 1), ("delete_callsipmapping", 0)])
def test_enabling_and_undoing_are_offered_to_those_who_may_map_its_lists_again(
    visitor: Client, mapped_domain: SipDomain, operator: User, codename: str, times: int
) -> None:
    turn(visitor, mapped_domain, "disable")
    limit(operator, codename)
    change, link = Change.objects.get(purpose="disable"), f'href="/domains/{mapped_domain.sid}/enable/"'
    assert page(visitor, mapped_domain).count(link) == times
    assert page(visitor, mapped_domain, "edit/").count(link) == times
    assert html_of(visitor.get(change.get_absolute_url())).count(f'href="{change.get_absolute_url()}undo/"') == times


def test_a_domain_without_lists_can_be_disabled_by_whoever_may_change_it(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    credential_list(operator)
    limit(operator)
    assert f'href="/domains/{own.sid}/disable/"' in page(visitor, own)


def test_a_refusal_leads_to_the_page_of_the_domain(visitor: Client, mapped_domain: SipDomain, operator: User) -> None:
    limit(operator)
    answer = visitor.get(f"/domains/{mapped_domain.sid}/disable/")
    assert answer.status_code == 403
    assert f'href="/domains/{mapped_domain.sid}/">Go one page up</a>' in html_of(answer)


def test_what_somebody_may_not_change_of_the_lists_stands_there_in_words(
    visitor: Client, mapped_domain: SipDomain, operator: User
) -> None:
    phones = credential_list(operator)
    limit(operator, "add_callscredentialmapping", "add_ipaddress")
    html = page(visitor, mapped_domain, "access/")
    assert re.findall(r'type="checkbox" name="(\w+)" value="(\w+)"', html) == [("calls", phones.sid)]
    assert html.count("Mapped<input type") == 1
    assert html.count(">Not mapped<") == 1
    assert "“Can delete IP access control list mapped for calls”" in html
    assert 'name="new_ip_list"' not in html
    assert 'name="new_credential_list"' not in html
    assert 'name="same_for_both"' not in html
    assert html.count("takes permissions that you have not got") == 2


def test_what_somebody_may_do_of_it_is_done(visitor: Client, mapped_domain: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    limit(operator, "add_callscredentialmapping")
    there = CallsIpMapping.objects.get()
    go_on(visitor, ask(visitor, mapped_domain, calls=[there.sid, phones.sid])["Location"])
    assert {one.friendly_name for one in mapped(domain=mapped_domain)} == {"Office", "Phones"}


@pytest.mark.parametrize("typed", [{}, {"new_ip_list": "Branch", "new_ip_address": "8.8.4.4"}])
def test_what_is_asked_for_without_the_permission_is_refused_on_the_form(
    visitor: Client, mapped_domain: SipDomain, operator: User, typed: dict[str, str]
) -> None:
    limit(operator)
    answer = ask(visitor, mapped_domain, **typed)
    assert answer.status_code == 422
    assert "which you have not got. Nothing was planned, and nothing was sent." in html_of(answer)
    assert not Doing.objects.exists()


def test_a_page_on_which_nothing_can_be_changed_has_nothing_to_send(
    visitor: Client, mapped_domain: SipDomain, operator: User
) -> None:
    SipDomain.objects.update(sip_registration=True)
    limit(operator)
    html = page(visitor, mapped_domain, "access/")
    assert "Show the requests" not in html
    assert 'type="checkbox" name' not in html


def test_nothing_is_unticked_for_a_list_that_may_not_be_mapped(
    visitor: Client, mapped_domain: SipDomain, operator: User
) -> None:
    phones = credential_list(operator)
    limit(operator, "delete_callsipmapping")
    html = page(visitor, mapped_domain, f"access/?for=calls&list={phones.sid}&in=place")
    assert "is not ticked here" not in html
    assert re.findall(r'type="checkbox" name="calls" value="\w+"( checked)?', html) == [" checked"]
