"""The sandbox's two doors: below a URL for everyone, and as a transport of `requests` for our own client."""

import base64
import json

import pytest
import requests
from django.db import OperationalError
from django.test import Client as Browser
from pytest_django import Settings

from domains import twilio
from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN, BASE_URL
from domains.sandbox.adapter import SandboxAdapter
from domains.sandbox.models import Resource
from domains.twilio.transport import Watch

pytestmark = pytest.mark.django_db(databases="__all__")

PATH = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json"
DOOR = f"/sandbox{PATH}"
NAME = "scranton.sip.twilio.com"
FORM = "application/x-www-form-urlencoded"


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.fixture
def curl() -> Browser:
    """A stranger to the dashboard with the sandbox's credentials, who brings no token against forgery."""
    return Browser(enforce_csrf_checks=True, headers={"Authorization": basic(f"{ACCOUNT_SID}:{AUTH_TOKEN}")})


@pytest.fixture
def client() -> twilio.Client:
    return twilio.Client(
        base_url=BASE_URL,
        account_sid=ACCOUNT_SID,
        username=ACCOUNT_SID,
        password=AUTH_TOKEN,
        adapter=SandboxAdapter(),
    )


def test_the_url_door_creates_from_a_form(curl: Browser) -> None:
    response = curl.post(DOOR, f"DomainName={NAME}&FriendlyName=Caf%C3%A9+1", content_type=FORM)
    assert (response.status_code, response["Content-Type"]) == (201, "application/json")
    assert response.json()["friendly_name"] == "Café 1"


def test_the_url_door_speaks_of_twilios_paths(curl: Browser) -> None:
    assert curl.get(DOOR).json()["uri"] == f"{PATH}?PageSize=50&Page=0"


def test_the_url_door_passes_the_query_on(curl: Browser) -> None:
    assert curl.get(f"{DOOR}?PageSize=2").json()["page_size"] == 2


def test_the_url_door_answers_a_deletion_with_nothing(curl: Browser) -> None:
    uri = curl.post(DOOR, f"DomainName={NAME}", content_type=FORM).json()["uri"]
    response = curl.delete(f"/sandbox{uri}")
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response


def test_the_url_door_passes_refusals_on(curl: Browser) -> None:
    response = curl.post(DOOR, "DomainName=nonsense", content_type=FORM)
    assert (response.status_code, response.json()["code"]) == (400, 21231)


def test_the_url_door_sees_no_form_in_other_bodies(curl: Browser) -> None:
    response = curl.post(DOOR, json.dumps({"DomainName": NAME}), content_type="application/json")
    assert response.json()["code"] == 21231


def test_the_url_door_finds_nothing_below_other_paths(curl: Browser) -> None:
    response = curl.get("/sandbox/elsewhere")
    assert (response.status_code, response.json()["code"]) == (404, 20404)


def test_the_url_door_signs_its_answers(curl: Browser) -> None:
    assert curl.get(DOOR)["Twilio-Request-Id"].startswith("RQ")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic é",
        "Basic YQ",
        "Basic /////w==",
        basic("no colon"),
        basic(f"{ACCOUNT_SID}:wrong"),
        "Bearer sandbox",
    ],
)
def test_the_url_door_asks_for_credentials(header: str) -> None:
    response = Browser().get(DOOR, headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, 20003)
    assert response["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", [DOOR, "/sandbox/elsewhere"])
def test_the_url_door_is_not_there_beside_an_account_of_twilio(settings: Settings, curl: Browser, path: str) -> None:
    settings.TWILIO_SANDBOX = False
    response = curl.get(path)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_our_client_creates_through_the_adapter(client: twilio.Client) -> None:
    answer = client.create("SIP/Domains", {"DomainName": NAME, "FriendlyName": "Café & 1"})
    assert answer.resource is not None
    assert (answer.status, answer.resource["friendly_name"]) == (201, "Café & 1")
    assert answer.request_id.startswith("RQ")
    assert answer.date.endswith("GMT")


def test_our_client_fetches_updates_and_deletes_through_the_adapter(client: twilio.Client) -> None:
    made = client.create("SIP/Domains", {"DomainName": NAME, "FriendlyName": "One"}).resource
    assert made is not None
    changed = client.update("SIP/Domains", made["sid"], {"FriendlyName": ""}).resource
    assert changed is not None
    assert changed["friendly_name"] == ""
    assert client.fetch("SIP/Domains", made["sid"]).resource == changed
    assert client.delete("SIP/Domains", made["sid"]).status == 204
    with pytest.raises(twilio.NotFound):
        client.fetch("SIP/Domains", made["sid"])


def test_our_client_lists_through_the_adapter(monkeypatch: pytest.MonkeyPatch, client: twilio.Client) -> None:
    monkeypatch.setattr("domains.twilio.client.PAGE_SIZE", 2)
    wanted = [f"{letter}.sip.twilio.com" for letter in "abcde"]
    for name in wanted:
        client.create("SIP/Domains", {"DomainName": name})
    assert [domain["domain_name"] for domain in client.list("SIP/Domains")] == wanted


def test_our_client_hears_refusals_through_the_adapter(client: twilio.Client) -> None:
    with pytest.raises(twilio.Refused, match="Invalid Domain Name") as refusal:
        client.create("SIP/Domains", {"DomainName": "nonsense"})
    assert (refusal.value.status, refusal.value.code) == (400, 21231)
    assert refusal.value.more_info == "https://www.twilio.com/docs/errors/21231"


def test_the_adapter_tells_the_watch_that_the_request_has_left() -> None:
    request = requests.Request("GET", BASE_URL + PATH).prepare()
    with Watch(5).running() as watch:
        SandboxAdapter().send(request)
    assert watch.sent


def test_the_adapter_answers_what_no_one_can_read_as_twilio_would() -> None:
    request = requests.Request("POST", BASE_URL + PATH, data=b"\xff\xfe", auth=(ACCOUNT_SID, AUTH_TOKEN)).prepare()
    assert SandboxAdapter().send(request).json()["code"] == 21231


def test_a_failing_database_is_twilios_bad_day(monkeypatch: pytest.MonkeyPatch, client: twilio.Client) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Resource, "save", fail)
    with pytest.raises(twilio.Unreachable) as bad_day:
        client.create("SIP/Domains", {"DomainName": NAME})
    assert bad_day.value.status == 500
