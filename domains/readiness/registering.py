"""Whether phones can register, and then call."""

from collections.abc import Iterator

from .access import named, on_lists, only_one
from .grounds import Code
from .reasons import Act, Mend, Reason, reason
from .snapshots import AccessList, Gate, Kind, Purpose, Snapshot

TURN_ON = Mend(Act.TURN_ON, parameter="sip_registration")


def registering(known: Snapshot) -> Iterator[Reason]:
    """Yield what keeps phones from registering, or those that did from calling.

    https://www.twilio.com/docs/voice/api/sip-registration: registering takes credential lists only.
    """
    mapped = known.registration_credentials
    if not known.sip_registration:
        yield _off(mapped.lists if mapped else None)
    elif mapped is None:
        yield reason(
            Code.REGISTRATION_LISTS_UNSEEN,
            "Whether a credential list is mapped for registrations was never looked at, and Twilio’s domain does not "
            "tell.",
            Mend(Act.REFRESH),
        )
    elif not mapped.lists:
        yield reason(
            Code.NO_REGISTRATION_LIST,
            "SIP registration is on, but no credential list is mapped for registrations, so no phone can register.",
            Mend(Act.MAP_LIST, Purpose.REGISTRATIONS, sid=only_one(known.call_credentials)),
        )
    else:
        yield from on_lists(mapped.lists, Kind.CREDENTIALS, "register")
        yield from _dialing(known, [one for one in mapped.lists if one.entries != 0])


def _off(lists: tuple[AccessList, ...] | None) -> Reason:
    if lists:
        return reason(
            Code.OFF_THOUGH_MAPPED,
            f"SIP registration is off, though {named(lists, 'and')} {'are' if len(lists) > 1 else 'is'} mapped for it.",
            TURN_ON,
        )
    unseen = " Whether a list is mapped for it was never looked at." if lists is None else ""
    return reason(Code.REGISTRATION_OFF, f"SIP registration is off, so no phone can register.{unseen}", TURN_ON)


def _dialing(known: Snapshot, registered: list[AccessList]) -> Iterator[Reason]:
    """Yield why phones that register with these lists cannot call.

    To map their list beside an IP list would help nobody, since both must pass: it has to stand in its place.
    """
    if not registered:
        return
    first = min(registered, key=lambda one: (one.name, one.sid)).sid
    there = {gate.kind: gate for gate in known.gates if gate.is_there is not False}
    if any(gate.lists is None for gate in there.values()):
        yield reason(
            Code.DIALING_UNSEEN,
            "Whether phones that register can also call is not known: the lists for calls were not looked at.",
            Mend(Act.REFRESH),
        )
    elif not there:
        yield reason(
            Code.CANNOT_DIAL,
            "Phones that register can be called, but cannot call: no list is mapped for calls.",
            Mend(Act.MAP_LIST, Purpose.CALLS, sid=first),
        )
    else:
        yield from _by_address(there.get(Kind.ADDRESSES), Mend(Act.REPLACE_LISTS, Purpose.CALLS, sid=first))
        yield from _by_credential(there.get(Kind.CREDENTIALS), registered)


def _by_address(gate: Gate | None, mend: Mend) -> Iterator[Reason]:
    if gate and gate.lists and not gate.is_open:
        yield reason(
            Code.DIAL_BY_ADDRESS,
            f"Phones that register can call only from an address on {named(gate.lists, 'or')}: from anywhere else they "
            "ring, but their calls are refused.",
            mend,
        )


def _by_credential(gate: Gate | None, registered: list[AccessList]) -> Iterator[Reason]:
    for one in registered:
        if gate and one.sid not in {other.sid for other in gate.lists or ()}:
            yield reason(
                Code.CANNOT_DIAL,
                f"Phones that register with “{one.name}” cannot call with it: it is not mapped for calls.",
                Mend(Act.MAP_LIST, Purpose.CALLS, sid=one.sid),
                about=one.sid,
            )
