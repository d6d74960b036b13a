"""What somebody must decide about when a resource was changed while they had it open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.forms.boundfield import BoundField

from ..forms import EditForm
from ..models import Change, TwilioResource, User
from .comparing import Cell, Outcome, row

THEIRS, MINE = "At Twilio now", "In this form"


@dataclass(frozen=True)
class Decision:
    """One parameter: the choice, if there is any, and both values. `control` is where this form's value stands."""

    label: str
    choice: BoundField | None
    control: BoundField
    theirs: Cell
    mine: Cell
    is_touched: bool
    is_same: bool


def decisions(form: EditForm) -> list[Decision]:
    """Return what is to be decided, in the order of the form."""
    return [_decision(form, name) for name in form.differing if form.is_bound]


def author_of(live: TwilioResource, names: Iterable[str], *, viewer: User) -> Change | None:
    """Return the change by which `names` have come to be as they are now, if it was made through this dashboard."""
    changes = Change.objects.visible_to(viewer).of_resource(live.account, live.collection, live.sid)
    last = changes.filter(state=Change.State.APPLIED).latest_first().first()
    came_to = (last and last.after) or {}
    normalized = live.normalized
    is_it = all(normalized(name, came_to.get(name)) == normalized(name, getattr(live, name)) for name in names)
    return last if came_to and is_it else None


def _decision(form: EditForm, name: str) -> Decision:
    sides = {THEIRS: {name: getattr(form.now, name)}, MINE: {name: form.mine.get(name)}}
    theirs, mine = map(_without_verdict, row(type(form.now), name, sides, Outcome("differs", "Differs")).cells)
    return Decision(
        label=str(form.fields[name].label),
        choice=form.choice(name),
        control=form[name],
        theirs=theirs,
        mine=mine,
        is_touched=name in form.touched,
        is_same=form.is_same(name),
    )


def _without_verdict(cell: Cell) -> Cell:
    """Mark what differs as just that: neither value has taken the other's place yet."""
    return replace(cell, parts=[replace(part, mark=part.mark and "mark") for part in cell.parts])
