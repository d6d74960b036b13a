"""A change, parameter by parameter: what was before, what was asked, what Twilio holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from ..models import Change, TwilioResource
from .marking import Part, marked
from .presenting import Attribute, attribute, kind_of

Values = Mapping[str, Any]

BEFORE, ASKED = "Before", "Asked"
NOW, THEN = "At Twilio, as last seen", "At Twilio then"


@dataclass(frozen=True)
class Cell:
    """One value: in `parts` where it is not what stands beside it, and `is_hidden` where masking hides just that.

    A parameter that a change did not ask for is not `is_asked` in the column of what was asked.
    """

    column: str
    attribute: Attribute
    parts: list[Part] = field(default_factory=list)
    is_hidden: bool = False
    is_asked: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of one parameter, by shape and by word."""

    icon: str
    word: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One parameter of the change."""

    label: str
    cells: list[Cell]
    outcome: Outcome


@dataclass(frozen=True)
class Comparison:
    """The rows that say what the change is about, and the attributes that it left as they were."""

    columns: list[str]
    rows: list[Row]
    rest: list[Attribute]
    rest_heading: str

    @property
    def shared(self) -> Outcome | None:
        """What became of every one of several parameters, where that is the same: it is said once."""
        outcomes = {row.outcome for row in self.rows}
        return outcomes.pop() if len(outcomes) == 1 and len(self.rows) > 1 else None


def row(model: type[TwilioResource], name: str, columns: Mapping[str, Values], outcome: Outcome) -> Row:
    """Return one parameter with its value in each of the columns."""
    return Row(model.label_of(name), _cells(model, name, columns), outcome)


def compare(change: Change, domain: TwilioResource | None) -> Comparison:
    """Return `change` as a table. `domain` is the mirror's row of its resource, None where there is none (any more)."""
    # What is gone is not as it was last seen: it is not. And a conflict is about what was seen when it was settled.
    is_past = change.state == Change.State.CONFLICT and change.after is not None
    there = domain if domain and not domain.is_gone and not is_past else None
    model, sides = change.model, _sides(change, there)
    names = [name for name in model.parameters if _is_about(change, name)]
    columns = {BEFORE: sides[BEFORE], ASKED: sides[ASKED], NOW if there else THEN: sides[NOW]}
    shown = {heading: values for heading, values in columns.items() if values is not None}
    rows = [row(model, name, shown, _outcome(change, name, sides[NOW] or {})) for name in names]
    known = sides[NOW] if sides[NOW] is not None else sides[BEFORE]
    left = [name for name in model.parameters if name not in names] if known is not None else []
    rest = [attribute(model, name, (known or {}).get(name)) for name in left]
    return Comparison(list(shown), rows, rest, _REST[change.action])


_REST: dict[str, str] = {
    Change.Action.CREATE: "Not set by you",
    Change.Action.UPDATE: "Left as it was",
    Change.Action.DELETE: "Was not set",
}


def _sides(change: Change, domain: TwilioResource | None) -> dict[str, Values | None]:
    now = {name: getattr(domain, name) for name in domain.parameters} if domain else change.after
    return {
        BEFORE: None if change.action == Change.Action.CREATE else change.before,
        ASKED: None if change.action == Change.Action.DELETE else change.asked,
        NOW: now,
    }


def _is_about(change: Change, name: str) -> bool:
    """Whether the change asked for the parameter to be other than it was, or it has become so."""
    normalized = change.model.normalized
    before = normalized(name, (change.before or {}).get(name))
    after = normalized(name, (change.after or {}).get(name))
    match change.action:
        case Change.Action.CREATE:
            return name in change.asked
        case Change.Action.DELETE:
            return before is not None
    is_news = name in change.asked and (change.before is None or normalized(name, change.asked[name]) != before)
    return is_news or (change.before is not None and change.after is not None and before != after)


