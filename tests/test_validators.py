"""Every row of the table of what is repaired, refused and recognised."""

import pytest
from django.core.exceptions import ValidationError

from domains.validators import (
    SidValidator,
    normalize_domain_name,
    parent_domain,
    validate_domain_name,
    validate_webhook_url,
)

SUFFIX = ".sip.twilio.com"
HEX = "0123456789abcdefABCDEF0123456789"


def sentence_for(value: str, validator: object) -> str:
    with pytest.raises(ValidationError) as refused:
        validator(value)  # type: ignore[operator]
    return str(refused.value.messages[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  acme.sip.twilio.com \t", "acme.sip.twilio.com"),
        ("ACME.Sip.Twilio.COM", "acme.sip.twilio.com"),
        ("sip:acme.sip.twilio.com", "acme.sip.twilio.com"),
        ("SIPS:acme.sip.twilio.com", "acme.sip.twilio.com"),
        ("https://acme.sip.twilio.com", "acme.sip.twilio.com"),
        ("http://Acme", "acme.sip.twilio.com"),
        ("acme.sip.twilio.com.", "acme.sip.twilio.com"),
        ("acme", "acme.sip.twilio.com"),
        ("1-202-555-0162", "1-202-555-0162.sip.twilio.com"),
        ("acme.", "acme.sip.twilio.com"),
        ("", ""),
    ],
)
def test_it_repairs_a_name_as_people_paste_it(typed: str, meant: str) -> None:
    assert normalize_domain_name(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "acme..sip.twilio.com",
        "acme.sip.twilio.com..",
        "sip:sip:acme.sip.twilio.com",
        "acme.sip.twilio.com/",
        "acme.sip.twilio.com:5060",
        "alice@acme",
        "acme.example.com",
        "ftp://acme.sip.twilio.com",
    ],
)
def test_it_makes_no_other_repair(typed: str) -> None:
    with pytest.raises(ValidationError):
        validate_domain_name(normalize_domain_name(typed))


def test_a_foreign_letter_does_not_turn_into_a_plain_one() -> None:
    kelvin = "\N{KELVIN SIGN}ilo.sip.twilio.com"
    assert normalize_domain_name(kelvin) == kelvin
    assert "letters a to z" in sentence_for(kelvin, validate_domain_name)


@pytest.mark.parametrize(
    "name",
    [
        "acme.sip.twilio.com",
        "1-202-555-0162.sip.twilio.com",
        "a.sip.twilio.com",
        "x--y.sip.twilio.com",
        "desk.acme.sip.twilio.com",
        "a" * 63 + SUFFIX,
        ".".join(["a" * 59] * 3) + ".b" + SUFFIX,
    ],
)
def test_it_takes_what_can_be_a_name(name: str) -> None:
    validate_domain_name(name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("my acme.sip.twilio.com", "must not have a space"),
        ("my_acme.sip.twilio.com", "must not have an underscore"),
        ("äcme.sip.twilio.com", "letters a to z"),
        ("acme+1.sip.twilio.com", "only letters, digits and hyphens"),
        ("acme..sip.twilio.com", "empty part"),
        (".acme.sip.twilio.com", "empty part"),
        ("-acme.sip.twilio.com", "begins or ends with a hyphen: change “-acme”"),
        ("acme-.sip.twilio.com", "begins or ends with a hyphen: change “acme-”"),
        ("a" * 64 + SUFFIX, "63 characters or fewer: one of them has 64"),
        (".".join(["a" * 60] * 4) + SUFFIX, "253 characters or fewer: it has 258"),
        ("a..b", "empty part"),
        ("a" * 64, "63 characters or fewer: one of them has 64"),
        (".".join(["a" * 60] * 5), "253 characters or fewer: it has 304"),
        ("acme.sip.twilio.com.sip.twilio.com", "once: enter acme.sip.twilio.com"),
        ("alice@acme.sip.twilio.com", "must not have a user part"),
        ("acme.sip.twilio.com:5060", "must not have a port"),
        ("acme.sip.twilio.com/calls", "must not have a path"),
        ("acme.sip.twilio.com?x=1", "must not have a path"),
    ],
)
def test_it_names_the_very_rule_that_a_name_breaks(name: str, words: str) -> None:
    assert words in sentence_for(name, validate_domain_name)


@pytest.mark.parametrize(
    ("name", "what", "advice"),
    [
        ("acme.example.com", "a host elsewhere", "enter acme.sip.twilio.com"),
        ("acme.twilio.com", "a host elsewhere", "enter acme.sip.twilio.com"),
        ("desk.acme", "and “desk.acme” does not: enter desk.sip", "desk.acme.sip.twilio.com for a domain below"),
        ("acme.pstn.twilio.com", "Elastic SIP trunk", "enter acme.sip.twilio.com"),
        ("acme.sip.dublin.twilio.com", "localized address that calls take through “dub", "enter acme.sip.twilio.com"),
        ("acme.sip.us1.twilio.com", "localized address", "enter acme.sip.twilio.com"),
        ("acme.sip.ashburn-ix.twilio.com", "localized address", "enter acme.sip.twilio.com"),
        ("acme-sip.twilio.com", "with a dot before “sip”", "enter acme.sip.twilio.com"),
        ("sip.twilio.com", "Enter a name of your own", "acme.sip.twilio.com"),
        (".sip.twilio.com", "Enter a name of your own", "acme.sip.twilio.com"),
    ],
)
def test_it_says_what_a_name_that_ends_elsewhere_is_and_what_to_type(name: str, what: str, advice: str) -> None:
    sentence = sentence_for(name, validate_domain_name)
    assert what in sentence
    assert advice in sentence


