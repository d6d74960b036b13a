"""Twilio's refusals in an operator's words: what it means, and what to do."""

from collections.abc import Mapping
from dataclasses import replace

from ..masking import masked
from ..models import MAPPINGS, Change, Credential, CredentialList, IpAccessControlList, IpAddress, SipDomain
from .explanations import Explains, Explanation, Viewer, again, sentence
from .refused_access import OF_LISTS, OF_MAPPINGS
from .refused_domains import OF_DOMAINS
from .refused_names import was_here
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
        explanation = _EVERYWHERE[code](change, viewer)  # reading the domain was refused, as anything else would be
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
    of_its_kind = _BY_KIND.get(change.model.path, {})
    return (of_its_kind.get(code) or _EVERYWHERE.get(code, _in_its_words))(change, viewer)


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
        f"Twilio’s test credentials cannot be used for {change.model._meta.verbose_name_plural}, and nothing was "
        f"changed. Set the live credentials of account {change.account.sid}, or none to work on the sandbox."
    )


def _no_such_place(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        f"Twilio does not know account {change.account.sid} at the address the request went to. Check "
        "TWILIO_ACCOUNT_SID, TWILIO_REGION and TWILIO_EDGE."
    )


def _gone(change: Change, viewer: Viewer) -> Explanation:
    if change.rows().visible_to(viewer).live().exists():
        return Explanation(
            f"Twilio said that {change.name} is not there, and has it when asked again: nothing was changed. Try again."
        )
    return Explanation(
        f"{change.name} is gone at Twilio: it was deleted elsewhere, and nothing was changed. Its page says since "
        f"when, and can fill in a new {change.model.noun} with what it was."
    )


def _busy(change: Change, viewer: Viewer) -> Explanation:
    return Explanation(
        "Twilio is busy with other requests of this account and did not process this one. Wait a minute, then "
        f"{again(change)}."
    )


_EVERYWHERE: dict[int, Explains] = {
    401: _credentials,
    403: _credentials,
    404: _no_such_place,
    20003: _credentials,
    20008: _test_credentials,
    20404: _no_such_place,
    20429: _busy,
}
"""What a code means whatever it was about."""

_BY_KIND: dict[str, Mapping[int, Explains]] = {
    SipDomain.path: OF_DOMAINS,
    **{model.path: OF_LISTS for model in (IpAccessControlList, IpAddress, CredentialList, Credential)},
    **{model.path: OF_MAPPINGS for model in MAPPINGS},
}
"""What a code means of one kind of resource, by its path."""

_BEFORE_ANYTHING = (20003, 20008, 20429)
"""The refusals that say the same of reading a resource as of changing it."""
