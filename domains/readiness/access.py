"""Who is let in: the lists that are mapped, and what is on them."""

from collections.abc import Iterable, Iterator

from ..guide.sources import SOURCES
from .grounds import Code
from .reasons import Act, Mend, Reason, reason
from .snapshots import AccessList, Gate, Kind, Mapped, Purpose, Snapshot

A_LIST = {Kind.ADDRESSES: "an IP access control list", Kind.CREDENTIALS: "a credential list"}
SHORT = {Kind.ADDRESSES: "IP list", Kind.CREDENTIALS: "credential list"}
PAGES = {Kind.ADDRESSES: SOURCES["ip_list"], Kind.CREDENTIALS: SOURCES["credential_list"]}
BOTH = "an IP list and a credential list together must both pass"
NO_PUBLIC = "no address on the Internet"


def call_access(known: Snapshot) -> Iterator[Reason]:
    """Yield what keeps calls out, lets in too many, or is not known of the lists for calls.

    https://www.twilio.com/docs/voice/api/sending-sip: any one list of a kind is enough, and both kinds must pass.
    """
    gates = [gate for gate in known.gates if gate.is_there is not False]
    if not gates:
        yield reason(
            Code.NO_LIST,
            "No list is mapped for calls, so every call is refused.",
            Mend(Act.MAP_LIST, Purpose.CALLS, sid=only_one(known.registration_credentials)),
        )
    for gate in gates:
        yield from _of_a_gate(gate, is_one_of_two=len(gates) > 1)


def _of_a_gate(gate: Gate, *, is_one_of_two: bool) -> Iterator[Reason]:
    which = A_LIST[gate.kind]
    if gate.is_there is None:
        yield reason(
            Code.LISTS_CONTRADICT,
            f"Whether {which} is mapped for calls is not known: Twilio tells otherwise than when the lists were last "
            "looked at.",
            Mend(Act.REFRESH),
            about=gate.kind,
        )
    elif gate.lists is None:
        yield reason(
            Code.LISTS_UNSEEN,
            f"Twilio tells that {which} is mapped for calls, but not which: that was never looked at.",
            Mend(Act.REFRESH),
            about=gate.kind,
        )
    else:
        other = A_LIST[Kind.CREDENTIALS if gate.kind == Kind.ADDRESSES else Kind.ADDRESSES]
        and_rule = f" {other[0].upper()}{other[1:]} is mapped too, and both must pass." if is_one_of_two else ""
        yield from on_lists(gate.lists, gate.kind, "call", and_rule)
        for one in gate.lists:
            if one.is_wide_open and one.entries != 0:
                yield _wide_open(f"“{one.name}” lets in", one.sid, is_alone=not is_one_of_two)
        if gate.widest:
            together = f"{named([one for one in gate.lists if not one.lets_in_nobody], 'and')} together let in"
            yield _wide_open(together, gate.widest, is_alone=not is_one_of_two)


def _wide_open(what: str, sid: str, *, is_alone: bool) -> Reason:
    rest = "so strangers may call" if is_alone else "so only the credential list keeps strangers out"
    return reason(
        Code.WIDE_OPEN,
        f"{what} addresses whose owners nobody knows, {rest}.",
        Mend(Act.NARROW_LIST, sid=sid),
        about=sid,
    )


def on_lists(lists: Iterable[AccessList], kind: Kind, do: str, and_rule: str = "") -> Iterator[Reason]:
    """Yield what lists of one kind that are mapped for one purpose leave to be desired; `do` is what they let do.

    The kind is told, since an IP list and a credential list may have the same name.
    """
    in_order = sorted(lists, key=lambda one: (one.name, one.sid))
    idle = [one for one in in_order if one.lets_in_nobody]
    if idle and idle == in_order:
        yield _nobody(idle, kind, f"so nobody may {do}.{and_rule}")
    else:
        yield from (_nobody_by(one, kind, f"so nobody may {do} by it.") for one in idle)
    for one in in_order:
        if one.entries is None:
            yield reason(
                Code.ENTRIES_UNSEEN,
                f"Who is on the {SHORT[kind]} “{one.name}” was never looked at, so who may {do} by it is not known.",
                Mend(Act.REFRESH, sid=one.sid),
                about=one.sid,
                source=PAGES[kind],
            )


def _nobody(lists: list[AccessList], kind: Kind, so: str) -> Reason:
    """Return the reason of lists that are all there are, none of which lets in anybody."""
    is_one = len(lists) == 1
    which = f"The {SHORT[kind]}{'' if is_one else 's'} {named(lists, 'and')}"
    private = next((one for one in lists if one.is_off_the_internet), None)
    if private:
        what = f"{which} {'holds' if is_one else 'hold'} {NO_PUBLIC}"
        return reason(Code.PRIVATE_ONLY, f"{what}, {so}", Mend(Act.ADD_ENTRY, sid=private.sid), about=private.sid)
    what, first = f"{which} {'is' if is_one else 'are'} empty", lists[0].sid
    return reason(Code.EMPTY, f"{what}, {so}", Mend(Act.ADD_ENTRY, sid=first), about=first, source=PAGES[kind])


def _nobody_by(one: AccessList, kind: Kind, so: str) -> Reason:
    """Return the reason of a list that lets in nobody, where another does."""
    which, mend = f"The {SHORT[kind]} “{one.name}”", Mend(Act.ADD_ENTRY, sid=one.sid)
    if one.is_off_the_internet:
        return reason(Code.PRIVATE_BESIDE, f"{which} holds {NO_PUBLIC}, {so}", mend, about=one.sid)
    return reason(Code.EMPTY_BESIDE, f"{which} is empty, {so}", mend, about=one.sid, source=PAGES[kind])


def only_one(mapped: Mapped | None) -> str:
    """Return the SID of the one list with somebody on it that is mapped there: blank where there is none, or a choice.

    Whoever is let in for one purpose is nearly always to be let in for the other.
    """
    lists = [one for one in mapped.lists if one.entries != 0] if mapped else []
    return lists[0].sid if len(lists) == 1 and lists[0].entries else ""


def named(lists: Iterable[AccessList], word: str) -> str:
    """Return the names of lists as a sentence has them: “Office”, “Branch” or “Home”."""
    *some, last = [f"“{one.name}”" for one in sorted(lists, key=lambda one: (one.name, one.sid))]
    return f"{', '.join(some)} {word} {last}" if some else last


def rule_for_calls(known: Snapshot) -> str:
    """Return who may call, in one sentence; blank where it is nobody, or not known."""
    there = {gate.kind: gate for gate in known.gates if gate.is_there}
    if not there or any(gate.is_there is None for gate in known.gates):
        return ""
    conditions = [_condition(gate) for gate in there.values()]
    if len(conditions) > 1:
        return f"A call must {' and '.join(conditions)}: {BOTH}."
    [gate] = there.values()
    any_one = ": any one list is enough" if gate.lists and len(gate.lists) > 1 else ""
    return f"A call must {conditions[0]}{any_one}."


def _condition(gate: Gate) -> str:
    which = named(gate.lists, "or") if gate.lists else A_LIST[gate.kind]
    return (
        f"come from an address on {which}" if gate.kind == Kind.ADDRESSES else f"sign in with a credential on {which}"
    )
