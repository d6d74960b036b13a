"""The form repairs, judges and keeps what was typed."""

import re
from typing import Any

import pytest

from domains.forms import DomainForm
from domains.models import Account, SipDomain, User
from domains.parameters import PARAMETERS
from domains.services import current_account

from .twilio_server import resource

FILLED = {
    "domain_name": "acme.sip.twilio.com",
    "friendly_name": "Acme",
    "voice_url": "https://user:p%40ss@voice.example.com:8443/calls?a=b#ct=2000&rc=2",
    "voice_method": "GET",
    "voice_fallback_url": "https://voice.example.com/fallback",
    "voice_fallback_method": "POST",
    "voice_status_callback_url": "https://voice.example.com/status",
    "voice_status_callback_method": "GET",
    "sip_registration": "on",
    "emergency_calling_enabled": "on",
    "secure": "on",
    "byoc_trunk_sid": "BY" + "0123456789abcdefABCDEF0123456789",
    "emergency_caller_sid": "PN" + "0123456789abcdefABCDEF0123456789",
}


def form_for(data: dict[str, Any]) -> DomainForm:
    return DomainForm(data, account=current_account(), sender=User(pk=1, is_active=True))


def errors_of(**data: Any) -> dict[str, list[str]]:
    return {name: list(map(str, errors)) for name, errors in form_for({**FILLED, **data}).errors.items()}


def test_it_takes_every_parameter_as_typed() -> None:
    form = form_for(FILLED)
    assert form.is_valid(), form.errors
    for name in PARAMETERS:
        expected = True if FILLED[name] == "on" else FILLED[name]
        assert getattr(form.instance, name) == expected


def test_only_the_name_must_be_filled_in() -> None:
    form = form_for({"domain_name": "acme"})
    assert form.is_valid(), form.errors
    assert form.instance.domain_name == "acme.sip.twilio.com"
    assert not form.instance.secure
    assert form.instance.voice_method == ""


def test_an_empty_name_is_asked_for() -> None:
    assert errors_of(domain_name="  ") == {"domain_name": ["Enter a domain name."]}


def test_a_url_is_trimmed_and_otherwise_kept_byte_for_byte() -> None:
    form = form_for({**FILLED, "voice_url": "  https://Voice.Example.com/%7Ea?b=%2F+c&&#rc=2#x \t"})
    assert form.is_valid()
    assert form.instance.voice_url == "https://Voice.Example.com/%7Ea?b=%2F+c&&#rc=2#x"


def test_a_friendly_name_may_have_64_characters() -> None:
    assert errors_of(friendly_name="é" * 64) == {}
    assert errors_of(friendly_name="é" * 65) == {
        "friendly_name": ["Friendly name must be 64 characters or fewer: it has 65."]
    }


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name.endswith("_method")])
@pytest.mark.parametrize("method", ["PUT", "HEAD", "DELETE", "PATCH", "get", "nonsense"])
def test_a_webhook_is_called_with_get_or_post(name: str, method: str) -> None:
    assert "must be GET or POST" in errors_of(**{name: method})[name][0]


@pytest.mark.parametrize("name", [name for name in PARAMETERS if name.endswith("_url")])
def test_every_url_is_judged(name: str) -> None:
    assert "must begin with https://" in errors_of(**{name: "voice.example.com"})[name][0]


def test_a_sentence_says_which_field_it_is_about() -> None:
    errors = errors_of(voice_fallback_url="x", voice_url="100% y", byoc_trunk_sid="%s", emergency_caller_sid="z")
    assert [errors[name][0].partition(" must ")[0] for name in errors] == [
        "Voice URL",
        "Voice fallback URL",
        "BYOC trunk SID",
        "Emergency caller SID",
    ]


@pytest.mark.parametrize(("name", "prefix"), [("byoc_trunk_sid", "BY"), ("emergency_caller_sid", "PN")])
def test_every_sid_is_judged(name: str, prefix: str) -> None:
    assert f"must be {prefix} and 32 hexadecimal digits" in errors_of(**{name: "AC" + "0" * 32})[name][0]


def test_what_is_likely_a_mistake_is_accepted_all_the_same() -> None:
    assert errors_of(voice_url="", emergency_calling_enabled="", domain_name="desk.acme.sip.twilio.com") == {}
    assert errors_of(voice_url="http://voice.example.com/") == {}


def test_all_problems_are_said_at_once_in_the_order_of_the_page() -> None:
    form = form_for({"domain_name": "a_b", "voice_url": "x", "byoc_trunk_sid": "y", "friendly_name": "z" * 65})
    assert [problem.target for problem in form.problems()] == [
        "id_domain_name",
        "id_friendly_name",
        "id_voice_url",
        "id_byoc_trunk_sid",
    ]


def test_a_limit_is_told_to_the_page() -> None:
    form = form_for({})
    urls = ["voice_url", "voice_fallback_url", "voice_status_callback_url"]
    limited = [name for name in PARAMETERS if "data-limit" in str(form[name])]
    assert sorted(limited) == sorted(["friendly_name", *urls])
    assert 'data-limit="64"' in str(form["friendly_name"])
    assert 'data-limit="2048"' in str(form["voice_url"])


