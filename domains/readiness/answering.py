"""What answers a call that is let in: the voice URL, and what stands in for it."""

from collections.abc import Iterator
from dataclasses import replace

from .grounds import Code, Standing
from .hosts import is_example, is_inside
from .reasons import Act, Mend, Reason, reason
from .snapshots import Snapshot

VOICE_URL = Mend(Act.SET_PARAMETER, parameter="voice_url")


def answering(known: Snapshot) -> Iterator[Reason]:
    """Yield what keeps a call from its instructions, or may.

    https://www.twilio.com/docs/voice/sip/api/sip-domain-resource
    """
    url = known.voice_url
    if not url:
        if not known.byoc_trunk_sid:
            yield reason(Code.NO_VOICE_URL, "There is neither a voice URL nor a BYOC trunk.", VOICE_URL)
        return
    stands_in = bool(known.voice_fallback_url) and not is_inside(known.voice_fallback_url)
    if is_inside(url):
        yield _unreachable(has_another=stands_in or bool(known.byoc_trunk_sid))
    if is_example(url):
        yield reason(Code.EXAMPLE_URL, "The voice URL is on a host that is only an example.", VOICE_URL)
    if url.lower().startswith("http://"):
        yield reason(Code.PLAIN_HTTP, "The voice URL is on plain http.", VOICE_URL)
    if not stands_in:
        what = "The fallback URL is on a private address" if known.voice_fallback_url else "There is no fallback URL"
        yield reason(
            Code.NO_FALLBACK,
            f"{what}, so nothing stands in for the voice URL.",
            Mend(Act.SET_PARAMETER, parameter="voice_fallback_url"),
        )


def _unreachable(*, has_another: bool) -> Reason:
    """Return the reason of a voice URL on a private address; where there is another way, not every call fails."""
    found = reason(Code.UNREACHABLE_URL, "The voice URL is on a private address, which Twilio cannot reach.", VOICE_URL)
    return replace(found, standing=Standing.AT_RISK) if has_another else found
