"""What is wrong when Twilio's audit is laid beside the database's report: nothing, it should turn out."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

SETTLED = ("applied", "refused", "not_applied")

Rows = list[dict[str, Any]]


def against_twilio(audit: dict[str, Any], changes: Rows, mirror: Rows) -> Iterator[str]:
    """Yield a sentence for each thing lost, invented, told wrongly, left open or sent twice.

    Each change must have been asked under a friendly name of its own: that tells whose doing a domain is.
    """
    domains = {domain["sid"]: domain for domain in audit["domains"]}
    made = {(domain["name"], domain["asked_as"]): domain["sid"] for domain in audit["domains"]}
    posts = Counter((post["name"], post["asked_as"]) for post in audit["posts"] if not post["busy"])
    asked = Counter((change["key"], change["asked_as"]) for change in changes)
    yield from _of_the_mirror(domains, {post["sid"] for post in audit["posts"] if post["sid"]}, mirror)
    for change in changes:
        yield from _of_a_change(change, made.get((change["key"], change["asked_as"])))
    for (name, asked_as), count in posts.items():
        if count > max(asked[name, asked_as], 1):
            yield f"sent twice: {name}"
        if not asked[name, asked_as]:
            yield f"sent without a change: {name}"


def _of_the_mirror(domains: dict[str, Any], ours: set[str], mirror: Rows) -> Iterator[str]:
    mirrored = Counter(row["sid"] for row in mirror)
    yield from (f"lost: {domains[sid]['name']}" for sid in ours - set(mirrored))
    yield from (f"invented: {sid}" for sid in set(mirrored) - set(domains))
    yield from (f"twice: {sid}" for sid, count in mirrored.items() if count > 1)
    for row in mirror:
        if row["sid"] in domains and row["raw"] != json.loads(domains[row["sid"]]["text"]):
            yield f"mirrored wrongly: {row['name']}"


def _of_a_change(change: dict[str, Any], made: str | None) -> Iterator[str]:
    name, state, story = change["key"], change["state"], change["story"]
    if state not in SETTLED:
        yield f"left open: {name} is {state}"
    if state == "applied" and (made is None or change["sid"] != made):
        yield f"untrue: {name} is applied, but is not its doing"
    if state in ("refused", "not_applied") and made is not None:
        yield f"untrue: {name} is {state}, but Twilio made {made} for it ({', '.join(story)})"
    ends = [what for what in story if what in SETTLED]
    if story[0] != "intended" or story.count("sent") > 1 or (state in SETTLED and ends[-1:] != [state]):
        yield f"its story does not tell it: {name} is {state} after {', '.join(story)}"
