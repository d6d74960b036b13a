"""What the tests of the sandbox ask it."""

from typing import Any

from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN
from domains.sandbox.core import Answer, Question, ask

ACCOUNT = f"/2010-04-01/Accounts/{ACCOUNT_SID}"
DOMAINS = f"{ACCOUNT}/SIP/Domains.json"
NAME = "scranton.sip.twilio.com"


def tell(method: str, path: str, **values: str) -> Answer:
    return ask(Question(method, path, values, username=ACCOUNT_SID, password=AUTH_TOKEN))


def create(name: str = NAME, **values: str) -> Answer:
    return tell("POST", DOMAINS, DomainName=name, **values)


def created(name: str = NAME, **values: str) -> str:
    """Create a domain and return its path."""
    answer = create(name, **values)
    assert answer.status == 201
    assert answer.body is not None
    return str(answer.body["uri"])


def refused(answer: Answer) -> tuple[int, int]:
    assert answer.body is not None
    assert answer.body.keys() == {"code", "message", "more_info", "status"}
    assert answer.body["status"] == answer.status
    assert answer.body["more_info"] == f"https://www.twilio.com/docs/errors/{answer.body['code']}"
    return answer.status, answer.body["code"]


IP_LISTS = f"{ACCOUNT}/SIP/IpAccessControlLists.json"
CREDENTIAL_LISTS = f"{ACCOUNT}/SIP/CredentialLists.json"
PASSWORD = "Correct-horse-9"


def made(path: str, **values: str) -> dict[str, Any]:
    """Create a resource of any kind and return it."""
    answer = tell("POST", path, **values)
    assert answer.status == 201, answer.body
    assert answer.body is not None
    return answer.body


def within(resource: dict[str, Any], name: str) -> str:
    """Return the path of a collection that belongs to a resource."""
    return f"{resource['uri'].removesuffix('.json')}/{name}.json"
