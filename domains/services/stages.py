"""What the stage that a change has come to means, in an operator's words, where Twilio did not refuse it."""

from ..models import Change
from ..words import words_of
from .explanations import Explains, Explanation, Viewer, again, link_to, row_of, sentence


def _applied(change: Change, viewer: Viewer) -> Explanation:
    return Explanation("Twilio did what was asked.")


def _under_way(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "It is under way. If no answer has been noted within half a minute, what became of it is looked up by itself."
    )


def _not_applied(change: Change, viewer: Viewer) -> Explanation:
    once_more = again(change)
    if change.sent_at is None:
        return _not_sent(change)
    if change.stopped_at is None:
        return Explanation(
            f"Twilio could not be reached, and nothing was sent. {change.message} Check this machine’s connection to "
            f"the internet, then {once_more}."
        )
    words = words_of(change)
    return Explanation(
        f"Twilio’s answer was lost, and {words.unchanged}, twice, with time between. {once_more.capitalize()} if it is "
        f"still wanted: {words.harmless}."
    )


def _not_sent(change: Change) -> Explanation:
    """Explain what was given up before it was sent, of which the change itself says why."""
    once_more = again(change)
    if not change.message:
        ended = "Nothing was sent: the dashboard’s process ended before that."
        return Explanation(f"{ended} {once_more.capitalize()}.")
    said = sentence(change.message)
    if change.action == Change.Action.CREATE:
        return Explanation(f"Nothing was sent. {said}")
    if change.before is not None:  # it was read, and was not as it had been seen
        return Explanation(
            f"{said} Look at the {change.model.noun} as it is now, then {once_more} if it is still wanted."
        )
    if change.twilio_status or "could not be read" in said:
        return Explanation(f"{said} {once_more.capitalize()} in a moment.")
    return Explanation(said)


def _unknown(change: Change, viewer: Viewer) -> Explanation:
    trouble = "Twilio had trouble of its own. " if change.twilio_code in (20500, 20503) else ""
    return Explanation(
        f"{trouble}{sentence(change.message)} So it is unknown whether Twilio carried it out. It is not sent again, "
        f"but {words_of(change).looked_up} until that is known, which takes a minute or two."
    )


def _conflict(change: Change, viewer: Viewer) -> Explanation:
    told = f"Twilio’s answer was lost, and what came of it cannot be told any more. {sentence(change.message)}"
    row = row_of(change, viewer)
    advice = "Look at it as it is now, and decide again."
    if change.action == Change.Action.CREATE or (row is not None and row.is_gone):
        advice = words_of(change).nothing_left
    return Explanation(f"{told} {advice}", None, *link_to(row))


BY_STATE: dict[str, Explains] = {
    Change.State.INTENDED: _under_way,
    Change.State.SENT: _under_way,
    Change.State.UNKNOWN: _unknown,
    Change.State.APPLIED: _applied,
    Change.State.NOT_APPLIED: _not_applied,
    Change.State.CONFLICT: _conflict,
}
"""What each state means, by what says so."""
