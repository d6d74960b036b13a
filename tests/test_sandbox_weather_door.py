"""Bad weather at the sandbox's door, over real sockets: what stalls, cuts and halves look like from outside."""

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests
from pytest_django.live_server_helper import LiveServer

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN, weather
from domains.sandbox.models import LateWrite, Resource

from .installation import Installation
from .sandbox_questions import DOMAINS, NAME, tell

DOOR = f"/sandbox{DOMAINS}"


def post(address: str, name: str = NAME, **headers: str) -> requests.Response:
    return requests.post(
        address + DOOR, data={"DomainName": name}, auth=(ACCOUNT_SID, AUTH_TOKEN), headers=headers, timeout=10
    )


def test_the_door_stalls_then_does_it_and_answers(live_server: LiveServer) -> None:
    weather.stall(0.05)
    started = time.monotonic()
    answer = post(live_server.url)
    assert time.monotonic() - started >= 0.05
    assert (answer.status_code, answer.json()["domain_name"]) == (201, NAME)
    assert not LateWrite.objects.exists()


def test_the_door_stalls_after_it_has_done_it(live_server: LiveServer) -> None:
    weather.stall(0.05, after=True)
    assert post(live_server.url).status_code == 201


def test_who_goes_away_does_not_keep_the_door_from_doing_it(live_server: LiveServer) -> None:
    weather.stall(0.3)
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            live_server.url + DOOR, data={"DomainName": NAME}, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=(1, 0.05)
        )
    assert not Resource.objects.exists()
    time.sleep(0.3)
    tell("GET", DOMAINS)
    assert Resource.objects.count() == 1


def test_the_door_sends_half_and_ends(live_server: LiveServer) -> None:
    weather.half()
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        post(live_server.url, Connection="close")
    assert Resource.objects.count() == 1


def test_half_an_answer_is_announced_as_a_whole_one(live_server: LiveServer) -> None:
    weather.half()
    place = urlsplit(live_server.url)
    asked = requests.Request(
        "POST",
        live_server.url + DOOR,
        data={"DomainName": NAME},
        auth=(ACCOUNT_SID, AUTH_TOKEN),
        headers={"Connection": "close"},
    ).prepare()
    lines = [
        f"POST {DOOR} HTTP/1.1",
        f"Host: {place.netloc}",
        *(f"{name}: {asked.headers[name]}" for name in asked.headers),
    ]
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", str(asked.body)]).encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    [length] = [int(line[15:]) for line in head.splitlines() if line.lower().startswith(b"content-length:")]
    assert b" 201 " in head.splitlines()[0]
    assert len(body) == length // 2


@pytest.mark.parametrize("after", [False, True])
def test_the_door_cuts_the_connection_without_a_word(live_server: LiveServer, *, after: bool) -> None:
    weather.cut(after=after)
    with pytest.raises(requests.ConnectionError, match="without response"):
        post(live_server.url, Connection="close")
    assert Resource.objects.exists() == after


def test_the_door_answers_as_a_proxy_does(live_server: LiveServer) -> None:
    weather.html(after=True)
    answer = post(live_server.url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    assert "502 Bad Gateway" in answer.text
    assert Resource.objects.count() == 1


def test_the_product_cuts_and_halves_as_its_page_was_told(installation: Installation) -> None:
    installation.start()
    superuser = installation.sign_in()
    for kind in ("cut_after", "half_after"):
        rule = {"kind": kind, "method": "POST", "left": "1"}
        assert installation.post(superuser, "/sandbox/weather/", **rule).status_code == 303
    with pytest.raises(requests.ConnectionError, match="without response"):
        post(installation.url, "first.sip.twilio.com")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        post(installation.url, "second.sip.twilio.com")
    there = requests.get(installation.url + DOOR, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=10).json()["domains"]
    assert [domain["domain_name"] for domain in there] == ["first.sip.twilio.com", "second.sip.twilio.com"]
    assert "Traceback" not in installation.logged
