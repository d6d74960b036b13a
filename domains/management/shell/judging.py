"""The verdict on a domain, as lines for people and as JSON."""

from collections.abc import Iterator
from typing import Any

from domains.readiness import Judgement, Reason, Snapshot, Verdict

from .documents import plain


def lines_of_verdict(both: Verdict) -> Iterator[str]:
    """Yield how a domain stands with calls and with registration, each with what stands in the way and mends it."""
    for about, one in (("Calls", both.calls), ("Registration", both.registration)):
        yield f"  {about + ':':<14}{one.words}"
        for each in one.reasons:
            yield f"    {each.sentence} {each.remedy}"


def document_of_verdict(known: Snapshot, both: Verdict) -> dict[str, Any]:
    """Return the verdict on a domain, and since when the eldest of what it is given by is known."""
    return {
        "looked_at": plain(known.oldest_look[0]),
        "calls": _document_of_judgement(both.calls),
        "registration": _document_of_judgement(both.registration),
    }


def _document_of_judgement(one: Judgement) -> dict[str, Any]:
    return {
        "standing": str(one.standing),
        "words": one.words,
        "rule": one.rule,
        "reasons": [_document_of_reason(each) for each in one.reasons],
    }


def _document_of_reason(one: Reason) -> dict[str, Any]:
    mend = {"act": one.mend.act, "for": one.mend.purpose, "sid": one.mend.sid, "parameter": one.mend.parameter}
    return {
        "code": str(one.code),
        "standing": str(one.standing),
        "sentence": one.sentence,
        "matters": one.matters,
        "remedy": one.remedy,
        "mend": {name: str(value) for name, value in mend.items() if value},
        "source": one.source.url,
    }
