"""The verdict on a domain: what stands in the way of its calls and its phones, and what mends that."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from domains.guide.sources import SOURCES
from domains.models import SipDomain
from domains.readiness import AccessList, Act, Code, Judgement, Kind, Mapped, Mend, Purpose, Snapshot, Standing, verdict
from domains.readiness.grounds import GROUNDS
from domains.readiness.verdicts import TOO_LONG

from .known import (
    BRANCH,
    DESKS,
    GUARDED,
    GUESTS,
    LONG_AGO,
    NOW,
    OFFICE,
    PBX,
    PHONES,
    REGISTERED,
    URL,
    mapped,
    mended,
)

BOTH = frozenset(Kind)
EMPTY_OFFICE, EMPTY_PHONES = replace(OFFICE, entries=0), replace(PHONES, entries=0)
PRIVATE_OFFICE = replace(OFFICE, is_off_the_internet=True)
UNSEEN_OFFICE, UNSEEN_PHONES = (replace(one, entries=None, looked_at=None) for one in (OFFICE, PHONES))
WIDE_OFFICE = replace(OFFICE, is_wide_open=True)
LIVE_BYOC = "BY" + "1" * 32


def judged(known: Snapshot, purpose: Purpose) -> Judgement:
    both = verdict(known)
    return both.calls if purpose == Purpose.CALLS else both.registration


def codes(judgement: Judgement) -> list[Code]:
    return [one.code for one in judgement.reasons]


CALLS, REGISTRATIONS = Purpose.CALLS, Purpose.REGISTRATIONS

PRODUCED: list[tuple[Purpose, Snapshot, dict[str, Any], Code, Standing, str]] = [
    (CALLS, PBX, {"is_gone": True}, Code.GONE, Standing.BLOCKED, "acme.sip.twilio.com is gone at Twilio."),
    (REGISTRATIONS, DESKS, {"is_gone": True}, Code.GONE, Standing.BLOCKED, "gone at Twilio"),
    (CALLS, PBX, {"is_disabled": True, "voice_url": ""}, Code.DISABLED, Standing.NOT_WANTED, "taken out of service"),
    (
        REGISTRATIONS,
        DESKS,
        {"is_disabled": True, "registration_credentials": mapped()},
        Code.DISABLED,
        Standing.NOT_WANTED,
        "taken out of service",
    ),
    (
        CALLS,
        PBX,
        {"is_disabled": True, "voice_url": "", "byoc_trunk_sid": LIVE_BYOC},
        Code.OPEN_THOUGH_DISABLED,
        Standing.AT_RISK,
        "its BYOC trunk answers whom the lists that are mapped let in",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"is_disabled": True, "voice_url": ""},
        Code.OPEN_THOUGH_DISABLED,
        Standing.AT_RISK,
        "a list is mapped by which phones can register",
    ),
    (
        CALLS,
        PBX,
        {"auth_types": frozenset(), "call_addresses": mapped()},
        Code.NO_LIST,
        Standing.BLOCKED,
        "No list is mapped for calls",
    ),
    (
        CALLS,
        PBX,
        {"auth_types": frozenset(), "call_addresses": None, "call_credentials": None},
        Code.NO_LIST,
        Standing.BLOCKED,
        "every call is refused",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(EMPTY_OFFICE)},
        Code.EMPTY,
        Standing.BLOCKED,
        "“Office” is empty, so nobody may call.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(EMPTY_OFFICE), "call_credentials": mapped(PHONES), "auth_types": BOTH},
        Code.EMPTY,
        Standing.BLOCKED,
        "A credential list is mapped too, and both must pass.",
    ),
    (
        CALLS,
        DESKS,
        {"call_addresses": mapped(OFFICE), "call_credentials": mapped(EMPTY_PHONES), "auth_types": BOTH},
        Code.EMPTY,
        Standing.BLOCKED,
        "An IP access control list is mapped too, and both must pass.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(EMPTY_OFFICE, replace(BRANCH, entries=0))},
        Code.EMPTY,
        Standing.BLOCKED,
        "The IP lists “Branch” and “Office” are empty, so nobody may call.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": Mapped((OFFICE, BRANCH), NOW, widest=OFFICE.sid)},
        Code.WIDE_OPEN,
        Standing.AT_RISK,
        "“Branch” and “Office” together let in addresses whose owners nobody knows, so strangers may call.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(EMPTY_OFFICE, BRANCH)},
        Code.EMPTY_BESIDE,
        Standing.AT_RISK,
        "“Office” is empty, so nobody may call by it.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(PRIVATE_OFFICE)},
        Code.PRIVATE_ONLY,
        Standing.BLOCKED,
        "The IP list “Office” holds no address on the Internet, so nobody may call.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(PRIVATE_OFFICE), "call_credentials": mapped(PHONES), "auth_types": BOTH},
        Code.PRIVATE_ONLY,
        Standing.BLOCKED,
        "A credential list is mapped too, and both must pass.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(PRIVATE_OFFICE, replace(BRANCH, entries=0))},
        Code.PRIVATE_ONLY,
        Standing.BLOCKED,
        "The IP lists “Branch” and “Office” hold no address on the Internet, so nobody may call.",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(PRIVATE_OFFICE, BRANCH)},
        Code.PRIVATE_BESIDE,
        Standing.AT_RISK,
        "“Office” holds no address on the Internet, so nobody may call by it.",
    ),
    (CALLS, PBX, {"voice_url": ""}, Code.NO_VOICE_URL, Standing.BLOCKED, "neither a voice URL nor a BYOC trunk"),
    (
        CALLS,
        PBX,
        {"voice_url": "https://10.1.2.3/", "voice_fallback_url": ""},
        Code.UNREACHABLE_URL,
        Standing.BLOCKED,
        "on a private address",
    ),
    (
        CALLS,
        PBX,
        {"voice_url": "https://pbx.local/"},
        Code.UNREACHABLE_URL,
        Standing.AT_RISK,
        "on a private address",
    ),
    (
        CALLS,
        PBX,
        {"voice_url": "https://pbx.local/", "voice_fallback_url": "", "byoc_trunk_sid": LIVE_BYOC},
        Code.UNREACHABLE_URL,
        Standing.AT_RISK,
        "on a private address",
    ),
    (
        CALLS,
        PBX,
        {"voice_url": "https://voice.example.com/"},
        Code.EXAMPLE_URL,
        Standing.AT_RISK,
        "only an example",
    ),
    (CALLS, PBX, {"voice_url": "HTTP://voice.acme.net/"}, Code.PLAIN_HTTP, Standing.AT_RISK, "plain http"),
    (CALLS, PBX, {"voice_fallback_url": ""}, Code.NO_FALLBACK, Standing.AT_RISK, "There is no fallback URL"),
    (
        CALLS,
        PBX,
        {"voice_fallback_url": "https://10.0.0.1/"},
        Code.NO_FALLBACK,
        Standing.AT_RISK,
        "The fallback URL is on a private address",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": None},
        Code.LISTS_UNSEEN,
        Standing.NOT_KNOWN,
        "an IP access control list is mapped for calls, but not which",
    ),
    (
        CALLS,
        PBX,
        {"auth_types": frozenset(), "call_addresses": Mapped((OFFICE,), LONG_AGO), "now": LONG_AGO},
        Code.LISTS_CONTRADICT,
        Standing.NOT_KNOWN,
        "Twilio tells otherwise",
    ),
    (
        CALLS,
        PBX,
        {"auth_types": BOTH, "call_credentials": Mapped((), LONG_AGO), "now": LONG_AGO},
        Code.LISTS_CONTRADICT,
        Standing.NOT_KNOWN,
        "Whether a credential list is mapped for calls is not known",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(UNSEEN_OFFICE)},
        Code.ENTRIES_UNSEEN,
        Standing.NOT_KNOWN,
        "Who is on the IP list “Office” was never looked at",
    ),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(WIDE_OFFICE)},
        Code.WIDE_OPEN,
        Standing.AT_RISK,
        "so strangers may call.",
    ),
    (
        CALLS,
        DESKS,
        {"call_addresses": mapped(WIDE_OFFICE), "auth_types": BOTH},
        Code.WIDE_OPEN,
        Standing.AT_RISK,
        "so only the credential list keeps strangers out",
    ),
    (
        CALLS,
        PBX,
        {"emergency_calling_enabled": True},
        Code.EMERGENCY_WITHOUT_NUMBER,
        Standing.AT_RISK,
        "without a caller number",
    ),
    (
        CALLS,
        PBX,
        GUARDED | {"emergency_number": None},
        Code.EMERGENCY_NUMBER_UNSEEN,
        Standing.AT_RISK,
        "was never looked at",
    ),
    (
        CALLS,
        PBX,
        GUARDED | {"emergency_number": replace(REGISTERED, sid="PN" + "2" * 32)},
        Code.EMERGENCY_NUMBER_UNSEEN,
        Standing.AT_RISK,
        "was never looked at",
    ),
    (
        CALLS,
        PBX,
        GUARDED | {"emergency_number": replace(REGISTERED, is_there=False)},
        Code.EMERGENCY_NUMBER_GONE,
        Standing.AT_RISK,
        "is not in this account",
    ),
    (
        CALLS,
        PBX,
        GUARDED | {"emergency_number": replace(REGISTERED, address_status="pending-registration")},
        Code.EMERGENCY_ADDRESS,
        Standing.AT_RISK,
        "+15551230000: Twilio tells “pending-registration”.",
    ),
    (
        CALLS,
        PBX,
        {"differing": ("voice URL", "secure media")},
        Code.DIFFERS,
        Standing.AT_RISK,
        "something else than is known here: voice URL, secure media.",
    ),
    (CALLS, PBX, {"looked_at": LONG_AGO}, Code.STALE, Standing.AT_RISK, "9 days ago"),
    (
        CALLS,
        PBX,
        {"call_addresses": mapped(replace(OFFICE, looked_at=LONG_AGO))},
        Code.STALE,
        Standing.AT_RISK,
        "9 days ago",
    ),
    (REGISTRATIONS, DESKS, {"looked_at": LONG_AGO}, Code.STALE, Standing.AT_RISK, "9 days ago"),
    (
        REGISTRATIONS,
        PBX,
        {},
        Code.REGISTRATION_OFF,
        Standing.NOT_WANTED,
        "so no phone can register.",
    ),
    (
        REGISTRATIONS,
        PBX,
        {"registration_credentials": None},
        Code.REGISTRATION_OFF,
        Standing.NOT_WANTED,
        "Whether a list is mapped for it was never looked at.",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"sip_registration": False},
        Code.OFF_THOUGH_MAPPED,
        Standing.BLOCKED,
        "though “Phones” is mapped for it",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"registration_credentials": mapped()},
        Code.NO_REGISTRATION_LIST,
        Standing.BLOCKED,
        "no credential list is mapped for registrations",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"registration_credentials": None},
        Code.REGISTRATION_LISTS_UNSEEN,
        Standing.NOT_KNOWN,
        "was never looked at",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"registration_credentials": mapped(EMPTY_PHONES)},
        Code.EMPTY,
        Standing.BLOCKED,
        "The credential list “Phones” is empty, so nobody may register.",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"registration_credentials": mapped(UNSEEN_PHONES)},
        Code.ENTRIES_UNSEEN,
        Standing.NOT_KNOWN,
        "who may register by it is not known",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"call_credentials": mapped(), "auth_types": frozenset()},
        Code.CANNOT_DIAL,
        Standing.AT_RISK,
        "no list is mapped for calls",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"call_credentials": mapped(), "call_addresses": mapped(OFFICE), "auth_types": PBX.auth_types},
        Code.DIAL_BY_ADDRESS,
        Standing.AT_RISK,
        "only from an address on “Office”",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"call_addresses": mapped(OFFICE, BRANCH), "auth_types": BOTH},
        Code.DIAL_BY_ADDRESS,
        Standing.AT_RISK,
        "only from an address on “Branch” or “Office”",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"call_credentials": mapped(GUESTS)},
        Code.CANNOT_DIAL,
        Standing.AT_RISK,
        "“Phones” cannot call with it: it is not mapped for calls",
    ),
    (
        REGISTRATIONS,
        DESKS,
        {"call_credentials": None},
        Code.DIALING_UNSEEN,
        Standing.NOT_KNOWN,
        "Whether phones that register can also call is not known",
    ),
]


@pytest.mark.parametrize(("purpose", "domain", "changed", "code", "standing", "words"), PRODUCED)
def test_what_stands_in_the_way_is_told_and_its_mend_clears_it(
    purpose: Purpose, domain: Snapshot, changed: dict[str, Any], code: Code, standing: Standing, words: str
) -> None:
    known = replace(domain, **changed)
    found = judged(known, purpose)
    assert found.standing == standing
    [told] = [one for one in found.reasons if one.code == code]
    assert words in told.sentence
    assert code not in codes(judged(mended(known, told.mend), purpose))


def test_every_reason_is_produced_here() -> None:
    assert {code for _, _, _, code, _, _ in PRODUCED} == set(Code) == set(GROUNDS)


@pytest.mark.parametrize("code", Code)
def test_every_reason_says_why_it_matters_what_to_do_and_where_twilio_says_so(code: Code) -> None:
    ground = GROUNDS[code]
    assert ground.matters.endswith(".")
    assert ground.remedy.endswith(".")
    assert urlsplit(ground.source.url).scheme == "https"


DISABLED_BYOC = replace(PBX, is_disabled=True, voice_url="", byoc_trunk_sid=LIVE_BYOC)


@pytest.mark.parametrize(
    "changed",
    [
        {"byoc_trunk_sid": ""},
        {"auth_types": frozenset(), "call_addresses": mapped()},
        {"call_addresses": mapped(EMPTY_OFFICE)},
        {"call_credentials": mapped(EMPTY_PHONES), "auth_types": BOTH},
    ],
)
def test_a_disabled_domain_is_only_that_where_nothing_answers_or_nobody_is_let_in(changed: dict[str, Any]) -> None:
    judgement = judged(replace(DISABLED_BYOC, **changed), CALLS)
    assert (codes(judgement), judgement.words, judgement.rule) == ([Code.DISABLED], "Disabled", "")


def test_whether_a_disabled_domain_lets_anybody_in_may_be_unknown() -> None:
    judgement = judged(replace(DISABLED_BYOC, call_addresses=None), CALLS)
    assert codes(judgement) == [Code.LISTS_UNSEEN, Code.DISABLED]
    assert judgement.words == "Not known"


def test_a_disabled_domain_that_lets_somebody_in_says_whom() -> None:
    judgement = judged(DISABLED_BYOC, CALLS)
    assert judgement.words == "At risk"
    assert "“Office”" in judgement.rule


def test_a_disabled_domain_that_was_changed_elsewhere_is_more_than_disabled() -> None:
    judgement = judged(replace(PBX, is_disabled=True, voice_url="", differing=("voice URL",)), CALLS)
    assert codes(judgement) == [Code.DIFFERS, Code.DISABLED]
    assert judgement.words == "Not known"


def test_a_domain_with_a_list_and_a_voice_url_takes_calls() -> None:
    calls = verdict(PBX).calls
    assert (calls.standing, calls.words, calls.reasons) == (Standing.READY, "Takes calls", ())


def test_phones_can_register_and_call_with_one_list_for_both() -> None:
    found = verdict(DESKS).registration
    assert (found.standing, found.words, found.reasons) == (Standing.READY, "Phones can register", ())


@pytest.mark.parametrize("standing", [one for one in Standing if one != Standing.READY])
def test_a_standing_has_words(standing: Standing) -> None:
    words = "off" if standing == Standing.NOT_WANTED else standing.replace("-", " ")
    assert replace(verdict(PBX).calls, standing=standing).words.lower() == words


def test_emergency_calling_with_a_registered_address_is_no_risk() -> None:
    assert verdict(replace(PBX, **GUARDED)).calls.standing == Standing.READY


def test_a_byoc_trunk_needs_no_voice_url_of_the_domain() -> None:
    known = replace(PBX, voice_url="", voice_fallback_url="", byoc_trunk_sid=LIVE_BYOC)
    assert verdict(known).calls.standing == Standing.READY


def test_a_domain_of_which_only_auth_type_is_known_is_neither_praised_nor_blamed() -> None:
    known = replace(PBX, call_addresses=None, call_credentials=None, registration_credentials=None)
    assert codes(verdict(known).calls) == [Code.LISTS_UNSEEN]
    assert verdict(known).calls.words == "Not known"


def test_a_list_that_was_mapped_since_the_domain_was_looked_at_counts() -> None:
    known = replace(PBX, auth_types=frozenset(), looked_at=LONG_AGO, now=LONG_AGO)
    assert verdict(known).calls.standing == Standing.READY


def test_phones_pass_an_ip_list_that_is_wide_open() -> None:
    known = replace(DESKS, call_addresses=mapped(WIDE_OFFICE), auth_types=BOTH)
    assert Code.DIAL_BY_ADDRESS not in codes(verdict(known).registration)


def test_mapping_the_phones_list_beside_an_ip_list_does_not_let_them_call() -> None:
    known = replace(DESKS, call_addresses=mapped(OFFICE), call_credentials=mapped(), auth_types=PBX.auth_types)
    [before] = verdict(known).registration.reasons
    beside = replace(known, call_credentials=mapped(PHONES), auth_types=BOTH)
    assert verdict(beside).registration.reasons == (before,)


@pytest.mark.parametrize(
    ("domain", "changed", "rule"),
    [
        (PBX, {}, "A call must come from an address on “Office”."),
        (
            PBX,
            {"call_addresses": mapped(OFFICE, BRANCH)},
            "A call must come from an address on “Branch” or “Office”: any one list is enough.",
        ),
        (DESKS, {}, "A call must sign in with a credential on “Phones”."),
        (
            DESKS,
            {"call_addresses": mapped(OFFICE), "auth_types": BOTH},
            (
                "A call must come from an address on “Office” and sign in with a credential on “Phones”: an IP list "
                "and a credential list together must both pass."
            ),
        ),
        (PBX, {"call_addresses": None}, "A call must come from an address on an IP access control list."),
        (PBX, {"auth_types": frozenset(), "call_addresses": mapped()}, ""),
        (PBX, {"is_gone": True}, ""),
    ],
)
def test_the_verdict_says_who_may_call(domain: Snapshot, changed: dict[str, Any], rule: str) -> None:
    assert verdict(replace(domain, **changed)).calls.rule == rule


@pytest.mark.parametrize(
    ("domain", "changed", "rule"),
    [
        (PBX, {}, ""),
        (DESKS, {}, "A phone must register with a credential on “Phones”."),
        (
            DESKS,
            {"registration_credentials": mapped(PHONES, GUESTS)},
            "A phone must register with a credential on “Guests” or “Phones”: any one list is enough.",
        ),
    ],
)
def test_the_verdict_says_who_may_register(domain: Snapshot, changed: dict[str, Any], rule: str) -> None:
    assert verdict(replace(domain, **changed)).registration.rule == rule


def test_a_list_that_is_empty_is_explained_by_the_page_about_its_kind() -> None:
    both = replace(DESKS, call_addresses=mapped(EMPTY_OFFICE), call_credentials=mapped(EMPTY_PHONES), auth_types=BOTH)
    assert [one.source for one in verdict(both).calls.reasons] == [SOURCES["ip_list"], SOURCES["credential_list"]]


def test_of_lists_that_are_empty_or_private_the_private_one_is_to_get_an_address() -> None:
    known = replace(PBX, call_addresses=mapped(PRIVATE_OFFICE, replace(BRANCH, entries=0)))
    [found] = verdict(known).calls.reasons
    assert (found.about, found.mend) == (OFFICE.sid, Mend(Act.ADD_ENTRY, sid=OFFICE.sid))


UNREGISTERED = replace(DESKS, registration_credentials=mapped())
UNCALLED = replace(DESKS, auth_types=frozenset(), call_credentials=mapped())


@pytest.mark.parametrize(
    ("known", "purpose", "code"),
    [
        (UNREGISTERED, Purpose.REGISTRATIONS, Code.NO_REGISTRATION_LIST),
        (UNCALLED, Purpose.CALLS, Code.NO_LIST),
    ],
)
def test_the_only_list_that_lets_in_for_one_purpose_is_to_be_mapped_for_the_other(
    known: Snapshot, purpose: Purpose, code: Code
) -> None:
    both = verdict(known)
    [found] = [one for one in (*both.calls.reasons, *both.registration.reasons) if one.code == code]
    assert found.mend == Mend(Act.MAP_LIST, purpose, sid=PHONES.sid)


@pytest.mark.parametrize("lists", [(), (PHONES, GUESTS), (EMPTY_PHONES,)])
def test_which_list_is_to_be_mapped_is_left_open_where_there_is_none_or_a_choice(lists: tuple[AccessList, ...]) -> None:
    [found] = [
        one
        for one in verdict(replace(UNREGISTERED, call_credentials=mapped(*lists))).registration.reasons
        if one.code == Code.NO_REGISTRATION_LIST
    ]
    assert found.mend == Mend(Act.MAP_LIST, Purpose.REGISTRATIONS)


def test_a_list_that_nobody_looked_into_is_not_told_to_be_private() -> None:
    unseen = replace(PRIVATE_OFFICE, entries=None, looked_at=None)
    assert codes(verdict(replace(PBX, call_addresses=mapped(unseen))).calls) == [Code.ENTRIES_UNSEEN]


def test_the_worst_is_told_first() -> None:
    known = replace(
        PBX, call_addresses=mapped(EMPTY_OFFICE, AccessList("AL" + "3" * 32, "Home")), voice_url="", looked_at=LONG_AGO
    )
    assert codes(verdict(known).calls) == [
        Code.NO_VOICE_URL,
        Code.ENTRIES_UNSEEN,
        Code.EMPTY_BESIDE,
        Code.STALE,
    ]


def test_a_domain_that_is_gone_is_told_nothing_else() -> None:
    known = replace(PBX, is_gone=True, voice_url="", call_addresses=mapped())
    assert codes(verdict(known).calls) == codes(verdict(known).registration) == [Code.GONE]


def test_what_was_looked_at_within_the_week_is_relied_on() -> None:
    assert verdict(replace(PBX, looked_at=NOW - TOO_LONG)).calls.reasons == ()


def test_a_snapshot_is_taken_of_a_row_with_what_else_is_known() -> None:
    row = SipDomain(domain_name="acme.sip.twilio.com", auth_type="IP_ACL", voice_url=URL, seen_at=NOW)
    known = Snapshot.of(row, now=NOW, call_addresses=mapped(OFFICE), call_credentials=mapped())
    assert codes(verdict(known).calls) == [Code.NO_FALLBACK]
    assert codes(verdict(Snapshot.of(row, now=NOW)).calls) == [Code.LISTS_UNSEEN, Code.NO_FALLBACK]
    row.gone_at = NOW
    assert codes(verdict(Snapshot.of(row, now=NOW)).calls) == [Code.GONE]
