"""What the dashboard's processes do in the soak."""

import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from django.db import DatabaseError, connections

from domains import services
from domains.models import Change, SipDomain, User
from domains.twilio import TwilioError

from .lanes import Ask, Lanes

PAUSE_SECONDS = 0.25


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
    made = Change.objects.filter(action="create", state=Change.State.APPLIED, key=ask.name).first()
    row = SipDomain.objects.live().filter(sid=made.sid).first() if made else None
    if row is None:
        return
    try:
        _ask_once(ask, row, actor, ask.token)
    except services.Unseen:
        shown = services.refresh(row)
        services.refresh(row, accept=shown.digest)
        row.refresh_from_db()
        _ask_once(ask, row, actor, f"{ask.token} again")


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
        services.reconcile_open()
        time.sleep(PAUSE_SECONDS)
    return {}
