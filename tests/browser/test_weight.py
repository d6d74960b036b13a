"""What each page makes a browser load that has never been here: little, and all of it from us."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from ..bench import weight
from ..bench.stock import stock
from ..bench.weight import ADDRESSES, Weight
from ..installation import Installation

MOST_BYTES = 100_000
MOST_REQUESTS = 13
"""The page, its seven style sheets and three scripts, the icons and the one of the tab."""


@pytest.fixture(scope="module")
def dashboard_in_stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with Installation(tmp_path_factory.mktemp("weight")) as dashboard:
        stock(dashboard.start("--port", "0", "--no-worker"))
        yield dashboard


@pytest.fixture(scope="module")
def weights(dashboard_in_stock: Installation, browser: Browser) -> dict[str, Weight]:
    return weight.weigh(dashboard_in_stock, browser)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_light_and_asks_nobody_else(
    weights: dict[str, Weight], dashboard_in_stock: Installation, name: str
) -> None:
    page = weights[name]
    assert page.hosts == {urlsplit(dashboard_in_stock.url).netloc}
    assert 1 < page.requests <= MOST_REQUESTS
    assert page.wire < MOST_BYTES
    assert page.wire < page.unpacked, "pages are sent compressed"
