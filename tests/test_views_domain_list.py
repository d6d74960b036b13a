"""The list of domains: filters, order, columns, pages, and the way back to it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from domains.forms.list_filters import REGISTRATIONS
from domains.models import Account, CallsIpMapping, Look, SipDomain, User
from domains.services import current_account
from domains.services.mirror import writing

from .mirrored import mirror, ready
from .reading import html_of


def numbers(response: Any) -> list[int]:
    """The domains listed, by the numbers they were mirrored with."""
    return [int(sid.removeprefix("SD"), base=16) for _account, sid, *_ in response.context["page"]]


def told(day: int) -> str:
    """A day of July 2026, as Twilio writes it."""
    return f"{datetime(2026, 7, day, 12, tzinfo=UTC):%a, %d %b %Y %H:%M:%S} +0000"


def test_an_empty_list_says_what_to_do(visitor: Client) -> None:
    html = html_of(visitor.get("/domains/"))
    assert 'href="/domains/new/"' in html
    assert "No SIP domains yet" in html


def test_the_list_is_searched_and_keeps_the_search_while_paging(visitor: Client) -> None:
    for number in range(60):
        mirror(number, friendly_name="odd" if number % 2 else "even & odd")
    mirror(100, friendly_name="other")
    page = visitor.get("/domains/", {"q": "odd"})
    assert page.context["page"].paginator.count == 60
    assert "q=odd&amp;page=2" in html_of(page) or "page=2&amp;q=odd" in html_of(page)
    assert visitor.get("/domains/", {"q": "odd", "page": "2"}).context["page"].number == 2
    assert numbers(visitor.get("/domains/", {"q": f"{100:032x}"})) == [100]


def test_every_verdict_is_said_and_can_be_asked_for(visitor: Client) -> None:
    ready(1)
    ready(2, voice_fallback_url=None)
    disabled = ready(3, voice_url=None)
    answered_again = ready(4)
    for domain in (disabled, answered_again):
        SipDomain.objects.filter(pk=domain.pk).update(set_aside={"voice_url": "https://voice.example.com/"})
    mirror(5)
    mirror(6, auth_type="IP_ACL", voice_url="https://voice.acme.net/")
    found = {
        word: numbers(visitor.get("/domains/", {"calls": word}))
        for word in ("blocked", "not-known", "at-risk", "ready", "disabled")
    }
    assert found == {"blocked": [5], "not-known": [6], "at-risk": [2], "ready": [1, 4], "disabled": [3]}
    words = ["Takes calls", "At risk", "Disabled", "Takes calls", "Blocked", "Not known"]
    shown = re.findall(r"(?<=</svg>)[^<]+(?=</span>)", str(visitor.get("/domains/?columns=calls").context["rows"]))
    assert shown == words
    file = b"".join(visitor.get("/domains/export.csv", {"columns": "calls"})).decode()
    assert [line.rpartition(",")[2] for line in file.splitlines()] == ["Calls", *words]


def test_whether_phones_can_register_is_a_column_too(visitor: Client) -> None:
    ready(1)
    ready(2, sip_registration=True)
    file = b"".join(visitor.get("/domains/export.csv", {"columns": "phones"})).decode()
    assert [line.rpartition(",")[2] for line in file.splitlines()] == ["Phones", "Off", "Blocked"]


def test_whether_phones_can_register_is_among_what_is_shown_first(visitor: Client) -> None:
    ready(1, sip_registration=True)
    assert 'data-label="Phones"' in str(visitor.get("/domains/").context["rows"])


def test_every_verdict_on_registration_can_be_asked_for_beside_that_on_calls(visitor: Client) -> None:
    ready(1)
    ready(2, sip_registration=True)
    mirror(3, sip_registration=True)
    Look.objects.filter(collection__contains=mirror(4, sip_registration=True).sid).delete()
    found = {word: numbers(visitor.get("/domains/", {"phones": word})) for word in REGISTRATIONS}
    assert found["off"] == [1]
    assert 2 in found["blocked"]
    assert sorted(number for listed in found.values() for number in listed) == [1, 2, 3, 4]
    assert numbers(visitor.get("/domains/", {"phones": "blocked", "calls": "ready"})) == [2]


def test_a_verdict_is_drawn_anew_when_it_changes(visitor: Client) -> None:
    domain = ready()
    assert "Takes calls" in str(visitor.get("/domains/").context["rows"])
    with writing(domain.account):
        CallsIpMapping.objects.update(gone_at=timezone.now())
    assert "Blocked" in str(visitor.get("/domains/").context["rows"])
    assert domain.sid in str(visitor.get("/domains/?calls=blocked").context["rows"])


@pytest.mark.parametrize("asked", [{}, {"calls": "blocked"}, {"calls": "disabled"}, {"q": "acme"}])
def test_what_is_gone_is_not_listed(asked: dict[str, str], visitor: Client) -> None:
    gone = mirror(1, auth_type="IP_ACL", voice_url=None, voice_fallback_url=None)
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now(), set_aside={"voice_url": "https://x.example/"})
    assert numbers(visitor.get("/domains/", asked)) == []


def test_a_search_without_a_match_says_so(visitor: Client) -> None:
    mirror()
    html = html_of(visitor.get("/domains/", {"q": "<nothing>"}))
    assert "&lt;nothing&gt;" in html
    assert "No domain matches" in html
    assert "No SIP domains yet" not in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"calls": "ready"}, [2]),
        ({"calls": "blocked"}, [1, 3]),
        ({"calls": "at-risk"}, []),
        ({"secure": "on"}, [1]),
        ({"secure": "off"}, [2, 3]),
        ({"registration": "on"}, [2]),
        ({"emergency": "on"}, [3]),
        ({"emergency": "off"}, [1, 2]),
        ({"since": "2026-07-02"}, [2, 3]),
        ({"since": "2026-07-03"}, [3]),
        ({"secure": "off", "since": "2026-07-02", "q": "acme-2"}, [2]),
        ({"secure": "", "since": "", "q": " ", "calls": ""}, [1, 2, 3]),
    ],
)
def test_every_filter_leaves_what_it_names(asked: dict[str, str], found: list[int], visitor: Client) -> None:
    mirror(1, secure=True, date_updated=told(1))
    ready(2, sip_registration=True, date_updated=told(2))
    mirror(3, emergency_calling_enabled=True, date_updated=told(3))
    assert numbers(visitor.get("/domains/", asked)) == found


def test_a_day_begins_in_the_zone_that_times_are_shown_in(visitor: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    mirror(1, date_updated="Thu, 02 Jul 2026 15:30:00 +0000")  # in Tokyo it is the third
    assert numbers(visitor.get("/domains/", {"since": "2026-07-03"})) == [1]


def test_accounts_are_told_apart_and_filtered(visitor: Client, elsewhere: Account) -> None:
    mirror(1)
    mirror(2, account=elsewhere)
    page = visitor.get("/domains/", {"columns": "account"})
    assert html_of(page).count("In Dublin, ie1") == 1
    assert numbers(visitor.get("/domains/", {"account": str(elsewhere.pk)})) == [2]


def test_one_account_needs_no_filter(visitor: Client) -> None:
    mirror(1)
    assert 'name="account"' not in html_of(visitor.get("/domains/"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("since", "yesterday", "Changed since must be a date such as 2026-11-23."),
        ("since", "2026-02-30", "Changed since must be a date such as 2026-11-23."),
        ("since", "0001-01-01", "Changed since must be a date such as 2026-11-23."),
        ("since", "9999-12-31", "Changed since must be a date such as 2026-11-23."),
        ("account", "999", "Account must be one of those listed here."),
        ("account", "no\0ne", "Account must be one of those listed here."),
        ("secure", "maybe", "Secure media must be on or off."),
        ("calls", "true", "Calls must be one of those listed here."),
        ("phones", "on", "Phones must be one of those listed here."),
        ("q", "x" * 201, "Search must be 200 characters or fewer."),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(name: str, value: str, sentence: str, visitor: Client) -> None:
    mirror(1)
    mirror(2, sip_registration=True)
    page = visitor.get("/domains/", {name: value, "registration": "on"})
    html = html_of(page)
    assert numbers(page) == [2]
    assert "One filter is left out" in html
    assert sentence in html
    assert 'aria-invalid="true"' in html
    assert [chip.label for chip in page.context["chips"]] == ["SIP registration"]


def test_an_empty_mirror_with_a_filter_that_cannot_be_read_says_so(visitor: Client) -> None:
    assert "One filter is left out" in html_of(visitor.get("/domains/", {"since": "x"}))


@pytest.mark.parametrize("name", ["q", "account", "calls", "secure", "since", "sort", "size", "columns", "page", "odd"])
def test_no_parameter_stumbles_over_a_nul(name: str, visitor: Client) -> None:
    mirror()
    assert visitor.get("/domains/", {name: "a\0b"}).status_code == 200
    assert visitor.get("/domains/export.csv", {name: "\0"}).status_code == 200


def test_each_chip_takes_its_filter_away_and_nothing_else(visitor: Client) -> None:
    mirror(1, secure=True, friendly_name="front & back")
    asked = {"q": "front & back", "secure": "on", "sort": "-created", "columns": ["name", "uri"], "page": "3"}
    page = visitor.get("/domains/", asked)
    hrefs = {chip.label: chip.href for chip in page.context["chips"]}
    assert hrefs == {
        "Search": "/domains/?secure=on&sort=-created&columns=name&columns=uri",
        "Secure media": "/domains/?q=front+%26+back&sort=-created&columns=name&columns=uri",
    }
    assert page.context["unfiltered"] == "/domains/?sort=-created&columns=name&columns=uri"
    assert "Clear all" in html_of(page)


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("name", [1, 2, 3, 4]),
        ("-name", [4, 3, 2, 1]),
        ("created", [2, 3, 1, 4]),
        ("-created", [1, 3, 2, 4]),
        ("updated", [3, 1, 2, 4]),
        ("-updated", [2, 1, 3, 4]),
        ("nonsense", [1, 2, 3, 4]),
    ],
)
def test_the_list_is_sorted_and_what_is_not_known_comes_last(sort: str, found: list[int], visitor: Client) -> None:
    mirror(1, date_created=told(9), date_updated=told(12))
    mirror(2, date_created=told(7), date_updated=told(13))
    mirror(3, date_created=told(8), date_updated=told(11))
    mirror(4, date_created=None, date_updated=None)
    assert numbers(visitor.get("/domains/", {"sort": sort})) == found


def test_equals_are_in_one_order_over_all_pages(visitor: Client) -> None:
    for number in range(60):
        mirror(number, date_created=told(1))
    pages = [numbers(visitor.get("/domains/", {"sort": "created", "size": "25", "page": page})) for page in "123"]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [number for page in pages for number in page] == list(range(60))


def test_heads_say_the_order_and_turn_it_round(visitor: Client) -> None:
    mirror()
    html = html_of(visitor.get("/domains/", {"secure": "off", "page": "2"}))
    assert '<th scope="col" aria-sort="ascending"><a href="/domains/?secure=off&amp;sort=-name">' in html
    assert html.count("aria-sort") == 1
    assert "sort=-created" in html
    html = html_of(visitor.get("/domains/", {"sort": "-created"}))
    assert '<th scope="col" aria-sort="descending"><a href="/domains/?sort=created">' in html


@pytest.mark.parametrize(("size", "rows"), [("25", 25), ("50", 50), ("100", 60), ("26", 50), ("-1", 50), ("٥٠", 50)])
def test_a_page_has_as_many_rows_as_asked(size: str, rows: int, visitor: Client) -> None:
    for number in range(60):
        mirror(number)
    assert len(numbers(visitor.get("/domains/", {"size": size}))) == rows


@pytest.mark.parametrize(("page", "number"), [("99", 2), ("0", 2), ("-3", 2), ("x", 1), ("", 1), ("9" * 5000, 1)])
def test_a_page_that_is_not_there_is_the_nearest(page: str, number: int, visitor: Client) -> None:
    for each in range(60):
        mirror(each)
    assert visitor.get("/domains/", {"page": page}).context["page"].number == number


def test_columns_are_chosen_and_the_name_stays(visitor: Client) -> None:
    mirror(voice_url="https://voice.example.com/calls")
    html = html_of(visitor.get("/domains/", {"columns": ["name", "voice_url", "no_such_thing", "raw"]}))
    assert 'data-label="Voice URL"' in html
    assert 'data-label="SID"' not in html
    assert "acme-1.sip.twilio.com" in strip_tags(html)
    assert 'data-label="SID"' in html_of(visitor.get("/domains/"))
    assert "data-label" not in html_of(visitor.get("/domains/", {"columns": "name"}))


def test_every_attribute_can_be_a_column(visitor: Client) -> None:
    offered = {column.name for column, _ in visitor.get("/domains/").context["columns"]}
    attributes = {field.name for field in SipDomain.attributes()}
    added = {"account", "seen_at", "calls", "phones"}
    assert offered == attributes - {"domain_name", "friendly_name", "subresource_uris"} | added


def test_columns_are_offered_in_groups_each_once(visitor: Client) -> None:
    mirror()
    page = visitor.get("/domains/")
    offered = [column for _heading, group in page.context["grouped"] for column, _ in group]
    assert sorted(one.name for one in offered) == sorted(one.name for one, _ in page.context["columns"])
    html = html_of(page)
    for heading, _ in page.context["grouped"]:
        assert f"<legend>{heading}</legend>" in html


def test_all_columns_and_the_usual_ones_are_a_link_away(visitor: Client) -> None:
    mirror()
    page = visitor.get("/domains/?secure=off&columns=name&columns=uri")
    assert (page.context["usual_columns"], page.context["all_columns"]) == (
        "/domains/?secure=off",
        "/domains/?secure=off&columns=all",
    )
    every = visitor.get("/domains/?columns=all").context["columns"]
    assert all(is_shown for _, is_shown in every)


def test_no_column_shows_a_secret(visitor: Client) -> None:
    mirror(voice_url="https://user:secret@voice.example.com/calls")
    html = html_of(visitor.get("/domains/", {"columns": "voice_url"}))
    assert "https://***@voice.example.com/calls" in html
    assert "secret" not in html


@pytest.mark.parametrize("rows", [1, 50])
@pytest.mark.parametrize("asked", ["", "?q=acme&secure=off&since=2001-01-01&sort=-updated&size=100&account={}"])
def test_the_list_asks_the_database_no_more_for_fifty_rows(
    rows: int, asked: str, visitor: Client, elsewhere: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        ready(number, account=elsewhere if number % 2 else None)
    address = "/domains/" + asked.format(current_account().pk)
    visitor.get(address)
    # Session, operator and two for rights; the accounts; unknown outcomes above; the rows.
    with django_assert_num_queries(7):
        assert numbers(visitor.get(address))
    Account.objects.take_mirror()
    # And for the verdicts of each account the domains, what is mapped to them, when that was looked at, the lists and
    # who is on them.
    with django_assert_num_queries(7 + 5 * (1 if rows == 1 or "account" in asked else 2)):
        assert numbers(visitor.get(address))


def test_rows_are_counted_only_where_they_do_not_fit_on_the_first_page(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(26):
        mirror(number)
    for asked, queries in (("?size=50", 7), ("?size=25", 8), ("?size=25&page=2", 8)):
        visitor.get(f"/domains/{asked}")  # how the list is left is kept
        with django_assert_num_queries(queries):
            assert visitor.get(f"/domains/{asked}").context["page"].paginator.count == 26


def test_a_row_that_was_drawn_before_shows_what_has_changed_since(visitor: Client) -> None:
    domain = mirror(1, friendly_name="Front desk")
    assert "Front desk" in html_of(visitor.get("/domains/"))
    domain.reflect({**domain.raw, "friendly_name": "Back office"})
    domain.save()
    html = html_of(visitor.get("/domains/"))
    assert "Back office" in html
    assert "Front desk" not in html


def test_every_column_together_asks_no_more_and_leaves_the_response_where_it_is(
    visitor: Client, elsewhere: Account
) -> None:
    for number in range(10):
        mirror(number, account=elsewhere if number % 2 else None)
    columns = [column.name for column, _ in visitor.get("/domains/").context["columns"]]
    visitor.get("/domains/", {"columns": columns})
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/domains/", {"columns": columns})
    assert len(asked) == 7
    assert not any('"raw"' in query["sql"] for query in asked)


def test_the_way_back_leads_to_the_list_as_it_was_left(visitor: Client) -> None:
    for number in range(60):
        mirror(number, secure=True)
    visitor.get("/domains/?secure=on&sort=-name&size=25&columns=name&columns=uri&page=2")
    left = 'href="/domains/?secure=on&amp;sort=-name&amp;size=25&amp;columns=name&amp;columns=uri&amp;page=2"'
    for address in (f"/domains/SD{1:032x}/", "/domains/new/"):
        html = html_of(visitor.get(address))
        assert left in html, address
        assert '<li><a href="/domains/"' in html, address
    visitor.get("/domains/")
    assert left not in html_of(visitor.get("/domains/new/"))


def test_nothing_but_our_own_questions_is_kept(visitor: Client) -> None:
    mirror()
    visitor.get("/domains/", {"next": "https://evil.example/", "csrfmiddlewaretoken": "x", "q": '"><b>', "page": "//x"})
    assert visitor.session["domains_left"] == "?q=%22%3E%3Cb%3E"
    visitor.get("/domains/", {"q": "x" * 3000})
    assert visitor.session["domains_left"] == ""


def test_the_session_is_written_only_when_the_list_was_left_otherwise(visitor: Client) -> None:
    mirror()
    visitor.get("/domains/?secure=on")
    before = Session.objects.get().session_data
    with CaptureQueriesContext(connection) as asked:
        visitor.get("/domains/?secure=on")
    assert not any(query["sql"].startswith(("UPDATE", "INSERT")) for query in asked)
    assert Session.objects.get().session_data == before


def test_only_who_may_create_is_led_to(client: Client, onlooker: User) -> None:
    mirror()
    client.force_login(onlooker)
    html = html_of(client.get("/domains/"))
    assert "/domains/new/" not in html
    assert 'aria-keyshortcuts="n"' not in html
