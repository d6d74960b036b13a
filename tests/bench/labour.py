"""What the dashboard's processes do in the soak."""

import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from django.db import DatabaseError, connections

from domains import services
from domains.models import Change, Doing, SipDomain, User
from domains.twilio import TwilioError

from .lanes import Ask, Lanes

PAUSE_SECONDS = 0.25
SITTINGS = ("sit", "go on")


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Ask for what the lanes say in several threads, until all has been asked for."""
    lanes = Lanes(**job["lanes"] | {"folder": Path(job["lanes"]["folder"])})
    threads = [Thread(target=_labour, args=(lanes, number)) for number in range(lanes.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {}


def _labour(lanes: Lanes, thread: int) -> None:
    account, actor = services.current_account(), User.objects.get()
    for ask in lanes.of(thread):
        try:
            if ask.action == "create":
                row = SipDomain(account=account, domain_name=ask.name, friendly_name=ask.asked_as)
                services.create(row, actor=actor, token=ask.token)
            elif ask.action in SITTINGS:
                _sit(ask, actor)
            else:
                _edit(ask, actor)
        except (services.Busy, services.Gone, services.Unseen, TwilioError):
            continue  # another operator is at it, or was, as it should be
        except (
            DatabaseError
        ) as error:  # the operator would see an error page; the change must be found out all the same
            print(f"{ask.name}: {error!r}", file=sys.stderr, flush=True)
    connections.close_all()


def _edit(ask: Ask, actor: User) -> None:
    """Change or delete what was made under a name, if it is known here; once more when it was not as it was seen."""
    row = _known(ask.name)
    if row is None:
        return
    try:
        _ask_once(ask, row, actor, ask.token)
    except services.Unseen:
        shown = services.refresh(row)
        services.refresh(row, accept=shown.digest)
        row.refresh_from_db()
        _ask_once(ask, row, actor, f"{ask.token} again")


def _known(name: str) -> SipDomain | None:
    made = Change.objects.filter(action="create", state=Change.State.APPLIED, key=name).first()
    return SipDomain.objects.live().filter(sid=made.sid).first() if made else None


def _sit(ask: Ask, actor: User) -> None:
    """Take a domain through a sitting with lists of its own, or go on with the one that it is in."""
    domain = _known(ask.name)
    doing = Doing.objects.unfinished().filter(domain=domain).first() if domain else None
    if domain and ask.action == "sit":
        wanted = services.Wanted(
            new_ip_list=services.NewIpList(f"Office of {ask.name}", "8.8.4.4"),
            new_credential_list=services.NewCredentialList(f"Phones of {ask.name}", "desk"),
            turn_on_registration=True,
        )
        doing = services.plan(domain, Doing.Word.ACCESS, services.steps_to(domain, wanted), actor=actor)
    if doing:
        _carry_out(doing, actor)


def _carry_out(doing: Doing, actor: User) -> None:
    for _ in services.carry_out(doing, actor=actor):
        pass


def finish(job: dict[str, Any]) -> dict[str, Any]:
    """Go on with every sitting that was interrupted, until nothing is left of it, and return what there is of all."""
    actor = User.objects.get()
    ends = time.monotonic() + float(job["wait"])
    while (left := Doing.objects.unfinished()).exists() and time.monotonic() < ends:
        for doing in left.select_related("domain"):
            _carry_out(doing, actor)
        services.reconcile_open(at_once=True)
    begun = Doing.objects.exclude(begun_at=None).select_related("domain")
    return {"sittings": [{"domain": doing.domain.sid, "is_over": doing.is_over} for doing in begun]}


def _ask_once(ask: Ask, row: SipDomain, actor: User, token: str) -> None:
    seen = services.Seen.of(row)
    asked = {"friendly_name": ask.asked_as}
    if ask.action == "rename":
        asked["domain_name"] = f"new-{ask.name}"
    if ask.action == "delete":
        services.delete(row, seen=seen, actor=actor, token=token)
    else:
        services.update(row, asked, seen=seen, actor=actor, token=token)


def keep_reconciling(job: dict[str, Any]) -> dict[str, Any]:
    """Reconcile as the background does, more often, until it is told to stop."""
    stop = Path(job["stop"])
    while not stop.exists():
        try:
            services.reconcile_open()
        except DatabaseError as error:  # of a busy machine; the background would be at it again in ten seconds
            print(f"reconciling: {error!r}", file=sys.stderr, flush=True)
        time.sleep(PAUSE_SECONDS)
    return {}
