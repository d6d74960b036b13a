"""`manage.py domains check` says whether domains take calls, and ends so that monitoring knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domains.management.shell import MEANINGS, Status
from domains.models import SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .access import address, credential, credential_list, ip_list, map_list
from .edited import created, update
from .mirrored import mirror
from .sandbox_questions import IP_LISTS, made, within
from .shell import BY, domains
from .twilio_server import TwilioServer

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"
NAME = "acme.sip.twilio.com"


@pytest.fixture
def ready(operator: User) -> SipDomain:
    """A domain that takes calls from a PBX."""
    domain = created(operator, voice_url=VOICE, voice_fallback_url=STANDBY)
    office = ip_list(operator)
    address(office, operator)
    map_list(domain, office, operator)
    return domain


@pytest.mark.usefixtures("ready")
def test_when_all_take_calls_it_ends_well() -> None:
    run = domains("check")
    assert run.status == 0
    assert run.out.splitlines() == [
        NAME,
        "  Calls:        Takes calls",
        "  Registration: Off",
        "    SIP registration is off, so no phone can register. Turn SIP registration on if phones are to be called.",
    ]
    assert run.err == "1 SIP domain: 1 taking calls.\n"


def test_what_is_at_risk_ends_so(ready: SipDomain, operator: User) -> None:
    update(ready, operator, voice_fallback_url="")
    assert domains("check").status == 9


def test_what_is_blocked_ends_so_until_it_is_mended(ready: SipDomain, operator: User) -> None:
    update(ready, operator, voice_url="")
    run = domains("check")
    assert run.status == 10
    assert "    There is neither a voice URL nor a BYOC trunk. Give it a voice URL.\n" in run.out
    ready.refresh_from_db()
    update(ready, operator, voice_url=VOICE)
    assert domains("check").status == 0


def test_what_was_disabled_and_lets_calls_in_all_the_same_is_at_risk(ready: SipDomain, operator: User) -> None:
    update(ready, operator, purpose="disable", voice_url="", voice_fallback_url="")
    assert domains("check").status == 0
    ready.refresh_from_db()
    update(ready, operator, byoc_trunk_sid=f"BY{'1' * 32}")
    run = domains("check")
    assert run.status == 9
    assert "  Calls:        At risk\n" in run.out
    assert "its BYOC trunk answers whom the lists that are mapped let in. Take away the lists" in run.out


def test_phones_that_cannot_register_are_blocked_too(ready: SipDomain, operator: User) -> None:
    update(ready, operator, sip_registration=True)
    run = domains("check")
    assert run.status == 10
    assert "no credential list is mapped for registrations" in run.out
    phones = credential_list(operator)
    credential(phones, operator)
    map_list(ready, phones, operator, "registrations")
    assert domains("check").status == 9  # they cannot call from wherever they are: only an IP list is mapped for calls


def test_what_was_never_looked_at_is_not_known() -> None:
    mirror(auth_type="IP_ACL", voice_url=VOICE, voice_fallback_url=STANDBY)
    assert domains("check").status == 11


def test_the_worst_of_several_is_what_it_ends_with(ready: SipDomain) -> None:
    mirror(2, auth_type="IP_ACL", voice_url=VOICE, voice_fallback_url=STANDBY)
    mirror(3)
    run = domains("check")
    assert run.status == 10
    assert run.err == "3 SIP domains: 1 blocked, 1 not known, 1 taking calls.\n"


def test_what_was_taken_out_of_service_is_not_complained_of(ready: SipDomain) -> None:
    SipDomain.objects.update(set_aside={"voice_url": VOICE}, voice_url="")
    run = domains("check")
    assert (run.status, run.err) == (0, "1 SIP domain: 1 disabled.\n")


def test_those_that_are_named_are_judged_and_no_others(ready: SipDomain) -> None:
    mirror(2)
    assert domains("check", "acme").status == domains("check", ready.sid, NAME).status == 0
    assert domains("check", "acme-2").status == 10


def test_what_is_gone_is_blocked_when_it_is_named_and_otherwise_left_out(ready: SipDomain) -> None:
    SipDomain.objects.update(gone_at=timezone.now())
    assert domains("check").status == 0
    assert domains("check", "acme").status == 10


def test_what_nobody_knows_is_not_there() -> None:
    assert domains("check", "nobody").status == 8


def test_without_a_domain_there_is_nothing_wrong() -> None:
    run = domains("check")
    assert (run.status, run.out, run.err) == (0, "", "0 SIP domains.\n")


def test_a_program_gets_reasons_and_mends_by_their_codes(ready: SipDomain, operator: User) -> None:
    update(ready, operator, voice_url="")
    document = domains("check", "--json").document
    [found] = document["domains"]
    assert document["outcome"] == "blocked"
    assert (found["domain_name"], found["sid"], found["calls"]["standing"]) == (NAME, ready.sid, "blocked")
    [reason] = found["calls"]["reasons"]
    assert (reason["code"], reason["standing"]) == ("no-voice-url", "blocked")
    assert reason["mend"] == {"act": "set-parameter", "parameter": "voice_url"}
    assert reason["source"].startswith("https://www.twilio.com/docs/")
    assert found["registration"]["standing"] == "not-wanted"


def test_it_asks_twilio_nothing(domain: SipDomain, twilio: TwilioServer) -> None:
    assert domains("check").status == 10
    assert twilio.received == []


class TestRefreshing:
    """Told to, it looks first."""

    @pytest.fixture
    def unseen(self, own: SipDomain, operator: User) -> SipDomain:
        """A domain with a list that somebody else has mapped."""
        update(own, operator, voice_url=VOICE, voice_fallback_url=STANDBY)
        office = made(IP_LISTS, FriendlyName="Office")
        made(within(office, "IpAddresses"), FriendlyName="PBX", IpAddress="8.8.4.4")
        made(within({"uri": own.uri}, "Auth/Calls/IpAccessControlListMappings"), IpAccessControlListSid=office["sid"])
        return own

    def test_it_judges_what_is_there_now(self, unseen: SipDomain) -> None:
        assert domains("check").status == 10
        assert domains("check", "--refresh", *BY).status == 0

    def test_it_tells_what_somebody_changed_there(self, unseen: SipDomain) -> None:
        domains("check", "--refresh", *BY)
        at_twilio = Resource.objects.get(body__ip_address="8.8.4.4")
        at_twilio.body |= {"ip_address": "8.8.8.8"}
        at_twilio.save()
        told = "The IP address of 8.8.4.4 was changed at Twilio from 8.8.4.4 to 8.8.8.8."
        assert told in domains("check", "--refresh", *BY).err
        assert told not in domains("check", "--refresh", *BY).err

    def test_while_twilio_is_down_it_says_so_and_judges_what_is_known(self, unseen: SipDomain) -> None:
        weather.cut(times=50)
        run = domains("check", "--refresh", *BY)
        assert run.status == 10
        assert run.err.startswith(f"{NAME} could not be looked at: ")

    def test_it_takes_the_permission_to_change(self, unseen: SipDomain, onlooker: User) -> None:
        assert domains("check", "--refresh", "--as", "onlooker").status == 2


@pytest.mark.parametrize("count", [1, 50])
def test_many_are_judged_with_as_many_queries_as_one(count: int, operator: User) -> None:
    office = ip_list(operator)
    for number in range(count):
        map_list(created(operator, domain_name=f"acme-{number}.sip.twilio.com"), office, operator)
    with CaptureQueriesContext(connection) as queries:
        domains("check")
    assert len(queries) == 6


def test_every_status_of_it_is_explained() -> None:
    assert {Status.AT_RISK, Status.BLOCKED, Status.NOT_KNOWN} <= MEANINGS.keys()
