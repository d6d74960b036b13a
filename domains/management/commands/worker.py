"""The command that runs the background."""

import logging
import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from domains import tasks
from domains.management.prepared import UNUSABLE
from sipadmin.companion import ENDING

SECONDS = 1.0
"""How often to look whether a job is due, whether a wake-up waits, and whether the parent lives."""

PAUSE_SECONDS = 5.0
"""How long to leave a database alone that cannot be used just now."""

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs the jobs of the background until told to stop. Any number of workers share the work."""

    help = "Runs the background: looks up unknown outcomes, tidies up. `serve` runs one such worker itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what `serve` says of itself."""
        parser.add_argument("--with-parent", type=int, metavar="PID", help="end at once when this parent process ends")

    def handle(self, *, with_parent: int | None, **options: Any) -> None:
        """Run jobs in this thread, which signals reach, and keep time in another."""
        worker = _Worker()
        worker.configure_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # `serve` held back what came before
        threading.excepthook = _end_with_thread
        if with_parent:
            threading.Thread(target=_end_with, args=[with_parent], daemon=True).start()
        clock = threading.Thread(target=_keep_time, daemon=True)
        clock.start()
        while worker.running:
            try:
                worker.run()
            except UNUSABLE as error:
                _wait_for_database(error)
        if not clock.is_alive():
            raise CommandError("The worker ended since it could no longer keep time: the log says why.")


class _Worker(db_worker.Worker):
    """The worker of django-tasks-db, which takes a signal that comes twice for one."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def configure_signals(self) -> None:
        for one in ENDING:
            if signal.getsignal(one) is not signal.SIG_IGN:  # `nohup` keeps its meaning
                signal.signal(one, self.shutdown)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End within a second, or once the job under way has ended."""
        # Leaving from here, as the original does, could lose a wake-up between its taking and its run.
        self.running = False


def _keep_time() -> None:
    """Wake workers for what is due, every second. Ends only with an error of ours."""
    scheduled = False
    while True:
        try:
            if not scheduled:
                tasks.schedule()
                scheduled = True
            tasks.tick()
        except UNUSABLE as error:
            _wait_for_database(error)
        close_old_connections()
        time.sleep(SECONDS)


def _wait_for_database(error: Exception) -> None:
    logger.warning("The database cannot be used just now: %s", " ".join(str(error).split()))
    close_old_connections()
    time.sleep(PAUSE_SECONDS)


def _end_with(parent: int) -> None:
    """End this process when its parent has ended: at once, since nobody will wait for it."""
    while os.getppid() == parent:
        time.sleep(SECONDS)
    os._exit(0)


def _end_with_thread(error: threading.ExceptHookArgs) -> None:
    """Let no worker live on that has lost a thread: it would look alive. The job under way may end."""
    logger.critical(
        "The worker cannot go on.",
        exc_info=error.exc_value or True,
    )
    os.kill(os.getpid(), signal.SIGTERM)
