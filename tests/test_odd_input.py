"""Whatever somebody writes into an address or a form is answered, and never by a mistake of ours."""

from itertools import product

import pytest
from django.test import Client

from domains.models import User
from domains.parameters import PARAMETERS

from .changes import NAME, told
from .mirrored import mirror

NUMBERS = ("-1", "1e999", "²", "9" * 30, "9" * 5000)
DAYS = ("0001-01-01", "9999-12-31", "2099-12-31", "२०२४-०१-०१")
TEXTS = ("a\0b", "\ud7ff\uffff", "%_\\'\"", "🙂" * 200, "a " * 3000)
ODD = (*NUMBERS, *DAYS, *TEXTS)

LISTS = {
    "/domains/": ("q", "account", "calls", "secure", "registration", "emergency", "since", "sort", "columns"),
    "/changes/": ("q", "who", "first", "last", "account", "state"),
}
ASKED = [
    *product(("/domains/", "/domains/export.csv"), (*LISTS["/domains/"], "page", "size")),
    *product(("/changes/", "/changes/export.csv"), (*LISTS["/changes/"], "page", "size")),
    ("/domains/new/", "from"),
    ("/domains/new/", "resume"),
    ("/accounts/login/", "next"),
    ("/sandbox/", "x"),
]


@pytest.fixture
def visitor(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    mirror()
    told("create", "refused")
    return client


def read(response: object) -> bytes:
    return b"".join(getattr(response, "streaming_content", ())) or bytes(getattr(response, "content", b""))


@pytest.mark.parametrize(("address", "name"), ASKED)
def test_no_parameter_of_an_address_breaks_a_page(visitor: Client, address: str, name: str) -> None:
    for value in ODD:
        response = visitor.get(address, {name: [value, "", value]})
        assert response.status_code < 500, f"{value!r:.40}"
        assert read(response) or response.status_code == 302, f"{value!r:.40}"


@pytest.mark.parametrize("address", ["/domains/new/", "/domains/new/preview/"])
@pytest.mark.parametrize("name", [*PARAMETERS, "attempt", "meant_for", "preview"])
def test_no_value_breaks_the_form(visitor: Client, address: str, name: str) -> None:
    for value in ODD:
        typed = {"domain_name": NAME, "preview": "1", name: [value, value]}
        assert visitor.post(address, typed).status_code in (200, 422), f"{value!r:.40}"


@pytest.mark.parametrize("name", ["kind", "method", "left", "seconds", "code", "clear"])
def test_no_value_breaks_the_weather(visitor: Client, name: str) -> None:
    for value in ODD:
        typed = {"kind": "refuse", "code": "21232", "seconds": "1", name: value}
        assert visitor.post("/sandbox/weather/", typed).status_code in (303, 422), f"{value!r:.40}"


@pytest.mark.parametrize("name", ["username", "password", "next", "kept"])
def test_no_value_breaks_signing_in(client: Client, name: str) -> None:
    for value in ODD:
        response = client.post("/accounts/login/", {"username": "nobody", "password": "x", name: value})
        assert response.status_code < 500, f"{value!r:.40}"


@pytest.mark.parametrize(
    "address",
    [f"/changes/{'9' * 30}/", f"/changes/{'9' * 30}/check/", "/changes/٣/", f"/domains/SD{'F' * 32}/", "/%00"],
)
def test_no_address_breaks_the_dashboard(visitor: Client, address: str) -> None:
    for ask in (visitor.get, visitor.post):
        assert ask(address).status_code in (404, 405)


@pytest.mark.parametrize("header", ["Referer", "Origin", "Accept", "X-Fragment", "Sec-Fetch-Dest", "Cookie"])
def test_no_header_breaks_a_refusal(superuser: User, header: str) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(superuser)
    for value in ("http://[", "null", "http://testserver//evil.example", "x" * 5000, "text/html;q=x", "a=\x01;;=b"):
        assert visitor.post("/domains/new/", {"domain_name": NAME}, headers={header: value}).status_code in (401, 403)
