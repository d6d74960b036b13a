"""A journey that fails leaves a picture of what the browser showed, and the run says where it is."""

import subprocess
import sys
from pathlib import Path

from ..installation import ROOT, Installation, for_a_process

FAILING = """
def test_that_fails(operator_page):
    operator_page.goto("/domains/")
    assert operator_page.title() == "Something else"

def test_that_holds(operator_page):
    operator_page.goto("/domains/")
"""


CONFTEST = """
import types
import pytest
from tests.browser.conftest import *

@pytest.fixture(scope="session")
def dashboard():
    return types.SimpleNamespace(url={url!r}, username={username!r}, password={password!r})
"""


def test_a_failed_journey_leaves_its_picture_and_says_where(dashboard: Installation, tmp_path: Path) -> None:
    where = {"url": dashboard.url, "username": dashboard.username, "password": dashboard.password}
    (tmp_path / "conftest.py").write_text(CONFTEST.format(**where))
    (tmp_path / "test_journeys.py").write_text(FAILING)
    kept = tmp_path / "failures"
    options = ["-c", "pyproject.toml", "--rootdir", ".", "--output", str(kept), "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=ROOT,
        env=for_a_process({"DATA_DIR": str(tmp_path / "data")}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    pictures = list(kept.rglob("*.png"))
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert len(pictures) == 1
    assert "what the browser showed" in done.stdout
    assert str(pictures[0]) in done.stdout
