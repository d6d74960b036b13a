"""The flags: one for every parameter, derived from its declaration, and those that several verbs share."""

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django.db import models

from domains.models import SipDomain
from domains.parameters import FIELDSETS, PARAMETERS, DomainNameField, HttpMethodField, WebhookUrlField

CLEARS = 'An empty value clears: --voice-url "".'


def flag_of(name: str) -> str:
    """Return the flag of a parameter: `flag_of("voice_url") == "--voice-url"`."""
    return f"--{name.replace('_', '-')}"


def add_parameters(parser: ArgumentParser) -> None:
    """Take every parameter of a domain, in the groups of the form. What is not given is None."""
    for legend, options in FIELDSETS:
        group = parser.add_argument_group(legend, options.get("description"))
        for name in _flat(options["fields"]):
            field = cast("models.Field[Any, Any]", SipDomain._meta.get_field(name))
            text = str(field.help_text).replace("%", "%%")
            if isinstance(field, models.BooleanField):
                group.add_argument(flag_of(name), action=BooleanOptionalAction, default=None, help=text)
            else:
                group.add_argument(flag_of(name), type=utf8, metavar=_metavar(field), help=text)


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that were given."""
    return {name: options[name] for name in PARAMETERS if options[name] is not None}


def utf8(text: str) -> str:
    """Return a text that can be stored and sent."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ArgumentTypeError("it must be written in UTF-8") from None
    return text


def add_domain(parser: ArgumentParser) -> None:
    """Take which domain."""
    parser.add_argument("domain", type=utf8, metavar="DOMAIN", help="its name, as it may be pasted, or its SID")


def add_actor(parser: ArgumentParser) -> None:
    """Take who asks."""
    parser.add_argument(
        "--as",
        dest="actor",
        type=utf8,
        metavar="USER",
        help="the operator who asks, by username, for permissions and for the record (or SIPADMIN_USER)",
    )


def add_writing(parser: ArgumentParser) -> None:
    """Take who asks, and why."""
    add_actor(parser)
    parser.add_argument("--reason", type=utf8, default="", metavar="TEXT", help="why, for the record")
    parser.add_argument(
        "--doing", type=_uuid, metavar="UUID", help="the same for all changes of a script: the log shows them together"
    )


def add_sending(parser: ArgumentParser) -> None:
    """Take whether to send at all, and how long to wait for what comes of it."""
    parser.add_argument("--dry-run", action="store_true", help="show the request, and send nothing")
    parser.add_argument(
        "--wait",
        type=_seconds,
        default=0.0,
        metavar="SECONDS",
        help="after a lost answer, go on looking for what came of it for so long",
    )


def add_yes(parser: ArgumentParser) -> None:
    """Take the answer to whatever is asked."""
    parser.add_argument("--yes", action="store_true", help="answer yes to what would be asked")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if 0 <= seconds < float("inf"):
        return seconds
    raise ArgumentTypeError(f"{text!r} must be a number of seconds, from 0")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} must be a UUID, such as uuidgen prints") from None


def _metavar(field: "models.Field[Any, Any]") -> str:
    match field:
        case DomainNameField():
            return "NAME"
        case WebhookUrlField():
            return "URL"
        case HttpMethodField():
            return "GET|POST"
    return "SID" if field.name.endswith("_sid") else "TEXT"


def _flat(fields: Iterable[Any]) -> Iterable[str]:
    for entry in fields:
        yield from entry if isinstance(entry, tuple) else (entry,)
