"""The declaration is held equal to Twilio's description of the endpoint."""

import json
import re
from pathlib import Path
from typing import Any

from django.db import models

from domains.checks import every_parameter_has_its_place
from domains.forms import DomainForm
from domains.models import Account, SipDomain
from domains.parameters import FIELDSETS, PARAMETERS, WEBHOOK_METHODS, DomainParameters, wire_name, wire_values
from domains.validators import SidValidator

# The facts of Twilio's own description: names, types, patterns, what is required.
DESCRIPTION: dict[str, Any] = json.loads((Path(__file__).parent / "reference/sip_domain.json").read_text())


def test_there_are_the_thirteen_parameters_of_the_endpoint() -> None:
    assert len(PARAMETERS) == 13
    assert {wire_name(name) for name in PARAMETERS} == set(DESCRIPTION["parameters"])


def test_there_are_the_21_attributes_of_the_response() -> None:
    names = {field.name for field in SipDomain.attributes()}
    assert len(names) == 21
    assert names == set(DESCRIPTION["attributes"])


def test_only_the_name_is_required_as_at_twilio() -> None:
    required = [wire_name(name) for name, field in DomainForm(account=Account()).fields.items() if field.required]
    assert required == DESCRIPTION["required"] == ["DomainName"]


def test_booleans_are_booleans_and_nothing_else_is() -> None:
    for name in PARAMETERS:
        is_flag = isinstance(DomainParameters._meta.get_field(name), models.BooleanField)
        assert is_flag == (DESCRIPTION["parameters"][wire_name(name)]["type"] == "boolean"), name


def test_methods_are_offered_as_twilio_takes_them() -> None:
    form = DomainForm(account=Account())
    for name in PARAMETERS:
        enum = DESCRIPTION["parameters"][wire_name(name)].get("enum")
        if enum:
            assert [value for value, _ in form.fields[name].choices] == ["", *enum]  # type: ignore[attr-defined]
            assert enum == list(WEBHOOK_METHODS)


def field(name: str) -> Any:
    return DomainParameters._meta.get_field(name)


def test_sids_are_held_to_twilios_pattern() -> None:
    for name in PARAMETERS:
        pattern = DESCRIPTION["parameters"][wire_name(name)].get("pattern")
        prefixes = [validator.prefix for validator in field(name).validators if isinstance(validator, SidValidator)]
        assert prefixes == (re.findall(r"[A-Z]{2}", pattern)[:1] if pattern else []), name


def test_the_order_is_that_of_twilios_documentation() -> None:
    assert PARAMETERS[:2] == ("domain_name", "friendly_name")
    assert PARAMETERS[-2:] == ("byoc_trunk_sid", "emergency_caller_sid")


def test_the_wire_name_is_a_rule() -> None:
    assert wire_name("voice_fallback_url") == "VoiceFallbackUrl"
    assert wire_name("byoc_trunk_sid") == "ByocTrunkSid"
    assert wire_name("sip_registration") == "SipRegistration"


def test_booleans_travel_as_words() -> None:
    assert wire_values({"secure": True, "sip_registration": False, "voice_url": ""}) == {
        "Secure": "true",
        "SipRegistration": "false",
        "VoiceUrl": "",
    }


def test_each_parameter_explains_itself() -> None:
    for name in PARAMETERS:
        assert field(name).help_text.endswith("."), name


def test_a_parameter_without_a_place_is_found_before_the_start(monkeypatch: Any) -> None:
    assert every_parameter_has_its_place() == []
    monkeypatch.setattr("domains.checks.FIELDSETS", FIELDSETS[1:])
    assert "domain_name, friendly_name" in every_parameter_has_its_place()[0].msg
    monkeypatch.setattr("domains.checks.FIELDSETS", (*FIELDSETS, FIELDSETS[0]))
    assert "domain_name, friendly_name" in every_parameter_has_its_place()[0].msg
