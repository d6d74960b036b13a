"""A sitting that was begun and cannot go on is named wherever it would be looked for, and what it made as well."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domains import services
from domains.models import Doing, IpAccessControlList, SipDomain, User
from domains.sandbox.router import SandboxRouter

from .access import ip_list, map_list
from .reading import html_of
from .test_lists_never_mapped import HEADLINE, OFFICE, TOLD, pages, stopped

NO_WAY_ON = "has steps left, and cannot go on"
LEAVE = "See what was made, or leave it"


@pytest.fixture
def stale(visitor: Client, own: SipDomain, operator: User) -> Doing:
    """A sitting that has made and filled a list, when somebody else mapped another."""
    stopped(visitor, own, **OFFICE)
    map_list(own, ip_list(operator, "Branch"), operator)
    return Doing.objects.get()


def where(domain: SipDomain) -> tuple[str, str, str]:
    return domain.get_absolute_url(), f"/domains/{domain.sid}/access/", "/"


def test_it_is_named_on_the_domain_on_its_access_and_on_the_overview(
    visitor: Client, own: SipDomain, stale: Doing
) -> None:
    for address in where(own):
        html = html_of(visitor.get(address))
        assert NO_WAY_ON in html
        assert services.STALE in html
        assert f'href="{stale.get_absolute_url()}"' in html
        assert "go on with it" not in html
        assert "and go on</a>" not in html
    assert f'href="/domains/{own.sid}/access/">Choose the lists again</a>' in html_of(visitor.get(where(own)[0]))


def test_once_it_is_left_where_it_leads_to_it_is_named_no_more(visitor: Client, own: SipDomain, stale: Doing) -> None:
    assert f"{stale.get_absolute_url()}leave/" in html_of(visitor.get(stale.get_absolute_url()))
    visitor.post(f"{stale.get_absolute_url()}leave/")
    assert not any(NO_WAY_ON in html_of(visitor.get(address)) for address in where(own))


@pytest.mark.usefixtures("stale")
def test_the_list_that_it_made_is_told_of_and_mapped_by_itself(visitor: Client, own: SipDomain) -> None:
    office = IpAccessControlList.objects.get(friendly_name="Office")
    access, page = pages(visitor, own, office)
    for html, label in ((access, "Tick it below"), (page, f"Map it to {own}")):
        assert TOLD in html
        assert f'href="/domains/{own.sid}/access/?for=calls&amp;list={office.sid}">{label}<' in html
    assert HEADLINE in html_of(visitor.get("/"))


def test_what_can_go_on_beside_it_is_not_said_to_be_left_lying(
    visitor: Client, own: SipDomain, stale: Doing, operator: User
) -> None:
    stopped(visitor, own, new_ip_list="Home", new_ip_address="8.8.8.8")
    still = [one.doing for one in services.interrupted(own, operator) if one.stop]
    assert still == [stale]
    assert [one.row.key for one in services.never_mapped(operator, still=still)] == ["Office"]


@pytest.mark.usefixtures("stale")
def test_whoever_may_only_look_is_not_led_to_choose(client: Client, own: SipDomain, onlooker: User) -> None:
    client.force_login(onlooker)
    html = html_of(client.get(own.get_absolute_url()))
    assert services.STALE in html
    assert "Choose the lists again" not in html


def test_of_a_domain_that_is_gone_that_is_what_stands_in_the_way(visitor: Client, own: SipDomain, stale: Doing) -> None:
    services.delete(own, seen=services.Seen.of(own), actor=User.objects.get())
    for address in (own.get_absolute_url(), "/"):
        html = html_of(visitor.get(address))
        assert f"{own} is gone at Twilio: there is nothing to change." in html
        assert services.STALE not in html
    assert stale.get_absolute_url() in html


@pytest.mark.parametrize("many", [3, 20])
def test_the_overview_asks_the_database_as_much_for_many_as_for_a_few(
    visitor: Client, stale: Doing, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told: dict[str, Any] = {"account": stale.account, "domain": stale.domain, "word": stale.word, "steps": stale.steps}
    for _ in range(many):
        Doing.objects.create(**told, actor_name="ann", begun_at=stale.begun_at)
    visitor.get("/")
    # Of three it is asked how far they are and what stands in the way. As to the sandbox, see the overview's own test.
    with django_assert_num_queries(37 + (SandboxRouter.database() == "default")):
        visitor.get("/")


def test_of_what_is_sent_as_a_whole_it_is_said_that_the_domain_is_to_be_read(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    steps = services.steps_to(own, services.Wanted(calls=[ip_list(operator)]))
    doing = services.plan(own, Doing.Word.ACCESS, steps, actor=operator)
    next(services.carry_out(doing, actor=operator))  # and no further
    map_list(own, ip_list(operator, "Branch"), operator)  # which does not matter any more
    for address in where(own):
        html = html_of(visitor.get(address))
        assert "was sent; the domain is to be read once more" in html
        assert f'href="{doing.get_absolute_url()}"' in html
        assert "steps left" not in html
    answer: Any = visitor.post(f"{doing.get_absolute_url()}go-on/")
    assert b"All is done" in b"".join(answer.streaming_content)
    assert not any("is to be read once more" in html_of(visitor.get(address)) for address in where(own))
