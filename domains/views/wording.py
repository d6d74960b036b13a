"""What pages say of a change, by what it does and how far it has come."""

from ..models import Change
from ..words import words_of

Action, State = Change.Action, Change.State


def headline(change: Change) -> str:
    """Return what stands above the explanation of a change that was not simply applied."""
    if change.state == State.REFUSED and change.stopped_at and change.action == Action.CREATE:
        return words_of(change).was_here
    if change.state == State.NOT_APPLIED:
        return words_of(change).nothing
    return _HEADLINES.get(change.state, "Not settled yet")


_HEADLINES: dict[str, str] = {
    State.REFUSED: "Twilio refused it",
    State.UNKNOWN: "The outcome is unknown",
    State.CONFLICT: "Nobody can say whether it was carried out",
}


def checked(change: Change) -> str:
    """Return what looking a change up has shown, in the state that it came to by that."""
    words = words_of(change)
    shown: dict[str, str] = {
        State.UNKNOWN: words.still,
        State.APPLIED: words.settled,
        State.NOT_APPLIED: words.given_up,
        State.REFUSED: words.taken,
    }
    return shown.get(change.state) or f"Looked up: {change.message}"
