"""What is said of a change, whatever the kind of its resource is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..models import Change


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of changes that do the same to the same kind of resource.

    `{key}` stands for the name, `{sid}` for the SID, `{noun}` and `{nouns}` for what the kind is called, `{parent}` for
    the name of what it belongs to, `{list}` for where Twilio lists it, `{its}` for whose it is among others, and
    `{free}` for the day on which a name that is deleted today is free at the latest.
    """

    done: str
    """What it was, once it is applied: `created`."""
    did: str
    """What Twilio did, without a full stop."""
    afterwards: str = ""
    """What to know once it is done."""
    doing: str
    """What somebody else does who is doing it just now."""
    found: str
    """How it was found out that it was done, where the answer was lost."""
    nothing: str
    """The headline over what came to nothing."""
    was_here: str = ""
    """The headline over what was there before, made by something else."""

    looked_up: str
    looking: str
    """That it is being found out what became of it, and how."""
    adopted: str
    in_vain: str
    came_late: str
    """What a look has shown: it was done, it was not done, it was done after it had been given up."""
    still: str
    settled: str
    given_up: str
    taken: str = ""
    """What looking now has shown: nothing yet, that it was done, nothing again, that something else has the name."""
    to_give_up: str
    look_late: str
    not_late: str
    """What comes next by itself: when it is given up, looking for it later, and that this was in vain."""
    unchanged: str
    harmless: str
    """How it was seen that nothing came of it, and why it does no harm to ask again."""
    nothing_left: str = "There is nothing left to change."
    """What to do about what is gone meanwhile."""
    goes: tuple[str, ...] = ()
    """Of what is deleted: what goes with it, and what stops, a sentence each."""
    lost: tuple[str, ...] = ()
    """Of what is deleted: what does not come back when it is made again, a sentence each."""


CREATE = Words(
    done="created",
    did="Twilio made {sid}",
    doing="has asked for {key} already",
    found="the {noun} was found by its name",
    nothing="Nothing was made",
    was_here="The name was already here",
    looked_up="{key} is looked for among {its} {nouns}",
    looking="What became of it is found out by looking for its name in {list}.",
    adopted="{sid} was found by its name in {list}: made after this was sent, and as it asked.",
    in_vain="It was not in {list}, twice, with time between.",
    came_late="{sid} appeared in {list} late, after this had been given up.",
    still="Looked up: {key} is still not in {list}. It may still come.",
    settled="Found: Twilio made {sid}.",
    taken="Found: {sid} has this name, but is not what was asked for.",
    given_up="Looked up: {key} was not found for the second time, so it counts as not applied.",
    to_give_up="Called not applied from here on, if two look-ups with time between do not find it.",
    look_late="Looked for again, in case it appeared late.",
    not_late="Last looked for, in case it appeared late. It had not.",
    unchanged="{key} was not found at Twilio afterwards",
    harmless="should the first attempt appear after all, nothing is made twice",
)

UPDATE = Words(
    done="changed",
    did="Twilio changed {sid}",
    doing="is changing {key}",
    found="the {noun} was found as it was asked to be",
    nothing="Nothing was changed",
    looked_up="{key} is looked at again",
    looking="What became of it is found out by looking how the {noun} is in {list}.",
    adopted="{sid} was found in {list} as it was asked to be.",
    in_vain="It was as before in {list}, twice, with time between.",
    came_late="{sid} was found as it was asked to be late, after this had been given up.",
    still="Looked up: {key} is still as it was before. It may still be changed.",
    settled="Found: {key} is as it was asked to be.",
    given_up="Looked up: {key} was as before for the second time, so it counts as not applied.",
    to_give_up="Called not applied from here on, if two look-ups with time between find it as it was.",
    look_late="Looked at again, in case it was changed late.",
    not_late="Last looked at, in case it was changed late. It was not.",
    unchanged="{key} was found unchanged at Twilio afterwards",
    harmless="should the first attempt be carried out after all, that is noticed",
)

DELETE = Words(
    done="deleted",
    did="Twilio deleted {sid}",
    doing="is deleting {key}",
    found="the {noun} was found to be gone",
    nothing="Nothing was deleted",
    looked_up="{key} is looked at again",
    looking="What became of it is found out by looking whether the {noun} is in {list}.",
    adopted="{sid} was not in {list} any more.",
    in_vain="It was still in {list}, twice, with time between.",
    came_late="{sid} went from {list} late, after this had been given up.",
    still="Looked up: {key} is still there. It may still go.",
    settled="Found: {key} is gone.",
    given_up="Looked up: {key} was still there for the second time, so it counts as not applied.",
    to_give_up="Called not applied from here on, if two look-ups with time between still find it.",
    look_late="Looked for again, in case it went late.",
    not_late="Last looked for, in case it went late. It had not.",
    unchanged="{key} was still found at Twilio afterwards",
    harmless="should it go after all, that is noticed",
    lost=("The SID {sid}: whatever names it must be told the new one.", "When it was created and last changed."),
)


@dataclass(frozen=True)
class Kind:
    """What is said of one kind of resource: what is said otherwise of an action, or of what an update is for.

    `whose` follows what it is, as `on {parent}` follows “IP address”; `listed` is where Twilio lists those of a parent.
    """

    words: Mapping[str, Words] = field(default_factory=dict)
    whose: str = "of {parent}"
    listed: str = "the list {parent}"


OF_ALL: dict[str, Words] = {
    Change.Action.CREATE: CREATE,
    Change.Action.UPDATE: UPDATE,
    Change.Action.DELETE: DELETE,
}
"""What is said of each action, of every kind that says nothing else."""
