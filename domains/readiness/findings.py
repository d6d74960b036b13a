"""What a symptom is likely to be for one domain, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..guide.sources import Source
from .grounds import Code
from .reasons import Mend, Reason
from .snapshots import Purpose, Snapshot
from .verdicts import verdict


class Likelihood(StrEnum):
    """How sure a finding is: the surest first."""

    CERTAIN = "certain"  # it is so, and it does this
    BESIDES = (
        "besides"  # it is so and does something else, which whoever gets past this meets, or has to get past first
    )
    LIKELY = "likely"  # it is so, and it does this to some
    UNKNOWN = "unknown"  # whether it is so was never looked at
    ELSEWHERE = "elsewhere"  # it is not at this domain: nothing here tells

    @property
    def rank(self) -> int:
        """How sure it is: 0 is the surest."""
        return list(Likelihood).index(self)


class Where(StrEnum):
    """Where something is mended that this dashboard does not reach."""

    CALLER = "at the phone or the PBX"
    NETWORK = "at the phone or the PBX, or at the firewall before it"
    APPLICATION = "at the application that answers the voice URL"
    CONSOLE = "in Twilio’s Console"


@dataclass(frozen=True)
class Finding:
    """One thing that a symptom may come from: what it is, what to do, what mends it here, and where Twilio says so.

    What has no mend is done `where` it says; what has both, at either. Without a source, operators found it out.
    """

    likelihood: Likelihood
    sentence: str
    remedy: str
    source: Source | None
    mend: Mend | None = None
    where: Where | None = None
    told: str = ""
    """What is known here by which somebody can tell whether it is so, or is so still."""


UNSEEN = (
    Code.LISTS_UNSEEN,
    Code.LISTS_CONTRADICT,
    Code.REGISTRATION_LISTS_UNSEEN,
    Code.ENTRIES_UNSEEN,
    Code.STALE,
)
PARTIAL = (Code.EMPTY_BESIDE, Code.PRIVATE_BESIDE, Code.CANNOT_DIAL, Code.DIFFERS)
"""Reasons that concern some callers only, or may."""


def by_reasons(
    known: Snapshot,
    purpose: Purpose,
    codes: Iterable[Code],
    about: Iterable[str] = ("",),
    likelihood: Likelihood | None = None,
) -> Iterator[Finding]:
    """Yield a finding for each reason with one of these codes that the domain has.

    `about` tells which lists count, by how their SID, or their kind, begins; `likelihood` how sure each is, where that
    is not what its code makes it.
    """
    for one in _reasons(known, purpose):
        if one.code in codes and one.about.startswith(tuple(about)):
            yield Finding(likelihood or _likelihood(one), one.sentence, one.remedy, one.source, one.mend)


def is_shut(known: Snapshot, purpose: Purpose) -> bool:
    """Whether the domain is gone or disabled, and nobody is let in for that purpose."""
    return any(one.code in (Code.GONE, Code.DISABLED) for one in _reasons(known, purpose)[:1])


def _reasons(known: Snapshot, purpose: Purpose) -> tuple[Reason, ...]:
    both = verdict(known)
    return both.calls.reasons if purpose == Purpose.CALLS else both.registration.reasons


def _likelihood(one: Reason) -> Likelihood:
    if one.code in UNSEEN:
        return Likelihood.UNKNOWN
    return Likelihood.LIKELY if one.code in PARTIAL else Likelihood.CERTAIN
