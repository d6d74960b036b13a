"""Which account is administered, and how it is reached."""

from django.conf import settings

from .. import sandbox
from ..models import Account
from ..sandbox.adapter import SandboxAdapter
from ..twilio import Client, NotSent
from ..twilio.client import DEADLINE_SECONDS, READ_SECONDS


def current_account() -> Account:
    """Return the account that the environment names, or the sandbox's; its row is made when first asked for."""
    if settings.TWILIO_SANDBOX:
        name, credential = "Sandbox", Account.Credential.SANDBOX
    else:
        name, credential = "Twilio account", Account.Credential.ENVIRONMENT
    sid, region = _place()
    account, _ = Account.objects.get_or_create(
        sid=sid, region=region, defaults={"name": name, "credential": credential}
    )
    return account


def is_current(account: Account) -> bool:
    """Return whether `account` is the one that is administered, without asking the database."""
    return (account.sid, account.region) == _place()


def _place() -> tuple[str, str]:
    return sandbox.ACCOUNT_SID if settings.TWILIO_SANDBOX else settings.TWILIO_ACCOUNT_SID, settings.TWILIO_REGION


def client_for(account: Account, *, patience: float = DEADLINE_SECONDS) -> Client:
    """Return a client that acts for `account`, and waits for each answer for at most `patience` seconds.

    Raises NotSent when the account's credentials are not there (any more).
    """
    deadline = min(patience, getattr(settings, "TWILIO_DEADLINE_SECONDS", DEADLINE_SECONDS))
    read = min(READ_SECONDS, 0.8 * deadline)
    if account.is_sandbox:
        return Client(
            base_url=sandbox.BASE_URL,
            account_sid=account.sid,
            username=account.sid,
            password=sandbox.AUTH_TOKEN,
            adapter=SandboxAdapter(),
            read_seconds=read,
            deadline_seconds=deadline,
        )
    if (account.sid, account.region) != (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_REGION):
        raise NotSent(f"The environment holds no credentials for account {account.sid} in {account.region}.")
    return Client(
        base_url=settings.TWILIO_BASE_URL,
        account_sid=account.sid,
        username=settings.TWILIO_USERNAME,
        password=settings.TWILIO_PASSWORD,
        read_seconds=read,
        deadline_seconds=deadline,
    )