def test_what_matters_only_beside_another_parameter_says_so() -> None:
    form = form_for({})
    assert 'data-matters-with="voice_url"' in str(form["voice_method"])
    assert [row.later for fieldset in form.fieldsets() for row in fieldset.rows if row.later] == [
        "Voice fallback URL: appears when “Voice URL” is filled in.",
        "Emergency caller SID: appears when “Emergency calling” is on.",
    ]


def test_a_form_knows_that_only_its_name_is_missing() -> None:
    assert DomainForm(account=current_account()).lacks_only_a_name
    assert form_for({**FILLED, "domain_name": " "}).lacks_only_a_name
    assert not form_for({**FILLED, "domain_name": "a_b"}).lacks_only_a_name
    assert not form_for({"voice_url": "x"}).lacks_only_a_name
    assert not form_for(FILLED).lacks_only_a_name


def test_a_name_in_the_mirror_leads_to_its_domain() -> None:
    domain = SipDomain(account=current_account())
    domain.reflect(resource(domain_name="ACME.sip.twilio.com"))
    domain.save()
    form = form_for(FILLED)
    [error] = form.errors["domain_name"].as_data()
    assert "ACME.sip.twilio.com is in this account already" in error.messages[0]
    assert error.params is not None
    assert error.params["links"] == [(f"/domains/{domain.sid}/", "Open ACME.sip.twilio.com")]


def test_a_name_in_another_account_is_left_to_twilio() -> None:
    other = Account.objects.create(sid="AC" + "9" * 32, region="ie1", name="Other", credential="environment")
    domain = SipDomain(account=other)
    domain.reflect(resource())
    domain.save()
    assert form_for(FILLED).is_valid()


def test_a_bad_control_says_so_and_leads_to_its_error() -> None:
    form = form_for({"domain_name": "a_b"})
    html = str(form["domain_name"])
    assert 'aria-invalid="true"' in html
    assert "id_domain_name_error" in re.findall('aria-describedby="([^"]*)"', html)[0].split()
    assert 'value="a_b"' in html


def test_a_refusal_is_shown_where_it_can_be_mended() -> None:
    form = form_for(FILLED)
    assert form.is_valid()
    form.refuse("Taken.", "domain_name")
    assert form.errors["domain_name"] == ["Taken."]
    form.refuse("No more domains.", None)
    assert form.non_field_errors() == ["No more domains."]


def test_a_form_made_for_another_account_is_not_sent() -> None:
    other = Account.objects.create(sid="AC" + "9" * 32, region="ie1", name="Other", credential="environment")
    form = form_for({**FILLED, "attempt": "one", "meant_for": str(other.pk)})
    assert "The dashboard now works on Sandbox" in form.non_field_errors()[0]
    assert form["meant_for"].value() == str(current_account().pk)
    assert form["attempt"].value() != "one"


@pytest.mark.parametrize("attempt", ["x" * 65, "a b", "\0", "é"])
def test_an_attempt_that_cannot_be_one_is_none(attempt: str) -> None:
    form = form_for({**FILLED, "attempt": attempt})
    assert form.is_valid()
    assert form.token == ""


SECRET = "https://user:hidden@voice.example.com/calls?token=hidden&page=1"
SHOWN = "https://***@voice.example.com/calls?token=***&page=1"


def kept_form(**data: Any) -> DomainForm:
    typed = {"domain_name": "acme", **data}
    return DomainForm(typed, account=current_account(), kept={"voice_url": SECRET, "friendly_name": "Front"})


def test_a_form_begins_with_what_is_kept_and_shows_no_secret() -> None:
    form = DomainForm(account=current_account(), kept={"voice_url": SECRET}, initial={"voice_url": SECRET})
    assert form["voice_url"].value() == SHOWN
    assert "hidden" not in str(form["voice_url"])


def test_a_secret_that_comes_back_masked_is_the_secret_and_is_not_shown_again() -> None:
    form = kept_form(voice_url=f" {SHOWN} ", friendly_name="x" * 65)
    assert not form.is_valid()
    assert form.cleaned_data["voice_url"] == SECRET
    assert "user:hidden" not in str(form["voice_url"])
    right = kept_form(voice_url=SHOWN)
    assert right.is_valid(), right.errors
    assert right.instance.voice_url == SECRET


def test_what_is_kept_can_be_replaced_and_emptied() -> None:
    for typed in ("https://new:secret@other.example.com/", ""):
        form = kept_form(voice_url=typed, friendly_name="")
        assert form.is_valid(), form.errors
        assert (form.instance.voice_url, form.instance.friendly_name) == (typed, "")


def test_a_mask_that_hides_nothing_known_asks_for_the_secret() -> None:
    for typed in ("https://***@other.example.com/", "https://voice.example.com/?key=***"):
        assert kept_form(voice_url=typed).errors["voice_url"] == [
            "Voice URL has *** in place of a secret: enter the secret."
        ]
