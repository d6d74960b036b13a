"""Twilio's refusals in an operator's words: what it means, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass

from ..models import Change
from ..validators import parent_domain


@dataclass(frozen=True)
class Explanation:
    """One sentence for the operator, and the parameter it is about where the operator can mend it there."""

    sentence: str
    parameter: str | None = None


def explain(change: Change) -> Explanation:
    """Return what a change that did not go through means. Twilio's code stands last, in brackets."""
    code = change.twilio_code
    if change.state == Change.State.APPLIED:
        return Explanation("Twilio did what was asked.")
    if change.state in (Change.State.INTENDED, Change.State.SENT):
        return Explanation("It is under way. If that does not change, its sender has died, and the outcome is unknown.")
    if change.state == Change.State.NOT_APPLIED:
        return Explanation(
            f"Twilio could not be reached, and nothing was sent. {change.message} Check this machine’s "
            "connection to the internet, then send the form again."
        )
    known = _BY_CODE.get(code or change.twilio_status or 0)
    if change.state == Change.State.UNKNOWN:
        explanation = _unknown(change)
    elif known:
        explanation = known(change)
    else:
        explanation = Explanation(f"Twilio says: {_sentence(change.message)}")
    said = f"Twilio {code}" if code else f"HTTP {change.twilio_status}" if change.twilio_status else ""
    return Explanation(f"{explanation.sentence} ({said})" if said else explanation.sentence, explanation.parameter)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _credentials(change: Change) -> Explanation:
    return Explanation(
        f"Twilio does not accept the credentials for account {change.account.sid}, and nothing was changed. Check "
        "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET: a key works only in its "
        "own account and Region, and test credentials not at all. Then start the dashboard again."
    )


def _test_credentials(change: Change) -> Explanation:
    return Explanation(
        "Twilio’s test credentials cannot be used for SIP domains, and nothing was changed. Set the live "
        f"credentials of account {change.account.sid}, or none to work on the sandbox."
    )


def _no_such_place(change: Change) -> Explanation:
    return Explanation(
        f"Twilio does not know account {change.account.sid} at the address the request went to. Check "
        "TWILIO_ACCOUNT_SID, TWILIO_REGION and TWILIO_EDGE."
    )


def _busy(change: Change) -> Explanation:
    return Explanation(
        "Twilio is busy with other requests of this account and did not process this one. Wait a minute, then send the "
        "form again."
    )


def _unknown(change: Change) -> Explanation:
    trouble = "Twilio had trouble of its own. " if change.twilio_code in (20500, 20503) else ""
    return Explanation(
        f"{trouble}{_sentence(change.message)} So it is unknown whether Twilio carried it out, and it is not "
        f"sent again. Look for {change.key} among the account’s domains in Twilio’s Console before you try again."
    )


def _limit(change: Change) -> Explanation:
    return Explanation(
        f"Account {change.account.sid} has as many SIP domains as Twilio allows, usually 100. Delete one that is no "
        "longer used, or ask Twilio’s support for more."
    )


def _parameter(change: Change) -> Explanation:
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


def _name(change: Change) -> Explanation:
    name, message = change.key, change.message.lower()
    parent = parent_domain(name)
    if "parent" in message or "subdomain" in message:
        needed = parent or "its parent"
        sentence = (
            f"{name} needs {needed} to exist in this account first: create {needed}, or use a hyphen for the dot."
        )
    elif "already exists" in message:
        sentence = (
            f"{name} is taken: it exists already, in this account or in somebody else’s, or it was deleted less "
            "than 30 days ago and is still locked. Enter another name."
        )
    else:
        sentence = (
            f"Twilio does not accept {name}: it can be taken, its parent can belong to somebody else, or it cannot "
            f"be a name at all. Twilio says: {_sentence(change.message)} Enter another name."
        )
    return Explanation(sentence, "domain_name")


def _trunk(change: Change) -> Explanation:
    return Explanation(
        f"BYOC trunk {change.asked.get('byoc_trunk_sid', '')} must exist in account {change.account.sid}: enter the "
        "SID of one that does, or leave it blank.",
        "byoc_trunk_sid",
    )


def _friendly_name(change: Change) -> Explanation:
    return Explanation("Friendly name must be 64 characters or fewer.", "friendly_name")


_BY_CODE: dict[int, Callable[[Change], Explanation]] = {
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
