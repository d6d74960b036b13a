"""What `manage.py domains list` and `show` print: the mirror, secrets masked, on one stream or in one document."""

import os
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, SipDomain

from .changes import MASKED_URL, NAME, SECRET_URL, mirrored
from .mirrored import mirror, ready
from .shell import domains


def names(*options: str) -> list[str]:
    return [row["domain_name"] for row in domains("list", "--json", *options).document["domains"]]


def test_a_list_is_a_table_on_standard_output_and_its_sum_is_told_beside_it() -> None:
    ready(1, secure=True)
    mirror(2)
    run = domains("list")
    head, first, second = run.out.splitlines()
    assert run.status == 0
    assert re.split("  +", first) == ["acme-1.sip.twilio.com", f"SD{1:032x}", "Takes calls", "Off", "on", "off"]
    assert re.split("  +", second) == ["acme-2.sip.twilio.com", f"SD{2:032x}", "Blocked", "Off", "off", "off"]
    assert head.index("SECURE") == first.index("on") == second.index("off")
    assert run.err == "2 SIP domains of Sandbox, as they are known here.\n"


def test_whoever_stops_reading_a_list_meets_no_mistake_of_ours() -> None:
    mirror(1)
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as out:
        call_command("domains", "list", stdout=out, stderr=(err := StringIO()))
    assert err.getvalue() == "1 SIP domain of Sandbox, as it is known here.\n"


def test_a_list_of_nothing_prints_nothing_and_says_so() -> None:
    run = domains("list")
    assert (run.status, run.out) == (0, "")
    assert run.err == "0 SIP domains of Sandbox, as they are known here.\n"


def test_a_list_as_json_is_one_document() -> None:
    mirrored(voice_url=SECRET_URL, secure=True)
    [row] = domains("list", "--json").document["domains"]
    assert row["domain_name"] == NAME
    assert row["secure"] is True
    assert row["voice_url"] == MASKED_URL
    assert row["date_created"] == "2015-07-20T17:27:10+00:00"
    assert row["account"]["name"] == "Sandbox"


def test_a_list_has_the_filters_of_the_page() -> None:
    mirror(1, friendly_name="Front desk", secure=True)
    mirror(2, sip_registration=True, auth_type="IP_ACL")
    one, two = "acme-1.sip.twilio.com", "acme-2.sip.twilio.com"
    assert names() == [one, two]
    assert names("--search", "desk") == [one]
    assert names("--secure") == [one]
    assert names("--no-secure") == [two]
    assert names("--registration", "--calls", "blocked") == [two]
    assert names("--since", "2015-07-21") == []


def test_a_filter_that_cannot_be_read_is_not_left_out() -> None:
    run = domains("list", "--since", "yesterday")
    assert (run.status, run.out) == (2, "")
    assert run.err == "--since: Changed since must be a date such as 2026-11-23.\n"


def test_what_is_gone_is_listed_when_asked_for() -> None:
    mirror(1)
    gone = mirror(2)
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    assert names() == ["acme-1.sip.twilio.com"]
    assert names("--gone") == ["acme-2.sip.twilio.com"]
    assert "gone since 20" in domains("list", "--gone").out


def test_another_account_is_not_listed_and_not_found(elsewhere: Account) -> None:
    mirror(1, account=elsewhere)
    assert names() == []
    assert domains("show", "acme-1").status == 8


def test_a_sub_domain_that_is_there_is_not_said_to_be_refused() -> None:
    mirrored(domain_name="desk.acme.sip.twilio.com")
    assert domains("show", "desk.acme.sip.twilio.com").err == ""


def test_a_sub_domain_is_found_by_its_labels_alone() -> None:
    mirrored(domain_name="desk.acme.sip.twilio.com")
    assert domains("show", "desk.acme").status == 0


