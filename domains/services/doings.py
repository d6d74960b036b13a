"""Several changes in one doing: planned before the first, carried out one by one, picked up where they stopped.

Every step is a change of its own, with all that guards one. Nothing is made twice: a step's token is its doing, its
number and how often it was tried, so of two who go on with a doing at the same time only one sends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db.models.functions import Now

from ..models import Change, Doing, SipDomain, User, model_of
from ..twilio import TwilioError
from ..validators import generate_password
from .changes import create, delete, update
from .fetching import Seen
from .guarding import Gone, Unseen
from .intending import Busy
from .leaving import end
from .overtaking import SERVICE, Overtaken, claim, digest_of_mapped
from .reading import look_at_access
from .reasons import reason_of
from .refreshing import refresh
from .steps import Step


@dataclass(frozen=True)
class Progress:
    """A step and what became of it; `change` is the attempt that did it, or else the last, None before the first.

    `password` is what was sent with the change just now: it is shown to whoever asked for it, and kept nowhere.
    `in_the_way` is somebody else's change that has to end first, and `kept_back` says why it is not to be sent at all.
    """

    number: int
    step: Step
    change: Change | None = None
    attempts: int = 0
    is_done: bool = False
    password: str = field(default="", repr=False)
    in_the_way: Change | None = None
    kept_back: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether its outcome is still to be found."""
        return self.change is not None and self.change.is_open

    @property
    def is_awaited(self) -> bool:
        """Whether its answer may still come to whoever sent it: nobody looks for its outcome yet."""
        return self.is_waiting and self.change is not None and self.change.state != Change.State.UNKNOWN


def plan(  # noqa: PLR0913  (who asks, and why; by keyword)
    domain: SipDomain,
    word: str,
    steps: Sequence[Step],
    *,
    actor: User,
    reason: str = "",
    act: UUID | None = None,
) -> Doing:
    """Write down what is to be done with `domain`, and send nothing. Raises ValidationError for a reason not taken.

    `act` stands for one button on one page: whoever comes second with it gets what was planned by the first. What goes
    along with a change of the domain is begun by that: whoever is cut off after it has something to go on with.
    """
    told = {
        "account": domain.account,
        "domain": domain,
        "word": word,
        "steps": [asdict(step) for step in steps],
        "actor": actor,
        "actor_name": actor.get_username(),
        "reason": reason_of(reason),
        "planned_for": digest_of_mapped(domain),
        "begun_at": Now() if word in SERVICE else None,
    }
    doing, _ = Doing.objects.get_or_create(act=act or uuid4(), defaults=told)
    return doing


def progress_of(doing: Doing) -> list[Progress]:
    """Return how far a doing has come, step by step."""
    tried: dict[int, list[Change]] = {}
    steps = Change.objects.of_doing(doing.act).filter(token__startswith=f"{doing.act.hex}.")
    for change in steps.select_related("account"):
        tried.setdefault(int(str(change.token).split(".")[1]), []).append(change)
    found = []
    for number, told in enumerate(doing.steps):
        step, changes = Step(**told), tried.get(number, [])
        # One that was given up may have come late: then the next was refused, as what it asked for was there.
        done = next(filter(_is_done, reversed(changes)), None)
        last = done or (changes[-1] if changes else None)
        found.append(Progress(number, step, last, len(changes), done is not None))
    return found


def carry_out(doing: Doing, *, actor: User) -> Iterator[Progress]:
    """Take the steps that are still to be taken, in order, and yield what became of each as it comes.

    Stops after the first that is not done: those after it may rest on it. Whoever goes on later begins there. Stops
    before the next as soon as the doing was left or overtaken by somebody. At the end the domain is fetched once more,
    since what is mapped to it shows there too.
    """
    made: dict[str, str] = {}
    for known in progress_of(doing):
        now = known if known.is_done or known.is_waiting else _take(doing, known, made, actor)
        if not known.is_done:
            yield now
        if not now.is_done or now.change is None:
            return
        made[f"#{now.number}"] = now.change.sid
    end(doing)
    _look_at_domain(doing.domain)


def _is_done(change: Change) -> bool:
    """Whether what a change was for holds: it was applied, or it was so already."""
    if change.state == Change.State.APPLIED:
        return True
    row = None if change.is_open else change.rows().first()
    if row is None:
        return False
    if change.action == Change.Action.DELETE:
        return row.is_gone
    # The pair is all that a mapping is, so one that was there already is the one that was asked for.
    return change.action == Change.Action.CREATE and change.model.sid_recurs and not row.is_gone


def _take(doing: Doing, known: Progress, made: Mapping[str, str], actor: User) -> Progress:
    """Send the request of one step; `made` is what the earlier ones have made."""
    step = _resolved(known.step, made)
    record: dict[str, Any] = {
        "actor": actor,
        "reason": doing.reason,
        "act": doing.act,
        "token": f"{doing.act.hex}.{known.number}.{known.attempts}",
        "claim": partial(claim, doing),
    }
    password = generate_password() if step.secrets else ""
    try:
        change = _ask(doing, step, record, {"password": password} if password else None)
    except Busy as busy:
        return replace(known, in_the_way=busy.change)
    except Overtaken as overtaken:
        again = progress_of(doing)[known.number]  # by somebody who goes on with the same, perhaps
        return again if again.is_done or again.is_waiting else replace(known, kept_back=overtaken.sentence)
    except (Unseen, Gone) as error:
        change = error.change
    shown = password if change.was_sent_here and change.is_answered else ""
    now = Progress(known.number, known.step, change, known.attempts + 1, _is_done(change), shown)
    if now.is_done or not known.attempts:
        return now
    again = progress_of(doing)[known.number]  # what refused it may have been an earlier attempt, come late
    return again if again.is_done else now


def _ask(doing: Doing, step: Step, record: dict[str, Any], secrets: dict[str, str] | None) -> Change:
    model = model_of(step.collection)
    if step.action == Change.Action.CREATE:
        row = model.new_in(doing.account, step.collection)
        for name, value in step.asked.items():
            setattr(row, name, value)
        return create(row, secrets=secrets, **record)
    row = model.kept_in(step.collection).select_related("account").get(sid=step.sid)
    if step.action == Change.Action.DELETE:
        return delete(row, seen=Seen.of(row), **record)
    return update(row, step.asked, seen=Seen.of(row), purpose=step.purpose, **record)


def _resolved(step: Step, made: Mapping[str, str]) -> Step:
    """Return a step with the SIDs in it that were not known when it was planned."""
    collection = "/".join(made.get(part, part) for part in step.collection.split("/"))
    asked = dict(step.asked)
    if "sid" in asked:  # of a mapping; anything else that is asked was typed by somebody
        asked["sid"] = made.get(asked["sid"], asked["sid"])
    return replace(step, collection=collection, asked=asked)


def _look_at_domain(domain: SipDomain) -> None:
    """Take over what Twilio says of the lists that are mapped. Any other news is noted, for somebody to see.

    Of a domain that was made elsewhere, what nobody has looked at is read too: another list may be mapped to it.
    """
    domain.refresh_from_db()  # it was changed on the way, perhaps
    try:
        if refresh(domain).kind != "gone":
            look_at_access(domain, only_unseen=True)
    except TwilioError:
        return  # what was done is known without it
