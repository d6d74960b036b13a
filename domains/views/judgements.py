"""Verdicts on domains, made ready for pages: shapes, words, and what whoever asks may do about each reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from ..guide.sources import Source
from ..models import SipDomain
from ..readiness import (
    AccessList,
    Finding,
    Judgement,
    Likelihood,
    Purpose,
    Reason,
    Snapshot,
    Standing,
    verdict,
)
from .actions import Action
from .mends import address_of_list, offered

SHAPES: dict[Standing, str] = {
    Standing.BLOCKED: "refused",
    Standing.NOT_KNOWN: "unknown",
    Standing.AT_RISK: "caution",
    Standing.NOT_WANTED: "disabled",
    Standing.READY: "applied",
}
"""The shape that stands for each standing beside its word and its colour."""

_ABOUT = {Purpose.CALLS: "Calls", Purpose.REGISTRATIONS: "Registration"}


@dataclass(frozen=True)
class ShownReason:
    """One reason: its shape, what is so and why it matters, where Twilio says so, and what mends it.

    Where nothing can be offered, and where something is taken away, `remedy` says what to do; `where` says where else
    than here that is done.
    """

    standing: str
    shape: str
    sentence: str
    matters: str
    remedy: str
    source: Source | None
    offer: Action | None
    where: str = ""


@dataclass(frozen=True)
class ShownJudgement:
    """How a domain stands with calls, or with registration."""

    about: str
    anchor: str
    standing: str
    shape: str
    words: str
    rule: str
    reasons: list[ShownReason]


@dataclass(frozen=True)
class ShownVerdict:
    """How a domain stands, when the oldest look was that this rests on, and at what."""

    judgements: list[ShownJudgement]
    looked_at: datetime
    looked_at_what: str

    @property
    def offers(self) -> list[Action]:
        """What is offered to mend it, each once."""
        return [reason.offer for one in self.judgements for reason in one.reasons if reason.offer]


def shown(known: Snapshot, domain: SipDomain, request: HttpRequest) -> ShownVerdict:
    """Return the verdict on a domain as its page shows it."""
    both = verdict(known)
    found = ShownVerdict([], *known.oldest_look)
    for one in (both.calls, both.registration):
        found.judgements.append(_shown(one, known, domain, request, found.offers))
    return found


def _shown(
    one: Judgement, known: Snapshot, domain: SipDomain, request: HttpRequest, elsewhere: list[Action]
) -> ShownJudgement:
    """Return a judgement with what mends its reasons; one button is enough for what is offered `elsewhere` already."""
    reasons: list[ShownReason] = []
    for each in one.reasons:
        offer = offered(each.mend, domain, request, known=known)
        is_there = offer in [*elsewhere, *(other.offer for other in reasons)]
        reasons.append(_shown_reason(each, None if is_there else offer))
    return ShownJudgement(
        _ABOUT[one.purpose],
        str(one.purpose),
        str(one.standing),
        SHAPES[one.standing],
        one.words,
        one.rule,
        reasons,
    )


def _shown_reason(one: Reason, offer: Action | None) -> ShownReason:
    return ShownReason(one.standing, SHAPES[one.standing], one.sentence, one.matters, one.remedy, one.source, offer)


def lists_of(known: Snapshot) -> list[tuple[str, bool, list[tuple[str, AccessList]]]]:
    """Return for calls and for registrations: the label, whether all of it is known, and each list by its address."""
    places = (
        ("For calls", (known.call_addresses, known.call_credentials)),
        ("For registrations", (known.registration_credentials,)),
    )
    return [
        (
            label,
            all(one is not None for one in kinds),
            [(address_of_list(row.sid), row) for one in kinds if one is not None for row in one.lists],
        )
        for label, kinds in places
    ]


_LIKELIHOODS = {
    Likelihood.CERTAIN: ("This is so here, and it does that", "refused"),
    Likelihood.BESIDES: ("This is so here as well, and is answered otherwise: mend it too", "refused"),
    Likelihood.LIKELY: ("Likely", "caution"),
    Likelihood.UNKNOWN: ("Not looked at, so not known", "unknown"),
    Likelihood.ELSEWHERE: ("Cannot be checked here", "phone"),
}


def in_groups(
    found: Iterable[Finding], domain: SipDomain, request: HttpRequest, *, known: Snapshot, symptom: str
) -> list[tuple[str, list[ShownReason]]]:
    """Return what a symptom comes from under a heading for how sure that is, the surest first."""
    groups: dict[str, list[ShownReason]] = {}
    for one in found:
        heading, shape = _LIKELIHOODS[one.likelihood]
        offer = offered(one.mend, domain, request, known=known, symptom=symptom) if one.mend else None
        matters = f"{one.told} {one.remedy}".strip()
        groups.setdefault(heading, []).append(
            ShownReason(one.likelihood, shape, one.sentence, matters, "", one.source, offer, one.where or "")
        )
    return list(groups.items())
