"""Twilio's refusals in an operator's words: what it means, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ..models import Change, SipDomain, User
from ..validators import parent_domain

Viewer = User | AnonymousUser


@dataclass(frozen=True)
class Explanation:
    """One sentence, the parameter it is about where it can be mended there, and where more is to be seen."""

    sentence: str
    parameter: str | None = None
    href: str = ""
    link: str = ""
    opens_domain: bool = False


LOCKED_DAYS = 30
"""For how long a deleted name may stay locked, for everybody: Twilio’s support, article 51034034436635."""

USUAL_LIMIT = 100


def explain(change: Change, *, viewer: Viewer) -> Explanation:
    """Return what the state of a change means to `viewer`. Twilio's code stands last, in brackets."""
    code = change.twilio_code
    if change.state == Change.State.REFUSED:
        by_code = _BY_CODE.get(code or change.twilio_status or 0, _in_its_words)
        explanation = _was_here(change, viewer) if change.stopped_at else by_code(change, viewer)
    else:
        explanation = _BY_STATE[change.state](change, viewer)
    said = f"Twilio {code}" if code else f"HTTP {change.twilio_status}" if change.twilio_status else ""
    is_applied = change.state == Change.State.APPLIED
    return replace(explanation, sentence=f"{explanation.sentence} ({said})") if said and not is_applied else explanation


def _applied(change: Change, viewer: Viewer) -> Explanation:
    return Explanation("Twilio did what was asked.")


def _under_way(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "It is under way. If no answer has been noted within half a minute, what became of it is looked up by itself."
    )


def _not_applied(change: Change, viewer: Viewer) -> Explanation:
    if change.sent_at is None:
        return Explanation("Nothing was sent: the dashboard’s process ended before that. Send the form again.")
    if change.stopped_at is None:
        return Explanation(
            f"Twilio could not be reached, and nothing was sent. {change.message} Check this machine’s connection to "
            "the internet, then send the form again."
        )
    return Explanation(
        f"Twilio’s answer was lost, and {change.key} was not found at Twilio afterwards, twice, with time between. "
        "Send the form again if it is still wanted: should the first attempt appear after all, nothing is made twice."
    )


def _was_here(change: Change, viewer: Viewer) -> Explanation:
    sentence = f"Its answer was lost, and {change.key} was found, but is not what was asked for: {change.message}"
    return Explanation(sentence, "domain_name", *_link_to(_ours(change, viewer)))


