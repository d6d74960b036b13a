"""Values without the secrets that they hold, for whoever may read them but need not know those."""

import re
from typing import Any
from urllib.parse import unquote

MASK = "***"
_MARK = "\0"

_USER_INFO = re.compile(r"(?<=://)[^/?#\s]*@")  # a password may hold an @ of its own
_ENCODED_USER_INFO = re.compile(r"(?<=%3A%2F%2F)(?:(?!%2F|%3F|%23)[^/?#&\s])*%40", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&#;])(?P<name>[^?&#;=\s]+)=(?P<value>[^&#\s]+)")
_PARAMETER_NAME = re.compile(r"(?<=[?&#;])([^?&#;=\s]+)=(?=[^&#\s])")
_VALUE_END = re.compile(r"[&#\s]")
_URL = re.compile(r"(?P<scheme>\w+://)(?P<user>[^/?#\s]*@)?(?P<server>[^/?#\s@]*)(?P<rest>.*)", re.DOTALL)
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|signature|credential|authorization|bearer|jwt|key$|sig$|(^|[^a-z])(pass|pin|auth)$",
    re.IGNORECASE,
)


def masked(value: Any) -> Any:
    """Return a text, or JSON of texts, with the user info of every URL and every parameter that names a secret masked.

    `https://user:password@host/?token=abc&page=2` becomes `https://***@host/?token=***&page=2`. What is stored and sent
    keeps the truth; this is for pages, exports and logs.
    """
    match value:
        case str():
            text = _USER_INFO.sub(f"{MASK}@", value)
            text = _ENCODED_USER_INFO.sub(f"{MASK}%40", text)
            return _without_secret_parameters(text)
        case dict():
            return {name: masked(part) for name, part in value.items()}
        case list():
            return [masked(part) for part in value]
    return value


def is_masked(text: str) -> bool:
    """Whether masking has hidden something in `text`, so that it is no value itself: copying from a page gives it."""
    left: str = masked(text.replace(MASK, _MARK))
    return left.count(_MARK) < text.count(MASK)


def unmasked(text: str, known: str) -> str:
    """Return `text` with what is masked in it filled in from `known`, where both are about the same server.

    `https://***@host/new` and `https://user:password@host/old` make `https://user:password@host/new`. A secret goes to
    no other scheme, host or port than it was for: what cannot be filled in stays masked.
    """
    if not is_masked(text):
        return text
    if text == masked(known):
        return known
    mine, theirs = _URL.match(text), _URL.match(known)
    if not mine or not theirs or _origin(mine) != _origin(theirs):
        return text
    user = theirs["user"] if mine["user"] == f"{MASK}@" and theirs["user"] else mine["user"]
    secrets = {part["name"]: part["value"] for part in _PARAMETER.finditer(theirs["rest"])}
    rest = _PARAMETER.sub(
        lambda part: f"{part['name']}={secrets.get(part['name'], MASK) if part['value'] == MASK else part['value']}",
        mine["rest"],
    )
    return f"{mine['scheme']}{user or ''}{mine['server']}{rest}"


def _origin(url: re.Match[str]) -> tuple[str, str]:
    return url["scheme"].lower(), url["server"].lower()


def _without_secret_parameters(text: str) -> str:
    """Return `text` with the value of every parameter masked whose name is one of a secret.

    Some write a semicolon between parameters: behind what is no secret there may be one in the same value.
    """
    parts, at = [], 0
    for name in _PARAMETER_NAME.finditer(text):
        if name.start() < at or not _SECRET_NAME.search(unquote(name[1])):
            continue
        parts += [text[at : name.end()], MASK]
        end = _VALUE_END.search(text, name.end())
        at = end.start() if end else len(text)
    return "".join([*parts, text[at:]])
