"""Lists that a sitting made for a domain and nobody ever mapped: what was left lying about is not left unsaid."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, Subquery

from ..models import MAPPINGS, Change, CredentialList, Doing, IpAccessControlList, SipDomain, TwilioResource, model_of
from ..models.mappings import DomainMapping
from .explanations import Viewer

LISTS: tuple[type[TwilioResource], ...] = (IpAccessControlList, CredentialList)


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
    viewer: Viewer, *, row: TwilioResource | None = None, most: int | None = None, **wanted: Any
) -> list[MadeFor]:
    """Return the lists that doings made and nobody ever mapped, `most` of each kind by name; or `row` if it is one.

    `wanted` are look-ups that the doing must meet. Asks the database once for each kind, and once more where there are
    any.
    """
    doings = Doing.objects.visible_to(viewer).filter(word=Doing.Word.ACCESS, **wanted)
    made = Change.objects.visible_to(viewer).filter(
        action=Change.Action.CREATE, state=Change.State.APPLIED, act__in=doings.values("act"), sid=OuterRef("sid")
    )
    found: list[Any] = []
    for model in [type(row)] if row else LISTS:
        made_as = made.filter(collection=model.path).order_by("pk")
        rows = model.kept_in(model.path).visible_to(viewer).live()
        if row:
            rows = rows.filter(sid=row.sid)
        for kind in (one for one in MAPPINGS if one.maps is model):
            rows = rows.exclude(Exists(kind._default_manager.filter(sid=OuterRef("sid"))))
        act, at = (Subquery(made_as.values(name)[:1]) for name in ("act", "created_at"))
        found += rows.annotate(made_in=act, made_at=at).filter(made_in__isnull=False).select_related("account")[:most]
    by_act = doings.select_related("domain").in_bulk([one.made_in for one in found], field_name="act") if found else {}
    return [MadeFor(cast("TwilioResource", one), by_act[one.made_in], one.made_at) for one in found]
