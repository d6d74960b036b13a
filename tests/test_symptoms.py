"""The symptom doctor: what a phone or a PBX says, told from what is known of the very domain."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies

from domains.readiness import Act, Finding, Kind, Likelihood, Mapped, Mend, Snapshot, Symptom, diagnose

from .imagined_domains import snapshots
from .known import BRANCH, DESKS, GUESTS, LONG_AGO, NOW, OFFICE, PBX, PHONES, mapped, mended

BOTH = frozenset(Kind)
NO_LIST = replace(PBX, auth_types=frozenset(), call_addresses=mapped())
EMPTY_OFFICE, EMPTY_PHONES = replace(OFFICE, entries=0), replace(PHONES, entries=0)
PRIVATE_OFFICE = replace(OFFICE, is_off_the_internet=True)
OFF = replace(DESKS, sip_registration=False)
UNMAPPED = replace(DESKS, registration_credentials=mapped())
BARE = replace(PBX, voice_url="", voice_fallback_url="")
WIDE = replace(PBX, call_addresses=mapped(replace(OFFICE, is_wide_open=True)))
UNSEEN = replace(DESKS, call_credentials=None, registration_credentials=None)


def test_a_list_of_private_addresses_is_told_of_once() -> None:
    [found] = of_the_domain(Symptom.UNCHALLENGED, replace(PBX, call_addresses=mapped(PRIVATE_OFFICE)))
    assert found.likelihood == Likelihood.CERTAIN


def of_the_domain(symptom: Symptom, known: Snapshot) -> list[Finding]:
    return [one for one in diagnose(symptom, known) if one.likelihood != Likelihood.ELSEWHERE]


@pytest.mark.parametrize(
    ("symptom", "known", "likelihood", "words"),
    [
        (Symptom.UNCHALLENGED, NO_LIST, Likelihood.CERTAIN, "No list is mapped for calls"),
        (
            Symptom.UNCHALLENGED,
            replace(PBX, call_addresses=mapped(EMPTY_OFFICE)),
            Likelihood.CERTAIN,
            "“Office” is empty, so nobody may call.",
        ),
        (
            Symptom.UNCHALLENGED,
            replace(DESKS, call_credentials=mapped(EMPTY_PHONES)),
            Likelihood.CERTAIN,
            "“Phones” is empty, so nobody may call.",
        ),
        (
            Symptom.UNCHALLENGED,
            replace(PBX, call_addresses=mapped(OFFICE, BRANCH)),
            Likelihood.LIKELY,
            "an address that is not on “Branch” or “Office”.",
        ),
        (
            Symptom.UNCHALLENGED,
            replace(PBX, call_addresses=mapped(PRIVATE_OFFICE)),
            Likelihood.CERTAIN,
            "“Office” holds no address on the Internet, so nobody may call.",
        ),
        (
            Symptom.UNCHALLENGED,
            replace(PBX, call_addresses=mapped(PRIVATE_OFFICE, BRANCH)),
            Likelihood.LIKELY,
            "“Office” holds no address on the Internet, so nobody may call by it.",
        ),
        (Symptom.UNCHALLENGED, replace(PBX, call_addresses=None), Likelihood.UNKNOWN, "but not which"),
        (
            Symptom.CHALLENGED,
            replace(DESKS, call_credentials=mapped(EMPTY_PHONES)),
            Likelihood.CERTAIN,
            "“Phones” is empty",
        ),
        (
            Symptom.CHALLENGED,
            replace(DESKS, call_credentials=mapped(GUESTS)),
            Likelihood.LIKELY,
            "“Phones” cannot call with it",
        ),
        (Symptom.CHALLENGED, DESKS, Likelihood.LIKELY, "The user name or the password is not one on “Phones”."),
        (Symptom.CHALLENGED, UNSEEN, Likelihood.UNKNOWN, "a credential list is mapped for calls, but not which"),
        (Symptom.NOT_FOUND, BARE, Likelihood.CERTAIN, "neither a voice URL nor a BYOC trunk"),
        (
            Symptom.NOT_FOUND,
            replace(BARE, is_disabled=True),
            Likelihood.CERTAIN,
            "taken out of service here",
        ),
        (
            Symptom.REGISTER_REFUSED,
            replace(DESKS, is_disabled=True, voice_url="", registration_credentials=mapped()),
            Likelihood.CERTAIN,
            "taken out of service here",
        ),
        (
            Symptom.NO_REGISTRATION_LIST,
            replace(DESKS, is_disabled=True, voice_url=""),
            Likelihood.BESIDES,
            "a list is mapped by which phones can register",
        ),
        (Symptom.NOT_ACCEPTABLE, PBX, Likelihood.LIKELY, "Secure media is off, and the call carries SRTP."),
        (
            Symptom.NOT_ACCEPTABLE,
            replace(PBX, secure=True),
            Likelihood.LIKELY,
            "Secure media is on, and the call comes without TLS or without SRTP.",
        ),
        (Symptom.NOT_REGISTERED, PBX, Likelihood.CERTAIN, "SIP registration is off, so no phone can register."),
        (Symptom.NOT_REGISTERED, UNMAPPED, Likelihood.CERTAIN, "no credential list is mapped for registrations"),
        (
            Symptom.NOT_REGISTERED,
            replace(DESKS, secure=True),
            Likelihood.LIKELY,
            "the phone does not register over TLS",
        ),
        (Symptom.NOT_REGISTERED, UNSEEN, Likelihood.UNKNOWN, "was never looked at"),
        (Symptom.REGISTRATION_OFF, OFF, Likelihood.CERTAIN, "SIP registration is off, though “Phones” is mapped"),
        (Symptom.REGISTRATION_OFF, PBX, Likelihood.CERTAIN, "SIP registration is off"),
        (Symptom.NO_REGISTRATION_LIST, UNMAPPED, Likelihood.CERTAIN, "no credential list is mapped for registrations"),
        (Symptom.NO_REGISTRATION_LIST, UNSEEN, Likelihood.UNKNOWN, "was never looked at"),
        (Symptom.REGISTER_REFUSED, OFF, Likelihood.CERTAIN, "SIP registration is off"),
        (
            Symptom.REGISTER_REFUSED,
            replace(DESKS, registration_credentials=mapped(EMPTY_PHONES)),
            Likelihood.CERTAIN,
            "“Phones” is empty, so nobody may register.",
        ),
        (
            Symptom.REGISTER_REFUSED,
            replace(DESKS, registration_credentials=mapped(EMPTY_PHONES, GUESTS)),
            Likelihood.LIKELY,
            "so nobody may register by it",
        ),
        (Symptom.REGISTER_REFUSED, DESKS, Likelihood.LIKELY, "The user name or the password is not one on “Phones”."),
        (Symptom.NOTHING, NO_LIST, Likelihood.CERTAIN, "every call is refused"),
        (
            Symptom.NOTHING,
            replace(PBX, voice_url="https://10.0.0.1/", voice_fallback_url=""),
            Likelihood.CERTAIN,
            "on a private address",
        ),
        (Symptom.NOTHING, replace(PBX, is_gone=True), Likelihood.CERTAIN, "acme.sip.twilio.com is gone at Twilio."),
        (Symptom.NOTHING, replace(PBX, looked_at=LONG_AGO), Likelihood.UNKNOWN, "9 days ago"),
    ],
)
def test_a_symptom_is_told_from_what_is_known_of_the_domain(
    symptom: Symptom, known: Snapshot, likelihood: Likelihood, words: str
) -> None:
    first = diagnose(symptom, known)[0]
    assert first.likelihood == likelihood
    assert words in first.sentence


@pytest.mark.parametrize(
    ("symptom", "known", "words"),
    [
        (Symptom.UNCHALLENGED, DESKS, "refuses it, and the account does not show that"),
        (Symptom.UNCHALLENGED, WIDE, "refuses it, and the account does not show that"),
        (Symptom.CHALLENGED, PBX, "this domain challenges nobody: another one does."),
        (Symptom.NOT_FOUND, DESKS, "what that tells Twilio to dial"),
        (
            Symptom.NOT_FOUND,
            replace(DESKS, voice_url="", byoc_trunk_sid="BY" + "1" * 32),
            "whose own voice URL is not looked at",
        ),
        (Symptom.NOT_FOUND, PBX, "this domain challenges nobody: another one does."),
        (Symptom.NOT_REGISTERED, DESKS, "may not be registered at this moment"),
        (Symptom.REGISTRATION_OFF, DESKS, "SIP registration is on here, so the phone has not tried since"),
        (Symptom.NO_REGISTRATION_LIST, DESKS, "“Phones” is mapped for registrations here"),
        (Symptom.NOTHING, PBX, "Nothing may reach Twilio at all"),
    ],
)
def test_a_domain_that_is_not_to_blame_is_cleared(symptom: Symptom, known: Snapshot, words: str) -> None:
    assert of_the_domain(symptom, known) == []
    assert words in diagnose(symptom, known)[0].sentence


@pytest.mark.parametrize("registration", [mapped(), None])
def test_a_missing_list_is_what_32212_means_though_registration_is_off(registration: Mapped | None) -> None:
    off = replace(PBX, registration_credentials=registration)
    found = diagnose(Symptom.NO_REGISTRATION_LIST, off)
    about_the_list = next(
        one for one in found if "a list is mapped" not in one.sentence and "redential list" in one.sentence
    )
    assert about_the_list.likelihood == (Likelihood.CERTAIN if registration else Likelihood.UNKNOWN)
    assert [one.sentence[:23] for one in found if one.likelihood == Likelihood.BESIDES] == ["SIP registration is off"]


def test_registration_that_is_off_is_never_said_to_be_what_32212_comes_from() -> None:
    besides, another = diagnose(Symptom.NO_REGISTRATION_LIST, OFF)
    assert (besides.likelihood, besides.mend) == (Likelihood.BESIDES, Mend(Act.TURN_ON, parameter="sip_registration"))
    assert another.likelihood == Likelihood.ELSEWHERE


@pytest.mark.parametrize("symptom", [Symptom.NOT_FOUND, Symptom.NOT_ACCEPTABLE])
@pytest.mark.parametrize(
    "known",
    [NO_LIST, replace(PBX, call_addresses=mapped(EMPTY_OFFICE)), replace(DESKS, call_credentials=mapped(EMPTY_PHONES))],
)
def test_what_lets_no_call_in_is_told_before_what_a_call_meets_inside(symptom: Symptom, known: Snapshot) -> None:
    first, *others = diagnose(symptom, known)
    assert first.likelihood == Likelihood.BESIDES
    assert first.mend
    assert first.mend.act in {Act.MAP_LIST, Act.ADD_ENTRY}
    assert Likelihood.CERTAIN not in {one.likelihood for one in others}


def test_a_refused_register_is_laid_to_no_list_once_one_is_there_with_somebody_on_it() -> None:
    [only] = of_the_domain(Symptom.REGISTER_REFUSED, DESKS)
    assert only.mend is not None
    assert (only.mend.act, only.mend.sid) == (Act.ROTATE, PHONES.sid)


def test_secure_media_explains_one_call_that_is_not_acceptable_and_never_both() -> None:
    on, off = (of_the_domain(Symptom.NOT_ACCEPTABLE, replace(PBX, secure=secure)) for secure in (True, False))
    assert [len(on), len(off)] == [1, 1]
    assert on != off


def test_an_address_that_is_missing_is_added_to_a_list_that_is_mapped() -> None:
    [missing] = of_the_domain(Symptom.UNCHALLENGED, PBX)
    assert missing.mend is not None
    assert (missing.mend.act, missing.mend.sid) == (Act.ADD_ENTRY, OFFICE.sid)


def test_a_call_that_must_pass_both_kinds_is_told_of_each_by_what_it_met() -> None:
    both = replace(DESKS, call_addresses=mapped(OFFICE), auth_types=BOTH)
    assert "not on “Office”" in diagnose(Symptom.UNCHALLENGED, both)[0].sentence
    assert "not one on “Phones”" in diagnose(Symptom.CHALLENGED, both)[-2].sentence


@pytest.mark.parametrize("symptom", Symptom)
def test_a_domain_that_is_gone_explains_every_symptom_by_that(symptom: Symptom) -> None:
    [only] = diagnose(symptom, replace(DESKS, is_gone=True))
    assert only.sentence == "desks.sip.twilio.com is gone at Twilio."


def test_every_symptom_is_picked_by_words_of_its_own() -> None:
    assert len({symptom.words for symptom in Symptom}) == len(Symptom)


@given(snapshots, strategies.sampled_from(Symptom))
def test_every_symptom_has_an_answer_with_something_to_do_the_surest_first(known: Snapshot, symptom: Symptom) -> None:
    found = diagnose(symptom, known)
    assert found
    assert all(one.likelihood.rank <= two.likelihood.rank for one, two in pairwise(found))
    assert all(one.sentence.endswith(".") and one.remedy.endswith(".") for one in found)
    assert all(one.mend or one.where for one in found)
    assert len({one.sentence for one in found}) == len(found)


@given(snapshots, strategies.sampled_from(Symptom))
def test_what_is_certain_is_cleared_by_its_mend(known: Snapshot, symptom: Symptom) -> None:
    for one in diagnose(symptom, known):
        if one.likelihood == Likelihood.CERTAIN:
            assert one.mend is not None
            assert one.sentence not in {other.sentence for other in diagnose(symptom, mended(known, one.mend))}


def test_the_oldest_look_is_named_by_what_it_was_at() -> None:
    before = NOW - timedelta(hours=1)
    lists = Mapped((replace(OFFICE, looked_at=before),), NOW)
    assert replace(PBX, call_addresses=lists).oldest_look == (before, "what is on “Office”")
    assert replace(PBX, call_addresses=Mapped((OFFICE,), before)).oldest_look == (before, "which lists are mapped")
    assert replace(PBX, looked_at=before).oldest_look == (before, "the domain")
