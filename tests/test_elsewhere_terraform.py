"""Blocks for Terraform, as HashiCorp's own parser reads them."""

import re
import unicodedata
from typing import Any

import pygohcl
import pytest
from hypothesis import given, settings

from domains.elsewhere import Action, Place, wordings
from domains.elsewhere.terraform import block_name
from domains.parameters import PARAMETERS

from .hostile import ACCOUNT_SID, DOMAIN_SID, NAME, request, said_by, texts

KIND = "twilio_api_accounts_sip_domains"
SWITCHES = {"sip_registration": False, "emergency_calling_enabled": False, "secure": False}


def read(text: str) -> Any:
    return pygohcl.loads(text)


def block(text: str) -> Any:
    """Return what the one block of a text says."""
    [(name, values)] = read(text)["resource"][KIND].items()
    assert name == "front-desk_acme"
    return values


@settings(deadline=None)
@given(friendly_name=texts, voice_url=texts)
def test_terraform_reads_every_value_as_it_is(friendly_name: str, voice_url: str) -> None:
    said: dict[str, Any] = {"domain_name": NAME, "friendly_name": friendly_name, "voice_url": voice_url}
    text, _ = said_by("terraform", request(Action.CREATE, **said))
    # Terraform composes all text, so that é is one character; nothing written can change that.
    composed = {name: unicodedata.normalize("NFC", value) for name, value in said.items() if value}
    assert block(text) == composed | SWITCHES


def test_every_parameter_has_its_argument() -> None:
    every: dict[str, Any] = {name: True if name in SWITCHES else f"a {name}" for name in PARAMETERS}
    text, _ = said_by("terraform", request(Action.CREATE, **every))
    assert block(text) == every


def test_every_switch_is_written_since_what_is_left_out_is_sent_as_false() -> None:
    text, _ = said_by("terraform", request(Action.CREATE, secure=True))
    assert block(text) == {"domain_name": NAME} | SWITCHES | {"secure": True}


def test_a_domain_that_is_there_comes_with_its_import() -> None:
    text, command, _ = said_by("terraform", request(Action.UPDATE, friendly_name="Desk"))
    assert read(text)["import"] == {"to": f"{KIND}.front-desk_acme", "id": DOMAIN_SID}
    assert block(text)["friendly_name"] == "Desk"
    assert command == f"terraform import {KIND}.front-desk_acme {DOMAIN_SID}"


def test_a_domain_to_be_created_has_nothing_to_import() -> None:
    text, provider = said_by("terraform", request(Action.CREATE, secure=True))
    assert list(read(text)) == ["resource"]
    assert list(read(provider)) == ["terraform"]


def test_the_provider_is_twilios_own() -> None:
    [*_, provider] = said_by("terraform", request(Action.CREATE))
    assert read(provider)["terraform"]["required_providers"] == {
        "twilio": {"source": "twilio/twilio", "version": ">= 0.18"}
    }


def test_a_deletion_is_the_end_of_the_block() -> None:
    apply, destroy = said_by("terraform", request(Action.DELETE))
    assert apply == "terraform apply"
    assert destroy == f"terraform destroy -target={KIND}.front-desk_acme"


def test_what_terraform_cannot_clear_is_said() -> None:
    asked = request(Action.UPDATE, voice_url="", voice_method="", secure=False)
    [said] = [wording.remarks for wording in wordings(asked) if wording.key == "terraform"]
    assert "Terraform cannot clear voice_url or voice_method." in " ".join(said)
    assert "voice_url" not in block(said_by("terraform", asked)[0])


def test_the_account_and_its_region_are_named() -> None:
    text, _ = said_by("terraform", request(Action.CREATE, Place(ACCOUNT_SID, "https://api.dublin.ie1.twilio.com")))
    for needed in (f"TWILIO_ACCOUNT_SID must be {ACCOUNT_SID}", "TWILIO_EDGE must be dublin", "REGION must be ie1"):
        assert needed in text


def test_the_values_stand_below_each_other_as_terraform_formats_them() -> None:
    text, _ = said_by("terraform", request(Action.CREATE, friendly_name="Desk"))
    columns = {line.index(" = ") for line in text.splitlines() if " = " in line}
    assert len(columns) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acme.sip.twilio.com", "acme"),
        ("Desk.Acme.sip.twilio.com", "desk_acme"),
        ("1-202-555-0162.sip.twilio.com", "_1-202-555-0162"),
        ("acme.example.com", "acme_example_com"),
        ("", "_"),
    ],
)
def test_a_block_is_called_after_its_domain(name: str, expected: str) -> None:
    assert block_name(name) == expected


@settings(deadline=None)
@given(texts)
def test_a_blocks_name_is_one_to_terraform(name: str) -> None:
    assert re.fullmatch(r"[a-z_][a-z0-9_-]*", block_name(name))


def test_a_domain_and_one_below_another_do_not_share_a_block() -> None:
    assert block_name("a-b.sip.twilio.com") != block_name("a.b.sip.twilio.com")
