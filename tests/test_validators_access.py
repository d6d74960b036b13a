"""What may stand on an access list: addresses, names, user names and passwords."""

import ipaddress
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies

from domains.validators import (
    CREDENTIAL_LIST_NAME_LIMIT,
    HALVES,
    IP_LIST_NAME_LIMIT,
    ListNameValidator,
    generate_password,
    is_off_the_internet,
    is_wide_open,
    network_of,
    normalize_username,
    split_address,
    validate_ip_address,
    validate_password,
    validate_prefix_length,
    validate_username,
)
from domains.validators.credentials import TYPEABLE

GOOD_PASSWORD = "CorrectHorse77"


def sentence_for(value: Any, validator: Callable[[Any], None]) -> str:
    with pytest.raises(ValidationError) as refused:
        validator(value)
    return str(refused.value.messages[0])


def refusal_of(value: Any, validator: Callable[[Any], None]) -> str:
    try:
        validator(value)
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.0.2.1/24", ("192.0.2.1", "24")),
        (" 192.0.2.1 / 24 ", ("192.0.2.1", "24")),
        ("192.0.2.1", ("192.0.2.1", "")),
        ("sip:192.0.2.1", ("192.0.2.1", "")),
        ("https://192.0.2.1/", ("192.0.2.1", "")),
        ("", ("", "")),
    ],
)
def test_a_pasted_network_is_parted_into_address_and_prefix_length(typed: str, meant: tuple[str, str]) -> None:
    assert split_address(typed) == meant


@given(strategies.ip_addresses(v=4))
def test_every_ipv4_address_is_taken(address: ipaddress.IPv4Address) -> None:
    validate_ip_address(str(address))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "must be four numbers"),
        ("192.0.2", "must be four numbers"),
        ("192.0.2.256", "change “256”"),
        ("192.0.02.1", "change “02”"),
        ("192.0.2.٣", "must be four numbers"),
        ("2001:db8::1", "takes no IPv6"),
        ("::ffff:192.0.2.1", "takes no IPv6"),
        ("192.0.2.1:5060", "must not have a port"),
        ("192.0.2.*", "must have no wildcard"),
        ("192.0.2.x", "must have no wildcard"),
        ("192.0.2.1-192.0.2.9", "not a range"),
        ("192.0.2.1 – 9", "not a range"),
        ("pbx.example.com", "must not be a name"),
        ("192.0.2.1/24", "without its prefix length"),
    ],
)
def test_it_says_what_to_enter_in_place_of_what_is_no_address(address: str, words: str) -> None:
    assert words in sentence_for(address, validate_ip_address)


@given(strategies.text() | strategies.text("0123456789./:*- x"))
def test_whatever_is_typed_as_an_address_is_taken_or_refused_in_a_sentence(text: str) -> None:
    address, _ = split_address(text)
    said = refusal_of(address, validate_ip_address)
    if said:
        assert said.startswith("IP address must ")
        assert said.endswith(".")
    else:
        assert str(ipaddress.IPv4Address(address)) == address


@pytest.mark.parametrize("prefix", [1, 24, 32])
def test_a_prefix_length_that_twilio_keeps_is_taken(prefix: int) -> None:
    validate_prefix_length(prefix)


def test_a_prefix_length_of_zero_is_refused_with_the_reason_and_the_two_halves() -> None:
    sentence = sentence_for(0, validate_prefix_length)
    assert "Twilio stores /0 as /32" in sentence
    assert all(half in sentence for half in HALVES)


@pytest.mark.parametrize("prefix", [-1, 33, 2**70])
def test_any_other_prefix_length_is_refused(prefix: int) -> None:
    assert f"from 1 to 32, and {prefix} is not" in sentence_for(prefix, validate_prefix_length)


def networks(*written: str) -> list[ipaddress.IPv4Network]:
    return [network_of(address, int(prefix)) for address, prefix in map(split_address, written)]


@pytest.mark.parametrize(
    "written",
    [HALVES, HALVES[:1], ("0.0.0.0/2", "64.0.0.0/2"), ("8.0.0.0/8", "9.0.0.0/32"), ("8.0.0.0/9", "11.0.0.0/8")],
)
def test_a_list_that_nobody_can_survey_is_wide_open(written: tuple[str, ...]) -> None:
    assert is_wide_open(networks(*written))


@pytest.mark.parametrize("written", [(), ("8.8.4.4/32",), ("8.0.0.0/8",), ("8.0.0.0/8", "8.1.0.0/16", "8.0.0.1/8")])
def test_a_list_of_known_networks_is_not_wide_open(written: tuple[str, ...]) -> None:
    assert not is_wide_open(networks(*written))


@pytest.mark.parametrize(
    "written", ["10.0.0.0/8", "192.168.1.20/32", "127.0.0.1/32", "100.64.0.0/10", "169.254.0.0/16", "192.0.2.0/24"]
)
def test_no_call_from_the_internet_comes_from_such_a_network(written: str) -> None:
    assert is_off_the_internet(*networks(written))


