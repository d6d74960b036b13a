"""What each answer, or none, means: every row of the table of outcomes, against a real socket."""

import base64
import os
import socket
import threading
import time
from email.utils import formatdate
from typing import Any

import pytest

from domains.twilio import Client, NotFound, NotSent, Refused, Unreachable

from .twilio_server import (
    ACCOUNT_SID,
    DOMAIN_SID,
    TwilioServer,
    cut,
    half_a_body,
    made,
    raw,
    refusal,
    reply,
    resource,
    trickle,
)

DOMAINS = "SIP/Domains"
SIDS = [f"SD{number:032x}" for number in range(3)]
LIST_SID = "AL" + "1" * 32
VALUES = {"DomainName": "acme.sip.twilio.com", "Secure": "true"}


def client_of(server: TwilioServer | str, **options: Any) -> Client:
    url = server if isinstance(server, str) else server.url
    return Client(base_url=url, account_sid=ACCOUNT_SID, username=ACCOUNT_SID, password="token", **options)


def test_a_create_is_one_form_encoded_post_with_the_credentials(twilio: TwilioServer) -> None:
    answer = client_of(twilio).create(DOMAINS, VALUES)
    assert answer.status == 201
    assert answer.resource is not None
    assert answer.resource["sid"] == DOMAIN_SID
    assert answer.request_id.startswith("RQ")
    [request] = twilio.received
    assert (request.method, request.path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT_SID}:token"
    assert request.values == VALUES


def test_the_other_verbs_have_their_methods_and_paths(twilio: TwilioServer) -> None:
    client = client_of(twilio)
    twilio.will(reply(200, resource()), reply(200, resource()), reply(204))
    client.fetch(DOMAINS, DOMAIN_SID)
    client.update(DOMAINS, DOMAIN_SID, {"VoiceUrl": ""})
    client.delete(DOMAINS, DOMAIN_SID)
    assert [request.method for request in twilio.received] == ["GET", "POST", "DELETE"]
    assert {request.path.rpartition("/")[2] for request in twilio.received} == {f"{DOMAIN_SID}.json"}
    assert twilio.received[1].values == {"VoiceUrl": ""}


def test_a_list_is_followed_page_by_page(twilio: TwilioServer) -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json?PageSize=1000&Page=1"
    twilio.will(
        reply(200, {"domains": [{"sid": SIDS[0]}, {"sid": SIDS[1]}], "next_page_uri": path}),
        reply(200, {"domains": [{"sid": SIDS[2]}], "next_page_uri": None}),
    )
    assert [item["sid"] for item in client_of(twilio).list(DOMAINS)] == SIDS
    assert [request.path for request in twilio.received][1] == path


def test_mappings_are_listed_under_contents(twilio: TwilioServer) -> None:
    twilio.will(reply(200, {"contents": [{"sid": LIST_SID}], "next_page_uri": None}))
    collection = f"SIP/Domains/{DOMAIN_SID}/Auth/Calls/IpAccessControlListMappings"
    assert [item["sid"] for item in client_of(twilio).list(collection)] == [LIST_SID]


def test_other_lists_have_the_key_of_their_name(twilio: TwilioServer) -> None:
    twilio.will(reply(200, {"ip_access_control_lists": [{"sid": LIST_SID}], "next_page_uri": None}))
    assert [item["sid"] for item in client_of(twilio).list("SIP/IpAccessControlLists")] == [LIST_SID]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/2010-04-01/Accounts/", "/2010-04-01/Accounts/AC2/x.json"])
def test_the_credentials_do_not_follow_a_page_elsewhere(twilio: TwilioServer, elsewhere: str) -> None:
    twilio.will(reply(200, {"domains": [], "next_page_uri": elsewhere}))
    with pytest.raises(Unreachable):
        list(client_of(twilio).list(DOMAINS))
    assert len(twilio.received) == 1


