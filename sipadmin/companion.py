"""A process that runs beside the web workers, as their server's child."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

ENDING = {signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}
"""What tells a process of ours to end."""

RESTART_SECONDS = 5.0
"""How long after its last start it is started again at the earliest: what cannot run must not keep the machine busy."""

logger = logging.getLogger(__name__)


class Companion:
    """One process kept running: started again when it dies, told to end and waited for when the server ends."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = -RESTART_SECONDS

    def keep(self) -> None:
        """See that it runs. To be called now and then; never waits."""
        # Gunicorn's waitpid(-1) may have been quicker: then `poll` knows that it has ended, and not how.
        if self._process is not None and self._process.poll() is not None:
            logger.warning("The background worker (%d) has ended; another one follows.", self._process.pid)
            self._process = None
        if self._process is None and time.monotonic() - self._started_at >= RESTART_SECONDS:
            self._started_at = time.monotonic()
            self._process = self._start()

    def tell_to_end(self) -> None:
        """Ask it to end, and do not wait."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def end(self, seconds: float) -> None:
        """Wait until it has ended, and kill it when it takes longer than that."""
        if self._process is None:
            return
        try:
            self._process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes] | None:
        # It unblocks them once it listens; until then they must not be lost, nor end it with a traceback.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603  (ours)
        except OSError as error:
            logger.warning("The background worker could not be started: %s.", error.strerror)
            return None
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
