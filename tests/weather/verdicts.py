"""What is wrong when Twilio's audit is laid beside the database's report: nothing, it should turn out."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

SETTLED = ("applied", "refused", "not_applied", "conflict")

Row = dict[str, Any]
Doing = tuple[str, str, str, str]


def against_twilio(audit: Row, changes: list[Row], mirror: list[Row]) -> Iterator[str]:
    """Yield a sentence for each thing lost, invented, told wrongly, left open or sent twice.

    Each create and update must have been asked under a friendly name of its own: that tells whose doing it is. What has
    none (a credential, a mapping) is told by its name and its SID, and counted. A delete carries nothing, so the
    deletes of one resource are judged together.
    """
    done: dict[Doing, list[Row]] = {}
    for commit in audit["commits"]:
        if commit["ours"]:
            done.setdefault(_doing(commit), []).append(commit)
    told = Counter(_doing(change) for change in changes if change["state"] == "applied")
    for change in changes:
        yield from _of_any_change(change)
        if change["action"] == "delete":
            yield from _of_a_delete(change, audit)
        else:
            yield from _of_a_write(change, done.get(_doing(change), []), told[_doing(change)])
    yield from _of_deletions(audit, changes)
    yield from _of_the_mirror(audit, changes, mirror)
    yield from _of_the_requests(audit, changes)


def _doing(row: Row) -> Doing:
    """Return what tells one doing from all others: of a create its name, of anything else its SID."""
    name = row.get("key", row.get("name"))
    return row["action"], row["collection"], str(name if row["action"] == "create" else row["sid"]), row["asked_as"]


def _place(row: Row) -> tuple[str, str]:
    """Return what tells one resource from all others: a mapping has the SID of its list."""
    return row["collection"], row["sid"]


def _of_any_change(change: Row) -> Iterator[str]:
    key, state, story = change["key"], change["state"], change["story"]
    if state not in SETTLED:
        yield f"left open: {change['action']} {key} is {state}"
    ends = [what for what in story if what in SETTLED]
    if story[0] != "intended" or story.count("sent") > 1 or (state in SETTLED and ends[-1:] != [state]):
        yield f"its story does not tell it: {change['action']} {key} is {state} after {', '.join(story)}"


def _of_a_write(change: Row, done: list[Row], applied: int) -> Iterator[str]:
    """Judge one create or update: what is said of it, and what Twilio did of its doing.

    `applied` is how many changes of that doing are said to be: the same is asked again after it came to nothing.
    """
    told = f"{change['action']} {change['key']} is {change['state']}"
    if change["state"] == "applied" and applied > sum(one["sid"] == change["sid"] for one in done):
        yield f"untrue: {told}, but nothing is its doing"
    # What came late, and was overwritten before anybody asked, nobody could see.
    known = sum(change["action"] == "create" or one["was_fetched"] for one in done)
    if change["state"] in ("refused", "not_applied") and "sent" in change["story"] and known > applied:
        yield f"untrue: {told}, but Twilio did it ({', '.join(change['story'])})"
    if (
        change["state"] == "conflict"
        and change["asked"]
        and any(_holds(change, values) for values in (change["before"], change["asked"]))
    ):
        yield f"untrue: {told}, but Twilio held what was before or what was asked"


def _holds(change: Row, values: Row) -> bool:
    there = change["after"] or {}
    return change["after"] is not None and all(
        (there.get(name) or None) == (values.get(name) or None) for name in change["asked"]
    )


def _of_a_delete(change: Row, audit: Row) -> Iterator[str]:
    # A mapping has the SID that it had before when it is made again.
    made = [_place(one) for one in audit["commits"] if one["action"] == "create"].count(_place(change))
    if change["state"] == "applied" and made <= 1 and _place(change) in {_place(one) for one in audit["there"]}:
        yield f"untrue: delete {change['key']} is applied, but it is there"


def _of_deletions(audit: Row, changes: list[Row]) -> Iterator[str]:
    deleted = {_place(change) for change in changes if change["action"] == "delete" and change["state"] == "applied"}
    for commit in audit["commits"]:
        if commit["action"] == "delete" and commit["ours"] and _place(commit) not in deleted:
            yield f"untrue: {commit['name']} was deleted, and no delete is applied"


def _of_the_mirror(audit: Row, changes: list[Row], mirror: list[Row]) -> Iterator[str]:
    now = {_place(one): one["text"] for one in audit["there"]}
    made = {_place(commit): commit["name"] for commit in audit["commits"] if commit["ours"]}
    # Who else changed it, or whether it was changed at all, nobody can know before it is fetched again.
    open_to_doubt = {_place(commit) for commit in audit["commits"] if not commit["ours"]}
    open_to_doubt |= {_place(change) for change in changes if change["state"] == "conflict"}
    held: dict[tuple[str, str], list[Any]] = {}
    for commit in audit["commits"]:
        held.setdefault(_place(commit), []).append(json.loads(commit["text"] or "null"))
    mirrored = Counter(map(_place, mirror))
    # What somebody else took away before anybody here had seen it leaves nothing to know.
    taken_away = {_place(one) for one in audit["commits"] if not one["text"] and not one["ours"]} - set(now)
    yield from (f"lost: {name}" for place, name in made.items() if place not in mirrored and place not in taken_away)
    yield from (f"twice: {' '.join(place)}" for place, count in mirrored.items() if count > 1)
    for row in mirror:
        place, gone = _place(row), row.get("is_gone", False)
        if place not in held:
            yield f"invented: {' '.join(place)}"
        elif row["raw"] not in held[place] or (gone and place in now):
            yield f"mirrored wrongly: {row['name']}"
        elif place not in open_to_doubt and (
            gone != (place not in now) or not (gone or row["raw"] == json.loads(now[place]))
        ):
            yield f"mirrored wrongly: {row['name']} is not as it is now"


def _of_the_requests(audit: Row, changes: list[Row]) -> Iterator[str]:
    sent = Counter(_doing(post) for post in audit["posts"] if not post["busy"])
    asked = Counter(_doing(change) for change in changes)
    could = Counter(_doing(change) for change in changes if "sent" in change["story"])
    for doing, count in sent.items():
        if count > max(could[doing], 1):
            yield f"sent twice: {' '.join(doing)}"
        if not asked[doing]:
            yield f"sent without a change: {' '.join(doing)}"


def of_sittings(audit: Row, sittings: list[Row]) -> Iterator[str]:
    """Yield a sentence for each sitting that did not come to its end, or left something else mapped than was wanted."""
    for sitting in sittings:
        sid = sitting["domain"]
        if not sitting["is_over"]:
            yield f"left open: the sitting of {sid}"
        mapped = [one["collection"] for one in audit["there"] if one["collection"].startswith(f"SIP/Domains/{sid}/")]
        if sitting["is_over"] and (len(mapped), len(set(mapped))) != (3, 3):
            yield f"untrue: the sitting of {sid} is over, and {len(mapped)} lists are mapped"
