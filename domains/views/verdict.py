"""Whether all is well, in one sentence, and what is not: pure judgement over what the overview has read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ..models import Account, ChangeState, JobState
from ..models.change_queries import RECENTLY
from ..readiness import Standing
from ..services import Interrupted, MadeFor
from .jobs import ShownJob, are_behind, are_left_alone
from .lists import Lists
from .spans import in_words
from .standings import Count, Counts

USUAL = timedelta(minutes=10)
"""For how long an outcome may be unknown before somebody should look: usually that takes a minute or two."""


@dataclass(frozen=True)
class Matter:
    """One thing that is not as it should be: its shape, what it is, what to do about it, and where.

    `looked_up` is of how many changes it is the outcome, while that is being found out without anybody’s help.
    """

    shape: str
    headline: str
    advice: str
    href: str
    command: str = ""
    can_wait: bool = False
    looked_up: int = 0


@dataclass(frozen=True)
class Verdict:
    """What an operator should know first."""

    matters: list[Matter]
    reasons: str

    @property
    def urgent(self) -> int:
        """How many matters cannot wait."""
        return len(self.pressing)

    @property
    def pressing(self) -> list[Matter]:
        """Return the matters that need somebody."""
        return [matter for matter in self.matters if not matter.can_wait]

    @property
    def patient(self) -> list[Matter]:
        """Return the matters that need nobody now."""
        return [matter for matter in self.matters if matter.can_wait]

    @property
    def looked_up(self) -> int:
        """How many outcomes are being found out by themselves."""
        return sum(matter.looked_up for matter in self.matters)

    @property
    def is_moving(self) -> bool:
        """Whether it is likely to be another one soon."""
        return bool(self.urgent or self.looked_up)

    @property
    def shape(self) -> str:
        """The shape that stands for it, beside its colour."""
        return "caution" if self.urgent else "unknown" if self.looked_up else "applied"

    @property
    def tone(self) -> str:
        """How serious it is: `good`, `note` or `caution`."""
        return "caution" if self.urgent else "note" if self.matters else "good"

    @property
    def sentence(self) -> str:
        """The verdict itself."""
        if self.urgent:
            return f"{_things(self.urgent)} need{'s' if self.urgent == 1 else ''} you"
        looked_up = self.looked_up
        left = sum(not matter.looked_up for matter in self.patient)
        to_do = f", and {_things(left).lower()} {_be(left)} left to do" if left else ""
        if looked_up:
            outcomes = "One outcome is" if looked_up == 1 else f"{looked_up} outcomes are"
            return f"{outcomes} being looked up{to_do}"
        return f"Nothing is wrong{to_do}" if to_do else "All is well"


def judge(  # noqa: PLR0913  (what is judged, each read by whoever asks)
    account: Account,
    counts: Counts,
    troubles: Iterable[dict[str, Any]],
    jobs: list[ShownJob],
    lists: Lists,
    *,
    doings: Iterable[Interrupted] = (),
    never_mapped: Iterable[MadeFor] = (),
) -> Verdict:
    """Return the verdict on how the domains of `account` stand, the troubles among changes, and the background.

    `doings` are those that were begun and did not end, `never_mapped` what those made that do not go on.
    """
    found = [
        *_of_jobs(jobs),
        *(matter for row in troubles for matter in _of_changes(row, account, lists)),
        *_of_doings(doings),
        *_of_lists(never_mapped),
        *_of_domains(counts.calls),
        *_of_phones(counts.unregistered),
    ]
    found.sort(key=lambda matter: matter.can_wait)
    return Verdict(found, _reasons({one.standing: one.number for one in counts.calls}))


def _of_jobs(jobs: list[ShownJob]) -> Iterator[Matter]:
    href = reverse("background")
    if are_left_alone(jobs):
        told = "What became of unknown outcomes is not looked up by itself. Start a worker:"
        yield Matter("caution", "No background worker is running", told, href, command="uv run manage.py worker")
    elif are_behind(jobs):
        told = "A job waits while another one takes its time. A second worker can share the work:"
        yield Matter("caution", "The background is behind", told, href, command="uv run manage.py worker")
    for job in jobs:
        if job.state == JobState.FAILED:
            yield Matter("refused", f"The job “{job.declared.title}” failed", job.row.error, href)


def _of_changes(row: dict[str, Any], account: Account, lists: Lists) -> Iterator[Matter]:
    count = row["count"]
    where = "" if row["account"] == account.pk else f" in {row['name']}, {row['region']}"
    if row["state"] in (ChangeState.REFUSED, ChangeState.CONFLICT):
        href = lists.changes(state=row["state"], first=timezone.localdate(timezone.now() - RECENTLY))
        yield _of_failed(row["state"], count, href)
        return
    href = (lists if row["account"] == account.pk else Lists(row["account"])).changes(state=row["state"])
    failing = row["failing"]
    if failing:
        told = "Twilio could not be asked what became of it. That is tried again by itself; each change tells why."
        yield Matter("look_up_failed", f"The look-up of {_number(failing, 'change')} fails{where}", told, href)
    if count > failing:
        yield _of_unknown(row, count - failing, where, href)


def _of_doings(doings: Iterable[Interrupted]) -> Iterator[Matter]:
    """Yield what was begun and not brought to its end, each where it goes on, or is left."""
    for one in doings:
        what, href = f"{one.doing.get_word_display()} of {one.doing.domain}", one.doing.get_absolute_url()
        if not one.left:
            told = "Everything was sent; the domain is to be read once more."
            yield Matter("caution", f"{what} is all but done", told, href, can_wait=True)
        elif one.stop:
            told = f"{one.stop} What was made so far stays. Its page tells what that is, and can leave the rest."
            yield Matter("caution", f"{what} has steps left, and cannot go on", told, href)
        else:
            told = "What was made so far stays, and is not made again: go on with it, or leave it at that."
            yield Matter("caution", f"{what} has steps left", told, href)


def _of_lists(never_mapped: Iterable[MadeFor]) -> Iterator[Matter]:
    """Yield the lists that were made for a domain whose sitting was left before they were mapped."""
    for one in never_mapped:
        told = "A list that is mapped to no domain lets nobody in: map it, or delete it."
        headline = f"{one.row.key} was made for {one.domain} and is not mapped anywhere"
        yield Matter("caution", headline, told, one.row.get_absolute_url(), can_wait=True)


def _of_failed(state: str, count: int, href: str) -> Matter:
    """Return what is to be told of what was asked lately, came to nothing or to nobody knows what, and was left so."""
    if state == ChangeState.CONFLICT:
        told = "The answer was lost, and somebody else changed the same meanwhile. Look at it, and decide again."
        return Matter("conflict", f"{_number(count, 'change')} ended in a conflict in the last 24 hours", told, href)
    told = f"{'It was' if count == 1 else 'They were'} not applied in a later attempt. See why, and ask again."
    return Matter("refused", f"{_changes(count)} refused in the last 24 hours", told, href)


def _of_unknown(row: dict[str, Any], count: int, where: str, href: str) -> Matter:
    """Return what is to be told of outcomes that are looked up by themselves; after a while somebody should look."""
    waited = timezone.now() - row["oldest"]
    is_usual = waited < USUAL
    subject = "It has" if row["count"] == 1 else "The oldest has"
    told = f"{subject} been so for {in_words(waited, units=1)}{'' if is_usual else ', longer than usual'}."
    told += " It is looked up by itself until it is known."
    headline = f"{_outcomes(count)} not known{where}"
    return Matter("unknown", headline, told, href, can_wait=is_usual, looked_up=count if is_usual else 0)


_ADVICE = {
    Standing.BLOCKED: ("blocked", "Calls to them are refused or fail. The page of each says why, and mends it."),
    Standing.NOT_KNOWN: (
        "not known",
        "What lets calls in was not looked at since it changed, or never: each page can look now.",
    ),
    Standing.AT_RISK: ("at risk", "They take calls, but something about them may fail: the page of each says what."),
}


def _of_domains(counts: Iterable[Count]) -> Iterator[Matter]:
    """Yield what is to be told of domains that calls do not surely get through; what blocks them needs somebody."""
    for one in counts:
        words, advice = _ADVICE.get(Standing(one.standing), ("", ""))
        if one.number and words:
            headline = f"{_number(one.number, 'domain')} {_be(one.number)} {words}"
            told = advice if one.number > 1 else _ALONE[words]
            yield Matter(one.shape, headline, told, one.href, can_wait=one.standing != Standing.BLOCKED)


def _of_phones(one: Count) -> Iterator[Matter]:
    """Yield what is to be told of domains that phones are to register with, and cannot."""
    if one.number:
        headline = f"{_number(one.number, 'domain')}: {one.words}"
        which = "Its page says" if one.number == 1 else "The page of each says"
        yield Matter(one.shape, headline, f"No phone there can be called. {which} why, and mends it.", one.href)


_ALONE = {
    "blocked": "Calls to it are refused or fail. Its page says why, and mends it.",
    "not known": "What lets calls in was not looked at since it changed, or never: its page can look now.",
    "at risk": "It takes calls, but something about it may fail: its page says what.",
}


def _reasons(numbers: Mapping[str, int]) -> str:
    """Return what is known to be well when nothing is found that is not."""
    domains, disabled = sum(numbers.values()), numbers[Standing.NOT_WANTED]
    if not domains:
        return "There is no SIP domain yet, and nothing waits for you."
    if disabled:
        which = f"Every domain in service takes calls, {disabled} {_be(disabled)} disabled"
    else:
        which = "The one domain takes calls" if domains == 1 else f"All {domains} domains take calls"
    return f"{which}, every outcome is known, and nothing refused in the last 24 hours is left over."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _things(count: int) -> str:
    return "One thing" if count == 1 else f"{count} things"


def _changes(count: int) -> str:
    return f"{_number(count, 'change')} {'was' if count == 1 else 'were'}"


def _outcomes(count: int) -> str:
    return f"{_number(count, 'outcome')} {_be(count)}"
