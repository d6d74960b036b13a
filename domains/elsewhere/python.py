"""A request as a program that uses Twilio's own library: https://www.twilio.com/docs/libraries/reference/twilio-python."""

from .asking import Action, Request
from .quoting import double_quoted

PREAMBLE = """import os

from twilio.rest import Client

"""


def program(request: Request) -> str:
    """Return the program."""
    lines = [PREAMBLE + _client(request)]
    parent, sid = request.parent
    words = [f"{word}({double_quoted(sid)})" if word == parent else word for word in request.words("_")]
    collection = ".".join(["client", *words])
    one = f"{collection}({double_quoted(request.sid)})"
    match request.action:
        case Action.CREATE:
            lines += [f"made = {_call(f'{collection}.create', request)}", "print(made.sid)"]
        case Action.UPDATE:
            lines += [f"changed = {_call(f'{one}.update', request)}", "print(changed.date_updated)"]
        case Action.DELETE:
            lines.append(f"{one}.delete()")
        case Action.FETCH:
            lines.append(f"print(vars({one}.fetch()))")
    return "\n".join(lines)


def _client(request: Request) -> str:
    """Return the lines that make the client."""
    place = request.place
    lines = [f'    os.environ["{variable}"],' for variable in place.credentials]
    lines.append(f"    {double_quoted(place.account_sid)},")
    lines += [
        f"    {name.removeprefix('TWILIO_').lower()}={double_quoted(value)}," for name, value in place.regional.items()
    ]
    client = "\n".join(["client = Client(", *lines, ")"])
    return client if place.is_twilio else f"{client}\nclient.api.base_url = {double_quoted(place.url)}"


def _call(function: str, request: Request) -> str:
    """Return a call with the request's values, each on a line of its own."""
    lines = [
        f"    {name}={value if isinstance(value, bool) else double_quoted(str(value))},"
        for name, value in request.values.items()
    ]
    return "\n".join([f"{function}(", *lines, ")"])
