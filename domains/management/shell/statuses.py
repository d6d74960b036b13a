"""What the exit status of `manage.py domains` says: scripts read it, so its numbers stay."""

from enum import IntEnum


class Status(IntEnum):
    """How a run ended."""

    DONE = 0
    FAILED = 1
    NOT_TAKEN = 2
    REFUSED = 3
    UNKNOWN = 4
    NOT_APPLIED = 5
    DIFFERS = 6
    BUSY = 7
    NOT_THERE = 8
    AT_RISK = 9
    BLOCKED = 10
    NOT_KNOWN = 11


MEANINGS: dict[Status, str] = {
    Status.DONE: "applied, or there was nothing to change",
    Status.FAILED: "a mistake of ours, or the database cannot be used",
    Status.NOT_TAKEN: "what was typed is not taken: usage, values, or a permission that lacks",
    Status.REFUSED: "Twilio refused it, and nothing changed",
    Status.UNKNOWN: "the request left, and what came of it is not known yet",
    Status.NOT_APPLIED: "not applied: nothing was sent, or nothing came of it",
    Status.DIFFERS: "Twilio holds something else than was seen here",
    Status.BUSY: "another change of the domain is under way",
    Status.NOT_THERE: "there is no such domain or change, or it is gone at Twilio",
    Status.AT_RISK: "`check`: at least one domain is at risk, and none is worse",
    Status.BLOCKED: "`check`: at least one domain is blocked, for calls or for registration",
    Status.NOT_KNOWN: "`check`: of at least one domain it is not known, and none is blocked",
}
