"""The accounts that somebody may see: read once for a request, since the frame of a page and its view both ask."""

from django.http import HttpRequest
from django.urls import reverse

from ..models import Account
from ..services import current_account, is_current


def accounts_of(request: HttpRequest) -> dict[int, Account]:
    """Return the accounts that may be seen, by their primary keys."""
    known: dict[int, Account] | None = vars(request).get("accounts")
    if known is None:
        found = sorted(Account.objects.visible_to(request.user), key=lambda account: (account.name, account.pk))
        known = {account.pk: account for account in found}
        vars(request)["accounts"] = known
    return known


def account_of(request: HttpRequest) -> Account:
    """Return the account that is administered; its row is made when first asked for."""
    administered = (account for account in accounts_of(request).values() if is_current(account))
    return next(administered, None) or current_account()


def sandbox_door(request: HttpRequest) -> str:
    """Return where the sandbox stands for the one who asks: what curl and Twilio's libraries are pointed at."""
    return request.build_absolute_uri(reverse("sandbox-page")).rstrip("/")
