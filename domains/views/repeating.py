"""What the create form is filled in with: a change that was asked before, a domain, or a backup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from ..backups import Backup
from ..forms import label_of
from ..models import Account, Change, SipDomain
from ..parameters import PARAMETERS, WEBHOOK_METHODS
from ..services import Deletion, deletions_of, is_current
from .accounts import account_of
from .presenting import labels

NOTHING_SENT = "Nothing has been sent."


@dataclass(frozen=True)
class Filling:
    """What the form begins with: `values` by parameter, `said` above it, and the `query` of an address that says so.

    `undoes` is the deletion that creating the same name again makes up for.
    """

    values: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    query: str = ""
    undoes: Change | None = None

    def undone_by(self, name: str) -> Change | None:
        """Return what a domain called `name` makes up for: under another name it is another domain."""
        is_same = self.undoes is not None and name.lower() == self.undoes.key.lower()
        return self.undoes if is_same else None


def filling_of(request: HttpRequest) -> Filling:
    """Return what the address asks the form to be filled in with, and say above a form that is opened where it is from.

    `?from=` is the number of a create that was asked of our account, or of a deletion that was applied; `?clone=` and
    `?again=` are the SIDs of domains, `again` of one that is gone. An address that asks for nothing there is is let be.
    """
    filling = _from_change(request) or _from_clone(request) or _from_gone(request) or Filling()
    if filling.said and request.method != "POST":
        messages.info(request, " ".join(filling.said))
    return filling


def of_backup(request: HttpRequest, backup: Backup) -> Filling:
    """Return what a backup fills the form in with, and say so above it."""
    values, left_out = _fillable(backup.parameters)
    said = [
        f"Filled in from the backup of {backup.name}, last seen so on {timezone.localdate(backup.taken_at)}.",
        NOTHING_SENT,
        "A new domain gets a SID of its own. Not in a backup: mapped access lists, registered phones, its changes.",
        *([] if backup.was_in_service else ["Twilio had no voice URL of it then: it was out of service."]),
        *_of_another_account(request, backup.account_sid, backup.region, values),
        *left_out,
    ]
    messages.info(request, " ".join(said))
    return Filling(values)


def change_of(request: HttpRequest, parameter: str, *, collection: str = SipDomain.path) -> Change | None:
    """Return the change of what `collection` holds whose number the address gives, if whoever asks may see it."""
    visible = Change.objects.visible_to(request.user).select_related("account")
    return visible.filter(collection=collection).numbered(request.GET.get(parameter, "")).first()


def _from_change(request: HttpRequest) -> Filling | None:
    change = change_of(request, "from")
    if change is None or not is_current(change.account):
        return None
    query = f"?{urlencode({'from': change.pk})}"
    match change.action:
        case Change.Action.CREATE:
            values, left_out = _fillable(change.asked)
            return Filling(values, (*_said_of_create(change), *left_out), query)
        case Change.Action.DELETE if change.state == Change.State.APPLIED and change.before:
            domain = SipDomain.objects.visible_to(request.user).gone().filter(sid=change.sid).first()
            if domain is None:
                values, left_out = _fillable(change.before)
                return Filling(values, (_NOT_BACK, *left_out), query, change)
            values, told = _whole(domain, change.before)
            return Filling(values, (*_said_of_deletion(Deletion(domain, change)), *told), query, change)
    return None


def _said_of_create(change: Change) -> list[str]:
    said = [f"Filled in with what {change.actor_name} asked for {change.key}. {NOTHING_SENT}"]
    if change.state == Change.State.NOT_APPLIED and change.stopped_at:
        said.append("The first attempt may still appear: its name is unique at Twilio, so nothing is made twice.")
    return said


def _from_gone(request: HttpRequest) -> Filling | None:
    domain = _domain_of(request, "again")
    if domain is None or not domain.is_gone or not is_current(domain.account):
        return None
    (deletion,) = deletions_of([domain], viewer=request.user)
    values, told = _whole(domain, _parameters_of(domain))
    query = f"?{urlencode({'again': domain.sid})}"
    return Filling(values, (*_said_of_deletion(deletion), *told), query, deletion.change)


_NOT_BACK = (
    "It gets another SID, and what cannot come back is not here: mapped access lists, registered phones, its place "
    f"behind numbers and trunks. {NOTHING_SENT}"
)


def _said_of_deletion(deletion: Deletion) -> list[str]:
    day = timezone.localdate(deletion.free_at)
    lock = "Its name should be free by now." if deletion.is_free else f"Twilio may keep its name locked until {day}."
    return [f"{deletion.told}. Filled in with what it was. {lock}", _NOT_BACK]


def _from_clone(request: HttpRequest) -> Filling | None:
    domain = _domain_of(request, "clone")
    if domain is None:
        return None
    values, told = _whole(domain, _parameters_of(domain) | {"domain_name": ""})
    said = (
        f"Filled in from {domain.domain_name} as it was last seen, with every parameter but the name. {NOTHING_SENT}",
        "Not copied: its SID, mapped access lists and their credentials, registered phones, its changes.",
        *_of_another_account(request, domain.account.sid, domain.account.region, values),
        *told,
    )
    return Filling(values, said, f"?{urlencode({'clone': domain.sid})}")


def _domain_of(request: HttpRequest, parameter: str) -> SipDomain | None:
    sid = request.GET.get(parameter, "").replace("\0", "")  # which PostgreSQL does not take
    domains = SipDomain.objects.visible_to(request.user).select_related("account")
    return domains.filter(sid=sid).first() if sid else None


def _parameters_of(domain: SipDomain) -> dict[str, Any]:
    return {name: getattr(domain, name) for name in PARAMETERS}


def _whole(domain: SipDomain, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what of a domain, as it is in `values`, the form can begin with, and sentences about what to know.

    What disabling has set aside would otherwise be lost with the domain.
    """
    whole = domain.with_what_was_set_aside(values)
    fillable, told = _fillable(whole)
    names = labels(name for name in PARAMETERS if whole.get(name) != values.get(name))
    return fillable, [*([f"It was disabled. Filled in as set aside: {names}."] if names else []), *told]


def _fillable(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what of `values` the form can begin with, and a sentence about what it cannot.

    Twilio answers with a method for every webhook, also for one that is not there: that is none of ours.
    """
    known = {name: value for name, value in values.items() if name in PARAMETERS and value not in ("", None)}
    methods = [name for name in known if name.endswith("_method")]
    idle = {name for name in methods if name.removesuffix("method") + "url" not in known}
    strange = [name for name in methods if name not in idle and known[name] not in WEBHOOK_METHODS]
    told = [f"{label_of(name)} was {known[name]}, which can no longer be asked for: left out." for name in strange]
    return {name: value for name, value in known.items() if name not in idle.union(strange)}, told


def _of_another_account(request: HttpRequest, sid: str, region: str, values: Mapping[str, Any]) -> list[str]:
    account: Account = account_of(request)
    if (sid, region) == (account.sid, account.region):
        return []
    own = [label_of(name) for name in ("byoc_trunk_sid", "emergency_caller_sid") if values.get(name)]
    check = f" Check {' and '.join(own)}: they are of one account alone." if own else ""
    return [f"It was of another account, {sid} in {region}.{check}"]
