"""The web server: gunicorn, inside the process that `manage.py serve` is."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from domains.twilio.client import DEADLINE_SECONDS

from .companion import ENDING, Companion

GRACE_SECONDS = int(DEADLINE_SECONDS) + 5
"""How long a request under way may take to end once the server is told to: what Twilio did must still be noted."""

TIMEOUT_SECONDS = 2 * int(DEADLINE_SECONDS) + 10
"""How long a worker may give no sign of life. Longer than any request to Twilio, and two of them in a row."""

ORPHAN_SECONDS = 2.0
"""How long a worker outlives a server that was killed."""


class _Log(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Hands gunicorn's words to the project's own logging, which masks secrets."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A worker that does not outlive its server, however long its threads still have to wait for Twilio."""

    # Ctrl-C lets requests under way end too. Gunicorn's own way takes a lock that the interrupted code may be holding.
    handle_quit = ThreadWorker.handle_exit

    def is_parent_alive(self) -> bool:
        alive: bool = super().is_parent_alive()
        if not alive:
            end = threading.Timer(ORPHAN_SECONDS, os._exit, [0])
            end.daemon = True
            end.start()
        return alive


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
    """Starts workers that no signal can miss, and ends with its terminal."""

    # What is not named here keeps its default meaning; `nohup` keeps its own.
    SIGNALS = list(ENDING - ({signal.SIGHUP} if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else set()))
    handle_hup = Arbiter.handle_term

    def manage_workers(self) -> None:
        """See that everything runs that should. Called at the start, and every second."""
        super().manage_workers()
        if self.app.companion:
            self.app.companion.keep()

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002  (gunicorn's own signature)
        limit = time.monotonic() + GRACE_SECONDS
        if self.WORKERS:
            self.log.info("Ending. Requests under way have %d seconds to end.", GRACE_SECONDS)
        if self.app.companion:
            self.app.companion.tell_to_end()
        super().stop(graceful)
        if self.app.companion:
            self.app.companion.end(limit - time.monotonic())

    def spawn_worker(self) -> Any:
        # A new worker would lose what arrives before it has handlers of its own, and then be waited for in vain.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            return super().spawn_worker()  # a worker does not come back from here
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves a WSGI application on a socket that listens already; `announce` is called when it does."""

    def __init__(
        self,
        application: Callable[..., Any],
        listener: socket.socket,
        *,
        workers: int,
        threads: int,
        announce: Callable[[], object],
    ) -> None:
        self.application = application
        self.companion: Companion | None = None
        self.options = {
            "bind": f"fd://{listener.detach()}",  # gunicorn closes it
            "worker_class": Worker,
            "workers": workers,
            "threads": threads,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "preload_app": True,
            "logger_class": _Log,
            # Who may be believed about https and addresses is for settings.HTTPS to say, and for nobody else.
            "secure_scheme_headers": {},
            "forwarder_headers": "",
            "control_socket_disable": True,  # it would be a file in the home directory
            "when_ready": lambda _arbiter: announce(),
            "post_worker_init": _listen_to_signals,
            "on_exit": _be_done,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options, and nothing from the environment or a file."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Return the application."""
        return self.application

    def run(self, companion: Companion | None = None) -> None:
        """Serve until told to end, with a companion beside the web workers or without; leaves by SystemExit."""
        self.companion = companion
        _Arbiter(self).run()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address of this machine, any free port for 0. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def url_of(host: str, listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"


def _listen_to_signals(_worker: Any) -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _be_done(_arbiter: Any) -> None:
    """Let a signal that comes twice, as through `uv run`, not turn a clean end into a broken one."""
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
