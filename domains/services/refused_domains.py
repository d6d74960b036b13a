"""Refusals that are about SIP domains: by Twilio's code, what they mean there."""

from ..models import Change
from .explanations import Explains, Explanation, Viewer, again, sentence
from .refused_names import limit, name_refused, sub_domains


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


OF_DOMAINS: dict[int, Explains] = {
    20002: _friendly_name,
    21230: limit,
    21231: _parameter,
    21232: name_refused,
    21233: sub_domains,
    21300: _trunk,
}
"""What explains each."""
