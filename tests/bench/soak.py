"""Soaks the dashboard in bad weather, and a plain loop over Twilio's own library in the same, and counts what is wrong.

`uv run --group dev python -m tests.bench.soak [--asks 2000] [--seed 1] [--database-url postgres://…]`

The dashboard also takes domains through sittings, of eight requests each, and goes on with those that are interrupted.
Prints one table in Markdown. Exits 0 only when the dashboard's figures are all zero. The database of `--database-url`
is not touched: a database of its own is made beside it, and dropped.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ.setdefault("SECRET_KEY", "a key of the soak, long enough for everything that asks for length")

from .. import settings  # noqa: F401  (before anything else can read what the developer has set)
from ..weather.verdicts import against_twilio, of_sittings
from . import dashboard, plain_loop
from .outside import Soak

ACTIONS = {"create": "made", "update": "changed", "delete": "deleted"}
"""What Twilio did, and the column that counts it."""

COLUMNS = {
    "lost": "lost",
    "invented": "invented",
    "twice": "twice in the records",
    "left open": "outcome not known",
    "sent twice": "sent twice",
    "untrue": "recorded wrongly",
}
ALSO = {
    "sent without a change": "left open",
    "mirrored wrongly": "untrue",
    "its story does not tell it": "untrue",
}
"""What else can be wrong, and the column that counts it."""


def figures(result: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Return how often each thing is wrong, and a sentence for each time."""
    wrong = list(against_twilio(result["audit"], result["changes"], result["mirror"]))
    wrong += of_sittings(result["audit"], result.get("sittings", []))
    kinds = (sentence.partition(":")[0] for sentence in wrong)
    return Counter(ALSO.get(kind, kind) for kind in kinds), wrong


def row(name: str, result: dict[str, Any], counts: Counter[str]) -> str:
    posts = len(result["audit"]["posts"])
    done = Counter(commit["action"] for commit in result["audit"]["commits"])
    cells = [name, posts, *(done[action] for action in ACTIONS), result["kills"], *(counts[kind] for kind in COLUMNS)]
    return f"| {' | '.join(map(str, cells))} | {result['worked']:.0f} s |"


def states(result: dict[str, Any]) -> list[str]:
    """Return a table of what the changes of each action came to."""
    came = Counter((change["action"], change["state"]) for change in result["changes"])
    found = sorted({state for _, state in came})
    lines = [f"| | {' | '.join(found)} |", "|---|" + "--:|" * len(found)]
    return lines + [f"| {action} | {' | '.join(str(came[action, state]) for state in found)} |" for action in ACTIONS]


def told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--asks", type=int, default=Soak.asks, help="creates, updates, deletes and sittings together")
    parser.add_argument("--kills", type=int, default=Soak.kills)
    parser.add_argument("--seed", type=int, default=Soak.seed)
    parser.add_argument("--limit", type=float, default=Soak.limit, help="seconds after which no more asks are begun")
    parser.add_argument("--database-url", default=os.environ.get("DATABASE_URL", ""))
    parser.add_argument("--without-library", action="store_true", help="leave the loop over Twilio's library out")
    return parser.parse_args()


def main() -> None:
    asked = told()
    os.environ["DATABASE_URL"] = asked.database_url
    soak = Soak(asks=asked.asks, kills=asked.kills, seed=asked.seed, limit=asked.limit)
    on = "PostgreSQL" if asked.database_url.startswith("postgres") else "SQLite"
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        (folder / "a").mkdir()
        (folder / "b").mkdir()
        ours = dashboard.run(soak, folder / "a")
        counts, wrong = figures(ours)
        rows = [row(f"this dashboard on {on}", ours, counts)]
        if not asked.without_library:
            theirs = plain_loop.run(soak, folder / "b")
            rows.append(row(f"a loop over Twilio’s library {version('twilio')}", theirs, figures(theirs)[0]))
    faults = sum(post["fault"] != "fine" for post in ours["audit"]["posts"])
    print(f"{soak.asks} changes asked for by {soak.processes} processes of {soak.threads} threads, seed {soak.seed};")
    print(f"{faults} requests met with a fault, and {len(ours['sittings'])} domains were taken through a sitting.")
    print("What the changes came to:\n")
    print("\n".join(states(ours)), end="\n\n")
    heads = ["requests", *ACTIONS.values(), "kills", *COLUMNS.values(), "took"]
    print(f"| | {' | '.join(heads)} |")
    print("|---|" + "--:|" * len(heads))
    print("\n".join(rows))
    for line in (*wrong[:50], *ours["logged"].splitlines()[-20:]):
        print(line, file=sys.stderr)
    sys.exit(bool(wrong) or ours["exit"])


if __name__ == "__main__":
    main()
