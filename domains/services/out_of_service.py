"""Taking a domain out of service and back: what to ask of Twilio, and what is remembered meanwhile."""

from collections.abc import Mapping
from typing import Any

from ..models import Change, SipDomain
from ..models.domains import ANSWERS_CALLS

_METHOD_OF = {url: f"{url.removesuffix('_url')}_method" for url in ANSWERS_CALLS}
SET_ASIDE = tuple(name for pair in _METHOD_OF.items() for name in pair)
"""What is remembered of a domain that is taken out of service: each URL with its method, which Twilio may forget."""


NO_URL = {"voice_url": ""}
"""What is asked of a domain that has no URL, and keeps none: the change that taking its lists away hangs on.

Where the answer is lost, values tell nothing of it: the time of the last change does, as with a password.
"""


def disabling(domain: SipDomain) -> dict[str, Any]:
    """Return what to ask of Twilio so that `domain` is out of service; empty when it is of no service as it is.

    A BYOC trunk answers calls without a URL, and phones register without one: there the lists alone are taken away.
    """
    asked = {name: "" for name in ANSWERS_CALLS if getattr(domain, name)}
    serves = not domain.is_disabled and (domain.byoc_trunk_sid or domain.sip_registration)
    return asked or (dict(NO_URL) if serves else {})


def enabling(domain: SipDomain) -> dict[str, Any]:
    """Return what to ask of Twilio so that `domain` is as it was before it was disabled; empty when it is already."""
    there = domain.set_aside or {}
    asked = {name: there[name] for name in SET_ASIDE if name in there and there[name] != getattr(domain, name)}
    return asked or (dict(NO_URL) if domain.is_disabled else {})


def note_service(change: Change, row: SipDomain, resource: Mapping[str, Any]) -> None:
    """Remember what disabling took away, until the domain is in service again: by a voice URL, or by all of that.

    What had no URL to take away is in service again once it is enabled.
    """
    before, there = change.before or {}, row.set_aside or {}
    if change.purpose == Change.Purpose.DISABLE:
        _set_aside(row, _taken_away(before, {} if before.get("voice_url") else there))
    elif row.set_aside is not None:
        taken = [name for name in ANSWERS_CALLS if there.get(name)]
        is_back = all(map(resource.get, taken)) if taken else change.purpose == Change.Purpose.ENABLE
        if resource.get("voice_url") or before.get("voice_url") or is_back:
            _set_aside(row, None)


def _taken_away(before: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, str]:
    """Return each URL with its method as it was `before`, or else as it was set aside when that was taken away."""
    taken: dict[str, str] = {}
    for pair in _METHOD_OF.items():
        last = there if there.get(pair[0]) and not before.get(pair[0]) else before
        taken |= {name: last.get(name) or "" for name in pair}
    return taken


def _set_aside(row: SipDomain, values: dict[str, str] | None) -> None:
    SipDomain.objects.filter(pk=row.pk).update(set_aside=values)
