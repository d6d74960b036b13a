"""What an operator can read about: each field's explanation, and the page “How a SIP domain works”."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.guide import FIELDS, REFUSALS, SECTIONS, SOURCES, WORDS, Source
from domains.models import SipDomain, User
from domains.parameters import PARAMETERS, DomainParameters
from domains.readiness import Entry, Symptom, diagnose
from domains.readiness.grounds import GROUNDS
from domains.services import current_account

from .known import DESKS, PHONES, mapped

PAGE = "/how-it-works/"


@pytest.fixture
def page(visitor: Client) -> str:
    return str(visitor.get(PAGE).content.decode())


def test_the_fee_of_an_emergency_call_is_told_apart_from_its_rejection(page: str) -> None:
    emergency = page.partition('id="emergency"')[2].partition("</section>")[0]
    assert "A call that shows any other caller is rejected." in emergency
    assert "no address is registered for it. Then a 911 call costs 75 US dollars" in emergency


def test_every_parameter_is_explained_and_nothing_else() -> None:
    assert set(FIELDS) == set(PARAMETERS)


@pytest.mark.parametrize("name", PARAMETERS)
def test_an_explanation_is_short_and_names_its_field(name: str) -> None:
    entry = FIELDS[name]
    field: Any = DomainParameters._meta.get_field(name)
    verbose_name = field.verbose_name
    assert entry.subject in (verbose_name, f"the {verbose_name}")
    assert 2 <= len(re.findall(r"[.?!](?: |$)", " ".join(entry.sentences))) <= 7
    assert all(sentence.endswith(".") for sentence in entry.sentences)


@pytest.mark.parametrize("name", PARAMETERS)
def test_an_explanation_rests_first_on_twilios_documentation(name: str) -> None:
    assert FIELDS[name].sources[0].url.startswith("https://www.twilio.com/docs/")


@pytest.mark.parametrize(
    "source",
    {
        *SOURCES.values(),
        *(source for entry in FIELDS.values() for source in entry.sources),
        *(refusal.source for refusal in REFUSALS if refusal.source),
        *(word.source for word in WORDS),
    },
    ids=lambda source: source.title,
)
def test_a_source_is_a_page_at_twilio(source: Source) -> None:
    address = urlsplit(source.url)
    assert address.scheme == "https"
    assert (address.hostname, address.path.split("/")[1]) in (("www.twilio.com", "docs"), ("support.twilio.com", "hc"))


def test_no_source_is_named_in_vain() -> None:
    lost = replace(PHONES, who=(Entry("CR" + "1" * 32, "desk", is_lost=True),))
    found = diagnose(Symptom.CHALLENGED, replace(DESKS, call_credentials=mapped(lost)))
    used = {
        *(source for entry in FIELDS.values() for source in entry.sources),
        *(source for section in SECTIONS for source in section.sources),
        *(word.source for word in WORDS),
        *(refusal.source for refusal in REFUSALS if refusal.source),
        *(ground.source for ground in GROUNDS.values()),
        *(finding.source for finding in found if finding.source),
    }
    assert set(SOURCES.values()) - used == set()


def test_an_explanation_goes_on_in_a_section_that_exists(page: str) -> None:
    anchors = {section.anchor for section in SECTIONS}
    assert {entry.section for entry in FIELDS.values() if entry.section} <= anchors
    for anchor in anchors:
        assert page.count(f' id="{anchor}"') == 1


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_call_comes_the_way_that_the_picture_shows(page: str) -> None:
    stops = [
        "A phone or PBX",
        "May it come in?",
        "Refused",
        "Voice URL",
        "Fallback URL",
        "TwiML says",
        "Status callback",
    ]
    steps = page[page.index('<ol class="way-steps"') : page.index("</ol>")]
    assert [steps.index(stop) for stop in stops] == sorted(steps.index(stop) for stop in stops)


def test_the_page_is_for_those_who_are_signed_in(client: Client) -> None:
    response = client.get(PAGE)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_the_page_answers_to_looking_only(visitor: Client) -> None:
    assert visitor.post(PAGE).status_code == 405


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_asks_the_database_only_what_every_page_does(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account = current_account()
    SipDomain.objects.bulk_create(
        SipDomain(
            account=account, sid=f"SD{number:032x}", domain_name=f"acme-{number}.sip.twilio.com", seen_at=timezone.now()
        )
        for number in range(rows)
    )
    visitor.get(PAGE)
    with django_assert_num_queries(4):
        visitor.get(PAGE)


def test_each_field_of_the_form_unfolds_its_own_explanation(visitor: Client) -> None:
    html = visitor.get("/domains/new/").content.decode()
    assert html.count('<details class="about">') == len(PARAMETERS)
    for name, entry in FIELDS.items():
        assert f'More<span class="visually-hidden"> about {entry.subject}</span>' in html, name
        if entry.section:
            assert f'href="{reverse("how-it-works")}#{entry.section}"' in html, name


def test_a_control_is_described_by_its_short_hint_alone(visitor: Client) -> None:
    html = visitor.get("/domains/new/").content.decode()
    for name in PARAMETERS:
        control: Any = re.search(rf'<(?:input|select)[^>]* name="{name}"[^>]*>', html)
        assert f'aria-describedby="id_{name}_helptext"' in control.group(), name
        hint: Any = re.search(rf'id="id_{name}_helptext">(.*?)</div>', html, re.DOTALL)
        assert "details" not in hint.group(1), name


@pytest.mark.parametrize("address", ["/accounts/login/", "/sandbox/weather/"])
def test_forms_of_another_kind_have_nothing_to_unfold(client: Client, superuser: User, address: str) -> None:
    if address.startswith("/sandbox"):
        client.force_login(superuser)
    assert 'class="about"' not in client.get(address).content.decode()
