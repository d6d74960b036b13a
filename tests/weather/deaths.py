"""The points where a process can die."""

from enum import StrEnum

from .server import Moment


class Death(StrEnum):
    """Where a process dies."""

    NEVER = "nobody dies"
    BEFORE = "before it is intended"
    INTENDING = "while it is being intended"
    FETCHING = "before the fetch"
    FETCH_RECEIVED = "during the fetch"
    FETCHED = "after the fetch"
    INTENDED = "before it is sent"
    SENT = "after it was noted as sent"
    SENT_AGAIN = "after it was noted as sent again"
    RECEIVED = "while Twilio works"
    COMMITTED = "after Twilio committed"
    ANSWERED = "after the answer"
    SETTLING = "while it is being settled"
    SETTLED = "after it was settled"
    LOOKING = "before the look-up"
    LISTING = "during the look-up"
    ASKING = "before the look-up asks for the SID"
    JUDGING = "while the look-up is being judged"


MOMENTS: dict[Death, Moment] = {
    Death.FETCH_RECEIVED: "fetch received",
    Death.RECEIVED: "write received",
    Death.COMMITTED: "write committed",
    Death.LISTING: "list received",
}
"""The deaths that whoever plays Twilio brings about, and when."""
