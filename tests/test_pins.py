"""The pins that `.ci/pin` writes: complete, in agreement, and silent about where packages come from."""

import re
import tomllib
from importlib.metadata import version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .installation import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
PINS = [Requirement(pin) for pin in PROJECT["tool"]["uv"]["constraint-dependencies"]]
LOCKED = [Requirement(pin) for pin in re.findall(r"^([^\s#].*?) \\$", LOCK, re.MULTILINE)]


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in requirements}


def _declared() -> list[str]:
    project = PROJECT["project"]
    return [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]


def test_every_pin_is_one_version() -> None:
    assert PINS
    assert [str(pin) for pin in PINS if not re.fullmatch(r"==[\w.+!-]+", str(pin.specifier))] == []
    assert len({pin.name for pin in PINS}) == len(PINS)


def test_every_declared_dependency_is_pinned() -> None:
    pinned = {pin.name for pin in PINS}
    assert _names(_declared()) | _names(PROJECT["dependency-groups"]["dev"]) <= pinned
    assert _names(_declared()) <= {pin.name for pin in LOCKED}


def test_a_pin_satisfies_what_is_declared() -> None:
    pinned = {pin.name: str(pin.specifier).removeprefix("==") for pin in PINS}
    for declared in map(Requirement, [*_declared(), *PROJECT["dependency-groups"]["dev"]]):
        assert declared.specifier.contains(pinned[canonicalize_name(declared.name)]), declared


def test_the_lock_says_the_same_and_knows_a_hash_for_each() -> None:
    pinned = {(pin.name, str(pin.specifier)) for pin in PINS}
    assert {(pin.name, str(pin.specifier)) for pin in LOCKED} <= pinned
    blocks = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(LOCKED)
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}$", block.strip())] == []


def test_what_runs_here_is_what_is_pinned() -> None:
    applying = [pin for pin in PINS if pin.marker is None or pin.marker.evaluate()]
    differing = [str(pin) for pin in applying if not pin.specifier.contains(version(pin.name))]
    assert differing == []


def test_no_file_names_a_registry() -> None:
    written = [LOCK, "\n".join(PROJECT["tool"]["uv"]["constraint-dependencies"]), (ROOT / ".ci" / "pin").read_text()]
    for text in written:
        assert not re.search(r"://|--(?:extra-)?index|--find-links|\.(?:org|com|net|io)\b", text)
    assert set(PROJECT["tool"]["uv"]) == {"package", "default-groups", "constraint-dependencies"}


def test_the_lock_that_names_its_registry_stays_out_of_the_repository() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()
