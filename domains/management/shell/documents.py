"""What there is, as JSON and as lines for people. Secrets are masked where it is written (`writing`)."""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from domains.forms import label_of
from domains.models import Account, Change, SipDomain, TwilioResource
from domains.parameters import PARAMETERS, DomainParameters
from domains.readiness import Caution, cautions
from domains.services import RequestPreview

Row = TypeVar("Row", bound=TwilioResource)


def document_of(row: TwilioResource) -> dict[str, Any]:
    """Return a resource with Twilio's attributes by Twilio's names, and with what is known of it here."""
    attributes = {field.name: getattr(row, field.name) for field in row.attributes()}
    here: dict[str, Any] = {"seen_at": row.seen_at, "gone_at": row.gone_at}
    if isinstance(row, SipDomain):
        here["disabled"] = row.is_disabled
    found = {name: plain(value) for name, value in {**attributes, **here}.items()}
    return {**found, "account": document_of_account(row.account)}


def document_of_account(account: Account) -> dict[str, Any]:
    """Return the account that a resource is in, or a request goes to."""
    return {"sid": account.sid, "region": account.region, "name": account.name, "sandbox": account.is_sandbox}


def document_of_change(change: Change) -> dict[str, Any]:
    """Return a change by the names that the log's own file has; that file has its story too."""
    return {
        "number": change.pk,
        "asked_at": plain(change.created_at),
        "by": change.actor_name,
        "reason": change.reason,
        "doing": str(change.act),
        "undoes": change.undoes_id,
        "action": change.action,
        "name": change.key,
        "sid": change.sid,
        "state": change.state,
        "settled_at": plain(change.settled_at),
        "asked": change.asked,
        "twilio": {
            "status": change.twilio_status,
            "code": change.twilio_code,
            "said": change.message,
            "request_id": change.request_id,
        },
    }


def document_of_request(request: RequestPreview) -> dict[str, Any]:
    """Return a request that could be sent."""
    return {"method": request.method, "url": request.url, "values": request.values}


def place(account: Account) -> str:
    """Return where a request goes, so that nobody takes a real account for the sandbox."""
    return "the sandbox" if account.is_sandbox else f"{account.name} {account.sid} in {account.region}"


def lines_of_request(request: RequestPreview) -> list[str]:
    """Return a request that could be sent, its parameters one below the other."""
    return [f"{request.method} {request.url}", *aligned(request.values)]


def worth_a_look(row: DomainParameters) -> list[str]:
    """Return what its operator should know of a domain that is to be."""
    return [in_a_line(caution) for caution in cautions(row)]


def in_a_line(caution: Caution) -> str:
    """Return a caution as it is told beside what was asked for."""
    return f"Worth a second look: {caution.sentence}"


def with_asked(row: Row, asked: Mapping[str, Any]) -> Row:
    """Return a resource as it would be with what is asked of it; it is not saved."""
    then = copy(row)
    for name, value in asked.items():
        setattr(then, name, value)
    return then


def new_worth_a_look(row: SipDomain, asked: Mapping[str, Any]) -> list[str]:
    """Return what its operator should know of a domain with what is asked of it, and need not know of it as it is."""
    known = worth_a_look(row)
    return [sentence for sentence in worth_a_look(with_asked(row, asked)) if sentence not in known]


def lines_of_differences(
    names: Iterable[str], here: TwilioResource, there: Any, *, heads: tuple[str, str]
) -> list[str]:
    """Return what two rows hold of these attributes, one below the other."""
    width = max(map(len, heads))
    lines = []
    for name in names:
        lines.append(f"  {here.label_of(name)}")
        for head, row in zip(heads, (here, there), strict=True):
            lines.append(f"    {head:<{width}}  {word_for(getattr(row, name))}")
    return lines


def document_of_differences(names: Iterable[str], here: Any, there: Any) -> list[dict[str, Any]]:
    """Return what two rows hold of these attributes, as they are known here and at Twilio."""
    return [
        {"attribute": name, "here": plain(getattr(here, name)), "at_twilio": plain(getattr(there, name))}
        for name in names
    ]


def aligned(pairs: Mapping[str, Any]) -> list[str]:
    """Return lines of a name and a value each, the values below one another."""
    width = max(map(len, pairs), default=0)
    return [f"  {name:<{width}}  {value}".rstrip() for name, value in pairs.items()]


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: times are ISO 8601."""
    return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def minute(at: datetime) -> str:
    """Return a moment as people read it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def word_for(value: Any) -> str:
    """Return a value as people read it."""
    match value:
        case bool():
            return "on" if value else "off"
        case "" | None:
            return "–"
    return str(plain(value))


def attributes_in_words(row: SipDomain) -> dict[str, str]:
    """Return every attribute of a domain by its label: first what can be asked for, then what Twilio adds."""
    added = [field.name for field in row.attributes() if field.name not in PARAMETERS]
    names = [*PARAMETERS, *(name for name in added if name != "subresource_uris"), "seen_at"]
    return {label_of(name): word_for(getattr(row, name)) for name in names}
