"""The verdict on a domain: can it take calls, can phones register, and what stands in the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from .access import call_access, named, rule_for_calls
from .answering import answering
from .emergency import emergency
from .reasons import Act, Code, Mend, Reason, Standing, reason
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
        if any(one.code == Code.DISABLED for one in self.reasons):
            return "Disabled"
        return WORDS.get((self.purpose, self.standing)) or WORDS[self.standing]


@dataclass(frozen=True)
class Verdict:
    """How a domain stands with calls and with registration."""

    calls: Judgement
    registration: Judgement


def verdict(known: Snapshot) -> Verdict:
    """Return how a domain stands by what is known of it. What is not known is said, and never guessed."""
    out = list(_out_of_service(known))
    calls = out or [*call_access(known), *answering(known), *emergency(known), *_doubts(known)]
    registration = out or list(registering(known))
    if known.sip_registration and not out:
        registration += _doubts(known)
    return Verdict(
        _judged(Purpose.CALLS, calls, "" if out else rule_for_calls(known)),
        _judged(Purpose.REGISTRATIONS, registration, "" if out else _rule_for_registrations(known)),
    )


def _judged(purpose: Purpose, reasons: Iterable[Reason], rule: str) -> Judgement:
    """Return the judgement that the worst of the reasons makes."""
    in_order = tuple(sorted(reasons, key=lambda one: one.place))
    return Judgement(purpose, in_order[0].standing if in_order else Standing.READY, in_order, rule)


def _out_of_service(known: Snapshot) -> Iterator[Reason]:
    """Yield the one reason beside which all others are idle."""
    if known.is_gone:
        yield reason(Code.GONE, f"{known.domain_name} is gone at Twilio.", Mend(Act.CREATE_AGAIN))
    elif known.is_disabled:
        yield reason(Code.DISABLED, "The domain was taken out of service here.", Mend(Act.ENABLE))


def _doubts(known: Snapshot) -> Iterator[Reason]:
    """Yield what makes everything else doubtful."""
    if known.differing:
        yield reason(
            Code.DIFFERS,
            f"Twilio was seen to hold something else than is known here: {', '.join(known.differing)}.",
            Mend(Act.COMPARE),
        )
    ago = known.now - known.oldest_look[0]
    if ago > TOO_LONG:
        yield reason(Code.STALE, f"Some of this was last looked at {ago.days} days ago.", Mend(Act.REFRESH))


def _rule_for_registrations(known: Snapshot) -> str:
    mapped = known.registration_credentials
    if not (known.sip_registration and mapped and mapped.lists):
        return ""
    any_one = ": any one list is enough" if len(mapped.lists) > 1 else ""
    return f"A phone must register with a credential on {named(mapped.lists, 'or')}{any_one}."
