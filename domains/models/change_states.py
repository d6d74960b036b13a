"""How far a change can come, and which state leads to which."""

from django.db import models


class ChangeState(models.TextChoices):
    """How far a change has come. The last four are settled.

    Conflict: its answer was lost, and what Twilio holds now is neither what was nor what was asked, so nobody can say
    whether it was carried out.
    """

    INTENDED = "intended", "Intended"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Unknown"
    APPLIED = "applied", "Applied"
    REFUSED = "refused", "Refused"
    NOT_APPLIED = "not_applied", "Not applied"
    CONFLICT = "conflict", "Conflict"


# A state leads only to those named here. What was called not applied may still appear at Twilio later: the one exit
# from a settled state.
NEXT_STATES: dict[str, tuple[ChangeState, ...]] = {
    ChangeState.INTENDED: (ChangeState.SENT, ChangeState.NOT_APPLIED),
    ChangeState.SENT: (
        ChangeState.APPLIED,
        ChangeState.REFUSED,
        ChangeState.NOT_APPLIED,
        ChangeState.UNKNOWN,
    ),
    ChangeState.UNKNOWN: (
        ChangeState.APPLIED,
        ChangeState.REFUSED,
        ChangeState.NOT_APPLIED,
        ChangeState.CONFLICT,
    ),
    ChangeState.NOT_APPLIED: (ChangeState.APPLIED,),
    ChangeState.APPLIED: (),
    ChangeState.REFUSED: (),
    ChangeState.CONFLICT: (),
}

SETTLED_STATES = (ChangeState.APPLIED, ChangeState.REFUSED, ChangeState.NOT_APPLIED, ChangeState.CONFLICT)
OPEN_STATES = (ChangeState.INTENDED, ChangeState.SENT, ChangeState.UNKNOWN)


class IllegalMove(Exception):
    """A change was to move to a state that its present one does not lead to, or somebody moved it first."""
