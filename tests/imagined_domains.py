"""Whatever can be known of a domain, for tests of what is so of each."""

from datetime import timedelta

from hypothesis import strategies

from domains.readiness import AccessList, EmergencyNumber, Kind, Mapped, Snapshot

from .known import NOW, PHONE_NUMBER, URL

looks = strategies.sampled_from([NOW, NOW - timedelta(hours=1), NOW - timedelta(days=9)])


def lists_of(prefix: str) -> strategies.SearchStrategy[AccessList]:
    names = strategies.sampled_from("123")
    kinds = strategies.sampled_from(["", "wide open", "off the Internet"])
    made = strategies.tuples(names, strategies.sampled_from([None, 0, 1, 5]), kinds, looks)
    return made.map(
        lambda drawn: AccessList(
            prefix + drawn[0] * 32,
            f"List {drawn[0]}",
            drawn[1],
            is_wide_open=drawn[2] == "wide open" and prefix == "AL" and drawn[1] != 0,
            looked_at=None if drawn[1] is None else drawn[3],
            is_off_the_internet=drawn[2] == "off the Internet" and prefix == "AL" and bool(drawn[1]),
        )
    )


def mappings(prefix: str) -> strategies.SearchStrategy[Mapped | None]:
    lists = strategies.lists(lists_of(prefix), max_size=3, unique_by=lambda one: one.sid).map(tuple)
    return strategies.none() | strategies.builds(Mapped, lists, looks)


urls = strategies.sampled_from(["", URL, "http://voice.acme.net/", "https://10.0.0.1/", "https://voice.example.com/"])
numbers = strategies.builds(
    EmergencyNumber,
    sid=strategies.just(PHONE_NUMBER),
    number=strategies.just("+15551230000"),
    address_status=strategies.sampled_from(["registered", "unregistered", ""]),
    looked_at=looks,
    is_there=strategies.booleans(),
)
snapshots = strategies.builds(
    Snapshot,
    now=strategies.just(NOW),
    looked_at=looks,
    domain_name=strategies.just("acme.sip.twilio.com"),
    auth_types=strategies.frozensets(strategies.sampled_from([*Kind])),
    voice_url=urls,
    voice_fallback_url=urls,
    sip_registration=strategies.booleans(),
    emergency_calling_enabled=strategies.booleans(),
    byoc_trunk_sid=strategies.sampled_from(["", "BY" + "1" * 32]),
    emergency_caller_sid=strategies.sampled_from(["", PHONE_NUMBER]),
    is_gone=strategies.sampled_from([False, False, False, True]),
    is_disabled=strategies.sampled_from([False, False, False, True]),
    differing=strategies.sampled_from([(), ("voice URL",), ("voice URL", "secure media")]),
    call_addresses=mappings("AL"),
    call_credentials=mappings("CL"),
    registration_credentials=mappings("CL"),
    emergency_number=strategies.none() | numbers,
)
