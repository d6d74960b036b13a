"""The measurements of `tests/bench`, much shorter: what they count is asserted, what they time is not."""

from pathlib import Path

import pytest

from .bench import creating, listing
from .bench.creating import Created


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Created:
    return creating.run(tmp_path_factory.mktemp("creating"), creates=3, threads=2)


def test_a_create_is_one_request_to_twilio(created: Created) -> None:
    assert created.requests == 1


def test_a_thread_keeps_its_connection_to_twilio(created: Created) -> None:
    assert created.connections == 1
    assert created.connections_of_threads == created.threads == 2


def test_a_create_is_committed_before_it_is_sent_when_it_is_sent_and_when_it_is_settled(created: Created) -> None:
    assert created.commits == 3
    assert created.queries <= 20


def test_its_figures_are_a_table(created: Created) -> None:
    assert "| requests to Twilio for each create | 1 |" in creating.table(created)


def test_each_page_is_asked_for_in_each_round(tmp_path: Path) -> None:
    found = listing.run(tmp_path, rounds=2, seconds=0.2)
    assert set(found) == set(listing.PAGES)
    assert all(len(speed.per_second) == len(speed.processor) == 2 for speed in found.values())
    assert listing.table(found).count("\n") == len(found) + 1
