"""What a phone or a PBX says when it is refused, and what that is likely to be for one very domain."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum

from ..guide.sources import SOURCES, error
from .access import named
from .callers import not_on, wrong_credential
from .findings import Finding, Likelihood, Where, by_reasons, is_shut
from .grounds import Code
from .reasons import Act, Mend
from .snapshots import Kind, Purpose, Snapshot


class Symptom(StrEnum):
    """What is seen at the phone or the PBX."""

    UNCHALLENGED = "403-unchallenged"
    CHALLENGED = "403-challenged"
    NOT_FOUND = "404"
    NOT_ACCEPTABLE = "488"
    NOT_REGISTERED = "32009"
    REGISTRATION_OFF = "32210"
    NO_REGISTRATION_LIST = "32212"
    REGISTER_REFUSED = "register-403"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """What an operator picks it by."""
        return WORDS[self]


WORDS = {
    Symptom.UNCHALLENGED: "403, and no challenge (407) before it",
    Symptom.CHALLENGED: "403 after the challenge (407)",
    Symptom.NOT_FOUND: "404 after the challenge (407)",
    Symptom.NOT_ACCEPTABLE: "488 Not acceptable: secure media, or codecs",
    Symptom.NOT_REGISTERED: "A phone cannot be called: 32009",
    Symptom.REGISTRATION_OFF: "REGISTER is refused: 32210",
    Symptom.NO_REGISTRATION_LIST: "REGISTER is refused: 32212",
    Symptom.REGISTER_REFUSED: "REGISTER is refused: 403",
    Symptom.NOTHING: "Nothing at all: no answer, and no sign of a call",
}


def diagnose(symptom: Symptom, known: Snapshot) -> tuple[Finding, ...]:
    """Return what the symptom is likely to be for this domain, the surest first; the last are not at the domain."""
    purpose = Purpose.REGISTRATIONS if symptom in OF_PHONES else Purpose.CALLS
    out = [*by_reasons(known, purpose, (Code.GONE, Code.DISABLED))] if is_shut(known, purpose) else []
    open_all_the_same = by_reasons(known, purpose, (Code.OPEN_THOUGH_DISABLED,), likelihood=Likelihood.BESIDES)
    doubts = by_reasons(known, Purpose.CALLS, (Code.DIFFERS, Code.STALE))
    found = out or [*_FINDINGS[symptom](known), *open_all_the_same, *doubts]
    return tuple(sorted(found, key=lambda one: one.likelihood.rank))


OF_PHONES = (Symptom.NOT_REGISTERED, Symptom.REGISTRATION_OFF, Symptom.NO_REGISTRATION_LIST, Symptom.REGISTER_REFUSED)
"""What phones say of being registered, which nothing that answers calls has a part in."""
OF_ADDRESSES = ("AL", Kind.ADDRESSES)
OF_CREDENTIALS = ("CL", Kind.CREDENTIALS)
NOBODY_IN = (Code.NO_LIST, Code.EMPTY, Code.PRIVATE_ONLY)
BESIDE = (Code.EMPTY_BESIDE, Code.PRIVATE_BESIDE)
ON_A_LIST = (Code.EMPTY, Code.EMPTY_BESIDE, Code.ENTRIES_UNSEEN)
WHICH_LISTS = (Code.LISTS_UNSEEN, Code.LISTS_CONTRADICT)
REGISTRATION = (
    Code.REGISTRATION_OFF,
    Code.OFF_THOUGH_MAPPED,
    Code.NO_REGISTRATION_LIST,
    Code.REGISTRATION_LISTS_UNSEEN,
)


def _unchallenged(known: Snapshot) -> Iterator[Finding]:
    # Whether Twilio challenges by a credential list that is empty is not documented: nobody comes in either way.
    yield from by_reasons(known, Purpose.CALLS, NOBODY_IN)
    yield from by_reasons(known, Purpose.CALLS, (*WHICH_LISTS, *BESIDE, Code.ENTRIES_UNSEEN), OF_ADDRESSES)
    gate = known.gate(Kind.ADDRESSES)
    if not gate.is_open:
        yield from not_on(gate.lists)
    yield _sent_to_an_address(known)


def _sent_to_an_address(known: Snapshot) -> Finding:
    return Finding(
        Likelihood.ELSEWHERE,
        "It may be sent to one of Twilio’s IP addresses, which refuses it, and the account does not show that.",
        f"Send it to {known.domain_name}, by that name.",
        SOURCES["interface"],
        where=Where.CALLER,
    )


def _challenged(known: Snapshot) -> Iterator[Finding]:
    yield from by_reasons(known, Purpose.CALLS, (*WHICH_LISTS, *ON_A_LIST), OF_CREDENTIALS)
    yield from by_reasons(known, Purpose.REGISTRATIONS, (Code.CANNOT_DIAL,), ("CL",))
    gate = known.gate(Kind.CREDENTIALS)
    if gate.is_there is False:
        yield _challenges_nobody(known)
        return
    yield from wrong_credential(gate.lists)
    yield Finding(
        Likelihood.ELSEWHERE,
        "The phone’s user name and its authorization name may differ (32106).",
        "Give both the same value.",
        error(32106),
        where=Where.CALLER,
    )


def _challenges_nobody(known: Snapshot) -> Finding:
    return Finding(
        Likelihood.ELSEWHERE,
        "No credential list is mapped for calls here, so this domain challenges nobody: another one does.",
        f"Compare what the phone calls with {known.domain_name}.",
        SOURCES["sending"],
        where=Where.CALLER,
    )


def _keeps_everybody_out(known: Snapshot) -> Iterator[Finding]:
    """Yield why no call gets as far as to be answered like this: Twilio says 403 to each before."""
    yield from by_reasons(known, Purpose.CALLS, NOBODY_IN, likelihood=Likelihood.BESIDES)


def _not_found(known: Snapshot) -> Iterator[Finding]:
    # A call that an IP list lets in fails without a voice URL as well, and is not challenged before.
    is_in = any(gate.is_there is not False for gate in known.gates)
    yield from _keeps_everybody_out(known)
    yield from by_reasons(known, Purpose.CALLS, (Code.NO_VOICE_URL,), likelihood=None if is_in else Likelihood.BESIDES)
    if known.gate(Kind.CREDENTIALS).is_there is False:
        yield _challenges_nobody(known)
    elif known.voice_url:
        yield Finding(
            Likelihood.ELSEWHERE,
            "The domain has a voice URL, so it may be what that tells Twilio to dial which is not there.",
            "Open the voice URL from outside, and read what its TwiML dials.",
            SOURCES["twiml"],
            where=Where.APPLICATION,
        )
    elif known.byoc_trunk_sid:
        yield Finding(
            Likelihood.ELSEWHERE,
            "The domain has no voice URL but a BYOC trunk, whose own voice URL is not looked at here.",
            "Look at the trunk in Twilio’s Console, or give the domain a voice URL.",
            SOURCES["byoc_trunk"],
            Mend(Act.SET_PARAMETER, parameter="voice_url"),
            Where.CONSOLE,
        )


def _not_acceptable(known: Snapshot) -> Iterator[Finding]:
    yield from _keeps_everybody_out(known)
    if known.secure:
        yield Finding(
            Likelihood.LIKELY,
            "Secure media is on, and the call comes without TLS or without SRTP.",
            "Set the phone to TLS, port 5061, and to SRTP; or turn secure media off, which refuses whoever sends SRTP.",
            SOURCES["secure"],
            Mend(Act.TURN_OFF, parameter="secure"),
            Where.CALLER,
        )
    else:
        yield Finding(
            Likelihood.LIKELY,
            "Secure media is off, and the call carries SRTP.",
            "Turn SRTP off at the phone, or secure media on, which refuses every phone without it.",
            error(32207),
            Mend(Act.TURN_ON, parameter="secure"),
            Where.CALLER,
        )
    yield Finding(
        Likelihood.ELSEWHERE,
        "The phone and Twilio may have no codec in common.",
        "Let the phone offer PCMU (G.711 µ-law).",
        None,
        where=Where.CALLER,
    )


def _not_registered(known: Snapshot) -> Iterator[Finding]:
    yield from _registration(known)
    if known.sip_registration:
        yield Finding(
            Likelihood.ELSEWHERE,
            "The phone may not be registered at this moment: a registration ends within the hour unless it is renewed.",
            f"Look for it in Twilio’s Console, under Registered SIP endpoints, and let it register with "
            f"{known.domain_name} again.",
            error(32009),
            where=Where.CALLER,
        )


def _registration(known: Snapshot) -> Iterator[Finding]:
    """Yield what keeps phones from registering, whatever they say."""
    yield from by_reasons(known, Purpose.REGISTRATIONS, (*REGISTRATION, *ON_A_LIST))
    if known.sip_registration and known.secure:
        yield Finding(
            Likelihood.LIKELY,
            "Secure media is on, and the phone does not register over TLS.",
            "Set the phone to TLS, port 5061.",
            error(32209),
            where=Where.CALLER,
        )


def _registration_off(known: Snapshot) -> Iterator[Finding]:
    yield from by_reasons(known, Purpose.REGISTRATIONS, (Code.REGISTRATION_OFF, Code.OFF_THOUGH_MAPPED))
    if known.sip_registration:
        yield _another_registrar(known, "SIP registration is on here", 32210)


def _no_registration_list(known: Snapshot) -> Iterator[Finding]:
    is_on, mapped = known.sip_registration, known.registration_credentials
    # While registration is off Twilio answers 32210, whatever is mapped.
    yield from by_reasons(known, Purpose.REGISTRATIONS, REGISTRATION, likelihood=None if is_on else Likelihood.BESIDES)
    if mapped and mapped.lists:
        are = "are" if len(mapped.lists) > 1 else "is"
        yield _another_registrar(known, f"{named(mapped.lists, 'and')} {are} mapped for registrations here", 32212)
    elif not is_on:
        on = replace(known, sip_registration=True)
        yield from by_reasons(on, Purpose.REGISTRATIONS, (Code.REGISTRATION_LISTS_UNSEEN,))
        yield from _without_a_list(on) if mapped else ()


def _without_a_list(known: Snapshot) -> Iterator[Finding]:
    for one in by_reasons(known, Purpose.REGISTRATIONS, (Code.NO_REGISTRATION_LIST,)):
        yield replace(one, sentence="No credential list is mapped for registrations, so no phone can register.")


def _another_registrar(known: Snapshot, what: str, code: int) -> Finding:
    return Finding(
        Likelihood.ELSEWHERE,
        f"{what}, so the phone has not tried since, or registers with another domain.",
        f"Compare the phone’s registrar with {known.domain_name}, and let it register again.",
        error(code),
        where=Where.CALLER,
    )


def _register_refused(known: Snapshot) -> Iterator[Finding]:
    yield from _registration(known)
    if known.sip_registration and known.registration_credentials:
        yield from wrong_credential(known.registration_credentials.lists)
    yield _sent_to_an_address(known)


def _nothing(known: Snapshot) -> Iterator[Finding]:
    blocking = (*NOBODY_IN, Code.NO_VOICE_URL, Code.UNREACHABLE_URL)
    yield from by_reasons(known, Purpose.CALLS, (*blocking, *WHICH_LISTS, Code.ENTRIES_UNSEEN))
    yield Finding(
        Likelihood.ELSEWHERE,
        "Nothing may reach Twilio at all: the name, the port or a firewall keeps it from there.",
        f"Send to {known.domain_name} at port 5060 by UDP or TCP, or at 5061 by TLS 1.2, and let the firewall pass it.",
        SOURCES["interface"],
        where=Where.NETWORK,
    )
    yield _sent_to_an_address(known)


_FINDINGS: dict[Symptom, Callable[[Snapshot], Iterator[Finding]]] = {
    Symptom.UNCHALLENGED: _unchallenged,
    Symptom.CHALLENGED: _challenged,
    Symptom.NOT_FOUND: _not_found,
    Symptom.NOT_ACCEPTABLE: _not_acceptable,
    Symptom.NOT_REGISTERED: _not_registered,
    Symptom.REGISTRATION_OFF: _registration_off,
    Symptom.NO_REGISTRATION_LIST: _no_registration_list,
    Symptom.REGISTER_REFUSED: _register_refused,
    Symptom.NOTHING: _nothing,
}
