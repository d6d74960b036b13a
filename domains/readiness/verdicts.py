"""The verdict on a domain: can it take calls, can phones register, and what stands in the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from .access import call_access, named, rule_for_calls
from .answering import answering
from .emergency import emergency
from .grounds import Code, Standing
from .reasons import Act, Mend, Reason, reason
from .registering import registering
from .snapshots import Purpose, Snapshot

TOO_LONG = timedelta(days=7)
"""After how long what was seen is no longer relied on."""

WORDS = {
    (Purpose.CALLS, Standing.READY): "Takes calls",
    (Purpose.REGISTRATIONS, Standing.READY): "Phones can register",
    Standing.AT_RISK: "At risk",
    Standing.BLOCKED: "Blocked",
    Standing.NOT_WANTED: "Off",
    Standing.NOT_KNOWN: "Not known",
}


@dataclass(frozen=True)
class Judgement:
    """How a domain stands with one purpose, why, and who is let in (blank where that is nobody, or not known)."""

    purpose: Purpose
    standing: Standing
    reasons: tuple[Reason, ...]
    rule: str

    @property
    def words(self) -> str:
        """Its standing, as people read it."""
        if self.reasons and self.reasons[0].code == Code.DISABLED:
            return "Disabled"
        return WORDS.get((self.purpose, self.standing)) or WORDS[self.standing]


@dataclass(frozen=True)
class Verdict:
    """How a domain stands with calls and with registration."""

    calls: Judgement
    registration: Judgement


def verdict(known: Snapshot) -> Verdict:
    """Return how a domain stands by what is known of it. What is not known is said, and never guessed."""
    calls = [*call_access(known), *answering(known), *emergency(known)]
    registration = [*registering(known)]
    if known.is_gone:  # beside which all others are idle
        calls = registration = [reason(Code.GONE, f"{known.domain_name} is gone at Twilio.", Mend(Act.CREATE_AGAIN))]
    elif known.is_disabled:
        # What Twilio was seen to hold may answer calls.
        unknown = (replace(one, standing=Standing.NOT_KNOWN) for one in _differs(known))
        calls = [*_out_of_service(Purpose.CALLS, calls), *unknown]
        registration = [*_out_of_service(Purpose.REGISTRATIONS, registration)]
    else:
        calls += _doubts(known)
        registration += _doubts(known) if known.sip_registration else ()
    return Verdict(
        _judged(Purpose.CALLS, calls, rule_for_calls(known)),
        _judged(Purpose.REGISTRATIONS, registration, _rule_for_registrations(known)),
    )


def is_plainly_disabled(known: Snapshot) -> bool:
    """Whether a domain was taken out of service, and there is no more to say of it."""
    both = verdict(known)
    return {one.code for one in (*both.calls.reasons, *both.registration.reasons)} == {Code.DISABLED}


def _judged(purpose: Purpose, reasons: Iterable[Reason], rule: str) -> Judgement:
    """Return the judgement that the worst of the reasons makes."""
    in_order = tuple(sorted(reasons, key=lambda one: one.place))
    if not in_order:
        return Judgement(purpose, Standing.READY, (), rule)
    nobody_in = in_order[0].code in (Code.GONE, Code.DISABLED)
    return Judgement(purpose, in_order[0].standing, in_order, "" if nobody_in else rule)


def _out_of_service(purpose: Purpose, otherwise: Iterable[Reason]) -> Iterator[Reason]:
    """Yield what is so of a domain that was disabled here, by the reasons that it had `otherwise`.

    Disabling takes away its URLs and its lists: a BYOC trunk answers all the same, and lists can be mapped elsewhere.
    """
    there = list(otherwise)
    unknown = [one for one in there if one.standing == Standing.NOT_KNOWN and one.code != Code.DIALING_UNSEEN]
    is_shut = any(one.standing in (Standing.BLOCKED, Standing.NOT_WANTED) for one in there)
    if is_shut or unknown:
        yield reason(Code.DISABLED, "The domain was taken out of service here.", Mend(Act.ENABLE))
        yield from () if is_shut else unknown
    else:
        yield reason(Code.OPEN_THOUGH_DISABLED, STILL_OPEN[purpose], Mend(Act.UNMAP_LISTS, purpose))


STILL_OPEN = {
    Purpose.CALLS: "The domain was disabled here, but its BYOC trunk answers whom the lists that are mapped let in.",
    Purpose.REGISTRATIONS: "The domain was disabled here, but a list is mapped by which phones can register.",
}


def _differs(known: Snapshot) -> Iterator[Reason]:
    if known.differing:
        yield reason(
            Code.DIFFERS,
            f"Twilio was seen to hold something else than is known here: {', '.join(known.differing)}.",
            Mend(Act.COMPARE),
        )


def _doubts(known: Snapshot) -> Iterator[Reason]:
    """Yield what makes everything else doubtful."""
    yield from _differs(known)
    ago = known.now - known.oldest_look[0]
    if ago > TOO_LONG:
        yield reason(Code.STALE, f"Some of this was last looked at {ago.days} days ago.", Mend(Act.REFRESH))


def _rule_for_registrations(known: Snapshot) -> str:
    mapped = known.registration_credentials
    if not (known.sip_registration and mapped and mapped.lists):
        return ""
    any_one = ": any one list is enough" if len(mapped.lists) > 1 else ""
    return f"A phone must register with a credential on {named(mapped.lists, 'or')}{any_one}."