@pytest.mark.parametrize("written", ["8.8.4.4/32", "8.0.0.0/8", "0.0.0.0/1", "10.0.0.0/7", "172.16.0.1/11"])
def test_a_network_that_reaches_into_the_internet_is_not_off_it(written: str) -> None:
    assert not is_off_the_internet(*networks(written))


@given(strategies.lists(strategies.ip_addresses(v=4, network="0.0.0.0/0"), max_size=6), strategies.integers(1, 32))
def test_a_list_that_is_wide_open_stays_so_whatever_is_added(some: list[Any], prefix: int) -> None:
    wide = networks("128.0.0.0/7")
    assert is_wide_open(wide + [network_of(str(address), prefix) for address in some])


@pytest.mark.parametrize(
    ("typed", "meant"), [(" desk ", "desk"), ("sip:desk", "desk"), ("Desk", "Desk"), ("sipper", "sipper")]
)
def test_it_repairs_a_username_as_people_paste_it(typed: str, meant: str) -> None:
    assert normalize_username(typed) == meant


@pytest.mark.parametrize("username", ["a", "1440013725.28", "front-desk_2", "+15551230000", "*100", "x" * 32])
def test_it_takes_what_a_phone_can_sign_in_with(username: str) -> None:
    validate_username(username)


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("", "Enter a username"),
        ("desk@acme.sip.twilio.com", "only what stands before the @"),
        ("front desk", "must not have a space"),
        ("büro", "“ü” is none of them"),
        ("a:b", "“:” is none of them"),
        ('a"b', '“"” is none of them'),
        ("a\x00b", "one that cannot be seen"),
        ("x" * 33, "32 characters or fewer: it has 33"),
    ],
)
def test_it_names_the_very_rule_that_a_username_breaks(username: str, words: str) -> None:
    assert words in sentence_for(username, validate_username)


@pytest.mark.parametrize("password", [GOOD_PASSWORD, "aB3456789012", 'with Space 1 and "signs" \\'])
def test_it_takes_the_passwords_that_twilio_takes(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a password of at least 12 characters."),
        ("Short1", "add 6 more characters."),
        ("aB345678901", "add 1 more character."),
        ("correcthorse77", "add an upper-case letter."),
        ("CORRECTHORSE77", "add a lower-case letter."),
        ("CorrectHorses", "add a digit."),
        ("horse", "add an upper-case letter, a digit and 7 more characters."),
        ("CorrectHörse77", "only letters a to z"),
        ("CorrectHorse77\n", "only letters a to z"),
        (" CorrectHorse77", "must not begin or end with a space"),
    ],
)
def test_it_says_what_a_password_lacks(password: str, words: str) -> None:
    assert words in sentence_for(password, validate_password)


@given(strategies.text("abcABC 0189ö", min_size=4))
def test_a_refusal_never_says_the_password(password: str) -> None:
    assert password not in refusal_of(password, validate_password)


def test_a_generated_password_passes_and_is_never_the_same() -> None:
    made = {generate_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert set(password) <= set(TYPEABLE)


@pytest.mark.parametrize(
    "pair",
    [
        "0O",
        "0o",
        "Oo",
        "0D",
        "0Q",
        "1l",
        "1I",
        "1i",
        "lI",
        "li",
        "1j",
        "ij",
        "2Z",
        "2z",
        "Zz",
        "5S",
        "5s",
        "Ss",
        "6G",
        "6b",
        "8B",
        "9g",
        "9q",
        "gq",
        "uv",
        "UV",
        "uU",
        "vV",
        "cC",
        "kK",
        "pP",
        "wW",
        "xX",
        "yY",
    ],
)
def test_no_two_letters_of_a_generated_password_look_alike(pair: str) -> None:
    assert not set(pair) <= set(TYPEABLE)


@pytest.mark.parametrize("limit", [IP_LIST_NAME_LIMIT, CREDENTIAL_LIST_NAME_LIMIT])
def test_a_list_is_named_within_its_limit(limit: int) -> None:
    validate = ListNameValidator(limit)
    validate("Büro, 2. Stock")
    validate("x" * limit)
    assert f"must be {limit} characters or fewer: it has {limit + 1}" in sentence_for("x" * (limit + 1), validate)


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "enter one of your own"), ("   ", "enter one of your own"), (" Desk", "space"), ("Front\ndesk", "one line")],
)
def test_a_list_has_a_name_that_can_be_read(name: str, words: str) -> None:
    assert words in sentence_for(name, ListNameValidator(64))


def test_a_list_of_addresses_may_have_a_longer_name_than_one_of_credentials() -> None:
    assert ListNameValidator(IP_LIST_NAME_LIMIT) != ListNameValidator(CREDENTIAL_LIST_NAME_LIMIT)
    assert ListNameValidator(64) == ListNameValidator(64)
