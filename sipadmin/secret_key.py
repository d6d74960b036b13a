"""The secret key of a small installation: made once, kept beside its database."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def kept_secret_key(folder: Path) -> str:
    """Return the key kept in `folder`, made first when there is none.

    Several processes may start at once: the key is linked into place whole, and the first one wins.
    """
    path = folder / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as draft:  # readable by its owner alone
            draft.write(get_random_secret_key())
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()
