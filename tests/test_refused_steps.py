"""A step of a sitting that Twilio refused is no dead end: the page leads to what can be done about it."""

from django.test import Client
from django.urls import reverse

from domains.models import CallsIpMapping, IpAccessControlList, SipDomain, User

from .access import ip_list
from .edited import delete_elsewhere
from .reading import html_of
from .test_views_domain_access import ask, go_on

OFFICE = {"new_ip_list": "Head office", "new_ip_address": "8.8.4.4"}


def choosing(domain: SipDomain, **query: str) -> str:
    address = reverse("domain-access", args=[domain.sid], query=query).replace("&", "&amp;")
    return f'href="{address}">Choose the lists again</a>'


def test_a_name_that_is_taken_meanwhile_leads_to_the_list_that_has_it_ticked(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    plan = ask(visitor, own, **OFFICE)["Location"]
    office = ip_list(operator, "Head office")
    for html in (go_on(visitor, plan), html_of(visitor.get(plan))):
        assert "Head office is there already: use it, or enter another name" in html
        assert f'<a href="{office.get_absolute_url()}">Open Head office</a>' in html
        assert choosing(own, **{"for": "calls", "list": office.sid}) in html


def test_a_list_that_has_gone_is_named_and_can_be_looked_for(visitor: Client, own: SipDomain, operator: User) -> None:
    office = ip_list(operator, "Head office")
    plan = ask(visitor, own, calls=[office.sid])["Location"]
    delete_elsewhere(office)
    for html in (go_on(visitor, plan), html_of(visitor.get(plan))):
        assert "Twilio does not map the IP access control list Head office" in html
        assert f"{office.sid} was not found" not in html
        assert choosing(own) in html
        assert f'action="/domains/{own.sid}/access/look/"' in html
    assert not CallsIpMapping.objects.exists()


def test_what_was_left_leads_to_no_other_choice(visitor: Client, own: SipDomain, operator: User) -> None:
    plan = ask(visitor, own, **OFFICE)["Location"]
    ip_list(operator, "Head office")
    go_on(visitor, plan)
    visitor.post(f"{plan}leave/")
    assert "Choose the lists again" not in html_of(visitor.get(plan))
    assert IpAccessControlList.objects.count() == 1


def test_a_step_that_still_can_be_sent_is_no_choice_to_make(visitor: Client, own: SipDomain) -> None:
    plan = ask(visitor, own, **OFFICE)["Location"]
    assert "Choose the lists again" not in html_of(visitor.get(plan))
