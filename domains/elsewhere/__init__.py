"""Any request to Twilio as those write it who work elsewhere: with curl, twilio-cli, Python or Terraform."""

from collections.abc import Callable, Sequence

from . import curl, python, terraform, twilio_cli
from .asking import TWILIO, Action, Listing, Place, Request, Wording

__all__ = ["TWILIO", "Action", "Listing", "Place", "Request", "Wording", "wordings"]

DOES = {
    Action.CREATE: "creates it",
    Action.UPDATE: "changes it",
    Action.DELETE: "deletes it",
    Action.FETCH: "fetches it",
}


def wordings(*requests: Request) -> list[Wording]:
    """Return how each tool says these requests about one resource; Terraform, which keeps resources, says the first.

    What belongs to another resource it is not told of: a block would have to lead to the block of that one.
    """
    first = requests[0]
    credentials = first.place.credentials
    with_account = tuple(dict.fromkeys(("TWILIO_ACCOUNT_SID", *credentials)))
    return [
        Wording("curl", "curl", _listings("curl", curl.command, "curl command", requests), credentials),
        Wording(
            "twilio-cli",
            "twilio-cli",
            _listings("twilio-cli", twilio_cli.command, "twilio-cli command", requests),
            with_account,
            _reach("twilio-cli", first),
            goes_there=False,
        ),
        Wording("python", "Python", _listings("python", python.program, "Python program", requests), credentials),
        *([] if any(first.parent) else [_terraform(first, with_account)]),
    ]


def _terraform(request: Request, variables: tuple[str, ...]) -> Wording:
    return Wording(
        "terraform",
        "Terraform",
        terraform.listings(request),
        variables,
        (*_reach("Terraform", request), *terraform.remarks(request)),
        goes_there=False,
    )


def _listings(key: str, write: Callable[[Request], str], what: str, requests: Sequence[Request]) -> tuple[Listing, ...]:
    return tuple(Listing(f"{key}-{one.action}", f"{what} that {DOES[one.action]}", write(one)) for one in requests)


def _reach(tool: str, request: Request) -> tuple[str, ...]:
    """Return where a tool goes that can be given no address, unless it is where the request goes."""
    if request.place.is_twilio:
        return ()
    if not request.place.is_sandbox:
        return (f"{tool} goes to Twilio itself, not to {request.place.url}.",)
    sids = ", where the sandbox’s SIDs mean nothing" if request.sid else ""
    return (f"{tool} reaches Twilio alone, not the sandbox{sids}.",)