@pytest.mark.parametrize(
    "page", [{"domains": [{"sid": None}]}, {"domains": [], "next_page_uri": 7}, {"domains": [], "next_page_uri": []}]
)
def test_a_list_that_cannot_be_twilios_is_not_believed(twilio: TwilioServer, page: Any) -> None:
    twilio.will(reply(200, page))
    with pytest.raises(Unreachable):
        list(client_of(twilio).list(DOMAINS))


def test_a_list_that_leads_back_to_itself_is_left(twilio: TwilioServer) -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/SIP/Domains.json?PageSize=1000"
    twilio.will(reply(200, {"domains": [], "next_page_uri": path}))
    with pytest.raises(Unreachable):
        list(client_of(twilio).list(DOMAINS))
    assert len(twilio.received) == 1


def test_a_backslash_in_a_text_is_only_that(twilio: TwilioServer) -> None:
    twilio.will(reply(201, resource(friendly_name="\\u0000 Ä \U0001f600")))
    answer = client_of(twilio).create(DOMAINS, VALUES)
    assert answer.resource is not None
    assert answer.resource["friendly_name"] == "\\u0000 Ä \U0001f600"


def test_a_list_without_its_items_is_not_believed(twilio: TwilioServer) -> None:
    twilio.will(reply(200, {"sip_domains": []}))
    with pytest.raises(Unreachable):
        list(client_of(twilio).list(DOMAINS))


def test_a_refusal_carries_all_that_twilio_said(twilio: TwilioServer) -> None:
    body = {"code": 21232, "message": "Domain x already exists.", "more_info": "https://example.test/", "status": 400}
    twilio.will(reply(400, body, Twilio_Request_Id="RQ1"))
    with pytest.raises(Refused) as refused:
        client_of(twilio).create(DOMAINS, VALUES)
    error = refused.value
    assert (error.status, error.code, error.message) == (400, 21232, "Domain x already exists.")
    assert (error.more_info, error.request_id) == ("https://example.test/", "RQ1")


def test_a_refusal_may_lack_a_code(twilio: TwilioServer) -> None:
    twilio.will(reply(403, {"message": "Forbidden", "status": 403}))
    with pytest.raises(Refused) as refused:
        client_of(twilio).create(DOMAINS, VALUES)
    assert refused.value.code is None


def test_what_is_not_there_is_a_refusal_of_its_own(twilio: TwilioServer) -> None:
    twilio.will(refusal(404, 20404, "The requested resource was not found"))
    with pytest.raises(NotFound):
        client_of(twilio).fetch(DOMAINS, DOMAIN_SID)


@pytest.mark.parametrize(
    "act",
    [
        cut,
        half_a_body,
        reply(500, {"code": 20500, "message": "Internal Server Error", "status": 500}),
        reply(503, {"code": 20503, "message": "Service Unavailable", "status": 503}),
        reply(502, b"<html>Bad Gateway</html>"),
        reply(302, None, Location="https://evil.example/"),
        reply(400, b"<html>Bad Request</html>"),
        reply(404, b""),
        reply(400, ["not", "an", "object"]),
        reply(400, {"message": 5, "status": 400}),
        reply(403, {"message": "said by something in between"}),
        reply(408, {"message": "upstream request timeout"}),
        reply(408, {"message": "upstream request timeout", "status": 408}),
        reply(302, None, Location="http://[nowhere"),
        raw(b"HTTP/1.1 302 Found\r\nLocation: http://\xe4\xff/\r\nContent-Length: 0\r\n\r\n"),
        reply(201, b'{"sid": "SD' + b"a" * 32 + b'", "friendly_name": "\\ud83d"}'),
        reply(201, b'{"sid": "SD' + b"a" * 32 + b'", "friendly_name": "\\u0000"}'),
        reply(201, b'{"sid": "SD' + b"a" * 32 + b'", "secure": NaN}'),
        reply(201, b"[" * 100_000),
        reply(201, {"sid": "SD/x"}),
        reply(201, b"<html>Welcome to the hotel</html>"),
        reply(201, {"domain_name": "acme.sip.twilio.com"}),
        reply(201, {"sid": None}),
        reply(201, b"\xff\xfe"),
        reply(204),
        raw(b"SMTP ready\r\n\r\n"),
        raw(b"HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz"),
    ],
)
def test_any_other_answer_leaves_it_unknown(twilio: TwilioServer, act: Any) -> None:
    twilio.will(act)
    with pytest.raises(Unreachable):
        client_of(twilio).create(DOMAINS, VALUES)
    assert len(twilio.received) == 1


