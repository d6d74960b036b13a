"""What an emergency call needs."""

from collections.abc import Iterator

from .grounds import Code
from .reasons import Act, Mend, Reason, reason
from .snapshots import Snapshot

NUMBER = Mend(Act.SET_PARAMETER, parameter="emergency_caller_sid")


def emergency(known: Snapshot) -> Iterator[Reason]:
    """Yield what is wrong, or not known, with the number that emergency calls are made with.

    https://www.twilio.com/docs/voice/sip/emergency-calling
    """
    if not known.emergency_calling_enabled:
        return
    sid, number = known.emergency_caller_sid, known.emergency_number
    if not sid:
        yield reason(
            Code.EMERGENCY_WITHOUT_NUMBER,
            "Emergency calling is on without a caller number, so each phone must send one with a registered address.",
            NUMBER,
        )
    elif number is None or number.sid != sid:
        yield reason(
            Code.EMERGENCY_NUMBER_UNSEEN,
            f"Whether an address is registered for the emergency number {sid} was never looked at.",
            Mend(Act.REFRESH, sid=sid),
        )
    elif not number.is_there:
        yield reason(
            Code.EMERGENCY_NUMBER_GONE,
            f"The emergency number {sid} is not in this account.",
            NUMBER,
        )
    elif number.address_status != "registered":
        told = f": Twilio tells “{number.address_status}”" if number.address_status else ""
        yield reason(
            Code.EMERGENCY_ADDRESS,
            f"No address is registered for the emergency number {number.number}{told}.",
            NUMBER,
        )
