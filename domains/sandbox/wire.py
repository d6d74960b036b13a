"""What both doors do with text that came over a wire."""

import base64
from urllib.parse import parse_qsl


def credentials(header: str) -> tuple[str | None, str | None]:
    """Return the name and password of an Authorization header, or two None where it holds none that can be read."""
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return None, None
    try:
        username, colon, password = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None, None
    return (username, password) if colon else (None, None)


def fields(encoded: str) -> dict[str, str]:
    """Return what a form or a query holds, blanks included; of a name that comes twice, the last."""
    return dict(parse_qsl(encoded, keep_blank_values=True))