def test_an_error_of_twilios_own_keeps_its_code(twilio: TwilioServer) -> None:
    twilio.will(reply(503, {"code": 20503, "message": "Service Unavailable", "status": 503}))
    with pytest.raises(Unreachable) as unknown:
        client_of(twilio).create(DOMAINS, VALUES)
    assert (unknown.value.status, unknown.value.code) == (503, 20503)


def test_a_deletion_answered_with_anything_but_204_is_not_believed(twilio: TwilioServer) -> None:
    twilio.will(reply(200, {"sid": DOMAIN_SID}))
    with pytest.raises(Unreachable):
        client_of(twilio).delete(DOMAINS, DOMAIN_SID)


def test_a_refused_connection_means_that_nothing_was_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(NotSent, match="could be made: it was refused"):
        client_of(url).create(DOMAINS, VALUES)


def test_a_name_that_does_not_resolve_means_that_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown_name(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown_name)
    with pytest.raises(NotSent):
        client_of("https://api.twilio.test").create(DOMAINS, VALUES)


def test_a_failed_tls_handshake_means_that_nothing_was_sent(twilio: TwilioServer) -> None:
    with pytest.raises(NotSent):
        client_of(twilio.url.replace("http:", "https:")).create(DOMAINS, VALUES)
    assert [request for request in twilio.received if request.method == "POST"] == []


def test_a_tls_handshake_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(NotSent):
            client_of(url, deadline_seconds=0.3).create(DOMAINS, VALUES)
        assert time.monotonic() - started < 3


def test_a_stalled_answer_is_unknown_after_the_read_time_out(twilio: TwilioServer) -> None:
    twilio.will(twilio.stall)
    with pytest.raises(Unreachable, match=r"did not answer within 0\.2 seconds"):
        client_of(twilio, read_seconds=0.2).create(DOMAINS, VALUES)


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 201 Created\r\n" + b"X-Slow: yes\r\n" * 1000,
        b'HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{"sid": "SD' + b"a" * 900,
    ],
    ids=["headers", "body"],
)
def test_a_trickling_server_does_not_outlive_the_deadline(twilio: TwilioServer, data: bytes) -> None:
    twilio.will(trickle(data, every=0.005))
    started = time.monotonic()
    with pytest.raises(Unreachable, match="no whole answer within"):
        client_of(twilio, read_seconds=5, deadline_seconds=0.5).create(DOMAINS, VALUES)
    assert time.monotonic() - started < 3


