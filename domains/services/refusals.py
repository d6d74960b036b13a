"""Twilio's refusals in an operator's words: what it means, and what to do."""

from collections.abc import Callable
from dataclasses import replace

from ..masking import masked
from ..models import Change
from .explanations import Explanation, Viewer, again, sentence
from .refused_names import limit, name_refused, sub_domains, was_here
from .stages import BY_STATE

NOT_THERE = (404, 20404)


def explain(change: Change, *, viewer: Viewer) -> Explanation:
    """Return what the state of a change means to `viewer`. Twilio's code stands last, in brackets.

    Secrets are masked: Twilio may quote the URL that it refuses, and who reads this may not have typed it.
    """
    code = change.twilio_code
    if change.state == Change.State.REFUSED:
        explanation = _refused(change, viewer)
    elif change.state == Change.State.NOT_APPLIED and change.sent_at is None and code in _BEFORE_ANYTHING:
        explanation = _BY_CODE[code](change, viewer)  # reading the domain was refused, as anything else would be
    else:
        explanation = BY_STATE[change.state](change, viewer)
    status = change.twilio_status
    is_said = status is not None and f"HTTP status {status}" in explanation.sentence
    said = f"Twilio {code}" if code else f"HTTP {status}" if status and not is_said else ""
    is_told = change.state in (Change.State.APPLIED, Change.State.CONFLICT)
    words = f"{explanation.sentence} ({said})" if said and not is_told else explanation.sentence
    return replace(explanation, sentence=masked(words))


def _refused(change: Change, viewer: Viewer) -> Explanation:
    if change.stopped_at:
        return was_here(change, viewer)
    code = change.twilio_code or change.twilio_status or 0
    if code in NOT_THERE and change.action != Change.Action.CREATE:
        return _gone(change, viewer)
    return _BY_CODE.get(code, _in_its_words)(change, viewer)


def _in_its_words(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(f"Twilio says: {sentence(change.message)}")


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


def _gone(change: Change, viewer: Viewer) -> Explanation:
    if change.rows().visible_to(viewer).live().exists():
        return Explanation(
            f"Twilio said that {change.key} is not there, and has it when asked again: nothing was changed. Try again."
        )
    return Explanation(
        f"{change.key} is gone at Twilio: it was deleted elsewhere, and nothing was changed. Its page says since when, "
        "and can fill in a new domain with what it was."
    )


def _busy(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "Twilio is busy with other requests of this account and did not process this one. Wait a minute, then "
        f"{again(change)}."
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
    once_more = again(change)
    what = "Change it on the edit form" if once_more == "try again" else f"Change it, then {once_more}"
    return Explanation(
        f"Twilio does not accept one of the values: {sentence(change.message)} {what}.",
        parameter,
    )


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
    21230: limit,
    21231: _parameter,
    21232: name_refused,
    21233: sub_domains,
    21300: _trunk,
}

_BEFORE_ANYTHING = (20003, 20008, 20429)
"""The refusals that say the same of reading a domain as of changing it."""
