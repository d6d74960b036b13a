"""A domain that is taken out of service loses the lists that are mapped to it, and gets them back with the rest."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import Change, Doing, IpAccessControlList, SipDomain, User, mapped
from domains.sandbox import weather

from .access import credential_list, ip_list, map_list
from .confirming import fields


@pytest.fixture
def open_domain(own: SipDomain, operator: User) -> SipDomain:
    """A domain with lists of both kinds, for both purposes."""
    phones = credential_list(operator)
    map_list(own, ip_list(operator), operator)
    for purpose in ("calls", "registrations"):
        map_list(own, phones, operator, purpose)
    return own


def turn(visitor: Client, domain: SipDomain, to: str) -> str:
    address = f"/domains/{domain.sid}/{to}/"
    answer = visitor.post(address, fields(visitor.get(address)))
    assert answer.status_code == 303
    return str(answer["Location"])


def names(domain: SipDomain) -> set[tuple[str, str]]:
    return {(one.purpose, one.friendly_name) for one in mapped(domain=domain)}


def test_disabling_says_which_lists_go_and_takes_them_away(visitor: Client, open_domain: SipDomain) -> None:
    html = visitor.get(f"/domains/{open_domain.sid}/disable/").content.decode()
    assert "Take the IP access control list Office away from acme.sip.twilio.com for calls" in html
    turn(visitor, open_domain, "disable")
    assert names(open_domain) == set()
    change = Change.objects.get(purpose="disable")
    assert Change.objects.of_doing(change.act).count() == 4
    assert not Doing.objects.unfinished().exists()


def test_enabling_maps_the_same_lists_again(visitor: Client, open_domain: SipDomain) -> None:
    before = names(open_domain)
    turn(visitor, open_domain, "disable")
    html = visitor.get(f"/domains/{open_domain.sid}/enable/").content.decode()
    assert html.count("<li>Map the ") == 3
    turn(visitor, open_domain, "enable")
    assert names(open_domain) == before
    open_domain.refresh_from_db()
    assert open_domain.auth_types == {"IP_ACL", "CREDENTIAL_LIST"}


def test_the_page_of_a_disabled_domain_names_the_lists_that_come_back(visitor: Client, open_domain: SipDomain) -> None:
    turn(visitor, open_domain, "disable")
    callout = _callout(visitor, open_domain)
    assert re.findall(r'<li><a href="[^"]+">(\w+)</a> <span class="muted">([^<]+)</span>', callout) == [
        ("Office", "IP access control list, for calls"),
        ("Phones", "credential list, for calls"),
        ("Phones", "credential list, for registrations"),
    ]
    for address in re.findall(r'<li><a href="([^"]+)"', callout):
        assert visitor.get(address).status_code == 200


def test_a_disabled_domain_to_which_nothing_comes_back_says_so(visitor: Client, own: SipDomain, operator: User) -> None:
    turn(visitor, own, "disable")
    assert "No list comes back with it" in _callout(visitor, own)
    map_list(own, ip_list(operator), operator)
    assert "No list comes back with it" not in _callout(visitor, own)


def _callout(visitor: Client, domain: SipDomain) -> str:
    html = visitor.get(f"/domains/{domain.sid}/").content.decode()
    return html.partition("Disabled: nothing answers its calls")[2].partition("group-access")[0]


def test_undoing_the_disabling_maps_them_again_too(visitor: Client, open_domain: SipDomain) -> None:
    before = names(open_domain)
    turn(visitor, open_domain, "disable")
    address = f"/changes/{Change.objects.get(purpose='disable').pk}/undo/"
    page = visitor.get(address)
    assert "What goes along" in page.content.decode()
    assert visitor.post(address, fields(page)).status_code == 303
    assert names(open_domain) == before


def test_a_list_that_is_gone_by_then_is_left_out(visitor: Client, open_domain: SipDomain) -> None:
    turn(visitor, open_domain, "disable")
    IpAccessControlList.objects.update(gone_at=timezone.now())
    turn(visitor, open_domain, "enable")
    assert {name for _, name in names(open_domain)} == {"Phones"}


def test_disabling_that_is_interrupted_between_two_lists_can_go_on(visitor: Client, open_domain: SipDomain) -> None:
    weather.refuse(20500, status=400, method="DELETE", times=1)
    location = turn(visitor, open_domain, "disable")
    assert "was begun and has steps left" in visitor.get(location).content.decode()
    doing = Doing.objects.unfinished().get()
    answer = visitor.post(f"{doing.get_absolute_url()}go-on/")
    assert b"All is done" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert names(open_domain) == set()


def test_a_disabling_that_is_refused_takes_nothing_away(visitor: Client, open_domain: SipDomain) -> None:
    before = names(open_domain)
    address = f"/domains/{open_domain.sid}/disable/"
    typed = fields(visitor.get(address))
    weather.refuse(21231, method="POST")
    assert visitor.post(address, typed).status_code == 422
    assert names(open_domain) == before
    assert not Doing.objects.unfinished().exists()


def test_a_list_that_is_mapped_while_the_disabling_is_on_its_way_is_shown_first(
    visitor: Client, own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    map_list(own, ip_list(operator), operator)
    branch = ip_list(operator, "Branch")

    def late(*told: Any, **more: Any) -> Doing:
        map_list(own, branch, operator)
        return services.plan(*told, **more)

    monkeypatch.setattr("domains.services.along.plan", late)
    address = f"/domains/{own.sid}/disable/"
    answer = visitor.post(address, fields(visitor.get(address)))
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "What goes along has changed since it was shown." in html
    assert "Take the IP access control list Branch away" in html
    assert not Change.objects.filter(purpose="disable").exists()
    assert not Doing.objects.exists()
    monkeypatch.undo()
    visitor.post(address, fields(answer))
    assert names(own) == set()
