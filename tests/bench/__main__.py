"""Measures what the dashboard costs: a create through the form, pages beside trivial views, the weight of each page.

`uv run --group dev python -m tests.bench [--creates 200] [--rounds 5] [--seconds 2]`

Prints three tables in Markdown. Needs nothing beside the suite's own packages; the weights need Chromium and are left
out without it. The database of DATABASE_URL is not touched: others are made beside it, and dropped.
"""

import argparse
import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "a key of the bench, long enough for everything that asks for length")

from .. import settings  # noqa: F401  (before anything else can read what the developer has set)
from . import creating, listing, weight


def told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--creates", type=int, default=200, help="timed creates")
    parser.add_argument("--rounds", type=int, default=5, help="rounds through the pages")
    parser.add_argument("--seconds", type=float, default=2.0, help="that each page is asked for in each round")
    return parser.parse_args()


def main() -> None:
    asked = told()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        print(creating.table(creating.run(folder / "creating", asked.creates)), end="\n\n", flush=True)
        print(listing.table(listing.run(folder / "listing", asked.rounds, asked.seconds)), end="\n\n", flush=True)
        if weight.can_be_weighed():
            print(weight.table(weight.run(folder / "weight")))
        else:
            print("No Chromium was found on this machine: the pages were not weighed.")


if __name__ == "__main__":
    main()
