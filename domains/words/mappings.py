"""What is said of lists that are mapped to domains: no list is made or deleted, one is tied to a domain or let go."""

from dataclasses import replace

from ..models import Change
from .actions import CREATE, DELETE, Kind, Words

_MAP = replace(
    CREATE,
    did="Twilio mapped {sid}",
    found="it was found there",
    nothing="Nothing was mapped",
    was_here="It was mapped already",
    looked_up="{key} is looked for in {list}",
    looking="What became of it is found out by looking for it in {list}.",
    adopted="{key} was found in {list}.",
    came_late="{key} appeared in {list} late, after this had been given up.",
    still="Looked up: {key} is still not in {list}. It may still come.",
    settled="Found: Twilio mapped {key}.",
    taken="Found: {key} was mapped already.",
)

_UNMAP = replace(
    DELETE,
    did="Twilio let {sid} go",
    found="it was not found there any more",
    nothing="Nothing was unmapped",
    looking="What became of it is found out by looking whether it is in {list}.",
    adopted="{key} was not in {list} any more.",
    came_late="{key} went from {list} late, after this had been given up.",
    settled="Found: {key} is mapped no more.",
    lost=(),
)


def _tied(purpose: str, doing: str, goes: str) -> dict[str, Words]:
    mapped, unmapped = f"mapped to {{parent}} for {purpose}", f"unmapped from {{parent}} for {purpose}"
    return {
        Change.Action.CREATE: replace(_MAP, done=mapped, doing=f"is {doing} {{key}} to {{parent}} for {purpose}"),
        Change.Action.DELETE: replace(
            _UNMAP,
            done=unmapped,
            doing=f"is un{doing} {{key}} from {{parent}} for {purpose}",
            goes=("The list stays, with all that is on it.", goes),
        ),
    }


def _kind(purpose: str, goes: str) -> Kind:
    return Kind(_tied(purpose, "mapping", goes), whose="to {parent}", listed="what is mapped to {parent}")


FOR_CALLS = _kind(
    "calls",
    "{key} lets no calls to {parent} pass any more. Where no other list of its kind is mapped, those of the other "
    "kind decide alone; without any, nobody is let in.",
)
FOR_REGISTRATIONS = _kind(
    "registrations",
    "{key} lets no phones register with {parent} any more.",
)
