"""Values without the secrets that they hold, for whoever may read them but need not know those."""

import re
from typing import Any
from urllib.parse import unquote

MASK = "***"

_USER_INFO = re.compile(r"(?<=://)[^/?#\s]*@")  # a password may hold an @ of its own
_ENCODED_USER_INFO = re.compile(r"(?<=%3A%2F%2F)(?:(?!%2F|%3F|%23)[^/?#&\s])*%40", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&#;])(?P<name>[^?&#;=\s]+)=(?P<value>[^&#\s]+)")
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
            return _PARAMETER.sub(_masked_parameter, text)
        case dict():
            return {name: masked(part) for name, part in value.items()}
        case list():
            return [masked(part) for part in value]
    return value


def _masked_parameter(parameter: re.Match[str]) -> str:
    is_secret = _SECRET_NAME.search(unquote(parameter["name"]))
    # Some write a semicolon between parameters: what is no secret may have one behind it.
    rest = MASK if is_secret else _PARAMETER.sub(_masked_parameter, parameter["value"])
    return f"{parameter['name']}={rest}"
