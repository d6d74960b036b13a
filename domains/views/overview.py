"""The first page, and the page of the sandbox."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import sandbox, services
from ..models import Account, Change, ChangeState, SipDomain
from ..readiness import Standing
from ..sandbox import weather
from .accounts import account_of, accounts_of
from .activity import draw, first_moment, picture
from .jobs import shown_jobs
from .lists import Lists
from .rows import OF_CHANGE, change_rows
from .standings import Counts, counted
from .stepping import interrupted
from .verdict import Verdict, judge

CHANGES_SHOWN = 6
DOINGS_SHOWN = 3
QUICK, SLOW = 10, 60
"""After how many seconds the page looks again: while something needs somebody or is being found out, and otherwise."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Say whether all is well with the account that is connected, how much there is, and what happened last."""
    account = account_of(request)
    changes = Change.objects.visible_to(request.user)
    held = SipDomain.objects.visible_to(request.user)
    elsewhere = [row for row in held.counts() if row["account"] != account.pk]
    troubles = changes.troubles(account)
    has_others = any(row["account"] != account.pk for row in [*elsewhere, *troubles])
    lists = Lists(account.pk if has_others else None)
    stand = counted(held.live().filter(account=account), lists, accounts=accounts_of(request))
    counts, verdict = stand.calls, _verdict(request, account, stand, troubles, lists)
    today = timezone.localdate()
    begins = first_moment(today)
    per_day = changes.filter(account=account).per_day(begins)
    seconds = QUICK if verdict.is_moving else SLOW
    context = {
        "account": account,
        "verdict": verdict,
        "seconds": seconds,
        "total": sum(one.number for one in counts),
        "counts": [one for one in counts if one.number],
        "ready": next(one for one in counts if one.standing == Standing.READY),
        "at_risk": next(one.number for one in counts if one.standing == Standing.AT_RISK),
        "elsewhere": elsewhere,
        "unknown_here": _unknown(troubles, account),
        "activity": draw(per_day, today),
        "picture": picture(per_day, today, seconds),
        "links": _links(lists, begins.date()),
        "changes": change_rows(
            changes.latest_first().values_list(*OF_CHANGE)[:CHANGES_SHOWN], accounts=accounts_of(request)
        ),
    }
    return render(request, "overview.html", context)


def _verdict(
    request: HttpRequest, account: Account, counts: Counts, troubles: list[dict[str, Any]], lists: Lists
) -> Verdict:
    """Return what needs somebody: of domains, of changes, of jobs, and of what was begun and left."""
    latest = services.begun(request.user).filter(account=account)[:DOINGS_SHOWN]
    begun = interrupted(services.how_far(one) for one in latest)
    still = [one.doing for one in begun if one.stop]
    made = services.never_mapped(request.user, most=DOINGS_SHOWN, account=account, still=still)[:DOINGS_SHOWN]
    return judge(account, counts, troubles, shown_jobs(request.user), lists, doings=begun, never_mapped=made)


def _links(lists: Lists, first: date) -> dict[str, str]:
    """Return where each number of the page is told in full."""
    return {
        "domains": lists.domains(),
        "unknown": lists.changes(state=ChangeState.UNKNOWN),
        "refused": lists.changes(state=ChangeState.REFUSED, first=first),
        "applied": lists.changes(state=ChangeState.APPLIED, first=first),
    }


def _unknown(troubles: list[dict[str, Any]], account: Account) -> int:
    ours = (row["count"] for row in troubles if (row["account"], row["state"]) == (account.pk, ChangeState.UNKNOWN))
    return sum(ours)


@require_safe
def sandbox_page(request: HttpRequest) -> HttpResponse:
    """Show where the sandbox's door is, and how to knock."""
    if not settings.TWILIO_SANDBOX:
        raise Http404("The sandbox is off while an account's credentials are set.")
    context = {
        "url": request.build_absolute_uri(request.path).rstrip("/"),
        "account_sid": sandbox.ACCOUNT_SID,
        "auth_token": sandbox.AUTH_TOKEN,
        "weather": weather.in_force(),
    }
    return render(request, "sandbox.html", context)
