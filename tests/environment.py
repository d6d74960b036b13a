"""An environment that holds what a test says, and nothing of the machine or of the developer who runs it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from typing import Any
from unittest import mock

import environ

FROM_THE_MACHINE = ("HOME", "LANG", "PATH", "TMPDIR", "VIRTUAL_ENV")


@contextmanager
def only(variables: Mapping[str, str]) -> Iterator[None]:
    """Let the settings read these variables, no others, and no `.env`."""
    with (
        mock.patch.dict(os.environ, {**of_the_machine(), **variables}, clear=True),
        mock.patch.object(environ.Env, "read_env"),
    ):
        yield


def settings_from(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that these variables make, as a dictionary of the module's names."""
    spec = find_spec("sipadmin.settings")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)  # a second one, beside the one that this process runs on
    with only(variables):
        spec.loader.exec_module(module)
    return vars(module)


def of_the_machine() -> dict[str, str]:
    """Return what a process needs to run at all."""
    return {name: os.environ[name] for name in FROM_THE_MACHINE if name in os.environ}
