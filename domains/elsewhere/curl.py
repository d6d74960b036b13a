"""A request as a command of curl: https://curl.se/docs/manpage.html."""

from urllib.parse import quote

from .asking import Action, Request
from .quoting import shell_word


def command(request: Request) -> str:
    """Return the command, for any POSIX shell."""
    user, password = request.place.credentials
    method = "" if request.action == Action.FETCH else f"-X {request.method} "
    lines = [f"curl {method}{shell_word(request.url)}", f'  --user "${user}:${password}"']
    lines += [f"  {_parameter(name, value)}" for name, value in request.wire.items()]
    return " \\\n".join(lines)


def _parameter(name: str, value: str) -> str:
    # With a name and = in front, curl reads no value as the name of a file.
    if value.isprintable():
        return f"--data-urlencode {shell_word(f'{name}={value}')}"
    return f"--data {name}={quote(value, safe='')}"
