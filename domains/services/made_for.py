"""Lists that a sitting made for a domain and nobody ever mapped: what was left lying about is not left unsaid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from ..models import Change, Doing, SipDomain, TwilioResource, model_of
from ..models.idle import LISTS, lying_about
from ..models.mappings import DomainMapping
from ..models.resources import ResourceQuerySet
from .explanations import Viewer


@dataclass(frozen=True)
class MadeFor:
    """A list that was made in a doing, and when; it was never mapped to any domain, as far as is known here."""

    row: TwilioResource
    doing: Doing
    made_at: datetime

    @property
    def domain(self) -> SipDomain:
        """Which domain it was made for."""
        return self.doing.domain

    @property
    def purpose(self) -> str:
        """What it was to be mapped for first, which says what to tick."""
        made = {f"#{number}" for number, step in enumerate(self.doing.steps) if step["collection"] == self.row.path}
        kinds = (model_of(step["collection"]) for step in self.doing.steps if step["asked"].get("sid") in made)
        return next((kind.purpose for kind in kinds if issubclass(kind, DomainMapping)), "calls")


def never_mapped(
    viewer: Viewer,
    *,
    row: TwilioResource | None = None,
    most: int | None = None,
    still: Iterable[Doing] | None = None,
    **wanted: Any,
) -> list[MadeFor]:
    """Return the lists that doings made and nobody ever mapped, `most` of each kind by name; or `row` if it is one.

    `wanted` are look-ups that the doing must meet. With `still`, the unfinished doings that cannot go on, what another
    unfinished one made is left out: going on maps it. Asks the database what doings made, and then once for each kind,
    and once more where there are any.
    """
    doings = Doing.objects.visible_to(viewer).filter(word=Doing.Word.ACCESS, **wanted)
    if still is not None:
        doings = doings.filter(Q(ended_at__isnull=False) | Q(pk__in=[one.pk for one in still]))
    made = Change.objects.visible_to(viewer).filter(
        action=Change.Action.CREATE,
        state=Change.State.APPLIED,
        collection__in=[model.path for model in ([type(row)] if row else LISTS)],
        act__in=doings.values("act"),
    )
    if row:
        made = made.filter(sid=row.sid)
    by_sid = {sid: (act, at) for sid, act, at in made.order_by("-pk").values_list("sid", "act", "created_at")}
    rows = [one for model in ([type(row)] if row else LISTS) for one in _among(model, viewer, by_sid)[:most]]
    acts = {by_sid[one.sid][0] for one in rows}
    by_act = doings.select_related("domain").in_bulk(list(acts), field_name="act") if acts else {}
    return [MadeFor(one, by_act[act], at) for one in rows for act, at in [by_sid[one.sid]]]


def _among(model: type[TwilioResource], viewer: Viewer, sids: Iterable[str]) -> ResourceQuerySet[TwilioResource]:
    return lying_about(model).visible_to(viewer).filter(sid__in=list(sids)).select_related("account")
