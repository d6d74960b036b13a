"""The dashboard in the soak: processes that create, one that reconciles, all of them killed now and then."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import requests

from ..weather.children import Children
from .lanes import Lanes, begun
from .outside import Killer, Soak, a_twilio, audited

RECONCILE_SECONDS = 120


def run(soak: Soak, folder: Path) -> dict[str, Any]:
    """Soak the dashboard, and return Twilio's audit, the database's report, and how it went."""
    lanes = folder / "lanes"
    lanes.mkdir()
    stop = folder / "stop"
    killer = Killer(soak, lambda: begun(lanes))
    started = time.time()
    seconds = f"{soak.deadline} {soak.lease} {soak.settle}"
    with a_twilio(soak) as url, Children(folder / "home", seconds=seconds, patience=soak.limit + 300) as all_:
        common: dict[str, Any] = {"url": url, "database": all_.database, "stop": str(stop), "wait": RECONCILE_SECONDS}

        def keep(name: str, **job: Any) -> None:
            """Have a process do a job, and another one after it when it is killed."""
            while all_.run(lambda pid: killer.alive.update({name: pid}), **common, **job) is None:
                pass
            killer.alive.pop(name, None)

        with ThreadPoolExecutor(soak.processes + 1) as threads:
            reconciler = threads.submit(keep, "reconciler", verb="keep_reconciling")
            with killer.at_large():
                workers = [
                    threads.submit(
                        keep,
                        f"worker {number}",
                        verb="work",
                        lanes=asdict(
                            Lanes(lanes, number, soak.processes, soak.threads, soak.asks, started + soak.limit)
                        )
                        | {"folder": str(lanes)},
                    )
                    for number in range(soak.processes)
                ]
                for worker in workers:
                    worker.result()
            worked = time.time() - started
            audited(url)
            stop.touch()
            reconciler.result()
        recovery = all_.run(lambda _: None, verb="reconcile", **common) or {}
        requests.get(f"{url}/calm", timeout=60)  # a single look at what came late must not fail by chance
        finished = all_.run(lambda _: None, verb="finish", **common) or {}
        recovery |= all_.run(lambda _: None, verb="later", **common) or {}
        return {
            "audit": audited(url),
            "kills": killer.kills,
            "worked": worked,
            "took": time.time() - started,
            "logged": all_.logged,
            **recovery,
            **finished,
        }
