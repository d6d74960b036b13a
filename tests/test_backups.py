"""The file that a domain is kept in: what was written is read again, and nothing else is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies

from domains.backups import LONGEST, Backup, NotABackup
from domains.parameters import PARAMETERS

from .mirrored import mirror
from .twilio_server import ACCOUNT_SID

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FLAGS = ("sip_registration", "emergency_calling_enabled", "secure")

texts = strategies.text(strategies.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
values = strategies.fixed_dictionaries(
    {name: strategies.booleans() if name in FLAGS else texts for name in PARAMETERS if name != "domain_name"}
    | {"domain_name": texts.filter(bool)}
)
resources = strategies.dictionaries(texts, texts | strategies.none() | strategies.booleans())
moments = strategies.datetimes(datetime(2016, 1, 1), datetime(2100, 1, 1), timezones=strategies.timezones())  # noqa: DTZ001


def document(**parts: Any) -> dict[str, Any]:
    return {
        "kind": "sip-domain",
        "version": 1,
        "taken_at": AT.isoformat(),
        "account_sid": ACCOUNT_SID,
        "region": "us1",
        "parameters": {"domain_name": "acme.sip.twilio.com", "secure": True},
        "resource": {"sid": "SD" + "a" * 32},
        **parts,
    }


def read(**parts: Any) -> Backup:
    return Backup.read(json.dumps(document(**parts)).encode())


@given(values, resources, moments)
def test_what_was_written_is_read_again(values: dict[str, Any], resource: dict[str, Any], at: datetime) -> None:
    backup = Backup(at, ACCOUNT_SID, "us1", {name: values[name] for name in PARAMETERS}, resource)
    assert Backup.read(backup.written().encode()) == backup


@given(strategies.binary(max_size=200) | strategies.text(max_size=200).map(str.encode))
def test_no_other_file_is_taken_for_one(content: bytes) -> None:
    with pytest.raises(NotABackup):
        Backup.read(content)


def test_a_domain_is_written_with_what_twilio_returned_and_with_the_truth() -> None:
    domain = mirror(voice_url="https://user:hidden@voice.example.com/", secure=True, friendly_name=None)
    written = json.loads(Backup.of(domain).written())
    assert written["parameters"]["voice_url"] == "https://user:hidden@voice.example.com/"
    assert written["parameters"]["friendly_name"] == ""
    assert written["parameters"]["secure"] is True
    assert written["resource"] == domain.raw
    assert tuple(written["parameters"]) == PARAMETERS
    assert (written["account_sid"], written["region"]) == (domain.account.sid, domain.account.region)
    assert datetime.fromisoformat(written["taken_at"]) == domain.seen_at


def test_the_file_is_called_after_the_domain_and_the_day() -> None:
    assert read().file_name == "acme.sip.twilio.com-2026-11-23.json"


def test_what_a_file_leaves_out_is_unset() -> None:
    parameters = read().parameters
    assert tuple(parameters) == PARAMETERS
    assert (parameters["voice_url"], parameters["sip_registration"], parameters["secure"]) == ("", False, True)


def test_an_editor_may_have_put_a_mark_before_it() -> None:
    assert Backup.read(b"\xef\xbb\xbf" + json.dumps(document()).encode()).name == "acme.sip.twilio.com"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "must be JSON"),
        (b"PK\x03\x04", "must be JSON"),
        (b"[" * 50_000, "must be JSON"),
        (b'{"kind": "sip-domain", "version": 1, "region": "\\ud800"}', "must be JSON"),
        (b"[]", "not the backup of a SIP domain"),
        (b"{}", "not the backup of a SIP domain"),
        (b" " * (LONGEST + 1), "100,000 bytes or fewer"),
    ],
)
def test_another_file_is_told_from_a_backup(content: bytes, words: str) -> None:
    with pytest.raises(NotABackup, match=words):
        Backup.read(content)


def changed(**parameters: Any) -> Callable[[], Backup]:
    return lambda: read(parameters={"domain_name": "acme.sip.twilio.com", **parameters})


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (lambda: read(kind="credential-list"), "not the backup of a SIP domain"),
        (lambda: read(version=2), "version 2, and this dashboard reads version 1"),
        (lambda: read(version=True), "version True"),
        (lambda: read(colour="red"), "parts that this dashboard does not know: colour"),
        (lambda: read(parameters={}), "does not hold the parameters"),
        (lambda: read(parameters=[]), "does not hold the parameters"),
        (lambda: read(resource=None), "does not hold what Twilio returned"),
        (lambda: read(region=1), "does not say of which account"),
        (lambda: read(taken_at="yesterday"), "does not say when"),
        (lambda: read(taken_at="2026-11-23T09:30:00"), "does not say when"),
        (lambda: read(taken_at="0001-01-01T00:00:00+14:00"), "does not say when"),
        (changed(voice_uri="x"), "parameters that this dashboard does not know: voice_uri"),
        (changed(secure="yes"), "“secure” must be true or false"),
        (changed(voice_url=["x"]), "“voice_url” must be a text"),
        (changed(voice_url="a\0b"), "“voice_url” must be a text"),
        (changed(domain_name=7), "“domain_name” must be a text"),
    ],
)
def test_a_file_that_was_changed_is_refused_with_what_to_do(reading: Callable[[], Backup], words: str) -> None:
    with pytest.raises(NotABackup, match=words) as refused:
        reading()
    assert str(refused.value).endswith(".")
