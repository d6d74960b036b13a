"""What the tests of the sandbox ask it."""

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
