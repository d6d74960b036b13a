"""The sandbox is held to Twilio's own description of every SIP path: none unanswered, each answer in its shape."""

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import Answer, Question, ask

from .sandbox_questions import ACCOUNT, CREDENTIAL_LISTS, DOMAINS, IP_LISTS, NAME, PASSWORD, made, refused, tell

pytestmark = pytest.mark.django_db(databases="__all__")

# The facts of Twilio's own description, twilio_api_v2010.json of twilio/twilio-oai, for every SIP path: what each verb
# takes, and the shape of what it answers.
DESCRIPTION: dict[str, Any] = json.loads((Path(__file__).parent / "reference/sip_paths.json").read_text())
PATHS: dict[str, dict[str, Any]] = {path: verbs for path, verbs in DESCRIPTION["paths"].items() if verbs}
OPERATIONS = [(verb, path) for path, verbs in PATHS.items() for verb in verbs]
POSTS = [path for verb, path in OPERATIONS if verb == "POST"]
LISTS = [path for path in PATHS if not path.endswith("/{Sid}.json")]
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict}


def given(template: str) -> tuple[str, dict[str, str]]:
    """Let everything be there that a path of the description speaks of.

    Return the path with its SIDs, and a value for whatever any path requires: what one does not know, it ignores.
    """
    domain = made(DOMAINS, DomainName=f"given-{NAME}")["sid"]
    lists = {
        "IpAccessControlListSid": made(IP_LISTS, FriendlyName="Given")["sid"],
        "CredentialListSid": made(CREDENTIAL_LISTS, FriendlyName="Given")["sid"],
    }
    values = {"DomainName": NAME, "FriendlyName": "Branch", "IpAddress": "192.0.2.1", "Username": "alice"}
    values |= {"Password": PASSWORD, **lists}
    path = template.format(AccountSid=ACCOUNT_SID, DomainSid=domain, **lists, Sid="{Sid}")
    if "{Sid}" in path:
        path = path.format(Sid=made(path.replace("/{Sid}", ""), **values)["sid"])
        values |= {"DomainName": f"another-{NAME}", "FriendlyName": "Another"}
    return path, values


def assert_shaped(value: Any, facts: dict[str, Any], name: str) -> None:
    if value is None:
        assert facts.get("nullable"), name
        return
    assert isinstance(value, TYPES[facts["type"]]), name
    if value != "":
        assert re.search(facts.get("pattern", ""), str(value)), name
    if facts.get("format") == "date-time-rfc-2822":
        assert parsedate_to_datetime(value).utcoffset() is not None, name
    if name.endswith("uri"):
        assert value.startswith(f"{ACCOUNT}/SIP/"), name


def assert_resource(body: dict[str, Any], schema: str) -> None:
    described = DESCRIPTION["resources"][schema]
    assert body.keys() == described.keys()
    for name, facts in described.items():
        assert_shaped(body[name], facts, name)


def assert_page(body: dict[str, Any], verb: dict[str, Any]) -> None:
    assert body.keys() == {verb["under"], *DESCRIPTION["page"]}
    for name, facts in DESCRIPTION["page"].items():
        assert_shaped(body[name], facts, name)
    for resource in body[verb["under"]]:
        assert_resource(resource, verb["lists"])


def test_the_description_has_every_operation_that_twilio_describes() -> None:
    assert (len(PATHS), len(OPERATIONS)) == (20, 45)


@pytest.mark.parametrize(("verb", "template"), OPERATIONS)
def test_every_operation_is_answered_in_its_shape(verb: str, template: str) -> None:
    path, values = given(template)
    described = PATHS[template][verb]
    answer = tell(verb, path, **{name: values[name] for name in described.get("required", [])})
    assert answer.status == described["status"], answer.body
    if verb == "DELETE":
        assert answer.body is None
        return
    assert answer.body is not None
    if "shows" in described:
        assert_resource(answer.body, described["shows"])
    else:
        assert_page(answer.body, described)


@pytest.mark.parametrize("template", LISTS)
def test_every_list_shows_what_was_added_in_the_shape_of_its_description(template: str) -> None:
    path, values = given(template)
    added = made(path, **values)
    body = tell("GET", path).body
    assert body is not None
    assert_page(body, PATHS[template]["GET"])
    assert added in body[PATHS[template]["GET"]["under"]]


@pytest.mark.parametrize("template", LISTS)
def test_every_list_pages_at_its_own_path(template: str) -> None:
    path, values = given(template)
    made(path, **values)

    def page(**query: str) -> Answer:
        return ask(Question("GET", path, query=query, username=ACCOUNT_SID, password=AUTH_TOKEN))

    body = page(PageSize="1").body
    assert body is not None
    assert body["uri"] == body["first_page_uri"] == f"{path}?PageSize=1&Page=0"
    assert len(body[PATHS[template]["GET"]["under"]]) == 1
    assert refused(page(PageSize="1001")) == (400, 20007)


@pytest.mark.parametrize(
    ("template", "name"), [(path, name) for path in POSTS for name in PATHS[path]["POST"].get("required", [])]
)
def test_what_is_required_cannot_be_left_out(template: str, name: str) -> None:
    path, values = given(template)
    del values[name]
    assert refused(tell("POST", path, **values))[0] == 400


@pytest.mark.parametrize("template", PATHS)
def test_verbs_that_are_not_described_are_not_allowed(template: str) -> None:
    path, _ = given(template)
    for verb in {"GET", "POST", "DELETE", "PUT", "PATCH"} - PATHS[template].keys():
        assert refused(tell(verb, path)) == (405, 20004), verb


@pytest.mark.parametrize(("verb", "template"), [(verb, path) for verb, path in OPERATIONS if path.count("{") > 1])
def test_nothing_is_found_where_its_sids_are_not_there(verb: str, template: str) -> None:
    path, values = given(template)
    gone = re.sub("(?<=/[A-Z]{2})[0-9a-f]{32}", "0" * 32, path)
    assert refused(tell(verb, gone, **values)) == (404, 20404)


@pytest.mark.parametrize("template", [path for path, verbs in DESCRIPTION["paths"].items() if not verbs])
def test_paths_that_only_hold_others_have_no_answer(template: str) -> None:
    assert refused(tell("GET", given(template)[0])) == (404, 20404)
