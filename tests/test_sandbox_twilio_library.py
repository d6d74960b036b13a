"""Twilio's own library talks to the sandbox over HTTP: if it cannot tell the difference, neither can our client."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

NAME = "scranton.sip.twilio.com"
PASSWORD = "Correct-horse-9"


class ToTheSandbox(TwilioHttpClient):  # type: ignore[misc]  # the library ships no types
    """Twilio's transport, with the sandbox's door for Twilio's host."""

    def __init__(self, door: str) -> None:
        super().__init__(timeout=10)
        self.door = door

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        return super().request(method, url.replace("https://api.twilio.com", self.door), *args, **kwargs)


@pytest.fixture
def library(live_server: LiveServer) -> Iterator[Client]:
    transport = ToTheSandbox(f"{live_server.url}/sandbox")
    yield Client(ACCOUNT_SID, AUTH_TOKEN, http_client=transport)
    transport.session.close()


def test_it_creates(library: Client) -> None:
    domain = library.sip.domains.create(NAME, friendly_name="Scranton", secure=True, voice_url="https://example.com/")
    assert domain.sid.startswith("SD")
    assert (domain.friendly_name, domain.secure, domain.voice_method) == ("Scranton", True, "POST")
    assert domain.date_created.utcoffset().total_seconds() == 0


def test_it_fetches(library: Client) -> None:
    sid = library.sip.domains.create(NAME).sid
    assert library.sip.domains(sid).fetch().domain_name == NAME


def test_it_updates(library: Client) -> None:
    sid = library.sip.domains.create(NAME, voice_url="https://example.com/").sid
    domain = library.sip.domains(sid).update(friendly_name="Scranton", voice_url="")
    assert (domain.friendly_name, domain.voice_url, domain.domain_name) == ("Scranton", None, NAME)


def test_it_deletes(library: Client) -> None:
    sid = library.sip.domains.create(NAME).sid
    assert library.sip.domains(sid).delete()
    assert library.sip.domains.list() == []


def test_it_reads_page_after_page(library: Client) -> None:
    wanted = [f"{letter}.sip.twilio.com" for letter in "abcdefg"]
    for name in wanted:
        library.sip.domains.create(name)
    assert [domain.domain_name for domain in library.sip.domains.stream(page_size=2)] == wanted


def test_it_goes_back_a_page(library: Client) -> None:
    for letter in "abc":
        library.sip.domains.create(f"{letter}.sip.twilio.com")
    second = library.sip.domains.page(page_size=2).next_page()
    assert second is not None
    first = second.previous_page()
    assert first is not None
    assert [domain.domain_name for domain in first] == ["a.sip.twilio.com", "b.sip.twilio.com"]


def test_it_hears_why_a_name_was_refused(library: Client) -> None:
    library.sip.domains.create(NAME)
    with pytest.raises(TwilioRestException) as refusal:
        library.sip.domains.create(NAME)
    assert (refusal.value.status, refusal.value.code) == (400, 21232)
    assert f"Domain {NAME} already exists." in refusal.value.msg


def test_it_hears_that_a_domain_is_not_there(library: Client) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        library.sip.domains(f"SD{'0' * 32}").fetch()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)


def test_it_hears_that_its_credentials_are_wrong(library: Client) -> None:
    stranger = Client(ACCOUNT_SID, "wrong", http_client=library.http_client)
    with pytest.raises(TwilioRestException) as refusal:
        stranger.sip.domains.create(NAME)
    assert (refusal.value.status, refusal.value.code) == (401, 20003)


def test_it_leads_a_domain_from_its_lists_to_its_calls_and_back(library: Client) -> None:
    domain = library.sip.domains(library.sip.domains.create(NAME, sip_registration=True).sid)
    office = library.sip.ip_access_control_lists(library.sip.ip_access_control_lists.create("Office").sid)
    address = office.ip_addresses.create("Gateway", "192.0.2.0", cidr_prefix_length=24)
    phones = library.sip.credential_lists(library.sip.credential_lists.create("Phones").sid)
    credential = phones.credentials.create("alice", PASSWORD)
    assert (address.cidr_prefix_length, credential.username) == (24, "alice")

    calls, registrations = domain.auth.calls, domain.auth.registrations
    calls.ip_access_control_list_mappings.create(office.fetch().sid)
    assert domain.fetch().auth_type == "IP_ACL"
    calls.credential_list_mappings.create(phones.fetch().sid)
    assert domain.fetch().auth_type == "IP_ACL,CREDENTIAL_LIST"
    registrations.credential_list_mappings.create(phones.fetch().sid)
    assert [one.friendly_name for one in calls.ip_access_control_list_mappings.list()] == ["Office"]
    assert [one.friendly_name for one in registrations.credential_list_mappings.list()] == ["Phones"]
    assert [one.domain_sid for one in domain.credential_list_mappings.list()] == [domain.fetch().sid]

    with pytest.raises(TwilioRestException) as refusal:
        phones.delete()
    assert (refusal.value.status, refusal.value.code) == (400, 21241)

    assert calls.ip_access_control_list_mappings(office.fetch().sid).delete()
    assert calls.credential_list_mappings(phones.fetch().sid).delete()
    assert registrations.credential_list_mappings(phones.fetch().sid).delete()
    assert domain.fetch().auth_type == ""
    for one in (office.ip_addresses(address.sid), office, phones.credentials(credential.sid), phones, domain):
        assert one.delete()
    assert library.sip.ip_access_control_lists.list() == library.sip.credential_lists.list() == []


def test_it_renames_lists_and_changes_what_is_in_them(library: Client) -> None:
    office = library.sip.ip_access_control_lists(library.sip.ip_access_control_lists.create("Office").sid)
    address = office.ip_addresses.create("Gateway", "192.0.2.1")
    phones = library.sip.credential_lists(library.sip.credential_lists.create("Phones").sid)
    credential = phones.credentials.create("alice", PASSWORD)
    assert (office.update("Branch").friendly_name, phones.update("Desks").friendly_name) == ("Branch", "Desks")
    assert office.ip_addresses(address.sid).update(ip_address="192.0.2.2").ip_address == "192.0.2.2"
    assert phones.credentials(credential.sid).update(password=f"{PASSWORD}0").username == "alice"
    assert [one.ip_address for one in office.ip_addresses.stream(page_size=1)] == ["192.0.2.2"]


def test_it_hears_that_a_list_is_mapped_already(library: Client) -> None:
    domain = library.sip.domains(library.sip.domains.create(NAME).sid)
    office = library.sip.ip_access_control_lists.create("Office").sid
    domain.ip_access_control_list_mappings.create(office)
    with pytest.raises(TwilioRestException) as refusal:
        domain.auth.calls.ip_access_control_list_mappings.create(office)
    assert (refusal.value.status, refusal.value.code) == (400, 21231)
    assert "IpAccessControlList already associated with this domain" in refusal.value.msg


def test_it_hears_that_a_page_is_too_large(library: Client) -> None:
    with pytest.raises(TwilioException) as refusal:
        library.sip.domains.page(page_size=1001)
    assert refusal.value.args[1].status_code == 400
