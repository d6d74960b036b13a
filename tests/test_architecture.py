"""The floors of the house: a module imports only downward."""

import subprocess
import sys

from .installation import ROOT


def test_every_import_contract_is_kept() -> None:
    # In a process of its own: the tool turns the loggers of its process off.
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
