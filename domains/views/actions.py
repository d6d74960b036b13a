"""What can be done to a domain from its page, and by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from ..models import Change, SipDomain, TwilioResource
from ..models.permissions import needed
from ..services import disabling, is_current
from .service_permissions import may_turn

CHANGE = needed(SipDomain, Change.Action.UPDATE)
ADD = needed(SipDomain, Change.Action.CREATE)
DELETE = needed(SipDomain, Change.Action.DELETE)


@dataclass(frozen=True)
class Action:
    """One thing to do: its words, its address, and whether it is a button that acts or a link to a page.

    A button that carries several requests out tells how many, whether they take anything away, and where to look first.
    """

    label: str
    href: str
    is_button: bool = False
    requests: int = 0
    takes_away: bool = False
    look_first: str = ""
    posted: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What is sent with it."""


@dataclass(frozen=True)
class Actions:
    """What is offered: `first` stands out, `dangerous` stands apart. `obstacle` says why there is not more."""

    first: Action | None = None
    others: list[Action] = field(default_factory=list)
    dangerous: Action | None = None
    obstacle: str = ""

    def __bool__(self) -> bool:
        return bool(self.first or self.others or self.dangerous)


def obstacle(row: TwilioResource) -> str:
    """Return why nothing can be changed of a resource from here, as a sentence; empty where it can be."""
    if not is_current(row.account):
        return (
            f"It belongs to account {row.account.sid} in {row.account.region}, which is not the one that is "
            "administered: it can only be looked at."
        )
    return f"{row.key} is gone at Twilio: there is nothing to change." if row.is_gone else ""


def may_back_up(request: HttpRequest) -> bool:
    """Return whether somebody may have a domain as a file, which holds the secrets in its URLs."""
    return request.user.has_perm(CHANGE) or request.user.has_perm(DELETE)


def actions_of(domain: SipDomain, request: HttpRequest, *, but: Sequence[Action] = ()) -> Actions:
    """Return what whoever asks may do to a domain, as it stands in the mirror; `but` is offered by the page already.

    To look is everybody's.
    """
    may = request.user.has_perm
    elsewhere = _link("Take it elsewhere", "domain-elsewhere", domain)
    if domain.is_gone:
        return Actions()
    in_the_way = obstacle(domain)
    if in_the_way:
        return Actions(others=[elsewhere], obstacle=in_the_way if any(map(may, (CHANGE, ADD, DELETE))) else "")
    return Actions(
        first=_link("Edit", "domain-edit", domain) if may(CHANGE) else None,
        others=[one for one in (*_others(domain, request), elsewhere) if one not in but],
        dangerous=_link("Delete", "domain-delete", domain) if may(DELETE) else None,
    )


def _others(domain: SipDomain, request: HttpRequest) -> Iterator[Action]:
    if request.user.has_perm(CHANGE):
        if domain.is_disabled and may_turn(request, domain, Change.Purpose.ENABLE):
            yield _link("Enable", "domain-enable", domain)
        elif disabling(domain) and not domain.is_disabled and may_turn(request, domain, Change.Purpose.DISABLE):
            yield _link("Disable", "domain-disable", domain)
        yield Action("Refresh", reverse("domain-look", args=[domain.sid]), is_button=True)
    if request.user.has_perm(ADD):
        yield _link("Clone", "domain-clone", domain)


def _link(label: str, name: str, domain: SipDomain) -> Action:
    return Action(label, address_of(name, domain))


def address_of(name: str, row: TwilioResource) -> str:
    """Return the address of a page about a row of the mirror."""
    return reverse(name, args=[row.sid])
