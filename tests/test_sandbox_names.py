"""Which names the sandbox gives to SIP domains, and how many."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from domains.sandbox.models import Resource

from .sandbox_questions import DOMAINS, NAME, create, created, refused, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def test_it_keeps_the_case_of_a_name() -> None:
    body = create("Scranton.sip.twilio.com").body
    assert body is not None
    assert body["domain_name"] == "Scranton.sip.twilio.com"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "scranton",
        "sip.twilio.com",
        ".sip.twilio.com",
        "scranton-sip.twilio.com",
        "scranton.sip.dublin.twilio.com",
        "scranton.sip.twilio.com.",
        "a..b.sip.twilio.com",
        "under_score.sip.twilio.com",
        "sp ace.sip.twilio.com",
        "zoë.sip.twilio.com",
        "-scranton.sip.twilio.com",
        "scranton-.sip.twilio.com",
        f"{'a' * 64}.sip.twilio.com",
        f"{'a.' * 130}b.sip.twilio.com",
        "scranton.sip.twilio.com\n",
    ],
)
def test_it_refuses_a_malformed_name(name: str) -> None:
    answer = create(name)
    assert refused(answer) == (400, 21231)
    assert answer.body is not None
    assert answer.body["message"] == "Invalid Domain Name"


def test_it_refuses_a_domain_without_a_name() -> None:
    assert refused(tell("POST", DOMAINS)) == (400, 21231)


@pytest.mark.parametrize("name", ["1-202-555-0162.sip.twilio.com", f"{'a' * 63}.sip.twilio.com"])
def test_it_takes_names_of_digits_and_long_labels(name: str) -> None:
    assert create(name).status == 201


@pytest.mark.parametrize("name", [NAME, NAME.upper()])
def test_it_refuses_a_name_that_is_taken_in_any_case(name: str) -> None:
    created(NAME)
    answer = create(name)
    assert refused(answer) == (400, 21232)
    assert answer.body is not None
    assert answer.body["message"] == f"Domain {name} already exists."


def test_it_locks_the_name_of_a_deleted_domain() -> None:
    tell("DELETE", created())
    assert refused(create()) == (400, 21232)


def test_it_gives_a_name_away_again_after_thirty_days() -> None:
    tell("DELETE", created())
    Resource.objects.update(gone_at=timezone.now() - timedelta(days=30))
    assert create().status == 201


def test_it_refuses_a_subdomain_without_its_parent() -> None:
    answer = create(f"a.{NAME}")
    assert refused(answer) == (400, 21232)
    assert answer.body is not None
    assert answer.body["message"] == "Cannot create subdomain because the parent domain does not exist"


def test_it_takes_a_subdomain_of_a_domain_of_the_account() -> None:
    created(NAME)
    created(f"a.{NAME.upper()}")
    assert create(f"b.a.{NAME}").status == 201


def test_it_refuses_a_subdomain_of_a_deleted_domain() -> None:
    tell("DELETE", created())
    assert refused(create(f"a.{NAME}")) == (400, 21232)


def test_it_holds_no_more_than_a_hundred_domains(settings: Settings) -> None:
    settings.SANDBOX_DOMAIN_LIMIT = 2
    first = created("a.sip.twilio.com")
    created("b.sip.twilio.com")
    assert refused(create("c.sip.twilio.com")) == (400, 21230)
    tell("DELETE", first)
    assert create("c.sip.twilio.com").status == 201


def test_it_renames_in_place() -> None:
    path = created()
    body = tell("POST", path, DomainName="utica.sip.twilio.com").body
    assert body is not None
    assert (body["domain_name"], body["uri"]) == ("utica.sip.twilio.com", path)
    assert create().status == 201
    assert refused(create("utica.sip.twilio.com")) == (400, 21232)


def test_it_changes_the_case_of_a_name_in_place() -> None:
    path = created()
    created(f"a.{NAME}")
    assert tell("POST", path, DomainName=NAME.upper()).status == 200


@pytest.mark.parametrize(
    ("name", "code"), [("utica.sip.twilio.com", 21232), ("a.b.sip.twilio.com", 21232), ("", 21231)]
)
def test_it_refuses_to_rename_to_what_cannot_be_created(name: str, code: int) -> None:
    created("utica.sip.twilio.com")
    assert refused(tell("POST", created(), DomainName=name)) == (400, code)


def test_it_refuses_to_rename_a_domain_with_subdomains() -> None:
    path = created()
    created(f"a.{NAME}")
    assert refused(tell("POST", path, DomainName="utica.sip.twilio.com")) == (400, 21233)


def test_it_refuses_to_delete_a_domain_with_subdomains() -> None:
    path = created()
    child = created(f"a.{NAME}")
    assert refused(tell("DELETE", path)) == (400, 21233)
    tell("DELETE", child)
    assert tell("DELETE", path).status == 204


def at_once(count: int, name: str) -> list[int]:
    """Ask for domains from many threads together, each with its number for `{}`, and return the statuses, sorted."""
    statuses: list[int] = []
    together = threading.Barrier(count)

    def ask_for_it(number: int) -> None:
        together.wait()
        try:
            statuses.append(create(name.format(number)).status)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask_for_it, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_it_gives_a_name_to_one_of_many_who_ask_at_once() -> None:
    assert at_once(8, NAME) == [201, *[400] * 7]


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_it_keeps_to_its_limit_when_many_ask_at_once(settings: Settings) -> None:
    settings.SANDBOX_DOMAIN_LIMIT = 3
    assert at_once(8, "d{}.sip.twilio.com") == [*[201] * 3, *[400] * 5]
