"""Commands for curl and twilio-cli, as shells read them: bash, one that is typed into, and the plain one of POSIX."""

import shlex
import subprocess
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings

from domains.elsewhere import Action, Place, wordings

from .hostile import ACCOUNT_SID, DOMAIN_SID, HOSTILE, NAME, below_another, request, said_by, texts
from .twilio_server import TwilioServer, reply, serving

TOPIC = "api:core:sip:domains:"
TOKEN = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_AUTH_TOKEN": "t'o\"k $en"}
KEY = {"TWILIO_ACCOUNT_SID": ACCOUNT_SID, "TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "s"}
BASH = ("bash",)
TYPED_INTO = ("bash", "--norc", "--noprofile", "-i")
PLAIN = ("sh",)


def words(text: str, shell: Sequence[str] = BASH) -> list[str]:
    """Return the words that `curl` or `twilio` is given when a shell reads `text`."""
    tools = "".join(f'{tool}() {{ printf "%s\\0" "$@"; }}\n' for tool in ("curl", "twilio"))
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HISTFILE": "", **TOKEN}
    read = subprocess.run(
        shell, input=f"{tools}{text}\n".encode(), env=env, capture_output=True, check=True, start_new_session=True
    )
    return read.stdout.decode().split("\0")[:-1]


def pairs(given_words: Sequence[str]) -> dict[str, str]:
    """Return the parameters that curl sends for its words."""
    sent = {}
    for flag, word in pairwise(given_words):
        if flag == "--data-urlencode":
            name, _, sent[name] = word.partition("=")
        elif flag == "--data":
            sent |= dict(parse_qsl(word, keep_blank_values=True))
    return sent


@settings(max_examples=50, deadline=None)
@given(friendly_name=texts, voice_url=texts)
def test_curl_is_given_every_value_as_it_is(friendly_name: str, voice_url: str) -> None:
    asked = request(Action.CREATE, domain_name=NAME, friendly_name=friendly_name, voice_url=voice_url, secure=False)
    [command] = said_by("curl", asked)
    given_words = words(command)
    user = f"{TOKEN['TWILIO_ACCOUNT_SID']}:{TOKEN['TWILIO_AUTH_TOKEN']}"
    assert given_words[:5] == ["-X", "POST", asked.url, "--user", user]
    assert pairs(given_words[5:]) == asked.wire


@settings(max_examples=50, deadline=None)
@given(friendly_name=texts, voice_url=texts)
def test_twilio_cli_is_given_every_value_as_it_is(friendly_name: str, voice_url: str) -> None:
    asked = request(Action.CREATE, friendly_name=friendly_name, voice_url=voice_url)
    [command] = said_by("twilio-cli", asked)
    expected = [f"--account-sid={ACCOUNT_SID}", f"--friendly-name={friendly_name}", f"--voice-url={voice_url}"]
    assert words(command) == [f"{TOPIC}create", *expected]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_shell_that_is_typed_into_reads_the_same(value: str) -> None:
    asked = request(Action.UPDATE, friendly_name=value, voice_url="x")
    for tool in ("curl", "twilio-cli"):
        [command] = said_by(tool, asked)
        assert words(command, TYPED_INTO) == words(command)


@pytest.mark.parametrize("value", HOSTILE)
def test_curls_command_is_for_any_posix_shell(value: str) -> None:
    [command] = said_by("curl", request(Action.UPDATE, friendly_name=value))
    assert pairs(words(command, PLAIN)) == {"FriendlyName": value}


@settings(deadline=None)
@given(value=texts)
def test_nothing_in_a_text_is_unseen(value: str) -> None:
    for tool in ("curl", "twilio-cli", "python", "terraform"):
        for text in said_by(tool, request(Action.CREATE, friendly_name=value)):
            assert text.replace("\n", "").isprintable()


def test_switches_are_flags_that_twilio_cli_negates_with_no() -> None:
    [command] = said_by("twilio-cli", request(Action.UPDATE, voice_url="", secure=True, sip_registration=False))
    flags = ["--voice-url=", "--no-sip-registration", "--secure"]
    assert words(command) == [f"{TOPIC}update", f"--account-sid={ACCOUNT_SID}", f"--sid={DOMAIN_SID}", *flags]


def test_a_domain_is_fetched_and_deleted_by_its_sid() -> None:
    fetching, deleting = request(Action.FETCH), request(Action.DELETE)
    sids = [f"--account-sid={ACCOUNT_SID}", f"--sid={DOMAIN_SID}"]
    fetches, deletes = said_by("twilio-cli", fetching, deleting)
    assert words(fetches) == [f"{TOPIC}fetch", *sids]
    assert words(deletes) == [f"{TOPIC}remove", *sids]
    fetches, deletes = said_by("curl", fetching, deleting)
    assert words(fetches)[0] == fetching.url
    assert words(deletes)[:3] == ["-X", "DELETE", deleting.url]
    assert deleting.url.endswith(f"/SIP/Domains/{DOMAIN_SID}.json")


def test_twilio_cli_is_told_by_a_flag_what_another_belongs_to() -> None:
    addresses = f"SIP/IpAccessControlLists/AL{'5' * 32}/IpAddresses"
    mappings = f"SIP/Domains/{DOMAIN_SID}/Auth/Calls/IpAccessControlListMappings"
    account = f"--account-sid={ACCOUNT_SID}"
    [made] = said_by("twilio-cli", below_another(Action.CREATE, addresses, ip_address="8.8.4.4"))
    of_list = f"--ip-access-control-list-sid=AL{'5' * 32}"
    topic = "api:core:sip:ip-access-control-lists:ip-addresses:create"
    assert words(made) == [topic, account, of_list, "--ip-address=8.8.4.4"]
    [let_go] = said_by("twilio-cli", below_another(Action.DELETE, mappings, "AL" + "5" * 32))
    topic = "api:core:sip:domains:auth:calls:ip-access-control-list-mappings:remove"
    assert words(let_go) == [topic, account, f"--domain-sid={DOMAIN_SID}", f"--sid=AL{'5' * 32}"]


def test_terraform_is_not_told_of_what_needs_the_block_of_another() -> None:
    credential = below_another(Action.DELETE, f"SIP/CredentialLists/CL{'8' * 32}/Credentials", "CR" + "9" * 32)
    assert [one.key for one in wordings(credential)] == ["curl", "twilio-cli", "python"]


def test_credentials_are_variables() -> None:
    place = Place(ACCOUNT_SID, by_key=True)
    [command] = said_by("curl", request(Action.FETCH, place))
    assert '--user "$TWILIO_API_KEY:$TWILIO_API_SECRET"' in command


def test_another_region_is_reached_by_its_edge() -> None:
    place = Place(ACCOUNT_SID, "https://api.dublin.ie1.twilio.com")
    [command] = said_by("twilio-cli", request(Action.FETCH, place))
    assert shlex.split(command)[:3] == ["TWILIO_EDGE=dublin", "TWILIO_REGION=ie1", "twilio"]


def test_twilio_cli_is_not_sent_to_the_sandboxs_account() -> None:
    place = Place(ACCOUNT_SID, "http://127.0.0.1:8000/sandbox", is_sandbox=True)
    [command] = said_by("twilio-cli", request(Action.CREATE, place, domain_name=NAME))
    assert words(command) == [f"{TOPIC}create", f"--domain-name={NAME}"]


@pytest.fixture(scope="module")
def server() -> Iterator[TwilioServer]:
    with serving() as server:
        server.will(reply(201, {}))
        yield server


@settings(max_examples=30, deadline=None)
@given(friendly_name=texts, voice_url=texts)
def test_the_real_curl_sends_the_same(server: TwilioServer, friendly_name: str, voice_url: str) -> None:
    place = Place(ACCOUNT_SID, server.url)
    asked = request(Action.UPDATE, place, friendly_name=friendly_name, voice_url=voice_url, secure=False)
    [command] = said_by("curl", asked)
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", **TOKEN}
    subprocess.run(["bash", "-c", command], env=env, capture_output=True, check=True)
    received = server.received[-1]
    assert (received.method, server.url + received.path, received.values) == ("POST", asked.url, asked.wire)
