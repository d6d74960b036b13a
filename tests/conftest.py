"""What every test gets: both databases, no network but loopback, and people who may or may not create."""

import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from domains.models import Account, Change, Credential, CredentialList, SipDomain, User
from domains.models.permissions import daily_work
from domains.services import current_account

from .access import credential, credential_list
from .edited import NAME, URL, created
from .handed_over import everything_kept
from .installation import Installation
from .mirrored import mirror
from .twilio_server import ACCOUNT_SID, DOMAIN_SID, TwilioServer, serving


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test access to every database, and leave a test that asks for real transactions with them."""
    for item in items:
        asked = item.get_closest_marker("django_db")
        item.add_marker(
            pytest.mark.django_db(**{"databases": "__all__", **(asked.kwargs if asked else {})}), append=False
        )


def _refuse_strangers(host: object) -> None:
    """Raise where a test would talk to anything but this machine, in words no handler of ours swallows."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        allowed = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        allowed = False
    if not allowed:
        raise RuntimeError(f"A test must not reach for {name}.")


@pytest.fixture(scope="session", autouse=True)
def no_network_but_loopback() -> Iterator[None]:
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            _refuse_strangers(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family != socket.AF_UNIX:
            _refuse_strangers(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host).endswith(".invalid"):  # the name that no network has, for tests of just that
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _refuse_strangers(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture
def operator() -> User:
    """Somebody who may create, change and delete domains."""
    user = User.objects.create_user("operator", password="operator's password")
    user.user_permissions.set(daily_work())
    return user


@pytest.fixture
def visitor(client: Client, operator: User) -> Client:
    """A browser in which the operator is signed in."""
    client.force_login(operator)
    return client


@pytest.fixture
def onlooker() -> User:
    """Somebody who may look."""
    return User.objects.create_user("onlooker", password="onlooker's password")


@pytest.fixture
def superuser() -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("superuser", password="superuser's password")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A dashboard of its own, not started yet."""
    with Installation(tmp_path / "data") as made:
        yield made


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    """A server that plays Twilio on a real socket."""
    with serving() as server:
        yield server


@pytest.fixture
def real_account(settings: Any, twilio: TwilioServer) -> Account:
    """The dashboard set up for an account's own credentials, with the server in Twilio's place."""
    settings.TWILIO_SANDBOX = False
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_USERNAME = ACCOUNT_SID
    settings.TWILIO_PASSWORD = "very secret"
    settings.TWILIO_BASE_URL = twilio.url
    return current_account()


@pytest.fixture
def domain(real_account: Account) -> SipDomain:
    """A domain of the mirror, on the server that plays Twilio."""
    return mirror(account=real_account, sid=DOMAIN_SID, domain_name=NAME, voice_url=URL)


@pytest.fixture
def own(operator: User) -> SipDomain:
    """A domain at the sandbox."""
    return created(operator)


@pytest.fixture
def phones(operator: User) -> CredentialList:
    """A credential list at the sandbox."""
    return credential_list(operator)


@pytest.fixture
def desk(phones: CredentialList, operator: User) -> Credential:
    """A credential on it."""
    return credential(phones, operator)


@pytest.fixture
def nowhere(
    visitor: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Callable[..., None]:
    """Says that a password is nowhere: in no table, session, log or page, whatever was looked at since."""
    caplog.set_level(logging.DEBUG)

    def assert_nowhere(password: str, *pages: Any) -> None:
        assert password
        assert password not in everything_kept()
        assert password not in repr(dict(visitor.session))
        assert password not in repr(visitor.cookies)
        assert password not in caplog.text
        assert not any(password in repr(vars(record)) for record in caplog.records)
        assert password not in "".join(capfd.readouterr())
        addresses = ["/", "/changes/", "/changes/export.csv", "/changes/export.json", "/admin/domains/change/"]
        addresses += [change.get_absolute_url() for change in Change.objects.all()]
        for page in [*pages, *(visitor.get(address) for address in addresses)]:
            assert password not in (b"".join(page) if page.streaming else page.content).decode()

    return assert_nowhere


@pytest.fixture
def elsewhere() -> Account:
    """An account other than the one that is administered."""
    return Account.objects.create(sid="AC" + "1" * 32, region="ie1", name="Dublin", credential="environment")


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client not wait long before it asks again."""
    monkeypatch.setattr("domains.twilio.client.FIRST_PAUSE_SECONDS", 0.001)
    monkeypatch.setattr("domains.services.fetching.AGAIN_SECONDS", 0.001)
