"""From a domain’s page to calls let in: lists are chosen or made, and each request is told of as it is answered."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import Change, CredentialList, Doing, IpAccessControlList, SipDomain, User, mapped
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .access import credential_list, ip_list, map_list
from .reading import html_of
from .sandbox_questions import CREDENTIAL_LISTS, within
from .sandbox_questions import made as made_elsewhere

NEW = {
    "new_ip_list": "Office",
    "new_ip_address": "8.8.4.0/24",
    "new_credential_list": "Phones",
    "new_username": "desk",
    "new_for_calls": "on",
    "new_for_registrations": "on",
}


def seen(visitor: Client, domain: SipDomain) -> str:
    return str(visitor.get(f"/domains/{domain.sid}/access/").context["form"].initial["seen"])


def seen_in(html: str) -> str:
    """Return what the page carries of what it has shown, as a browser reads it."""
    return html.partition('name="seen" value="')[2].partition('"')[0]


def ask(visitor: Client, domain: SipDomain, **typed: Any) -> Any:
    """Fill in the form as the page shows it by now, and send it."""
    return visitor.post(f"/domains/{domain.sid}/access/", {"seen": seen(visitor, domain), **typed})


def go_on(visitor: Client, address: str) -> str:
    answer: Any = visitor.post(f"{address}go-on/")
    assert answer.status_code == 200, answer
    return b"".join(cast("Iterable[bytes]", answer.streaming_content)).decode()


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def test_one_sitting_makes_lists_and_maps_them(visitor: Client, own: SipDomain) -> None:
    planned = ask(visitor, own, **NEW, turn_on_registration="on")
    assert planned.status_code == 303
    assert not IpAccessControlList.objects.exists()
    html = go_on(visitor, planned["Location"])
    assert html.count("Asking the sandbox…") == 9  # for each step that is waited for, and for the domain at the end
    assert html.count('<li class="doing-step') == 8
    assert html.count("Applied") == 8
    assert "All is done" in html
    assert html.rstrip().endswith("</html>")
    assert {(one.purpose, one.friendly_name) for one in mapped(domain=own)} == {
        ("calls", "Office"),
        ("calls", "Phones"),
        ("registrations", "Phones"),
    }


def test_its_page_shows_every_request_before_anything_is_sent(visitor: Client, own: SipDomain) -> None:
    sent = Change.objects.count()
    html = visitor.get(ask(visitor, own, **NEW)["Location"]).content.decode()
    assert "Send 7 requests" in html
    assert "Nothing has been sent yet" in html
    assert "Map the IP access control list Office to acme.sip.twilio.com for calls" in html
    assert "/SIP/IpAccessControlLists/…/IpAddresses.json" in html
    assert "made for it, and shown once" in html
    assert Change.objects.count() == sent


def test_its_pages_belong_to_the_domains_in_the_menu(visitor: Client, own: SipDomain) -> None:
    plan = ask(visitor, own, **NEW)["Location"]
    for html in (html_of(visitor.get(plan)), go_on(visitor, plan)):
        assert '<a href="/domains/" aria-current="true">Domains</a>' in html
        assert '<a href="/changes/">Changes</a>' in html


def test_the_password_is_shown_in_the_answer_and_nowhere_else(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, new_credential_list="Phones", new_username="desk", new_for_calls="on")["Location"]
    answer: Any = visitor.post(f"{address}go-on/")
    assert "no-store" in answer["Cache-Control"]
    html = b"".join(answer.streaming_content).decode()
    assert "shown here, now, and never again" in html
    password = html.partition('id="password"')[2].partition(">")[2].partition("</code>")[0]
    assert len(password) >= 12
    again = go_on(visitor, address)
    pages = [again, visitor.get(address).content.decode(), visitor.get(f"/domains/{own.sid}/").content.decode()]
    assert not any(password in page for page in pages)
    assert not any(password in repr(vars(row)) for row in Resource.objects.all())
    assert password not in repr(dict(visitor.session.items()))


@pytest.mark.parametrize(
    ("typed", "purpose"),
    [
        ({"new_for_calls": "on"}, "Calling"),
        ({"new_for_registrations": "on"}, "Registering, once that is switched on"),
        (
            {"new_for_calls": "on", "new_for_registrations": "on", "turn_on_registration": "on"},
            "Registering, and calling",
        ),
    ],
)
def test_with_the_password_stands_what_else_a_phone_is_set_to(
    visitor: Client, own: SipDomain, typed: dict[str, str], purpose: str
) -> None:
    html = go_on(visitor, ask(visitor, own, new_credential_list="Phones", new_username="desk", **typed)["Location"])
    assert f"<dt>Good for</dt><dd>{purpose}</dd>" in html
    assert "<code>sip:desk@acme.sip.twilio.com</code>" in html
    assert "UDP or TCP, port 5060" in html


def test_each_result_comes_as_soon_as_it_is_there(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    answer: Any = visitor.post(f"{address}go-on/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
    pieces = iter(answer.streaming_content)
    assert b"Step by step" in next(pieces)
    assert Change.objects.of_doing(Doing.objects.get().act).count() == 0
    assert b"Create the IP access control list Office" in next(pieces)
    assert Change.objects.of_doing(Doing.objects.get().act).count() == 1


def test_a_sitting_that_broke_off_is_picked_up(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    answer: Any = visitor.post(f"{address}go-on/")
    pieces = iter(answer.streaming_content)
    for _ in range(3):
        next(pieces)
    assert "5 of 7 steps left" in visitor.get(address).content.decode()
    assert "has steps left" in visitor.get(f"/domains/{own.sid}/access/").content.decode()
    html = go_on(visitor, address)
    assert html.count('<li class="doing-step') == 7
    assert "All is done" in html
    assert (IpAccessControlList.objects.count(), CredentialList.objects.count()) == (1, 1)


def test_a_plan_that_was_not_sent_is_found_again(visitor: Client, own: SipDomain, operator: User) -> None:
    planned = ask(visitor, own, **NEW)["Location"]
    page = f"/domains/{own.sid}/access/"
    assert f'href="{planned}"' in visitor.get(page).content.decode()
    map_list(own, credential_list(operator), operator)  # which was not so when it was planned
    assert f'href="{planned}"' not in visitor.get(page).content.decode()


def test_the_overview_tells_of_a_sitting_that_has_steps_left(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    assert f'href="{address}"' not in visitor.get("/").content.decode()
    weather.refuse(21255, method="POST")
    go_on(visitor, address)
    html = visitor.get("/").content.decode()
    assert "Access of acme.sip.twilio.com has steps left" in html
    assert f'href="{address}"' in html
    visitor.post(f"{address}leave/")
    assert "has steps left" not in visitor.get("/").content.decode()


def test_what_is_left_can_be_left(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    assert visitor.post(f"{address}leave/").status_code == 303
    assert "It was left" in visitor.get(address).content.decode()
    assert visitor.post(f"{address}go-on/").status_code == 303
    assert not Change.objects.of_doing(Doing.objects.get().act).exists()


def test_what_is_being_sent_is_not_left(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    doing = Doing.objects.get()
    sent = {"account": own.account, "collection": IpAccessControlList.path, "key": "Office", "action": "create"}
    change = Change.objects.create(**sent, act=doing.act, state="sent", lease_until=timezone.now() + timedelta(hours=1))
    answer = visitor.post(f"{address}leave/", follow=True)
    assert "It was not left: a request of it is being sent at this moment." in html_of(answer)
    doing.refresh_from_db()
    assert not doing.is_over
    Change.objects.filter(pk=change.pk).update(lease_until=timezone.now() - timedelta(hours=1))  # its sender died
    visitor.post(f"{address}leave/")
    doing.refresh_from_db()
    assert doing.is_over


def test_a_plan_without_a_button_has_no_script_for_it(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    assert "sending.js" in html_of(visitor.get(address))
    visitor.post(f"{address}leave/")
    html = html_of(visitor.get(address))
    assert "domain-form" not in html
    assert "sending.js" not in html


def test_leaving_what_is_done_says_so(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, **NEW)["Location"]
    go_on(visitor, address)
    html = html_of(visitor.post(f"{address}leave/", follow=True))
    assert "All of it is done: there was nothing to leave." in html
    assert "Nothing more of it will be sent" not in html


def test_it_says_why_it_stopped(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, new_ip_list="Office", new_ip_address="8.8.4.4")["Location"]
    weather.refuse(21255, message="Too many", method="POST")
    html = go_on(visitor, address)
    assert "It stopped with 3 steps left" in html
    assert "as many IP access control lists as Twilio allows" in html


@pytest.mark.usefixtures("short_pauses")
def test_an_answer_that_was_lost_is_waited_for(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, new_ip_list="Office", new_ip_address="8.8.4.4")["Location"]
    weather.cut(method="POST")
    assert "One outcome is not known yet" in go_on(visitor, address)
    page = html_of(visitor.get(address))
    assert "still being looked for" in page
    assert ("Look again" in page, "Go on: " in page) == (True, False)


def test_what_another_page_sends_at_this_moment_is_not_called_lost(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, new_ip_list="Office", new_ip_address="8.8.4.0/24", new_for_calls="on").url
    answer: Any = visitor.post(f"{address}go-on/")
    streamed = iter(answer.streaming_content)
    next(streamed)
    next(streamed)  # the first step is done
    Change.objects.filter(sid__startswith="AL").update(state=Change.State.SENT, stopped_at=None, settled_at=None)
    assert "It is being sent already" in go_on(visitor, address)
    page = html_of(visitor.get(address))
    assert "its answer is awaited" in page
    assert ("Look again" in page, "Go on: " in page) == (True, False)


def test_the_lists_that_are_mapped_are_ticked(visitor: Client, own: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    ip_list(operator)
    map_list(own, phones, operator, "registrations")
    choices = {one.row.key: (one.calls.is_on, one.registrations.is_on) for one in _choices(visitor, own)}
    assert choices == {"Office": (False, False), "Phones": (False, True)}


def _choices(visitor: Client, domain: SipDomain) -> list[Any]:
    return list(visitor.get(f"/domains/{domain.sid}/access/").context["form"].choices())


def test_lists_are_mapped_and_taken_away_by_their_ticks(visitor: Client, own: SipDomain, operator: User) -> None:
    old, new, phones = ip_list(operator, "Old"), ip_list(operator, "New"), credential_list(operator)
    map_list(own, old, operator)
    address = ask(visitor, own, calls=[new.sid], registrations=[phones.sid])["Location"]
    html = go_on(visitor, address)
    assert html.index("Map the IP access control list New") < html.index("Take the IP access control list Old away")
    assert {(one.purpose, one.sid) for one in mapped(domain=own)} == {
        ("calls", new.sid),
        ("registrations", phones.sid),
    }


def test_the_same_lists_are_used_for_both(visitor: Client, own: SipDomain, operator: User) -> None:
    phones, office = credential_list(operator), ip_list(operator)
    go_on(visitor, ask(visitor, own, calls=[phones.sid, office.sid], same_for_both="on")["Location"])
    assert {(one.purpose, one.sid) for one in mapped(domain=own, sid=phones.sid)} == {
        ("calls", phones.sid),
        ("registrations", phones.sid),
    }


def test_nothing_to_do_is_said_and_nothing_planned(visitor: Client, own: SipDomain) -> None:
    answer = ask(visitor, own)
    assert answer["Location"] == own.get_absolute_url()
    assert not Doing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"new_ip_list": "Office"}, "new_ip_address", "Enter the first IP address on the new list."),
        ({"new_ip_address": "8.8.4.4"}, "new_ip_list", "Enter a name for the new list."),
        ({"new_ip_list": "Office", "new_ip_address": "0.0.0.0/0"}, "new_ip_address", "Twilio stores /0 as /32"),
        ({"new_ip_list": "Office", "new_ip_address": "8.8.4.4/x"}, "new_ip_address", "a whole number from 1 to 32"),
        ({"new_ip_list": "Office", "new_ip_address": "pbx.example.com"}, "new_ip_address", "must not be a name"),
        ({"new_credential_list": "Phones", "new_for_calls": "on"}, "new_username", "Enter the first username"),
        ({"new_credential_list": "Phones", "new_username": "desk"}, "new_for_calls", "Map the new list for calls"),
        ({"new_credential_list": "P" * 65, "new_username": "desk"}, "new_credential_list", "64 characters or fewer"),
        ({"new_credential_list": "Phones", "new_username": "a b", "new_for_calls": "on"}, "new_username", "a space"),
    ],
)
def test_what_cannot_be_is_said_on_its_field_and_stays_typed(
    visitor: Client, own: SipDomain, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = ask(visitor, own, **typed)
    assert sentence in errors(answer)[field][0]
    assert all(value in answer.content.decode() for name, value in typed.items() if name.startswith("new_ip"))
    assert not Doing.objects.exists()


def test_what_is_wrong_is_told_in_the_order_of_the_page(visitor: Client, own: SipDomain) -> None:
    typed = {"new_ip_list": "Office", "new_ip_address": "x", "new_credential_list": "Phones", "new_username": "a b"}
    html = ask(visitor, own, **typed, reason="r" * 10_000).content.decode()
    summary, _, page = html.partition("data-problems")[2].partition("</ul>")
    links = re.findall(r'href="#(\w+)"', summary)
    assert links == ["id_new_username", "id_new_for_calls", "id_new_ip_address", "id_reason"]
    assert links == sorted(links, key=lambda one: page.index(f'id="{one}"'))


def test_a_name_that_is_there_is_to_be_ticked(visitor: Client, own: SipDomain, operator: User) -> None:
    ip_list(operator, "Office")
    answer = ask(visitor, own, new_ip_list="office", new_ip_address="8.8.4.4")
    assert errors(answer)["new_ip_list"] == ["office is there already: tick it above, or enter another name."]


def test_what_was_mapped_meanwhile_is_shown_before_anything_is_planned(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    before, office = seen(visitor, own), ip_list(operator)
    map_list(own, office, operator)
    answer = visitor.post(f"/domains/{own.sid}/access/", {"seen": before, **NEW})
    assert 'value="8.8.4.0/24"' in answer.content.decode()
    assert "has changed since this page was opened" in str(errors(answer))
    again = seen_in(answer.content.decode())
    assert visitor.post(f"/domains/{own.sid}/access/", {"seen": again}).status_code == 303


def test_an_address_worth_a_second_look_is_told_of_before_it_is_sent(visitor: Client, own: SipDomain) -> None:
    address = ask(visitor, own, new_ip_list="Office", new_ip_address="192.168.1.9")["Location"]
    assert "is no address on the Internet" in visitor.get(address).content.decode()


def test_what_was_made_elsewhere_is_read_from_twilio(visitor: Client, own: SipDomain) -> None:
    phones = made_elsewhere(CREDENTIAL_LISTS, FriendlyName="Phones")
    made_elsewhere(within(phones, "Credentials"), Username="desk", Password="Correct-horse-9")
    html = visitor.get(f"/domains/{own.sid}/access/").content.decode()
    assert "Not everything was read from Twilio yet" in html
    answer = visitor.post(f"/domains/{own.sid}/access/look/", follow=True)
    assert "1 new here" in answer.content.decode()
    assert [(one.row.key, one.entries) for one in answer.context["form"].choices()] == [("Phones", None)]
    assert "Not everything was read" not in answer.content.decode()


def test_it_is_for_those_who_may(client: Client, own: SipDomain, onlooker: User, operator: User) -> None:
    doing = services.plan(
        own, Doing.Word.ACCESS, services.steps_to(own, services.Wanted(turn_on_registration=True)), actor=operator
    )
    client.force_login(onlooker)
    assert client.get(f"/domains/{own.sid}/access/").status_code == 403
    assert client.post(f"/domains/{own.sid}/access/look/").status_code == 403
    assert client.post(f"{doing.get_absolute_url()}go-on/").status_code == 403
    assert client.post(f"{doing.get_absolute_url()}leave/").status_code == 403
    assert "permissions that you have not got" in client.get(doing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("many", [1, 50])
def test_the_page_needs_as_many_queries_for_many_lists_as_for_one(
    visitor: Client, own: SipDomain, operator: User, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        row = CredentialList(
            account=own.account, sid=f"CL{number:032x}", friendly_name=f"List {number}", seen_at=own.seen_at
        )
        row.save()
    visitor.get(f"/domains/{own.sid}/access/")
    with django_assert_num_queries(17):
        visitor.get(f"/domains/{own.sid}/access/")


@pytest.fixture
def behind(own: SipDomain, operator: User) -> SipDomain:
    """A domain that phones register with, and that is called from the office alone."""
    map_list(own, credential_list(operator), operator, "registrations")
    map_list(own, ip_list(operator), operator)
    return own


def opened_to(visitor: Client, domain: SipDomain, **wished: str) -> str:
    return str(visitor.get(f"/domains/{domain.sid}/access/", wished).content.decode())


def test_a_page_that_replaces_a_list_says_what_it_has_unticked_and_why(visitor: Client, behind: SipDomain) -> None:
    phones = CredentialList.objects.get()
    html = opened_to(visitor, behind, **{"for": "calls", "list": phones.sid, "in": "place"})
    assert "“Office” is mapped for calls, and is not ticked here: “Phones” is to take its place" in html
    assert "an IP list and a credential list together must both pass" in html
    assert "Whoever calls by address alone is refused then." in html


def test_it_names_every_list_that_it_has_unticked(visitor: Client, behind: SipDomain, operator: User) -> None:
    map_list(behind, ip_list(operator, "Branch"), operator)
    phones = CredentialList.objects.get()
    html = opened_to(visitor, behind, **{"for": "calls", "list": phones.sid, "in": "place"})
    assert "“Branch” and “Office” are mapped for calls, and are not ticked here" in html


def test_a_page_that_unticks_nothing_says_nothing_of_it(visitor: Client, behind: SipDomain) -> None:
    phones = CredentialList.objects.get()
    for wished in ({}, {"for": "calls", "list": phones.sid}, {"for": "calls", "list": "CL1", "in": "place"}):
        assert "is not ticked here" not in opened_to(visitor, behind, **wished)
