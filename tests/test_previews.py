"""What is previewed is what is sent, and the command is right for a shell."""

import shlex
import subprocess
from typing import Any
from urllib.parse import parse_qsl

import pytest

from domains import services
from domains.models import Account, SipDomain, User

from .twilio_server import TwilioServer

HOSTILE = 'https://user:p$w`id`@voice.example.com/it\'s?a="b"&c=$HOME#rc=2&x=%20\\!'


def row(account: Account, **parameters: Any) -> SipDomain:
    return SipDomain(account=account, **{"domain_name": "acme.sip.twilio.com", **parameters})


def test_the_preview_is_the_request_that_is_sent(operator: User, real_account: Account, twilio: TwilioServer) -> None:
    domain = row(real_account, voice_url=HOSTILE, secure=True, friendly_name="Füße & Co")
    preview = services.preview_create(domain, sandbox_url="")
    services.create(domain, actor=operator)
    [request] = twilio.received
    assert (preview.method, preview.url) == (request.method, twilio.url + request.path)
    assert preview.body.encode() == request.body


def test_the_command_says_the_same_to_a_shell(real_account: Account) -> None:
    preview = services.preview_create(row(real_account, voice_url=HOSTILE, secure=True), sandbox_url="")
    script = f'curl() {{ printf "%s\\0" "$@"; }}\n{preview.curl}'
    words = subprocess.run(
        ["sh", "-c", script],
        env={"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    assert words[:5] == ["-X", "POST", preview.url, "--user", "AC1:t"]
    data = [word for flag, word in zip(words[5::2], words[6::2], strict=False) if flag == "--data-urlencode"]
    assert data == [f"{name}={value}" for name, value in preview.values.items()]
    assert dict(parse_qsl(preview.body)) == preview.values


def test_the_credentials_are_left_to_variables(real_account: Account, settings: Any) -> None:
    settings.TWILIO_PASSWORD = "hunter2"
    by_token = services.preview_create(row(real_account), sandbox_url="").curl
    assert '--user "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"' in by_token
    settings.TWILIO_USERNAME = "SK" + "1" * 32
    by_key = services.preview_create(row(real_account), sandbox_url="").curl
    assert '--user "$TWILIO_API_KEY:$TWILIO_API_SECRET"' in by_key
    assert "hunter2" not in by_token + by_key


def test_the_sandboxs_door_is_named_where_it_stands() -> None:
    account = services.current_account()
    preview = services.preview_create(row(account), sandbox_url="http://127.0.0.1:8000/sandbox")
    assert preview.url == f"http://127.0.0.1:8000/sandbox/2010-04-01/Accounts/{account.sid}/SIP/Domains.json"


@pytest.mark.parametrize("name", ["voice_url", "friendly_name"])
def test_no_value_breaks_out_of_its_quotes(real_account: Account, name: str) -> None:
    preview = services.preview_create(row(real_account, **{name: "a'b\"c`d`$e\\f\ng"}), sandbox_url="")
    assert f"={preview.values[[*preview.values][-1]]}" in shlex.split(preview.curl)[-1]
