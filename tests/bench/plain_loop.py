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
from .lanes import ROOT, Lanes, begun
from .outside import Killer, Soak, a_twilio, audited

SERVER_ERROR = 500


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
    with (records / f"{lanes.process}-{thread}").open("a") as log:
        for ask in lanes.of(thread):
            mine = f"ask {ask.number}"  # it knows no forms: the same one once more is another wish
            record = {"key": ask.name, "asked_as": mine, "sid": "", "state": "unknown"}
            try:
                record |= {"sid": client.sip.domains.create(ask.name, friendly_name=mine).sid, "state": "applied"}
            except TwilioRestException as error:
                if error.status < SERVER_ERROR:
                    record["state"] = "refused"
            except (requests.RequestException, ValueError):
                pass  # it failed, and that is all the loop knows
            log.write(json.dumps(record) + "\n")
            log.flush()


def run(soak: Soak, folder: Path) -> dict[str, Any]:
    """Soak the loop, and return Twilio's audit, its records, and how it went."""
    lanes, records = folder / "lanes", folder / "records"
    lanes.mkdir()
    records.mkdir()
    killer = Killer(soak, lambda: begun(lanes))
    started = time.time()
    with a_twilio(soak) as url, ThreadPoolExecutor(soak.processes) as threads, killer.at_large():

        def keep(number: int) -> None:
            told = asdict(Lanes(lanes, number, soak.processes, soak.threads, soak.creates, started + soak.limit))
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
    texts = {domain["sid"]: json.loads(domain["text"]) for domain in audit["domains"]}
    mirror = [{"sid": one["sid"], "name": one["key"], "raw": texts.get(one["sid"])} for one in said if one["sid"]]
    changes = [one | {"story": ["intended", one["state"]]} for one in said]
    return {"audit": audit, "kills": killer.kills, "worked": worked, "changes": changes, "mirror": mirror}


if __name__ == "__main__":
    main()
