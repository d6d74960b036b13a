"""User names and passwords on credential lists."""

import re
import secrets
from collections.abc import Callable

from django.core.exceptions import ValidationError

USERNAME_LIMIT = 32
PASSWORD_LEAST = 12
GENERATED_LENGTH = 16

# No two of these are taken for each other, whichever font they are shown in, and each is one key on a phone.
TYPEABLE = "abcdefhkmnprtwxy" + "ADEFGHJLMNQRT" + "34789"

_PASTED_PREFIX = re.compile(r"sips?:", re.IGNORECASE)
_USER = re.compile(r"[A-Za-z0-9_.!~*'()&=+$,;?/-]*")  # what RFC 3261 lets stand in a user part unescaped


def normalize_username(text: str) -> str:
    """Return the user name that `text` stands for: trimmed, without a pasted `sip:`. Its case stays: it counts."""
    return _PASTED_PREFIX.sub("", text.strip(), count=1)


def validate_username(username: str) -> None:
    """Raise ValidationError unless `username` (already normalized) can be the one that a phone signs in with.

    Twilio says how long it may be and that it must be the SIP user name; what can stand in one, RFC 3261 says.
    https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
    """
    if not username:
        raise ValidationError("Enter a username: the one that the phone signs in with.", code="username")
    if "@" in username:
        raise ValidationError(
            "Username must not have a domain: enter only what stands before the @.",
            code="username",
        )
    if re.search(r"\s", username):
        raise ValidationError("Username must not have a space in it: use a hyphen instead.", code="username")
    if not _USER.fullmatch(username):
        odd = next(one for one in username if not _USER.fullmatch(one))
        named = f"“{odd}” is none of them" if odd.isprintable() else "one that cannot be seen is none of them"
        raise ValidationError(
            f"Username must have only letters a to z, digits and signs such as - _ . and +: {named}.", code="username"
        )
    if len(username) > USERNAME_LIMIT:
        raise ValidationError(
            f"Username must be {USERNAME_LIMIT} characters or fewer: it has {len(username):,}.", code="username"
        )


_LACKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("an upper-case letter", lambda one: "A" <= one <= "Z"),
    ("a lower-case letter", lambda one: "a" <= one <= "z"),
    ("a digit", lambda one: "0" <= one <= "9"),
)


def validate_password(password: str) -> None:
    """Raise ValidationError unless Twilio takes `password`; what is wrong is said without saying it.

    A password that Twilio does not take comes to light as phones that cannot register:
    https://www.twilio.com/docs/voice/sip/api/sip-credential-resource
    """
    if not password:
        raise ValidationError(f"Enter a password of at least {PASSWORD_LEAST} characters.", code="password")
    if not (password.isascii() and password.isprintable()):
        raise ValidationError(
            "Password must have only letters a to z, digits and plain signs: phones write others in different ways.",
            code="password",
        )
    if password != password.strip():
        raise ValidationError("Password must not begin or end with a space: remove it.", code="password")
    lacks = [what for what, is_one in _LACKS if not any(is_one(one) for one in password)]
    short = PASSWORD_LEAST - len(password)
    if short > 0:
        lacks.append(f"{short} more character{'s' * (short > 1)}")
    if lacks:
        raise ValidationError(
            f"Password must have at least {PASSWORD_LEAST} characters, among them an upper-case letter, a lower-case "
            f"letter and a digit: add {_enumerated(lacks)}.",
            code="password",
        )


def _enumerated(things: list[str]) -> str:
    *some, last = things
    return f"{', '.join(some)} and {last}" if some else last


def generate_password() -> str:
    """Return a new password that Twilio takes, about 80 bits of chance, to be typed on a phone without mistakes."""
    while True:
        password = "".join(secrets.choice(TYPEABLE) for _ in range(GENERATED_LENGTH))
        if all(any(is_one(one) for one in password) for _, is_one in _LACKS):
            return password
