"""A resource beside itself at another time or place: what differs, and what is about to."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..models import TwilioResource
from .comparing import SHAPES, Comparison, Outcome, row, verb

HERE, AT_TWILIO = "Here, as last seen", "At Twilio now"
NOW, THEN = "Now", "After this"


def differences(here: TwilioResource, live: TwilioResource, names: Iterable[str]) -> Comparison:
    """Return `names` as the mirror has them beside what Twilio has now."""
    rows = []
    for name in names:
        was, is_now = getattr(here, name), getattr(live, name)
        word = verb(type(live), name, was, is_now)
        outcome = Outcome(SHAPES[word], word)
        if live.normalized(name, was) == live.normalized(name, is_now):
            outcome = Outcome("differs", "Changed since this page was opened")
        rows.append(row(type(live), name, {HERE: {name: was}, AT_TWILIO: {name: is_now}}, outcome))
    return Comparison([HERE, AT_TWILIO], rows, [], "")


def prospect(live: TwilioResource, asked: Mapping[str, Any], overwritten: Iterable[str] = ()) -> Comparison:
    """Return what asking for `asked` will do to `live`; `overwritten` are values that somebody else put there."""
    lost = set(overwritten)
    rows = []
    for name, becomes in asked.items():
        is_now = getattr(live, name)
        if is_now in ("", None) and becomes in ("", None):
            continue  # it is asked for because a change must ask for something: see out_of_service
        word = verb(type(live), name, is_now, becomes)
        outcome = Outcome(SHAPES[word], f"To be {word.lower()}")
        if name in lost:
            outcome = Outcome("caution", "Overwrites what is there", "caution")
        rows.append(row(type(live), name, {NOW: {name: is_now}, THEN: {name: becomes}}, outcome))
    return Comparison([NOW, THEN], rows, [], "")
