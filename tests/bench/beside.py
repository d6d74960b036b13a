"""Servers of a measurement, each in a process of its own, so that they do not share its time."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ..installation import ROOT


@contextmanager
def beside(module: str, *options: str) -> Iterator[str]:
    """Run a module that prints its URL first, for the time of a block, and give that URL."""
    with subprocess.Popen(
        [sys.executable, "-m", module, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()
