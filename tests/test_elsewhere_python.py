"""Programs for Twilio's library, as Python runs them with the real library."""

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from pytest_django.live_server_helper import LiveServer
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]

from domains import sandbox
from domains.elsewhere import Action, Place, Request
from domains.sandbox.models import Resource

from .hostile import ACCOUNT_SID, DOMAIN_SID, HOSTILE, NAME, below_another, request, said_by, texts

TOKEN = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": "token"}
KEY = {"TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "secret"}


class Wire(HttpClient):  # type: ignore[misc]  # the library ships no types
    """The library's transport, which notes what would go out."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, Any], tuple[str, str]]] = []

    def request(self, method: str, url: str, **told: Any) -> Response:
        self.sent.append((method, url, told["data"] or {}, told["auth"]))
        return Response(204 if method == "DELETE" else 201 if "Domains.json" in url else 200, '{"sid": "SD1"}')


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr("twilio.base.client_base.TwilioHttpClient", lambda: wire)
    for name in ("TWILIO_REGION", "TWILIO_EDGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**TOKEN, **KEY}.items():
        monkeypatch.setenv(name, value)
    return wire


def run(program: str) -> None:
    exec(compile(program, "<elsewhere>", "exec"), {})  # noqa: S102  (what it does is the question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(friendly_name=HOSTILE[-1], voice_url=HOSTILE[-2])
@given(friendly_name=texts, voice_url=texts)
def test_the_library_sends_every_value_as_it_is(wire: Wire, friendly_name: str, voice_url: str) -> None:
    asked = request(Action.CREATE, domain_name=NAME, friendly_name=friendly_name, voice_url=voice_url, secure=True)
    [program] = said_by("python", asked)
    run(program)
    method, url, values, user = wire.sent[-1]
    assert (method, url, user) == ("POST", asked.url, (ACCOUNT_SID, "token"))
    assert values == asked.wire


def test_an_update_sends_what_it_names_and_clears(wire: Wire) -> None:
    asked = request(Action.UPDATE, voice_url="", secure=False)
    run(*said_by("python", asked))
    assert wire.sent[-1][:3] == ("POST", asked.url, {"VoiceUrl": "", "Secure": "false"})


def test_a_domain_is_fetched_and_deleted_by_its_sid(wire: Wire) -> None:
    fetches, deletes = said_by("python", request(Action.FETCH), request(Action.DELETE))
    run(fetches)
    run(deletes)
    assert [(method, url.rpartition("/")[2]) for method, url, _, _ in wire.sent] == [
        ("GET", f"{DOMAIN_SID}.json"),
        ("DELETE", f"{DOMAIN_SID}.json"),
    ]


ADDRESSES = f"SIP/IpAccessControlLists/AL{'5' * 32}/IpAddresses"
FOR_CALLS = f"SIP/Domains/{DOMAIN_SID}/Auth/Calls/IpAccessControlListMappings"
FOR_REGISTRATIONS = f"SIP/Domains/{DOMAIN_SID}/Auth/Registrations/CredentialListMappings"


@pytest.mark.parametrize(
    "asked",
    [
        below_another(Action.CREATE, ADDRESSES, friendly_name="Door", ip_address="8.8.4.4"),
        below_another(Action.UPDATE, ADDRESSES, "IP" + "6" * 32, friendly_name="Gate"),
        below_another(Action.DELETE, ADDRESSES, "IP" + "6" * 32),
        below_another(Action.CREATE, FOR_CALLS, ip_access_control_list_sid="AL" + "5" * 32),
        below_another(Action.DELETE, FOR_REGISTRATIONS, "CL" + "8" * 32),
    ],
)
def test_what_belongs_to_another_is_asked_for_through_that_one(wire: Wire, asked: Request) -> None:
    [program] = said_by("python", asked)
    run(program)
    method, url, values, _ = wire.sent[-1]
    assert (method, url, values) == (asked.method, asked.url, asked.wire)


def test_a_key_acts_for_the_account(wire: Wire) -> None:
    asked = request(Action.CREATE, Place(ACCOUNT_SID, by_key=True), domain_name=NAME)
    run(*said_by("python", asked))
    assert wire.sent[-1][1] == asked.url
    assert wire.sent[-1][3] == ("SK1", "secret")


def test_another_region_is_reached_by_its_edge(wire: Wire) -> None:
    asked = request(Action.FETCH, Place(ACCOUNT_SID, "https://api.dublin.ie1.twilio.com"))
    run(*said_by("python", asked))
    assert wire.sent[-1][1] == asked.url


@pytest.fixture
def credentials_of_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", sandbox.ACCOUNT_SID)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", sandbox.AUTH_TOKEN)


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # the library leaves its connection to whoever made it
@pytest.mark.usefixtures("credentials_of_the_sandbox")
def test_a_program_creates_in_the_sandbox(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(sandbox.ACCOUNT_SID, f"{live_server.url}/sandbox", is_sandbox=True)
    run(*said_by("python", request(Action.CREATE, place, domain_name="acme.sip.twilio.com", friendly_name="it's")))
    made = Resource.objects.get()
    assert capsys.readouterr().out.strip() == made.sid
    assert made.body["friendly_name"] == "it's"
