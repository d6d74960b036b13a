"""Nobody is offered what they may not do to a domain’s lists, and what they may do stays theirs."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from domains.models import Change, SipDomain, User

from .access import credential_list, ip_list, map_list
from .reading import html_of
from .test_disabling_takes_lists_along import turn


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
