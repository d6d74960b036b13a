"""What the sandbox makes of access lists, of what is in them, and of their mappings to domains."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from domains.sandbox import weather
from domains.sandbox.core import Answer
from domains.sandbox.models import LateWrite, Resource

from .sandbox_questions import CREDENTIAL_LISTS, DOMAINS, IP_LISTS, NAME, PASSWORD, made, refused, tell, within

pytestmark = pytest.mark.django_db(databases="__all__")

CALLS = "Auth/Calls"
REGISTRATIONS = "Auth/Registrations"
WORLD = "0.0.0.0"  # noqa: S104  (to be let in, and nothing listens there)
ADDRESS = {"FriendlyName": "Gateway", "IpAddress": "192.0.2.1"}


@pytest.fixture
def domain() -> dict[str, Any]:
    return made(DOMAINS, DomainName=NAME)


@pytest.fixture
def ip_list() -> dict[str, Any]:
    return made(IP_LISTS, FriendlyName="Office")


@pytest.fixture
def credential_list() -> dict[str, Any]:
    return made(CREDENTIAL_LISTS, FriendlyName="Phones")


def mapping_of(domain: dict[str, Any], listed: dict[str, Any], place: str = CALLS) -> tuple[str, dict[str, str]]:
    """Return where a list is mapped, and what is sent there."""
    word = "IpAccessControlList" if listed["sid"].startswith("AL") else "CredentialList"
    return within(domain, f"{place}/{word}Mappings".lstrip("/")), {f"{word}Sid": listed["sid"]}


def attach(domain: dict[str, Any], listed: dict[str, Any], place: str = CALLS) -> Answer:
    path, values = mapping_of(domain, listed, place)
    return tell("POST", path, **values)


def detach(domain: dict[str, Any], listed: dict[str, Any], place: str = CALLS) -> Answer:
    path, _ = mapping_of(domain, listed, place)
    return tell("DELETE", path.replace(".json", f"/{listed['sid']}.json"))


def sids(path: str) -> list[str]:
    body = tell("GET", path).body
    assert body is not None
    return [one["sid"] for one in next(value for value in body.values() if isinstance(value, list))]


def auth_type(domain: dict[str, Any]) -> Any:
    body = tell("GET", domain["uri"]).body
    assert body is not None
    return body["auth_type"]


def message(answer: Answer) -> str:
    assert answer.body is not None
    return str(answer.body["message"])


def fill(path: str, count: int) -> None:
    """Put so many into a collection, quicker than by asking."""
    collection = path.removesuffix(".json").partition("/SIP/")[2]
    Resource.objects.bulk_create(
        Resource(sid=str(number), path=f"SIP/{collection}", body={}) for number in range(count)
    )


# Names and limits


@pytest.mark.parametrize(("path", "code"), [(IP_LISTS, 21235), (CREDENTIAL_LISTS, 21240)])
def test_the_name_of_a_list_is_taken_once(path: str, code: int) -> None:
    first, second = (made(path, FriendlyName=name) for name in ("Office", "Branch"))
    assert refused(tell("POST", path, FriendlyName="office")) == (400, code)
    assert refused(tell("POST", second["uri"], FriendlyName="Office")) == (400, code)
    assert tell("DELETE", first["uri"]).status == 204
    assert tell("POST", path, FriendlyName="Office").status == 201


@pytest.mark.parametrize(("path", "longest", "code"), [(IP_LISTS, 255, 21235), (CREDENTIAL_LISTS, 64, 21240)])
def test_the_name_of_a_list_has_a_longest_length(path: str, longest: int, code: int) -> None:
    assert made(path, FriendlyName="a" * longest)["friendly_name"] == "a" * longest
    assert refused(tell("POST", path, FriendlyName="a" * (longest + 1))) == (400, code)


def test_a_name_is_taken_in_its_own_kind_and_list_only(ip_list: dict[str, Any]) -> None:
    other = made(IP_LISTS, FriendlyName="Branch")
    made(CREDENTIAL_LISTS, FriendlyName="Office")
    made(within(ip_list, "IpAddresses"), **ADDRESS)
    made(within(other, "IpAddresses"), **ADDRESS)


@pytest.mark.parametrize(("path", "limit", "code"), [(IP_LISTS, 1000, 21255), (CREDENTIAL_LISTS, 100, 21239)])
def test_an_account_holds_so_many_lists(path: str, limit: int, code: int) -> None:
    fill(path, limit - 1)
    made(path, FriendlyName="The last one")
    assert refused(tell("POST", path, FriendlyName="One more")) == (400, code)


def test_a_list_holds_100_addresses(ip_list: dict[str, Any]) -> None:
    path = within(ip_list, "IpAddresses")
    fill(path, 99)
    made(path, **ADDRESS)
    assert refused(tell("POST", path, FriendlyName="One more", IpAddress="192.0.2.2")) == (400, 21237)


def test_a_list_holds_1000_credentials(credential_list: dict[str, Any]) -> None:
    path = within(credential_list, "Credentials")
    fill(path, 999)
    made(path, Username="alice", Password=PASSWORD)
    assert refused(tell("POST", path, Username="bob", Password=PASSWORD)) == (400, 21242)


# Addresses


def test_an_address_is_one_address_unless_a_prefix_is_sent(ip_list: dict[str, Any]) -> None:
    body = made(within(ip_list, "IpAddresses"), **ADDRESS)
    assert (body["ip_address"], body["cidr_prefix_length"]) == ("192.0.2.1", 32)
    assert body["ip_access_control_list_sid"] == ip_list["sid"]


def test_the_whole_world_is_stored_as_one_address(ip_list: dict[str, Any]) -> None:
    body = made(within(ip_list, "IpAddresses"), FriendlyName="World", IpAddress=WORLD, CidrPrefixLength="0")
    assert (body["ip_address"], body["cidr_prefix_length"]) == (WORLD, 32)


@pytest.mark.parametrize(("address", "prefix"), [("127.0.0.1", "8"), ("10.1.2.3", "8"), ("128.0.0.0", "1")])
def test_host_bits_and_loopback_are_taken(ip_list: dict[str, Any], address: str, prefix: str) -> None:
    body = made(within(ip_list, "IpAddresses"), FriendlyName="Odd", IpAddress=address, CidrPrefixLength=prefix)
    assert (body["ip_address"], body["cidr_prefix_length"]) == (address, int(prefix))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("IpAddress", "192.0.2"),
        ("IpAddress", "192.0.2.*"),
        ("IpAddress", "192.0.2.256"),
        ("IpAddress", "192.0.2.0/24"),
        ("IpAddress", "2001:db8::1"),
        ("IpAddress", "example.com"),
        ("CidrPrefixLength", "33"),
        ("CidrPrefixLength", "-1"),
        ("CidrPrefixLength", "half"),
        ("FriendlyName", "a" * 256),
        ("FriendlyName", "\0"),
    ],
)
def test_what_is_no_address_is_refused(ip_list: dict[str, Any], name: str, text: str) -> None:
    path = within(ip_list, "IpAddresses")
    assert refused(tell("POST", path, **{**ADDRESS, name: text})) == (400, 21238)
    assert sids(path) == []


@pytest.mark.parametrize("twin", [{"FriendlyName": "gateway"}, {"IpAddress": "192.0.2.1"}])
def test_an_address_is_in_its_list_once(ip_list: dict[str, Any], twin: dict[str, str]) -> None:
    path = within(ip_list, "IpAddresses")
    made(path, **ADDRESS)
    other = made(path, FriendlyName="Other", IpAddress="192.0.2.2")
    values = {"FriendlyName": "Third", "IpAddress": "192.0.2.3", **twin}
    assert refused(tell("POST", path, **values)) == (400, 21235)
    assert refused(tell("POST", other["uri"], **twin)) == (400, 21235)


def test_an_address_can_be_changed_in_part(ip_list: dict[str, Any]) -> None:
    address = made(within(ip_list, "IpAddresses"), **ADDRESS, CidrPrefixLength="24")
    body = tell("POST", address["uri"], IpAddress="198.51.100.0").body
    assert body is not None
    assert (body["friendly_name"], body["ip_address"], body["cidr_prefix_length"]) == ("Gateway", "198.51.100.0", 24)


# Credentials


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("", PASSWORD, 21240),
        ("a" * 33, PASSWORD, 21240),
        ("two words", PASSWORD, 21243),
        ("alice", "Short-1", 21240),
        ("alice", "no-upper-case-1", 21240),
        ("alice", "NO-LOWER-CASE-1", 21240),
        ("alice", "No-digit-at-all", 21240),
    ],
)
def test_weak_credentials_are_refused(credential_list: dict[str, Any], username: str, password: str, code: int) -> None:
    path = within(credential_list, "Credentials")
    assert refused(tell("POST", path, Username=username, Password=password)) == (400, code)
    assert sids(path) == []


def test_a_username_is_in_its_list_once(credential_list: dict[str, Any]) -> None:
    path = within(credential_list, "Credentials")
    made(path, Username="alice", Password=PASSWORD)
    assert refused(tell("POST", path, Username="alice", Password=PASSWORD)) == (400, 21243)


def test_only_the_password_of_a_credential_changes(credential_list: dict[str, Any]) -> None:
    credential = made(within(credential_list, "Credentials"), Username="alice", Password=PASSWORD)
    body = tell("POST", credential["uri"], Username="bob", Password="Another-horse-1").body
    assert body is not None
    assert body["username"] == "alice"
    assert refused(tell("POST", credential["uri"], Password="weak")) == (400, 21240)


def everything_kept() -> str:
    return repr([list(model.objects.values()) for model in (Resource, LateWrite)])


def test_no_password_is_kept_or_returned(credential_list: dict[str, Any]) -> None:
    credential = made(within(credential_list, "Credentials"), Username="alice", Password=PASSWORD)
    answers = (tell("POST", credential["uri"], Password=PASSWORD), tell("GET", credential["uri"]))
    assert PASSWORD not in repr(answers) + repr(credential) + everything_kept()


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 1), ("weak-weak-weak", 0)])
def test_no_password_is_kept_while_a_write_waits(
    credential_list: dict[str, Any], monkeypatch: pytest.MonkeyPatch, password: str, status: int
) -> None:
    path = within(credential_list, "Credentials")
    weather.late(60)
    tell("POST", path, Username="alice", Password=password)
    assert LateWrite.objects.coming().count() == 1
    assert password not in everything_kept()
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert len(sids(path)) == status


def test_no_password_is_kept_that_was_sent_to_the_wrong_path(credential_list: dict[str, Any]) -> None:
    weather.late(60, times=2)
    tell("POST", within(credential_list, "Credential"), Username="alice", Password=PASSWORD)
    tell("POST", CREDENTIAL_LISTS, FriendlyName="Phones", Password=PASSWORD)
    assert LateWrite.objects.coming().count() == 2
    assert PASSWORD not in everything_kept()


# Mappings


def test_a_mapping_has_the_sid_and_the_name_of_its_list(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    body = attach(domain, ip_list).body
    assert body is not None
    assert (body["sid"], body["friendly_name"]) == (ip_list["sid"], "Office")


@pytest.mark.parametrize("place", [CALLS, REGISTRATIONS, ""])
def test_a_mapping_follows_when_its_list_is_renamed(
    domain: dict[str, Any], credential_list: dict[str, Any], place: str
) -> None:
    attach(domain, credential_list, place)
    tell("POST", credential_list["uri"], FriendlyName="Desks")
    path, _ = mapping_of(domain, credential_list, place)
    body = tell("GET", path.replace(".json", f"/{credential_list['sid']}.json")).body
    assert body is not None
    assert body["friendly_name"] == "Desks"


def test_a_list_is_mapped_to_many_domains(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    other = made(DOMAINS, DomainName="utica.sip.twilio.com")
    assert [attach(one, ip_list).status for one in (domain, other)] == [201, 201]


@pytest.mark.parametrize(("one", "other"), [("", CALLS), (CALLS, ""), (CALLS, CALLS), ("", "")])
def test_old_paths_and_calls_are_one(
    domain: dict[str, Any], ip_list: dict[str, Any], credential_list: dict[str, Any], one: str, other: str
) -> None:
    for listed, word in ((ip_list, "IpAccessControlList"), (credential_list, "CredentialList")):
        assert attach(domain, listed, one).status == 201
        again = attach(domain, listed, other)
        assert refused(again) == (400, 21231)
        assert message(again) == f"{word} already associated with this domain"
        path, _ = mapping_of(domain, listed, other)
        assert sids(path) == [listed["sid"]]
        assert detach(domain, listed, other).status == 204
        assert sids(mapping_of(domain, listed, one)[0]) == []


def test_registrations_are_apart(domain: dict[str, Any], credential_list: dict[str, Any]) -> None:
    assert attach(domain, credential_list, CALLS).status == 201
    assert attach(domain, credential_list, REGISTRATIONS).status == 201
    assert refused(attach(domain, credential_list, REGISTRATIONS)) == (400, 21231)
    detach(domain, credential_list, CALLS)
    assert sids(mapping_of(domain, credential_list, REGISTRATIONS)[0]) == [credential_list["sid"]]


def test_registrations_know_no_addresses(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    assert refused(attach(domain, ip_list, REGISTRATIONS)) == (404, 20404)


@pytest.mark.parametrize("sid", ["", "AL123", "CL" + "0" * 32, "AL" + "0" * 32])
def test_a_list_that_is_not_there_cannot_be_mapped(domain: dict[str, Any], sid: str) -> None:
    answer = tell("POST", within(domain, "Auth/Calls/IpAccessControlListMappings"), IpAccessControlListSid=sid)
    assert refused(answer) == (400, 21231)
    assert "already associated" not in message(answer)


def test_nothing_is_unmapped_that_is_not_mapped(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    assert refused(detach(domain, ip_list)) == (404, 20404)


def test_auth_type_tells_what_is_mapped_for_calls(
    domain: dict[str, Any], ip_list: dict[str, Any], credential_list: dict[str, Any]
) -> None:
    seen = [auth_type(domain)]
    for act, listed in ((attach, ip_list), (attach, credential_list), (detach, ip_list), (detach, credential_list)):
        act(domain, listed)
        seen.append(auth_type(domain))
    assert seen == ["", "IP_ACL", "IP_ACL,CREDENTIAL_LIST", "CREDENTIAL_LIST", ""]


def test_auth_type_is_written_in_either_order(
    domain: dict[str, Any], ip_list: dict[str, Any], credential_list: dict[str, Any]
) -> None:
    for listed in (credential_list, ip_list):
        attach(domain, listed, "")
    assert auth_type(domain) == "CREDENTIAL_LIST,IP_ACL"


def test_auth_type_tells_nothing_of_registrations(domain: dict[str, Any], credential_list: dict[str, Any]) -> None:
    attach(domain, credential_list, REGISTRATIONS)
    assert auth_type(domain) == ""


def test_auth_type_outlives_an_update_of_its_domain(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    attach(domain, ip_list)
    body = tell("POST", domain["uri"], FriendlyName="Scranton").body
    assert body is not None
    assert (body["auth_type"], auth_type(domain)) == ("IP_ACL", "IP_ACL")


# What goes with what


@pytest.mark.parametrize(
    ("collection", "place", "code"),
    [
        (IP_LISTS, CALLS, 21236),
        (IP_LISTS, "", 21236),
        (CREDENTIAL_LISTS, CALLS, 21241),
        (CREDENTIAL_LISTS, "", 21241),
        (CREDENTIAL_LISTS, REGISTRATIONS, 21241),
    ],
)
def test_a_list_in_use_stays(domain: dict[str, Any], collection: str, place: str, code: int) -> None:
    listed = made(collection, FriendlyName="In use")
    attach(domain, listed, place)
    assert refused(tell("DELETE", listed["uri"])) == (400, code)
    detach(domain, listed, place)
    assert tell("DELETE", listed["uri"]).status == 204


def test_a_list_takes_what_is_in_it_along(ip_list: dict[str, Any], credential_list: dict[str, Any]) -> None:
    inside = (
        made(within(ip_list, "IpAddresses"), **ADDRESS),
        made(within(credential_list, "Credentials"), Username="alice", Password=PASSWORD),
    )
    for listed in (ip_list, credential_list):
        tell("DELETE", listed["uri"])
    assert [refused(tell("GET", one["uri"])) for one in inside] == [(404, 20404)] * 2
    assert not Resource.objects.exists()


@pytest.mark.parametrize("place", [CALLS, REGISTRATIONS])
def test_a_domain_takes_its_mappings_along_and_leaves_the_lists(
    domain: dict[str, Any], credential_list: dict[str, Any], place: str
) -> None:
    attach(domain, credential_list, place)
    assert tell("DELETE", domain["uri"]).status == 204
    assert refused(tell("GET", mapping_of(domain, credential_list, place)[0])) == (404, 20404)
    assert tell("GET", credential_list["uri"]).status == 200
    assert tell("DELETE", credential_list["uri"]).status == 204


def test_a_refused_domain_keeps_its_mappings(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    made(DOMAINS, DomainName=f"branch.{NAME}")
    attach(domain, ip_list)
    assert refused(tell("DELETE", domain["uri"])) == (400, 21233)
    assert sids(mapping_of(domain, ip_list)[0]) == [ip_list["sid"]]


# Weather


@pytest.mark.parametrize("code", [21235, 21236, 21237, 21238, 21239, 21240, 21241, 21242, 21243, 21255])
def test_the_weather_knows_the_words_of_each_refusal(code: int) -> None:
    weather.refuse(code)
    answer = tell("POST", IP_LISTS, FriendlyName="Office")
    assert refused(answer) == (400, code)
    assert message(answer) != "The request was refused"
    assert not Resource.objects.exists()


def test_a_mapping_whose_answer_is_cut_off_is_made(domain: dict[str, Any], ip_list: dict[str, Any]) -> None:
    weather.cut(after=True, method="POST")
    assert attach(domain, ip_list).passed() == b""
    assert auth_type(domain) == "IP_ACL"
    assert refused(attach(domain, ip_list)) == (400, 21231)


def test_a_mapping_that_comes_late_is_made_late(
    domain: dict[str, Any], ip_list: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    weather.late(60)
    attach(domain, ip_list)
    assert auth_type(domain) == ""
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert auth_type(domain) == "IP_ACL"


def test_what_lags_holds_nothing_that_can_be_read_and_takes_what_is_written() -> None:
    weather.lag(60)
    ip_list = made(IP_LISTS, FriendlyName="Office")
    path = within(ip_list, "IpAddresses")
    assert refused(tell("GET", path)) == (404, 20404)
    assert tell("POST", path, **ADDRESS).status == 201
