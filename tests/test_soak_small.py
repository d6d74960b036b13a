"""The soak of `tests/bench`, much shorter: random weather and kills, and in the end nothing is wrong."""

from pathlib import Path
from typing import Any

import pytest

from .bench import dashboard
from .bench.outside import Soak
from .bench.soak import figures

SOAK = Soak(asks=200, kills=3, processes=2, threads=4, share=0.4)


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("soak")
    return dashboard.run(SOAK, folder)


def test_nothing_is_wrong_after_bad_weather_and_kills(soaked: dict[str, Any]) -> None:
    _, wrong = figures(soaked)
    assert wrong == []
    assert soaked["exit"] == 0


def test_the_weather_was_bad_and_the_kills_took_place(soaked: dict[str, Any]) -> None:
    assert {post["fault"] for post in soaked["audit"]["posts"]} > {"fine"}
    assert soaked["kills"] == SOAK.kills
    assert len(soaked["changes"]) > SOAK.asks / 2


def test_domains_were_made_changed_and_deleted(soaked: dict[str, Any]) -> None:
    assert {commit["action"] for commit in soaked["audit"]["commits"]} == {"create", "update", "delete"}
    assert {row["is_gone"] for row in soaked["mirror"]} == {True, False}


def test_domains_were_taken_through_a_sitting(soaked: dict[str, Any]) -> None:
    assert soaked["sittings"]
    made = {commit["collection"].rpartition("/")[2] for commit in soaked["audit"]["commits"]}
    assert made >= {"IpAddresses", "Credentials", "IpAccessControlListMappings", "CredentialListMappings"}
