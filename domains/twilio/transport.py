"""How requests travel: one session per thread, and a deadline that nothing outlives.

`requests` gives each read from the socket its own time-out, so a server that sends a byte now and then is waited for
without end. Here a watch runs beside each exchange and shuts the socket down when the time is over. The same watch
knows whether the request has left: that decides between "nothing happened" and "unknown".
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter

IDLE_SECONDS = 20
"""A connection unused for longer is not used again: its other end may be closing it just as we send."""


class Watch:
    """One exchange with its deadline, and whether its request has left this machine."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.sent = False
        self.cut = False
        self._held: socket.socket | None = None
        self._lock = threading.Lock()

    def remaining(self) -> float:
        """Return the seconds left, never below zero."""
        return max(0.0, self.ends - time.monotonic())

    def hold(self, handle: socket.socket | None) -> None:
        """Take over the socket that the exchange runs on; it is shut down at the deadline."""
        with self._lock:
            self._held = handle
            if self.cut:
                self._shut()

    def _end(self) -> None:
        with self._lock:
            self.cut = True
            self._shut()

    def _shut(self) -> None:
        if self._held is not None:
            with suppress(OSError):  # it was closed already: there is nothing left to wait for
                self._held.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def running(self) -> Iterator["Watch"]:
        """Watch over the exchange that this thread makes inside the block."""
        timer = threading.Timer(self.remaining(), self._end)
        timer.daemon = True
        _current.watch = self
        timer.start()
        try:
            yield self
        finally:
            timer.cancel()
            _current.watch = None
            self.hold(None)


class _Current(threading.local):
    watch: Watch | None = None
    session: requests.Session | None = None
    process: int = 0
    used: float = 0.0


_current = _Current()


def mark_sent() -> None:
    """Note that the request of this thread leaves now. For adapters that have no socket, such as the sandbox's."""
    if _current.watch is not None:
        _current.watch.sent = True


class _WatchedConnection(urllib3.connection.HTTPConnection):
    """A connection that shows its socket to the watch.

    The watch gets a duplicate of the socket's handle: shutting that down ends every wait on the connection, a TLS
    handshake under way included.
    """

    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._handle = made.dup()
        if _current.watch is not None:
            _current.watch.hold(self._handle)
        return made

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()
        watch = _current.watch
        if watch is not None:
            watch.hold(self._handle)
            if watch.cut or not watch.remaining():  # looking the name up cannot be interrupted
                self.close()
                raise urllib3.exceptions.ConnectTimeoutError(self, "The time was over before anything was sent.")
            watch.sent = True
        super().request(*args, **kwargs)

    def close(self) -> None:
        super().close()
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class _WatchedTLSConnection(_WatchedConnection, urllib3.connection.HTTPSConnection):
    """The same over TLS."""


class _WatchedPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedTLSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedTLSConnection


class WatchedAdapter(HTTPAdapter):
    """Requests over real sockets, watched. It never repeats a request by itself."""

    _pools = {"http": _WatchedPool, "https": _WatchedTLSPool}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


class _Session(requests.Session):
    """A session that does not even look where a redirect leads: what stands there may be unreadable."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def session_for(base_url: str, adapter: BaseAdapter | None) -> requests.Session:
    """Return this thread's session, made anew after a fork, with `adapter` in place for `base_url` if there is one.

    It carries no credentials and no cookies, and reads nothing from the environment but the certificates to trust: a
    `.netrc` must not decide which account is written to.
    """
    session = _current.session
    if session is None or _current.process != os.getpid():
        session = _current.session = _new_session()
        _current.process = os.getpid()
    elif time.monotonic() - _current.used > IDLE_SECONDS:
        session.close()
    if adapter is not None:
        session.mount(base_url, adapter)
    _current.used = time.monotonic()
    return session


def _new_session() -> requests.Session:
    session = _Session()
    session.trust_env = False
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, WatchedAdapter(pool_connections=4, pool_maxsize=1))
    return session
