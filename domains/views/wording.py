"""What pages say of a change, by what it does and how far it has come."""

from ..models import Change

Action, State = Change.Action, Change.State


def headline(change: Change) -> str:
    """Return what stands above the explanation of a change that was not simply applied."""
    if change.state == State.REFUSED and change.stopped_at and change.action == Action.CREATE:
        return "The name was already here"
    if change.state == State.NOT_APPLIED:
        return _NOTHING[change.action]
    return _HEADLINES.get(change.state, "Not settled yet")


_HEADLINES: dict[str, str] = {
    State.REFUSED: "Twilio refused it",
    State.UNKNOWN: "The outcome is unknown",
    State.CONFLICT: "Nobody can say whether it was carried out",
}
_NOTHING: dict[str, str] = {
    Action.CREATE: "Nothing was made",
    Action.UPDATE: "Nothing was changed",
    Action.DELETE: "Nothing was deleted",
}


def checked(change: Change) -> str:
    """Return what looking a change up has shown, in the state that it came to by that."""
    return (
        _CHECKED[change.action]
        .get(change.state, "Looked up: {told}")
        .format(key=change.key, sid=change.sid, told=change.message)
    )


_CHECKED: dict[str, dict[str, str]] = {
    Action.CREATE: {
        State.UNKNOWN: "Looked up: {key} is still not in the account’s list. It may still come.",
        State.APPLIED: "Found: Twilio made {sid}.",
        State.REFUSED: "Found: {sid} has this name, but is not what was asked for.",
        State.NOT_APPLIED: "Looked up: {key} was not found for the second time, so it counts as not applied.",
    },
    Action.UPDATE: {
        State.UNKNOWN: "Looked up: {key} is still as it was before. It may still be changed.",
        State.APPLIED: "Found: {key} is as it was asked to be.",
        State.NOT_APPLIED: "Looked up: {key} was as before for the second time, so it counts as not applied.",
    },
    Action.DELETE: {
        State.UNKNOWN: "Looked up: {key} is still there. It may still go.",
        State.APPLIED: "Found: {key} is gone.",
        State.NOT_APPLIED: "Looked up: {key} was still there for the second time, so it counts as not applied.",
    },
}
