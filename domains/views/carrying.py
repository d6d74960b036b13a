"""Carrying out a doing: the answer to the POST tells of each request as soon as Twilio has answered it."""

from collections.abc import Iterator, Sequence
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import services
from ..drawing import piece
from ..models import Doing, User
from .choosing_again import choose_again
from .judgements import shown as judged
from .permissions import demand
from .phones import settings_in
from .responses import SeeOther
from .stepping import SECTION, in_the_way, shown

HERE = "<!-- steps -->"
"""Where the page is cut in two: what comes before is told at once, what comes after when all is done."""

UNDER_WAY = "It was not left: a request of it is being sent at this moment. See what comes of it."


@require_POST
@never_cache
def doing_go_on(request: HttpRequest, act: UUID) -> HttpResponse | StreamingHttpResponse:
    """Take the steps that are left, and tell of each as it comes."""
    return carried(request, _doing_or_404(request, act))


def carried(request: HttpRequest, doing: Doing) -> HttpResponse | StreamingHttpResponse:
    """Take the steps that are left of a doing, and answer with each as it comes; or say why they are not taken.

    It is an answer and no redirect, since a password that is made here is shown in it and never again. Whoever sends
    the same once more is told what came of it, and nothing is sent twice.
    """
    progress = services.progress_of(doing)
    left = any(not one.is_done for one in progress)
    stop = in_the_way(doing) if left else ""
    if stop or (doing.is_over and left):
        messages.info(request, stop or services.LEFT)
        return SeeOther(doing.get_absolute_url())
    for permission in sorted(services.permissions_for(one.step for one in progress)):
        demand(request, permission)
    return StreamingHttpResponse(
        _told(request, doing), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


@require_POST
def doing_leave(request: HttpRequest, act: UUID) -> HttpResponse:
    """Note that what is left of a doing is not wanted any more. What was made stays."""
    doing = _doing_or_404(request, act)
    progress = services.progress_of(doing)
    for permission in sorted(services.permissions_for(one.step for one in progress)):
        demand(request, permission)
    if doing.is_over:
        is_done = all(one.is_done for one in progress)
        messages.info(request, "All of it is done: there was nothing to leave." if is_done else services.LEFT)
        return SeeOther(doing.get_absolute_url())
    try:
        services.leave(doing)
    except services.UnderWay:
        messages.warning(request, UNDER_WAY)
    else:
        messages.success(request, "Nothing more of it will be sent. What was made so far stays as it is.")
    return SeeOther(doing.get_absolute_url())


def _doing_or_404(request: HttpRequest, act: UUID) -> Doing:
    together = ("domain", "domain__account", "account")
    return get_object_or_404(Doing.objects.visible_to(request.user).select_related(*together), act=act)


def _told(request: HttpRequest, doing: Doing) -> Iterator[str]:
    """Yield the page: its head, one item for each step, and at the end how the domain stands now."""
    page = render_to_string("doings/carrying.html", {"doing": doing, "here": HERE, "section": SECTION}, request)
    head, _, foot = page.partition(HERE)
    progress = services.progress_of(doing)
    ahead = [one for one in progress if not one.is_done]
    yield head + _items(request, doing, [one for one in progress if one.is_done]) + _under_way(doing, ahead)
    last = None
    for last in services.carry_out(doing, actor=cast(User, request.user)):
        ahead = [one for one in ahead if one.number > last.number]
        # With the password that was sent, which nobody can be told later.
        yield _items(request, doing, [last]) + (_under_way(doing, ahead) if last.is_done else "")
    left = [one for one in services.progress_of(doing) if not one.is_done]
    doing.domain.refresh_from_db()
    doing.refresh_from_db()
    told = {"doing": doing, "left": len(left), "stopped": last if left else None}
    told["choose_again"] = choose_again(request, doing, left)
    if not (left or doing.domain.is_gone or doing.domain.is_disabled):
        told["verdict"] = judged(services.snapshot(doing.domain), doing.domain, request)
    yield render_to_string("doings/told.html", told, request) + foot


def _under_way(doing: Doing, ahead: Sequence[services.Progress]) -> str:
    """Return what is shown until the next result comes: which step is asked for, or that the domain is read again."""
    step = ahead[0].step if ahead else None
    sentence = step.sentence(doing.domain) if step else f"Read {doing.domain} again"
    number = ahead[0].number + 1 if ahead else len(doing.steps) + 1
    return piece("doings/under_way.html", {"sentence": sentence, "number": number, "doing": doing})


def _items(request: HttpRequest, doing: Doing, steps: list[services.Progress]) -> str:
    return "".join(
        piece(
            "doings/step.html",
            {"step": one, "phone": settings_in(doing, one.progress.step) if one.progress.password else None},
        )
        for one in shown(doing, steps, request.user)
    )
