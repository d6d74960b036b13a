"""A request as a command of Twilio's own command line: https://www.twilio.com/docs/twilio-cli."""

from .asking import Action, Request
from .quoting import shell_word

VERBS = {Action.CREATE: "create", Action.UPDATE: "update", Action.DELETE: "remove", Action.FETCH: "fetch"}


def command(request: Request) -> str:
    """Return the command, for bash, zsh or ksh."""
    place = request.place
    variables = "".join(f"{name}={shell_word(value)} " for name, value in place.regional.items())
    topic = ":".join(["api:core", *request.words("-"), VERBS[request.action]])
    flags = [] if place.is_sandbox else [_flag("account-sid", place.account_sid)]
    parent, parent_sid = request.parent
    if parent:
        flags.append(_flag(f"{parent.removesuffix('s').replace('_', '-')}-sid", parent_sid))
    if request.action != Action.CREATE:
        flags.append(_flag("sid", request.sid))
    flags += [_flag(name.replace("_", "-"), value) for name, value in request.values.items()]
    return " \\\n  ".join([f"{variables}twilio {topic}", *flags])


def _flag(name: str, value: object) -> str:
    """Return one flag and its value as one word, so that a value may begin with a hyphen."""
    match value:
        case True:
            return f"--{name}"
        case False:
            return f"--no-{name}"
    return f"--{name}={shell_word(str(value))}"