@pytest.mark.parametrize("rows", [1, 50])
def test_a_list_is_read_at_once(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(rows):
        mirror(number)
    with django_assert_num_queries(4):
        domains("list", "--json")


@pytest.mark.parametrize(
    "typed", ["acme", " SIP:Acme.sip.twilio.com ", "https://acme", "SD" + "a" * 32, "sd" + "A" * 32]
)
def test_a_domain_is_found_by_its_name_as_it_is_pasted_or_by_its_sid(typed: str) -> None:
    mirrored()
    assert domains("show", typed, "--json").document["domain"]["domain_name"] == NAME


def test_a_domain_is_shown_with_every_attribute_and_without_secrets() -> None:
    mirrored(voice_url=SECRET_URL, friendly_name="Front desk")
    run = domains("show", "acme")
    lines = [line.split(maxsplit=2) for line in run.out.splitlines()]
    assert run.status == 0
    assert ["Voice", "URL", MASKED_URL] in lines
    assert ["Secure", "media", "off"] in lines
    assert "hidden" not in run.out + run.err
    for field in SipDomain.attributes():
        assert field.name in domains("show", "acme", "--json").document["domain"]


def test_what_its_operator_should_know_of_a_domain_is_told_beside_it() -> None:
    mirrored(voice_status_callback_url="https://10.0.0.1/")
    run = domains("show", "acme")
    assert run.err.startswith("Worth a second look: The voice status callback URL is on a private address")


def test_a_domain_is_shown_with_how_it_stands_and_the_first_reasons() -> None:
    mirrored(voice_url="http://voice.example.com/")
    run = domains("show", "acme")
    assert [line.strip() for line in run.out.splitlines()[1:3]] == [
        "Calls:        Blocked",
        "No list is mapped for calls, so every call is refused. Map a list for calls.",
    ]
    assert "  Registration: Off" in run.out.splitlines()
    assert "plain http" in run.out
    assert "plain http" not in run.err


def test_how_a_domain_stands_is_in_the_document() -> None:
    mirrored()
    found = domains("show", "acme", "--json").document["verdict"]
    assert found["calls"]["standing"] == "blocked"
    assert found["calls"]["reasons"][0]["mend"] == {"act": "map-list", "for": "calls"}
    assert found["registration"]["standing"] == "not-wanted"
    assert found["looked_at"]


def test_what_twilio_holds_does_nothing_to_a_terminal() -> None:
    mirrored(friendly_name="\x1b]0;owned\x07 Front\ndesk")
    run = domains("show", "acme")
    assert "\\x1b]0;owned\\x07 Front\\ndesk" in run.out
    assert "\x1b" not in run.out


def test_a_domain_that_is_not_there_is_told_by_the_status_and_on_standard_error() -> None:
    run = domains("show", "nowhere")
    assert (run.status, run.out) == (8, "")
    assert run.err == "No domain “nowhere” of Sandbox is known here: `manage.py domains list` shows what there is.\n"


def test_an_end_without_a_result_is_one_document_too() -> None:
    run = domains("show", "nowhere", "--json")
    assert run.status == 8
    assert run.document["outcome"] == "not_there"
    assert run.document["told"] == [run.err.strip()]


def test_of_a_name_that_came_back_the_one_that_is_there_is_shown() -> None:
    mirror(1, domain_name=NAME)
    mirror(2, domain_name=NAME)
    SipDomain.objects.filter(sid=f"SD{1:032x}").update(gone_at=timezone.now() - timedelta(days=31))
    assert domains("show", "acme", "--json").document["domain"]["sid"] == f"SD{2:032x}"


def test_a_domain_that_is_gone_is_shown_with_since_when() -> None:
    mirrored()
    SipDomain.objects.update(gone_at=timezone.now())
    run = domains("show", "acme")
    assert run.status == 0
    assert run.err.startswith("It is gone at Twilio since ")


def test_a_domain_that_was_taken_out_of_service_says_so() -> None:
    mirrored()
    SipDomain.objects.update(set_aside={"voice_url": "https://voice.example.com/"})
    assert domains("show", "acme").err.endswith("nothing answers its calls until it is enabled.\n")
    assert domains("show", "acme", "--json").document["domain"]["disabled"] is True


def test_no_verb_is_no_call() -> None:
    with pytest.raises(CommandError, match="VERB"):
        domains()
