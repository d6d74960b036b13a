"""Django admin lists, filters and searches; what a service wrote can only be read there."""

from typing import Any

import pytest
from django.test import Client

from domains.models import Change, SipDomain, User

from . import access
from .changes import MASKED_URL, NAME, SECRET_URL, told
from .mirrored import mirror
from .reading import html_of


@pytest.fixture
def visitor(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    client.post("/domains/new/", {"domain_name": "acme", "friendly_name": "Front", "secure": "on"})
    client.post("/domains/new/", {"domain_name": "other"})
    return client


@pytest.mark.parametrize(
    ("address", "present", "absent"),
    [
        ("sipdomain/", ["acme.sip.twilio.com", "other.sip.twilio.com"], []),
        ("sipdomain/?q=front", ["acme.sip.twilio.com"], ["other.sip.twilio.com"]),
        ("sipdomain/?secure__exact=0", ["other.sip.twilio.com"], ["acme.sip.twilio.com"]),
        ("change/?q=acme", ["acme.sip.twilio.com"], ["other.sip.twilio.com"]),
        ("change/?state__exact=refused", [], ["acme.sip.twilio.com", "other.sip.twilio.com"]),
        ("account/?q=sandbox", ["AC" + "0" * 32], []),
    ],
)
def test_it_lists_filters_and_searches(visitor: Client, address: str, present: list[str], absent: list[str]) -> None:
    response = visitor.get(f"/admin/domains/{address}")
    assert response.status_code == 200
    for words in present:
        assert words in html_of(response)
    for words in absent:
        assert words not in html_of(response)


@pytest.mark.parametrize("model", ["sipdomain", "change", "account"])
def test_what_a_service_wrote_can_be_read_but_not_changed(visitor: Client, model: str) -> None:
    rows: dict[str, Any] = {"sipdomain": SipDomain, "change": Change}
    pk = rows[model].objects.first().pk if model in rows else SipDomain.objects.first().account_id  # type: ignore[union-attr]
    address = f"/admin/domains/{model}/{pk}/"
    page = visitor.get(f"{address}change/")
    assert page.status_code == 200
    assert 'name="_save"' not in html_of(page)
    assert visitor.post(f"{address}change/", {"state": "refused", "name": "x"}).status_code == 403
    assert visitor.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_adding_a_domain_leads_to_the_form(visitor: Client) -> None:
    assert "/admin/domains/sipdomain/add/" in html_of(visitor.get("/admin/domains/sipdomain/"))
    response = visitor.get("/admin/domains/sipdomain/add/")
    assert response.status_code == 302
    assert response["Location"] == "/domains/new/"
    assert visitor.get("/admin/domains/change/add/").status_code == 403
    assert visitor.get("/admin/domains/account/add/").status_code == 403


@pytest.mark.parametrize(
    ("model", "form"), [("ipaccesscontrollist", "ip-lists"), ("credentiallist", "credential-lists")]
)
def test_adding_a_list_leads_to_its_form(visitor: Client, model: str, form: str) -> None:
    assert visitor.get(f"/admin/domains/{model}/add/")["Location"] == f"/access/{form}/new/"


def test_access_lists_what_is_on_them_and_their_mappings_can_only_be_read(visitor: Client, superuser: User) -> None:
    office, phones = access.ip_list(superuser), access.credential_list(superuser)
    gate, desk = access.address(office, superuser), access.credential(phones, superuser)
    used = access.map_list(SipDomain.objects.live()[0], office, superuser)
    for row, shown in ((office, "Office"), (gate, "8.8.4.4/32"), (phones, "Phones"), (desk, "desk"), (used, "Office")):
        at = f"/admin/domains/{row._meta.model_name}/"
        assert shown in html_of(visitor.get(at))
        html = html_of(visitor.get(f"{at}{row.pk}/change/"))
        assert row.sid in html
        assert "Correct-horse-9" not in html
        assert 'name="_save"' not in html
        assert visitor.post(f"{at}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    for model in ("ipaddress", "credential", "callsipmapping"):
        assert visitor.get(f"/admin/domains/{model}/add/").status_code == 403


def test_operators_are_added_there(visitor: Client) -> None:
    password = "a long and quite new one 7"
    typed = {"username": "new", "usable_password": "true", "password1": password, "password2": password}
    visitor.post("/admin/domains/user/add/", typed)
    assert User.objects.get(username="new").check_password(password)


def test_the_domains_page_shows_the_whole_row(visitor: Client) -> None:
    domain = SipDomain.objects.get(domain_name="acme.sip.twilio.com")
    html = html_of(visitor.get(f"/admin/domains/sipdomain/{domain.pk}/change/"))
    for words in (domain.sid, "When a call comes in", "At Twilio", "Subresource URIs"):
        assert words in html


def test_a_changes_page_shows_its_story(visitor: Client) -> None:
    change = Change.objects.get(key="acme.sip.twilio.com")
    assert f"Twilio made {change.sid}." in html_of(visitor.get(f"/admin/domains/change/{change.pk}/change/"))


def test_no_secret_is_shown(visitor: Client) -> None:
    asked = {"domain_name": NAME, "voice_url": SECRET_URL}
    story = (("unknown", f"No answer about {SECRET_URL}", 1),)
    change = told("create", "unknown", story, asked=asked, after=asked, message=SECRET_URL)
    domain = mirror(friendly_name=SECRET_URL, voice_url=SECRET_URL)
    for page in (f"sipdomain/{domain.pk}", f"change/{change.pk}"):
        html = html_of(visitor.get(f"/admin/domains/{page}/change/"))
        assert MASKED_URL.partition("&")[0] in html
        assert "hidden@" not in html
        assert "token=hidden" not in html
    domain.refresh_from_db()
    assert domain.voice_url == SECRET_URL


@pytest.mark.parametrize(
    "asked",
    [
        "sipdomain/?voice_url__startswith=https",
        "sipdomain/?raw__voice_url=x",
        "change/?asked__icontains=x",
        "change/?message__icontains=x",
    ],
)
def test_what_is_masked_cannot_be_found_out_by_asking_for_it(asked: str, visitor: Client) -> None:
    assert visitor.get(f"/admin/domains/{asked}").status_code == 400


def test_what_is_no_secret_can_be_asked_for(visitor: Client) -> None:
    assert visitor.get("/admin/domains/sipdomain/?secure__exact=1").status_code == 200


def test_staff_without_permission_sees_nothing(client: Client, onlooker: User) -> None:
    onlooker.is_staff = True
    onlooker.save()
    client.force_login(onlooker)
    assert client.get("/admin/domains/sipdomain/").status_code == 403
