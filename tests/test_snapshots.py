"""What verdicts are given by is read from the mirror, and what was never looked at is not told as a fact."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domains import services
from domains.models import CredentialList, IpAccessControlList, IpAddress, Look, SipDomain, User
from domains.readiness import Kind, Snapshot, Standing, verdict

from .access import PASSWORD, address, credential, credential_list, deleted, ip_list, map_list
from .edited import change_elsewhere, created, update
from .mirrored import mirror
from .sandbox_questions import CREDENTIAL_LISTS, IP_LISTS, made, tell, within

PBX = "8.8.4.4"


def office_of(operator: User, *addresses: str) -> IpAccessControlList:
    """Return an IP list with these on it, each as `1.2.3.4` or `1.2.3.0/24`."""
    office = ip_list(operator)
    for each in addresses:
        ip, _, prefix = each.partition("/")
        address(office, operator, ip, int(prefix) if prefix else None)
    return office


def phones_of(operator: User, *usernames: str) -> CredentialList:
    phones = credential_list(operator)
    for username in usernames:
        credential(phones, operator, username)
    return phones


def known(domain: SipDomain) -> Snapshot:
    domain.refresh_from_db()
    return services.snapshot(domain)


def test_a_domain_made_here_is_known_to_have_no_lists(own: SipDomain) -> None:
    snapshot = known(own)
    assert snapshot.call_addresses
    assert snapshot.registration_credentials
    assert (snapshot.call_addresses.lists, snapshot.registration_credentials.lists) == ((), ())


def test_a_list_mapped_here_is_known_with_who_is_on_it(own: SipDomain, operator: User) -> None:
    office = office_of(operator, PBX)
    map_list(own, office, operator)
    snapshot = known(own)
    assert snapshot.call_addresses
    [one] = snapshot.call_addresses.lists
    assert (one.sid, one.name, one.entries, one.is_wide_open) == (office.sid, "Office", 1, False)
    assert snapshot.gate(Kind.ADDRESSES).is_there


def test_a_list_made_here_is_known_to_be_empty_until_somebody_is_on_it(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    map_list(own, office, operator)
    assert verdict(known(own)).calls.standing == Standing.BLOCKED
    address(office, operator, PBX)
    assert verdict(known(own)).calls.standing != Standing.BLOCKED


def test_the_halves_of_the_internet_make_a_list_wide_open(own: SipDomain, operator: User) -> None:
    map_list(own, office_of(operator, "0.0.0.0/1", "128.0.0.0/1"), operator)
    snapshot = known(own)
    assert snapshot.call_addresses
    assert snapshot.call_addresses.lists[0].is_wide_open


@pytest.mark.parametrize("private", [("192.168.1.20",), ("127.0.0.1", "10.0.0.0/8"), ("10.0.0.0/8", "172.16.0.0/12")])
def test_a_list_of_addresses_that_no_call_comes_from_lets_in_nobody(
    own: SipDomain, operator: User, private: tuple[str, ...]
) -> None:
    map_list(own, office_of(operator, *private), operator)
    snapshot = known(own)
    assert snapshot.call_addresses
    [one] = snapshot.call_addresses.lists
    assert (one.is_off_the_internet, one.is_wide_open, one.lets_in_nobody) == (True, False, True)
    assert verdict(snapshot).calls.standing == Standing.BLOCKED


def test_one_public_address_is_enough_for_a_list_to_let_somebody_in(own: SipDomain, operator: User) -> None:
    map_list(own, office_of(operator, "192.168.1.20", PBX), operator)
    snapshot = known(own)
    assert snapshot.call_addresses
    assert not snapshot.call_addresses.lists[0].lets_in_nobody


def test_what_was_taken_away_here_is_not_there_though_the_domain_still_says_so(own: SipDomain, operator: User) -> None:
    mapping = map_list(own, office_of(operator, PBX), operator)
    services.refresh(own, accept=services.refresh(own).digest)
    assert "IP_ACL" in SipDomain.objects.get().auth_type
    deleted(mapping, operator)
    assert known(own).gate(Kind.ADDRESSES).is_there is False


def test_a_list_for_registrations_is_none_for_calls(own: SipDomain, operator: User) -> None:
    map_list(own, phones_of(operator, "alice"), operator, "registrations")
    snapshot = known(own)
    assert snapshot.registration_credentials
    assert [one.name for one in snapshot.registration_credentials.lists] == ["Phones"]
    assert not snapshot.gate(Kind.CREDENTIALS).is_there


def test_a_domain_that_says_a_list_is_mapped_does_not_say_which() -> None:
    domain = mirror(auth_type="IP_ACL", voice_url="https://voice.acme.net/")
    gate = services.snapshot(domain).gate(Kind.ADDRESSES)
    assert (gate.is_there, gate.lists) == (True, None)
    assert verdict(services.snapshot(domain)).calls.standing == Standing.NOT_KNOWN


def test_of_a_domain_never_looked_into_nothing_is_told_of_registrations() -> None:
    domain = mirror(sip_registration=True)
    assert services.snapshot(domain).registration_credentials is None


def test_without_the_word_for_it_a_domain_never_looked_into_has_what_was_mapped_here(
    own: SipDomain, operator: User
) -> None:
    Look.objects.all().delete()
    map_list(own, office_of(operator, PBX), operator)
    assert known(own).gate(Kind.ADDRESSES).is_there


def test_a_mapping_that_is_not_all_of_a_domain_never_looked_into_is_not_told_as_all(
    own: SipDomain, operator: User
) -> None:
    map_list(own, office_of(operator, PBX), operator)
    Look.objects.all().delete()
    SipDomain.objects.update(auth_type="IP_ACL", seen_at=timezone.now() + timedelta(seconds=1))
    assert known(own).gate(Kind.ADDRESSES).lists is None


def test_what_the_domain_told_later_than_the_lists_were_looked_at_is_a_contradiction(own: SipDomain) -> None:
    SipDomain.objects.update(auth_type="CREDENTIAL_LIST", seen_at=timezone.now() + timedelta(hours=1))
    assert known(own).gate(Kind.CREDENTIALS).is_there is None


class TestLooking:
    """What was done at Twilio without the dashboard is known once it was looked at."""

    def elsewhere(self, own: SipDomain) -> tuple[dict[str, Any], dict[str, Any]]:
        office, phones = made(IP_LISTS, FriendlyName="Office"), made(CREDENTIAL_LISTS, FriendlyName="Phones")
        made(within(office, "IpAddresses"), FriendlyName="PBX", IpAddress=PBX)
        made(within(phones, "Credentials"), Username="alice", Password=PASSWORD)
        uri = {"uri": own.uri}
        made(within(uri, "IpAccessControlListMappings"), IpAccessControlListSid=office["sid"])
        made(within(uri, "Auth/Registrations/CredentialListMappings"), CredentialListSid=phones["sid"])
        return office, phones

    def test_lists_mapped_elsewhere_by_old_paths_too_are_known(self, own: SipDomain) -> None:
        office, phones = self.elsewhere(own)
        services.look_at_access(own)
        snapshot = known(own)
        assert snapshot.call_addresses
        assert snapshot.registration_credentials
        assert [(one.sid, one.entries) for one in snapshot.call_addresses.lists] == [(office["sid"], 1)]
        assert [(one.sid, one.entries) for one in snapshot.registration_credentials.lists] == [(phones["sid"], 1)]

    def test_what_was_taken_away_elsewhere_is_gone(self, own: SipDomain) -> None:
        office, _ = self.elsewhere(own)
        services.look_at_access(own)
        path = f"{own.uri.removesuffix('.json')}/Auth/Calls/IpAccessControlListMappings/{office['sid']}.json"
        assert tell("DELETE", path).status == 204
        services.look_at_access(own)
        snapshot = known(own)
        assert snapshot.call_addresses
        assert snapshot.call_addresses.lists == ()

    def test_who_was_taken_from_a_list_elsewhere_is_gone(self, own: SipDomain, operator: User) -> None:
        office = office_of(operator, PBX)
        map_list(own, office, operator)
        [address] = IpAddress.objects.all()
        assert tell("DELETE", f"{office.uri.removesuffix('.json')}/IpAddresses/{address.sid}.json").status == 204
        services.look_at_access(own)
        snapshot = known(own)
        assert snapshot.call_addresses
        assert snapshot.call_addresses.lists[0].entries == 0

    def test_looking_twice_writes_nothing_twice(self, own: SipDomain) -> None:
        self.elsewhere(own)
        services.look_at_access(own)
        before = known(own)
        services.look_at_access(own)
        after = known(own)
        assert before.call_addresses
        assert after.call_addresses
        assert [one.sid for one in before.call_addresses.lists] == [one.sid for one in after.call_addresses.lists]


@pytest.mark.parametrize("count", [1, 50])
def test_many_are_read_with_as_many_queries_as_one(count: int, operator: User) -> None:
    office, phones = office_of(operator, PBX), phones_of(operator, "alice")
    for number in range(count):
        domain = created(operator, domain_name=f"acme-{number}.sip.twilio.com")
        map_list(domain, office, operator)
        map_list(domain, phones, operator, "registrations")
    rows = list(SipDomain.objects.all())
    with CaptureQueriesContext(connection) as queries:
        assert len(services.snapshots(rows)) == count
    assert len(queries) == 6


class TestDiffering:
    """What was seen to differ at Twilio and was not taken over is a doubt, until it is or until it is as it was."""

    def test_what_a_refresh_has_shown_is_remembered_until_it_is_taken_over(self, own: SipDomain) -> None:
        change_elsewhere(own, voice_url="https://voice.acme.net/night", friendly_name="Theirs")
        shown = services.refresh(own)
        assert known(own).differing == ("friendly name", "voice URL")
        services.refresh(own, accept=shown.digest)
        assert known(own).differing == ()

    def test_it_is_forgotten_when_twilio_holds_again_what_is_known_here(self, own: SipDomain) -> None:
        change_elsewhere(own, friendly_name="Theirs")
        services.refresh(own)
        change_elsewhere(own, friendly_name="")
        assert services.refresh(own).kind == "same"
        assert known(own).differing == ()

    def test_what_kept_a_change_from_being_sent_is_remembered(self, own: SipDomain, operator: User) -> None:
        change_elsewhere(own, secure=True)
        with pytest.raises(services.Unseen):
            update(own, operator, friendly_name="Ours")
        assert known(own).differing == ("secure media",)

    def test_a_list_mapped_here_is_no_difference(self, own: SipDomain, operator: User) -> None:
        map_list(own, office_of(operator, PBX), operator)
        services.refresh(own)
        assert known(own).differing == ()

    def test_what_follows_from_mappings_is_taken_over_without_being_asked(self, own: SipDomain, operator: User) -> None:
        map_list(own, office_of(operator, PBX), operator)
        assert services.refresh(own).kind == "taken_over"
        own.refresh_from_db()
        assert own.auth_type == "IP_ACL"