def test_a_dotted_name_has_a_parent() -> None:
    assert parent_domain("a.b.sip.twilio.com") == "b.sip.twilio.com"
    assert parent_domain("a.b.c.sip.twilio.com") == "b.c.sip.twilio.com"
    assert parent_domain("b.sip.twilio.com") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://voice.example.com/calls",
        "http://voice.example.com",
        "HTTPS://voice.example.com/",
        "https://user:p%40ss@voice.example.com:8443/calls?a=b&c=d#ct=2000&rc=2",
        "https://192.0.2.1/calls",
        "https://[2001:db8::1]:8443/calls",
        "https://voice.example.com./",
        "https://intranet/calls",
        "https://my_host.example.com/",
        "https://voice.example.com/" + "x" * (2048 - 26),
    ],
)
def test_it_takes_a_url_that_can_be_called(url: str) -> None:
    validate_webhook_url(url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("voice.example.com/calls", "must begin with https://"),
        ("//voice.example.com/calls", "must begin with https://"),
        ("https:/voice.example.com", "must begin with https://"),
        ("ftp://voice.example.com/calls", "it begins with ftp://"),
        ("javascript://voice.example.com/calls", "it begins with javascript://"),
        ("https://", "must name a host after https://"),
        ("https:///calls", "must name a host after https://"),
        ("https://user@/calls", "must name a host after https://"),
        ("https://voice.example.com/my calls", "must not have spaces"),
        ("https://voice.example.com/a\nb", "must not have spaces"),
        ("https://voice.example.com/a\x00b", "control characters"),
        ("https://voice.example.com/a\u00a0b", "must not have spaces"),
        ("https://voice..example.com/", "no host name or IP address"),
        ("https://-voice.example.com/", "no host name or IP address"),
        ("https://vöice.example.com/", "no host name or IP address"),
        ("https://voice.example.com\\calls", "backslash"),
        ("https://voice.example.com\\@evil.example/", "backslash"),
        ("https://voice.example.com/a\u200bb", "control characters"),
        ("https://300.1.1.1/", "no host name or IP address"),
        ("https://1.2.3/", "no host name or IP address"),
        ("https://[2001:db8::zz]/", "no host name or IP address"),
        ("https://" + "a" * 64 + ".example.com/", "no host name or IP address"),
        ("https://" + ".".join(["a" * 60] * 5) + "/", "no host name or IP address"),
        ("https://voice.example.com:/", "port from 1 to 65535"),
        ("https://voice.example.com:0/", "port from 1 to 65535"),
        ("https://voice.example.com:65536/", "port from 1 to 65535"),
        ("https://voice.example.com:99999999999999999999/", "port from 1 to 65535"),
        ("https://voice.example.com:five/", "port from 1 to 65535"),
        ("https://voice.example.com:８０/", "port from 1 to 65535"),
        ("https://voice.example.com/" + "x" * (2049 - 26), "2,048 characters or fewer: it has 2,049"),
    ],
)
def test_it_says_what_is_wrong_with_a_url(url: str, words: str) -> None:
    assert words in sentence_for(url, validate_webhook_url)


def test_it_takes_the_sid_of_the_expected_kind() -> None:
    SidValidator("BY")("BY" + HEX)
    SidValidator("PN")("PN" + HEX)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("by" + HEX, "write BY in capitals"),
        ("bY" + HEX, "write BY in capitals"),
        ("PN" + HEX, "this is the SID of a phone number, enter that of a BYOC trunk"),
        ("TK" + HEX, "this is the SID of an Elastic SIP trunk"),
        ("SD" + HEX, "this is the SID of a SIP domain"),
        ("ZZ" + HEX, "enter the SID of a BYOC trunk"),
        ("+1 (202) 555-0162", "looks like a phone number"),
        ("12025550162", "looks like a phone number"),
        ("BY" + HEX[:-1], "has 31 digits after BY"),
        ("BY" + HEX + "0", "has 33 digits after BY"),
        ("BY" + HEX[:-1] + "g", "must be BY and 32 hexadecimal digits"),
        ("trunk one", "must be BY and 32 hexadecimal digits"),
    ],
)
def test_it_recognises_what_was_entered_for_a_sid(value: str, words: str) -> None:
    assert words in sentence_for(value, SidValidator("BY"))


def test_every_sentence_about_a_sid_says_which_prefix_is_expected() -> None:
    for value in ("BY" + HEX, "+12025550162", "pn" + HEX, "PN1"):
        assert "must be PN and 32 hexadecimal digits" in sentence_for(value, SidValidator("PN"))
