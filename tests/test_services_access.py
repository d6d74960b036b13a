"""Access lists, what is on them and their mappings are made, changed and looked at as domains are."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domains import services
from domains.models import (
    CallsIpMapping,
    Change,
    Credential,
    CredentialList,
    IpAccessControlList,
    IpAddress,
    Look,
    SipDomain,
    User,
    mapped,
)
from domains.models.resources import TwilioResource
from domains.sandbox.models import Resource
from domains.services import Seen

from .access import (
    PASSWORD,
    address,
    credential,
    credential_list,
    deleted,
    ip_list,
    made,
    map_list,
    mapping,
)
from .edited import change_elsewhere, story
from .sandbox_questions import CREDENTIAL_LISTS, IP_LISTS, within
from .sandbox_questions import made as made_elsewhere
from .twilio_server import TwilioServer, cut, reply, resource


def at_the_sandbox(row: TwilioResource) -> dict[str, Any]:
    body: dict[str, Any] = Resource.objects.get(sid=row.sid, gone_at=None).body
    return body


def explained(change: Change, viewer: User) -> services.Explanation:
    return services.explain(change, viewer=viewer)


def test_a_list_and_an_address_on_it_are_made(operator: User) -> None:
    office = ip_list(operator)
    gate = address(office, operator, "8.8.4.0", 24)
    assert (gate.cidr, gate.ip_access_control_list, gate.key) == ("8.8.4.0/24", office, "8.8.4.0")
    assert at_the_sandbox(gate)["cidr_prefix_length"] == 24


def test_an_address_without_a_prefix_length_is_that_one_address(operator: User) -> None:
    assert address(ip_list(operator), operator).cidr == "8.8.4.4/32"


def test_a_list_is_renamed(operator: User) -> None:
    office = ip_list(operator)
    change = services.update(office, {"friendly_name": "Home"}, seen=Seen.of(office), actor=operator)
    assert (change.state, change.rows().get().key) == ("applied", "Home")


def test_a_list_that_goes_takes_along_what_is_on_it(operator: User) -> None:
    office = ip_list(operator)
    gate = address(office, operator)
    assert deleted(office, operator).state == "applied"
    assert IpAddress.objects.get(pk=gate.pk).is_gone


def test_a_list_in_use_cannot_be_deleted_and_says_where_it_is_used(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    map_list(own, office, operator)
    change = deleted(office, operator)
    assert (change.state, change.twilio_code) == ("refused", 21236)
    explanation = explained(change, operator)
    assert explanation.sentence.startswith("Office is in use, and Twilio deletes no list that is.")
    assert explanation.links == ((own.get_absolute_url(), own.domain_name),)


def test_a_credential_list_in_use_that_is_mapped_elsewhere_says_that_it_is_not_known_where(
    own: SipDomain, operator: User
) -> None:
    phones = credential_list(operator)
    path = f"{own.raw['uri'].removesuffix('.json')}/Auth/Registrations/CredentialListMappings.json"
    made_elsewhere(path, CredentialListSid=phones.sid)
    explanation = explained(deleted(phones, operator), operator)
    assert "does not know by which" in explanation.sentence
    assert "21241" in explanation.sentence


def test_a_name_that_is_there_leads_to_the_list_that_has_it(operator: User) -> None:
    office = made_elsewhere(IP_LISTS, FriendlyName="Office")
    row = IpAccessControlList(account=services.current_account(), friendly_name="Office")
    change = services.create(row, actor=operator)
    assert (change.state, change.twilio_code) == ("refused", 21235)
    explanation = explained(change, operator)
    assert (explanation.parameter, explanation.link) == ("friendly_name", "Open Office")
    assert IpAccessControlList.objects.get().sid == office["sid"]


def test_a_mapping_has_the_sid_of_its_list_and_is_seen_on_its_domain(own: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    for purpose in ("calls", "registrations"):
        assert map_list(own, phones, operator, purpose).sid == phones.sid
    assert [(one.purpose, one.sid) for one in mapped(domain=own)] == [
        ("calls", phones.sid),
        ("registrations", phones.sid),
    ]
    assert at_the_sandbox(own)["auth_type"] == "CREDENTIAL_LIST"


def test_one_list_is_mapped_to_two_domains(own: SipDomain, operator: User) -> None:
    other = made(SipDomain(account=own.account, domain_name="other.sip.twilio.com"), operator)
    office = ip_list(operator)
    for domain in (own, other):
        map_list(domain, office, operator)
    assert {one.domain.pk for one in mapped(sid=office.sid)} == {own.pk, other.pk}


def test_a_list_is_mapped_again_after_it_was_taken_away(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    first = map_list(own, office, operator)
    assert deleted(first, operator).state == "applied"
    assert mapped(domain=own) == []
    assert map_list(own, office, operator).pk == first.pk
    assert len(mapped(domain=own)) == 1


@pytest.mark.usefixtures("short_pauses")
def test_an_address_that_came_late_beside_its_second_attempt_is_known_as_well(
    domain: SipDomain, operator: User, twilio: TwilioServer, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    twilio.will(reply(201, {**EARLIER, "sid": "AL" + "1" * 32, "friendly_name": "Office"}))
    office = ip_list(operator)
    unsaved = {"ip_access_control_list": office, "friendly_name": "Gate", "ip_address": "8.8.4.4"}
    twilio.will(cut, address_page())
    given_up = services.create(IpAddress(account=domain.account, **unsaved), actor=operator)
    services.reconcile_open(at_once=True)
    twins = [
        {"sid": f"IP{number:032x}", "friendly_name": "Gate", "ip_address": "8.8.4.4", "date_created": twilio_now()}
        for number in range(2)
    ]
    twilio.will(reply(201, twins[0]))
    services.create(IpAddress(account=domain.account, **unsaved), actor=operator)
    twilio.will(address_page(*twins))
    Change.objects.filter(pk=given_up.pk).update(look_at=timezone.now())
    services.reconcile_open()
    given_up.refresh_from_db()
    assert (given_up.state, given_up.sid) == ("applied", twins[1]["sid"])
    assert IpAddress.objects.count() == 2


def address_page(*held: dict[str, Any]) -> Any:
    return reply(200, {"ip_addresses": list(held), "next_page_uri": None}, Date=twilio_now())


def test_what_was_mapped_already_is_told_as_done(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    path = f"{own.raw['uri'].removesuffix('.json')}/IpAccessControlListMappings.json"  # one of the old paths
    made_elsewhere(path, IpAccessControlListSid=office.sid)
    change = services.create(mapping(own, office), actor=operator)
    assert (change.state, change.twilio_code) == ("refused", 21231)
    assert "was mapped to the domain already" in explained(change, operator).sentence
    assert [one.sid for one in mapped(domain=own)] == [office.sid]


def test_a_list_that_is_not_there_cannot_be_mapped(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    Resource.objects.filter(sid=office.sid).update(gone_at=timezone.now())
    sentence = explained(services.create(mapping(own, office), actor=operator), operator).sentence
    assert sentence.startswith("Twilio does not map the IP access control list Office: ")


@pytest.mark.usefixtures("short_pauses")
def test_a_lost_mapping_is_found_though_its_list_was_made_by_a_change_of_the_same_sid(
    domain: SipDomain, operator: User, twilio: TwilioServer
) -> None:
    office = IpAccessControlList(account=domain.account, friendly_name="Office")
    sid = "AL" + "4" * 32
    dated = {name: value for name, value in resource().items() if name.startswith("date_")}
    twilio.will(reply(201, {**dated, "sid": sid, "friendly_name": "Office"}))
    office = made(office, operator)
    now = twilio_now()
    found = {"sid": sid, "friendly_name": "Office", "date_created": now, "date_updated": now}
    page = reply(200, {"contents": [found], "next_page_uri": None}, Date=now)
    twilio.will(cut, page, reply(200, found))
    change = services.create(mapping(domain, office), actor=operator)
    assert (change.state, change.was_found) == ("applied", True)
    assert CallsIpMapping.objects.get(domain=domain).friendly_name == "Office"


def twilio_now() -> str:
    return format_datetime(datetime.now(UTC), usegmt=True)


def test_a_password_is_sent_and_kept_nowhere(operator: User, twilio: TwilioServer, real_account: Any) -> None:
    dated = {name: value for name, value in resource().items() if name.startswith("date_")}
    twilio.will(reply(201, {**dated, "sid": "CL" + "1" * 32, "friendly_name": "Phones"}))
    phones = credential_list(operator)
    twilio.will(reply(201, {**dated, "sid": "CR" + "1" * 32, "username": "desk"}))
    desk = credential(phones, operator)
    assert twilio.received[-1].values == {"Username": "desk", "Password": PASSWORD}
    change = Change.objects.get(sid=desk.sid)
    assert change.asked == {"username": "desk"}
    kept = [repr(vars(row)) for row in (*Change.objects.all(), *change.events.all(), *Credential.objects.all())]
    assert not any(PASSWORD in row for row in kept)


def test_what_is_no_secret_of_it_is_not_sent(operator: User) -> None:
    office = IpAccessControlList(account=services.current_account(), friendly_name="Office")
    with pytest.raises(ValueError, match="has no secret password"):
        services.create(office, actor=operator, secrets={"password": PASSWORD})


def rotate(desk: Credential, actor: User) -> Change:
    return services.update(
        desk, {}, seen=Seen.of(desk), actor=actor, secrets={"password": f"{PASSWORD}x"}, purpose=Change.Purpose.ROTATE
    )


def test_a_password_is_rotated(operator: User) -> None:
    change = rotate(credential(credential_list(operator), operator), operator)
    assert (change.state, change.asked, change.verb) == ("applied", {}, "Rotate password of")


def test_neither_a_rotation_nor_the_deletion_of_a_credential_is_undone(operator: User) -> None:
    desk = credential(credential_list(operator), operator)
    rotation = rotate(desk, operator)
    assert "is not known" in services.undoing(rotation, desk).reason
    assert "create it anew" in services.undoing(deleted(desk, operator), None).reason


HELD = {"sid": "CR" + "1" * 32, "username": "desk", "date_created": "Mon, 20 Jul 2015 17:27:10 +0000"}
EARLIER = {**HELD, "date_updated": "Mon, 20 Jul 2015 17:27:10 +0000"}


@pytest.fixture
def desk(operator: User, twilio: TwilioServer, real_account: Any) -> Credential:
    twilio.will(reply(201, {**EARLIER, "sid": "CL" + "1" * 32, "friendly_name": "Phones"}))
    phones = credential_list(operator)
    twilio.will(reply(201, EARLIER))
    return credential(phones, operator)


def listed(held: dict[str, Any]) -> Any:
    return reply(200, {"credentials": [held], "next_page_uri": None}, Date=twilio_now())


@pytest.mark.usefixtures("short_pauses")
def test_a_rotation_without_an_answer_shows_in_the_time_of_the_last_change(
    desk: Credential, operator: User, twilio: TwilioServer
) -> None:
    after = {**EARLIER, "date_updated": twilio_now()}
    twilio.will(reply(200, EARLIER), cut, listed(after), reply(200, after))
    change = rotate(desk, operator)
    assert (change.state, change.was_found) == ("applied", True)


@pytest.mark.usefixtures("short_pauses")
def test_a_rotation_that_shows_nowhere_is_not_called_carried_out(
    desk: Credential, operator: User, twilio: TwilioServer
) -> None:
    twilio.will(reply(200, EARLIER), cut, listed(EARLIER), reply(200, EARLIER))
    assert rotate(desk, operator).state == "unknown"


@pytest.mark.usefixtures("short_pauses")
def test_of_two_changes_in_one_breath_nobody_can_say_whether_the_second_was_carried_out(
    desk: Credential, operator: User, twilio: TwilioServer
) -> None:
    just_now = {**EARLIER, "date_updated": twilio_now()}
    twilio.will(reply(200, just_now), cut, listed(just_now), reply(200, just_now))
    change = rotate(desk, operator)
    assert change.state == "conflict"
    assert "so shortly before" in change.message


@pytest.mark.usefixtures("short_pauses")
def test_a_rotation_that_comes_after_it_was_given_up_is_noticed(
    desk: Credential, operator: User, twilio: TwilioServer, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    twilio.will(reply(200, EARLIER), cut, listed(EARLIER), reply(200, EARLIER))
    change = rotate(desk, operator)
    twilio.will(listed(EARLIER), reply(200, EARLIER))
    services.reconcile_open(at_once=True)
    change.refresh_from_db()
    assert change.state == "not_applied"
    after = {**EARLIER, "date_updated": twilio_now()}
    twilio.will(listed(after), reply(200, after))
    Change.objects.filter(pk=change.pk).update(look_at=timezone.now())
    services.reconcile_open()
    change.refresh_from_db()
    assert (change.state, "appeared_late" in story(change)) == ("applied", True)


def test_what_a_new_list_or_domain_holds_is_known_to_be_nothing(own: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    seen = {look.collection for look in Look.objects.all()}
    assert seen == {
        f"SIP/Domains/{own.sid}/Auth/Calls/IpAccessControlListMappings",
        f"SIP/Domains/{own.sid}/Auth/Calls/CredentialListMappings",
        f"SIP/Domains/{own.sid}/Auth/Registrations/CredentialListMappings",
        f"SIP/IpAccessControlLists/{office.sid}/IpAddresses",
    }


def test_a_look_takes_over_what_was_not_known_and_marks_what_is_gone(operator: User) -> None:
    office = ip_list(operator)
    made_elsewhere(IP_LISTS, FriendlyName="Home")
    Resource.objects.filter(sid=office.sid).update(gone_at=timezone.now())
    looked = services.look_at(office.account, IpAccessControlList.path)
    assert (looked.there, looked.new, looked.gone) == (1, 1, 1)
    assert [one.friendly_name for one in IpAccessControlList.objects.live()] == ["Home"]


def queries_to_look(phones: CredentialList) -> int:
    with CaptureQueriesContext(connection) as queries:
        services.look_at(phones.account, Credential.path.format(phones.sid))
    return len(queries)


def test_a_look_takes_the_account_once_however_many_there_are(operator: User) -> None:
    phones = credential_list(operator)
    path = within(phones.raw, "Credentials")
    counts = []
    for number in range(60):
        made_elsewhere(path, Username=f"desk-{number}", Password=PASSWORD)
        if number in (9, 59):
            Credential.objects.all().delete()
            counts.append(queries_to_look(phones))
    few, many = counts
    assert Credential.objects.count() == 60
    assert (many - few) / 50 <= 5  # it is looked for, and made within a savepoint


def test_a_look_takes_over_another_name(operator: User) -> None:
    office = ip_list(operator)
    change_elsewhere(office, friendly_name="Home")  # type: ignore[arg-type]
    services.look_at(office.account, IpAccessControlList.path)
    assert IpAccessControlList.objects.get().friendly_name == "Home"


def test_a_look_at_what_a_domain_lets_in_finds_mappings_lists_and_entries(own: SipDomain, operator: User) -> None:
    office = made_elsewhere(IP_LISTS, FriendlyName="Office")
    phones = made_elsewhere(CREDENTIAL_LISTS, FriendlyName="Phones")
    made_elsewhere(within(office, "IpAddresses"), FriendlyName="Gate", IpAddress="8.8.4.4")
    made_elsewhere(within(phones, "Credentials"), Username="desk", Password=PASSWORD)
    domain = own.raw["uri"].removesuffix(".json")
    made_elsewhere(f"{domain}/IpAccessControlListMappings.json", IpAccessControlListSid=office["sid"])
    registrations = f"{domain}/Auth/Registrations/CredentialListMappings.json"
    made_elsewhere(registrations, CredentialListSid=phones["sid"])
    looked = services.look_at_access(own)
    assert looked.new == 6
    assert {one.sid for one in mapped(domain=own)} == {office["sid"], phones["sid"]}
    assert (IpAddress.objects.get().ip_address, Credential.objects.get().username) == ("8.8.4.4", "desk")
    assert services.look_at_access(own).new == 0
