"""The environment as the settings read it: each variable may also stand in a file that `NAME_FILE` names."""

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping


class _Variables(FileAwareMapping):  # type: ignore[misc]  # the package ships no types
    """Takes an empty variable for one that is not set, and drops the line break that a file ends in."""

    def __getitem__(self, key: str) -> str:
        try:
            value: str = super().__getitem__(key).strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise ImproperlyConfigured(f"{key}_FILE must name a file that can be read: {reason}.") from error
        if not value:
            raise KeyError(key)
        return value


class Env(environ.FileAwareEnv):  # type: ignore[misc]  # the package ships no types
    """The schema's reader."""

    ENVIRON = _Variables(cache=False)
