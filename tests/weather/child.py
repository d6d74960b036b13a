"""The processes that die: `python -m tests.weather.child SOCKET DATABASE` prepares Django once and forks for each job.

A job is one line of JSON on a connection to the socket. The answers, each a line: the fork's pid; then, when the line
`go` has come, what the job gave, or how it failed. A connection that ends without either tells of a death.
"""

import gc
import io
import json
import os
import signal
import socket
import sys
import traceback
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.models.functions import Now

django.setup()  # before the models can be imported

from domains import services  # noqa: E402
from domains.models import Change, TwilioResource, User, model_of  # noqa: E402
from domains.services import fetching, look_ups, reconciling  # noqa: E402

from ..bench.labour import finish, keep_reconciling, work  # noqa: E402
from .deaths import MOMENTS, Death  # noqa: E402
from .dying import arrange, die  # noqa: E402
from .records import empty, mirrored, report  # noqa: E402
from .sitting import go_on, sit  # noqa: E402
from .turns import begin, carry_on  # noqa: E402


def ask(job: dict[str, Any]) -> dict[str, Any]:
    """Ask for a change, in a database that holds what it is about and nothing else."""
    empty()
    death = Death(job["death"])
    for one in job["below"]:
        mirrored(one["collection"], one["text"])
    if "there" in job:
        row = mirrored(job["collection"], job["there"])
    else:
        row = model_of(job["collection"]).new_in(services.current_account(), job["collection"])
        for name, value in job["asked"].items():
            setattr(row, name, value)
    if death == Death.BEFORE:
        die()
    state = _asked(job, row, User.objects.get())
    if death == Death.SETTLED:
        die()
    return {"state": state}


def _asked(job: dict[str, Any], row: TwilioResource, actor: User) -> str:
    """Return the state that a change came to, or the name of what kept it from being sent."""
    seen, asked, secrets = services.Seen.of(row), job["asked"], job["secrets"]
    try:
        match job["action"]:
            case "create":
                return services.create(row, actor=actor, secrets=secrets).state
            case "update":
                purpose = Change.Purpose.ROTATE if secrets else ""
                return services.update(row, asked, seen=seen, actor=actor, secrets=secrets, purpose=purpose).state
        return services.delete(row, seen=seen, actor=actor).state
    except (services.Unseen, services.Gone) as error:
        return type(error).__name__


def reconcile(job: dict[str, Any]) -> dict[str, Any]:
    """Run `manage.py reconcile` as an operator does, and return its exit code and the database's report."""
    code: Any = 0
    with redirect_stdout(io.StringIO()):
        try:
            call_command("reconcile", "--json", "--wait", str(job["wait"]))
        except SystemExit as exit_:
            code = exit_.code
    return {"exit": code, **report()}


def later(job: dict[str, Any]) -> dict[str, Any]:
    """Let the time come for which the look-ups of changes that were given up are set, and return the report."""
    given_up = Change.objects.filter(state=Change.State.NOT_APPLIED, look_at__isnull=False)
    given_up.update(look_at=Now() - timedelta(seconds=1))
    services.reconcile_open()
    return report()


VERBS = {
    verb.__name__: verb for verb in (ask, reconcile, later, sit, go_on, begin, carry_on, work, keep_reconciling, finish)
}


def main() -> None:
    """Prepare the template database, then fork for every job."""
    address = Path(sys.argv[1])
    call_command("migrate", verbosity=0)
    User.objects.create_superuser("operator")
    services.current_account()
    connections.close_all()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(128)
        while True:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    _attend(connection)


def _attend(connection: socket.socket) -> None:
    """Do one job in this fork, and end it."""
    lines = connection.makefile("r")
    job = json.loads(lines.readline())
    _say(connection, {"pid": os.getpid()})
    lines.readline()
    try:
        _say(connection, {"gave": _run(job)})
    finally:
        if sys.exc_info()[0] is not None:
            _say(connection, {"failed": traceback.format_exc()})
        os._exit(0)


def _run(job: dict[str, Any]) -> dict[str, Any]:
    connections.settings["default"]["NAME"] = job["database"]
    settings.TWILIO_BASE_URL = job["url"]
    for module in (look_ups, reconciling):
        setattr(module, "RETRY_AFTER", timedelta(seconds=0.5))  # noqa: B010  (where it is imported to, too)
    setattr(fetching, "NOT_YET", timedelta(0))  # noqa: B010  (here everything is seen at once)
    if job["death"] not in MOMENTS:
        arrange(Death(job["death"]), spared=job.get("spared", 0))
    return VERBS[job["verb"]](job)


def _say(connection: socket.socket, said: dict[str, Any]) -> None:
    connection.sendall(json.dumps(said).encode() + b"\n")


if __name__ == "__main__":
    main()
