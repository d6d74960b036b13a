"""Pages go out compressed; what is not ours to change does not."""

import gzip
from base64 import b64encode

from django.test import Client

from domains import sandbox
from domains.models import User

ZIPPED = {"Accept-Encoding": "gzip"}


def test_a_page_is_compressed_for_whoever_takes_it(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    answer = client.get("/domains/", headers=ZIPPED)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"<h1>Domains</h1>" in gzip.decompress(answer.content)
    assert "Content-Encoding" not in client.get("/domains/").headers


def test_an_export_is_compressed_as_it_streams(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    answer = client.get("/domains/export.csv", headers=ZIPPED)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"Domain name" in gzip.decompress(answer.getvalue())


def test_the_sandbox_answers_as_twilio_does(client: Client) -> None:
    key = b64encode(f"{sandbox.ACCOUNT_SID}:{sandbox.AUTH_TOKEN}".encode()).decode()
    path = f"/sandbox/2010-04-01/Accounts/{sandbox.ACCOUNT_SID}/SIP/Domains.json"
    headers = {**ZIPPED, "Authorization": f"Basic {key}"}
    answer = client.post(path, {"DomainName": "plain.sip.twilio.com"}, headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert answer.json()["domain_name"] == "plain.sip.twilio.com"
    assert len(answer.content) > 200, "shorter ones are never compressed"