def test_nothing_is_sent_when_the_deadline_passed_while_looking_the_name_up(
    twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_truth = socket.getaddrinfo

    def slow(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.3)
        return slow_truth(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with pytest.raises(NotSent):
        client_of(twilio, deadline_seconds=0.1).create(DOMAINS, VALUES)
    time.sleep(0.1)
    assert twilio.received == []


def test_429_is_repeated_until_it_clears(twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("domains.twilio.client.time.sleep", pauses.append)
    busy = refusal(429, 20429, "Too Many Requests")
    twilio.will(busy, busy, made)
    sent: list[int] = []
    answer = client_of(twilio).create(DOMAINS, VALUES, before_send=lambda: sent.append(1))
    assert answer.status == 201
    assert len(twilio.received) == len(sent) == 3
    assert pauses == [pytest.approx(0.5, rel=0.5), pytest.approx(1.0, rel=0.5)]


def test_429_says_how_long_to_wait(twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("domains.twilio.client.time.sleep", pauses.append)
    twilio.will(reply(429, b"", Retry_After="3"), made)
    client_of(twilio).create(DOMAINS, VALUES)
    assert pauses == [3.0]


def test_429_may_say_it_as_a_time(twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("domains.twilio.client.time.sleep", pauses.append)
    twilio.will(reply(429, b"", Retry_After=formatdate(time.time() + 5, usegmt=True)), made)
    client_of(twilio).create(DOMAINS, VALUES)
    assert pauses == [pytest.approx(4.5, abs=0.8)]


def test_429_that_does_not_clear_inside_the_deadline_is_a_refusal(twilio: TwilioServer) -> None:
    twilio.will(reply(429, b"busy", Retry_After="60"))
    with pytest.raises(Refused) as refused:
        client_of(twilio).create(DOMAINS, VALUES)
    assert (refused.value.status, refused.value.code) == (429, 20429)
    assert len(twilio.received) == 1


def test_a_redirect_is_not_followed(twilio: TwilioServer) -> None:
    twilio.will(reply(307, None, Location=f"{twilio.url}/elsewhere"), made)
    with pytest.raises(Unreachable):
        client_of(twilio).create(DOMAINS, VALUES)
    assert len(twilio.received) == 1


def test_a_hundred_creates_of_one_thread_share_one_connection(twilio: TwilioServer) -> None:
    client = client_of(twilio)
    for _ in range(100):
        client.create(DOMAINS, VALUES)
    assert len(twilio.received) == 100
    assert twilio.connections == 1


def test_a_hundred_creates_make_at_most_one_connection_per_thread(twilio: TwilioServer) -> None:
    def work() -> None:
        client = client_of(twilio)
        for _ in range(25):
            client.create(DOMAINS, VALUES)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(twilio.received) == 100
    assert twilio.connections <= 4


def test_two_accounts_of_one_thread_do_not_mix_their_credentials(twilio: TwilioServer) -> None:
    client_of(twilio).create(DOMAINS, VALUES)
    other = Client(base_url=twilio.url, account_sid="AC" + "2" * 32, username="SK" + "3" * 32, password="secret")
    other.create(DOMAINS, VALUES)
    users = [base64.b64decode(request.headers["Authorization"][6:]).decode() for request in twilio.received]
    assert users == [f"{ACCOUNT_SID}:token", f"{'SK' + '3' * 32}:secret"]
    assert twilio.connections == 1


def test_cookies_are_not_kept(twilio: TwilioServer) -> None:
    twilio.will(reply(201, resource(), Set_Cookie="seen=1; Path=/"), made)
    client = client_of(twilio)
    client.create(DOMAINS, VALUES)
    client.create(DOMAINS, VALUES)
    assert "Cookie" not in twilio.received[1].headers


def test_an_idle_connection_is_not_trusted(twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(twilio)
    client.create(DOMAINS, VALUES)
    monkeypatch.setattr("domains.twilio.transport.IDLE_SECONDS", -1)
    client.create(DOMAINS, VALUES)
    assert twilio.connections == 2


def test_a_child_process_does_not_share_its_parents_connection(twilio: TwilioServer) -> None:
    client = client_of(twilio)
    client.create(DOMAINS, VALUES)
    child = os.fork()
    if not child:
        status = 1
        try:
            client.create(DOMAINS, VALUES)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    client.create(DOMAINS, VALUES)
    assert len(twilio.received) == 3
    assert twilio.connections == 2


def test_the_credentials_of_a_netrc_are_not_used(
    twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else")
    monkeypatch.setenv("NETRC", str(netrc))
    client_of(twilio).create(DOMAINS, VALUES)
    user = base64.b64decode(twilio.received[0].headers["Authorization"][6:]).decode()
    assert user == f"{ACCOUNT_SID}:token"


def test_the_log_names_no_secret(twilio: TwilioServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        client_of(twilio).create(DOMAINS, VALUES | {"VoiceUrl": "https://user:hunter2@voice.example.com/"})
    assert "201" in caplog.text
    assert "hunter2" not in caplog.text
    assert "token" not in caplog.text