def _in_its_words(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(f"Twilio says: {_sentence(change.message)}")


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _credentials(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        f"Twilio does not accept the credentials for account {change.account.sid}, and nothing was changed. Check "
        "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET: a key works only in its "
        "own account and Region, and test credentials not at all. Then start the dashboard again."
    )


def _test_credentials(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "Twilio’s test credentials cannot be used for SIP domains, and nothing was changed. Set the live "
        f"credentials of account {change.account.sid}, or none to work on the sandbox."
    )


def _no_such_place(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        f"Twilio does not know account {change.account.sid} at the address the request went to. Check "
        "TWILIO_ACCOUNT_SID, TWILIO_REGION and TWILIO_EDGE."
    )


def _busy(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "Twilio is busy with other requests of this account and did not process this one. Wait a minute, then send the "
        "form again."
    )


def _unknown(change: Change, viewer: Viewer) -> Explanation:
    trouble = "Twilio had trouble of its own. " if change.twilio_code in (20500, 20503) else ""
    return Explanation(
        f"{trouble}{_sentence(change.message)} So it is unknown whether Twilio carried it out. It is not sent again, "
        f"but {change.key} is looked for among the account’s domains until that is known, which takes a minute or two."
    )


def _conflict(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(f"Twilio’s answer was lost, and what came of it cannot be told any more. {change.message}")


def _ours(change: Change, viewer: Viewer) -> SipDomain | None:
    return SipDomain.objects.visible_to(viewer).filter(account=change.account, domain_name__iexact=change.key).first()


def _link_to(domain: SipDomain | None) -> tuple[str, str, bool]:
    return (domain.get_absolute_url(), f"Open {domain.domain_name}", True) if domain else ("", "", False)


def _limit(change: Change, viewer: Viewer) -> Explanation:
    known = SipDomain.objects.visible_to(viewer).filter(account=change.account).count()
    return Explanation(
        f"Account {change.account.sid} has as many SIP domains as Twilio allows, usually {USUAL_LIMIT}; the dashboard "
        f"knows {known} of them. Delete one that is no longer used, or ask Twilio’s support for more."
    )


def _parameter(change: Change, viewer: Viewer) -> Explanation:
    message = change.message.lower()
    hints = {
        "domain name": "domain_name",
        "domainname": "domain_name",
        "fallback": "voice_fallback_url",
        "callback": "voice_status_callback_url",
        "url": "voice_url",
        "emergency": "emergency_caller_sid",
    }
    parameter = next((name for hint, name in hints.items() if hint in message), None)
    return Explanation(
        f"Twilio does not accept one of the values: {_sentence(change.message)} Change it, then send the form again.",
        parameter,
    )


def _name(change: Change, viewer: Viewer) -> Explanation:
    """Tell apart what one code stands for: ours, deleted here, a parent missing, somebody else's."""
    name, message = change.key, change.message.lower()
    ours = _ours(change, viewer)
    if ours:
        sentence = f"{name} is in this account already: open it, or enter another name."
        return Explanation(sentence, "domain_name", *_link_to(ours))
    parent = parent_domain(name)
    deleted = _deleted_here(change, viewer)
    if "parent" in message or "subdomain" in message:
        needed = parent or "its parent"
        sentence = (
            f"{name} needs {needed} to exist in this account first: create {needed}, or use a hyphen for the dot."
        )
    elif deleted:
        when = timezone.localtime(deleted.settled_at)
        free = when + timedelta(days=LOCKED_DAYS)
        sentence = (
            f"{name} was deleted here by {deleted.actor_name} on {when:%Y-%m-%d}, and Twilio may keep a deleted name "
            f"locked until {free:%Y-%m-%d}. Enter another name, or wait."
        )
        return Explanation(sentence, "domain_name", deleted.get_absolute_url(), "See the deletion")
    elif "already exists" in message:
        sentence = (
            f"{name} is taken. It is not in this account, so it is somebody else’s, or it was deleted elsewhere less "
            f"than {LOCKED_DAYS} days ago and is still locked. Enter another name."
        )
    else:
        sentence = (
            f"Twilio does not accept {name}: it can be taken, its parent can belong to somebody else, or it cannot "
            f"be a name at all. Twilio says: {_sentence(change.message)} Enter another name."
        )
    return Explanation(sentence, "domain_name")


def _deleted_here(change: Change, viewer: Viewer) -> Change | None:
    since = timezone.now() - timedelta(days=LOCKED_DAYS)
    deletions = (
        Change.objects.visible_to(viewer)
        .about(change.account, change.collection, change.key)
        .filter(action=Change.Action.DELETE, state=Change.State.APPLIED, settled_at__gte=since)
    )
    return deletions.first()


def _trunk(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        f"BYOC trunk {change.asked.get('byoc_trunk_sid', '')} must exist in account {change.account.sid}: enter the "
        "SID of one that does, or leave it blank.",
        "byoc_trunk_sid",
    )


def _friendly_name(change: Change, viewer: Viewer) -> Explanation:
    return Explanation("Friendly name must be 64 characters or fewer.", "friendly_name")


_BY_CODE: dict[int, Callable[[Change, Viewer], Explanation]] = {
    401: _credentials,
    403: _credentials,
    404: _no_such_place,
    20002: _friendly_name,
    20003: _credentials,
    20008: _test_credentials,
    20404: _no_such_place,
    20429: _busy,
    21230: _limit,
    21231: _parameter,
    21232: _name,
    21300: _trunk,
}

_BY_STATE: dict[str, Callable[[Change, Viewer], Explanation]] = {
    Change.State.INTENDED: _under_way,
    Change.State.SENT: _under_way,
    Change.State.UNKNOWN: _unknown,
    Change.State.APPLIED: _applied,
    Change.State.NOT_APPLIED: _not_applied,
    Change.State.CONFLICT: _conflict,
}
