"""What the log is still asked about, so that it does not leave by age."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from .change_states import ChangeState
from .credentials import Credential
from .doings import Doing
from .domains import SipDomain
from .idle import LISTS, lying_about

if TYPE_CHECKING:
    from .changes import Change


def needed_still(changes: "QuerySet[Change]") -> Q:
    """Return which of all `changes` something rests on that is done here.

    These tell how far an unfinished doing has come; which lists come back to a domain that is disabled; whether the
    password of a credential is the one that was sent last; and for which domain a list was made that was never mapped.
    """
    begun = Doing.objects.filter(ended_at=None).values("act")
    here = {"account": OuterRef("account"), "sid": OuterRef("sid")}
    is_away = Exists(SipDomain.objects.disabled().filter(**here))
    service = changes.filter(is_away, purpose__in=("disable", "enable"), state=ChangeState.APPLIED).order_by()
    last = service.values("account", "sid", "purpose").annotate(last=Max("pk")).values("last")
    is_live = Exists(Credential.objects.live().filter(**here))
    states = (ChangeState.APPLIED, ChangeState.UNKNOWN, ChangeState.CONFLICT)
    secrets = changes.filter(Q(action="create") | Q(purpose="rotate"), is_live, state__in=states).order_by()
    sent = secrets.values("account", "sid").annotate(last=Max("pk")).values("last")
    access = Doing.objects.filter(word=Doing.Word.ACCESS).values("act")
    made = changes.filter(action="create", state=ChangeState.APPLIED, act__in=access).order_by()
    idle = [made.filter(collection=one.path, sid__in=lying_about(one).order_by().values("sid")) for one in LISTS]
    kept = reduce(or_, (Q(act__in=one.values("act")) for one in idle))
    return kept | Q(act__in=begun) | Q(act__in=changes.filter(pk__in=last).values("act")) | Q(pk__in=sent)