def _cells(model: type[TwilioResource], name: str, columns: Mapping[str, Values]) -> list[Cell]:
    """Return the values of one parameter, each marked where it is not what stands before it; the first, after it."""
    values = [
        (column, values.get(name), attribute(model, name, values.get(name))) for column, values in columns.items()
    ]
    cells = [Cell(column, shown, is_asked=column != ASKED or name in columns[column]) for column, _, shown in values]
    for place, ((_, old, old_shown), (_, new, new_shown)) in enumerate(pairwise(values)):
        if not (
            isinstance(old, str) and isinstance(new, str) and model.normalized(name, old) != model.normalized(name, new)
        ):
            continue
        removed, inserted = marked(old_shown.value, new_shown.value)
        is_hidden = old_shown.value == new_shown.value
        if place == 0:
            cells[0] = replace(cells[0], parts=removed)
        cells[place + 1] = replace(cells[place + 1], parts=inserted, is_hidden=is_hidden)
    return cells


def _outcome(change: Change, name: str, now: Values) -> Outcome:
    if name not in change.asked and change.action != Change.Action.DELETE:
        return Outcome("differs", "Changed too, not asked", "caution")
    match change.state:
        case Change.State.APPLIED:
            return _applied(change, name, now)
        case Change.State.CONFLICT:
            return _conflicting(change, name)
    if change.after is not None and change.action == Change.Action.CREATE:  # found under the name
        return Outcome("differs", "Differs", "caution") if _differs(change, name) else Outcome("yes", "The same")
    return Outcome(change.state, f"{_TENSES[change.state]} {_verb(change, name)}".capitalize())


def _applied(change: Change, name: str, now: Values) -> Outcome:
    if _differs(change, name):
        return Outcome("differs", "Differs", "caution")
    there, normalized = (change.after or {}).get(name), change.model.normalized
    if change.after is not None and now and normalized(name, there) != normalized(name, now.get(name)):
        return Outcome("differs", "Changed since")
    word = "As asked" if change.action == Change.Action.CREATE else _verb(change, name)
    return Outcome(SHAPES[word], word, "good")


def _differs(change: Change, name: str) -> bool:
    """Whether Twilio was seen to hold another value than was asked for."""
    if change.after is None or change.action == Change.Action.DELETE:
        return False
    normalized = change.model.normalized
    return normalized(name, change.asked.get(name)) != normalized(name, change.after.get(name))


def _conflicting(change: Change, name: str) -> Outcome:
    """Return how a parameter is at Twilio, where the whole is neither what was nor what was asked."""
    if change.after is None or change.action == Change.Action.DELETE:
        return Outcome("unknown", f"Perhaps {_verb(change, name)}".capitalize())
    normalized = change.model.normalized
    there = normalized(name, change.after.get(name))
    if there == normalized(name, change.asked.get(name)):
        return Outcome("yes", "As asked")
    if there == normalized(name, (change.before or {}).get(name)):
        return Outcome("no", "As before")
    return Outcome("differs", "Neither", "caution")


_TENSES: dict[str, str] = {
    Change.State.INTENDED: "to be",
    Change.State.SENT: "to be",
    Change.State.UNKNOWN: "perhaps",
    Change.State.REFUSED: "not",
    Change.State.NOT_APPLIED: "not",
}
SHAPES = {"As asked": "yes", "Added": "plus", "Changed": "right", "Removed": "no"}


def _verb(change: Change, name: str) -> str:
    """Return what the change does to one parameter."""
    match change.action:
        case Change.Action.CREATE:
            return "Added"
        case Change.Action.DELETE:
            return "Removed"
    return verb(change.model, name, (change.before or {}).get(name), change.asked.get(name))


def verb(model: type[TwilioResource], name: str, was: object, becomes: object) -> str:
    """Return what happens to a parameter. What is on or off is changed, never added."""
    is_flag = kind_of(model, name) == "flag"
    if is_flag or (was not in (None, "") and becomes not in (None, "")):
        return "Changed"
    return "Removed" if becomes in (None, "") else "Added"
