"""What the dashboard's processes do in the soak."""

import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from django.db import DatabaseError, connections

from domains import services
from domains.models import SipDomain, User

from .lanes import Lanes

PAUSE_SECONDS = 0.25


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Ask for domains in several threads, until all have been asked for."""
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
        row = SipDomain(account=account, domain_name=ask.name, friendly_name=ask.asked_as)
        try:
            services.create(row, actor=actor, token=ask.token)
        except services.Busy:
            continue  # another operator is at it, as it should be
        except (
            DatabaseError
        ) as error:  # the operator would see an error page; the change must be found out all the same
            print(f"{ask.name}: {error!r}", file=sys.stderr, flush=True)
    connections.close_all()


def keep_reconciling(job: dict[str, Any]) -> dict[str, Any]:
    """Reconcile as the background does, more often, until it is told to stop."""
    stop = Path(job["stop"])
    while not stop.exists():
        services.reconcile_open()
        time.sleep(PAUSE_SECONDS)
    return {}
