"""The contender: a plain loop over Twilio's own Python library, which writes down what it made.

`python -m tests.bench.plain_loop URL DEADLINE RECORDS LANES` is one process of it.
"""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import requests
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from ..twilio_server import ACCOUNT_SID
from .lanes import ROOT, Ask, Lanes, begun
from .outside import Killer, Soak, a_twilio, audited

SERVER_ERROR = 500
SITTINGS = ("sit", "go on")
PLACE = {"collection": "SIP/Domains"}


class Outdoors(TwilioHttpClient):  # type: ignore[misc]  # the library ships no types
    """Twilio's transport, with the soak's Twilio for Twilio's host."""

    def __init__(self, url: str, deadline: float) -> None:
        super().__init__(timeout=deadline)
        self.url = url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        return super().request(method, url.replace("https://api.twilio.com", self.url), *args, **kwargs)


def main() -> None:
    url, deadline, records, told = sys.argv[1:]
    lanes = Lanes(**json.loads(told) | {"folder": Path(records).parent / "lanes"})
    threads = [
        threading.Thread(target=_loop, args=(url, float(deadline), Path(records), lanes, number))
        for number in range(lanes.threads)
    ]
    for thread in threads:
        thread.start()


def _loop(url: str, deadline: float, records: Path, lanes: Lanes, thread: int) -> None:
    client = Client(ACCOUNT_SID, "token", http_client=Outdoors(url, deadline))
    sids = records.parent / "sids"
    with (records / f"{lanes.process}-{thread}").open("a") as log:
        for ask in lanes.of(thread):
            if ask.action in SITTINGS:
                continue  # it knows none
            sid = _known(sids, ask.name)
            if ask.action != "create" and not sid:
                continue
            action = "update" if ask.action == "rename" else ask.action
            mine = f"ask {ask.number}"  # it knows no forms: the same one once more is another wish
            shown = "" if action == "delete" else mine
            record = {"action": action, **PLACE, "key": ask.name, "asked_as": shown, "sid": sid, "state": "unknown"}
            try:
                record |= {"sid": _asked(client, ask, sid, mine), "state": "applied"}
            except TwilioRestException as error:
                if error.status < SERVER_ERROR:
                    record["state"] = "refused"
            except (requests.RequestException, ValueError):
                pass  # it failed, and that is all the loop knows
            if record["state"] == "applied":
                (sids / ask.name).write_text(str(record["sid"]))
            log.write(json.dumps(record) + "\n")
            log.flush()


def _asked(client: Any, ask: Ask, sid: str, mine: str) -> str:
    """Ask for one thing, and return the SID of the domain."""
    match ask.action:
        case "create":
            return str(client.sip.domains.create(ask.name, friendly_name=mine).sid)
        case "delete":
            client.sip.domains(sid).delete()
        case "rename":
            client.sip.domains(sid).update(friendly_name=mine, domain_name=f"new-{ask.name}")
        case _:
            client.sip.domains(sid).update(friendly_name=mine)
    return sid


def _known(sids: Path, name: str) -> str:
    """Return the SID that somebody has written down for a name."""
    path = sids / name
    return path.read_text() if path.exists() else ""


def run(soak: Soak, folder: Path) -> dict[str, Any]:
    """Soak the loop, and return Twilio's audit, its records, and how it went."""
    lanes, records = folder / "lanes", folder / "records"
    lanes.mkdir()
    records.mkdir()
    (folder / "sids").mkdir()
    killer = Killer(soak, lambda: begun(lanes))
    started = time.time()
    with a_twilio(soak) as url, ThreadPoolExecutor(soak.processes) as threads, killer.at_large():

        def keep(number: int) -> None:
            told = asdict(Lanes(lanes, number, soak.processes, soak.threads, soak.asks, started + soak.limit))
            words = [url, str(soak.deadline), str(records), json.dumps(told | {"folder": ""})]
            code = -1
            while code < 0:
                with subprocess.Popen([sys.executable, "-m", "tests.bench.plain_loop", *words], cwd=ROOT) as process:
                    killer.alive[str(number)] = process.pid
                    code = process.wait()
            killer.alive.pop(str(number), None)

        list(threads.map(keep, range(soak.processes)))
        worked = time.time() - started
        audit = audited(url)
    lines = [line for path in records.iterdir() for line in path.read_text().splitlines()]
    said = [json.loads(line) for line in lines if line.endswith("}")]  # a kill may have cut the last one short
    texts = {one["sid"]: json.loads(one["text"]) for one in audit["there"]}
    deleted = {one["sid"] for one in said if one["action"] == "delete" and one["state"] == "applied"}
    mirror = [
        {**PLACE, "sid": one["sid"], "name": one["key"], "raw": texts.get(one["sid"]), "is_gone": one["sid"] in deleted}
        for one in said
        if one["action"] == "create" and one["sid"]
    ]
    changes = [one | {"story": ["intended", "sent", one["state"]]} for one in said]
    return {"audit": audit, "kills": killer.kills, "worked": worked, "changes": changes, "mirror": mirror}


if __name__ == "__main__":
    main()
