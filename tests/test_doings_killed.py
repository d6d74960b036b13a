"""What changes who is let in is picked up wherever it was killed, and ends as it would have without.

Lists are taken away, one is put in the place of another, and a domain goes out of service with its lists and comes back
with them: each by a process that dies at each of its requests, and gone on with by others. A sitting that makes lists
is in `test_sitting_killed`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from .test_sitting_killed import AT_ONCE, DEATHS, Told
from .weather.cases import WAIT_SECONDS
from .weather.children import Children
from .weather.deaths import Death
from .weather.domain_cases import DEADLINE, LEASE, SETTLE
from .weather.kinds import CREDENTIAL_LIST, IP_LIST, KINDS
from .weather.mortals import Mortals
from .weather.server import Weather, outdoors
from .weather.subjects import CALLS_CREDENTIALS, CALLS_IP, DOMAIN, REGISTRATIONS
from .weather.verdicts import against_twilio

URL = "https://voice.acme.net/calls"

Mapped = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Act:
    """What is done with a domain: what is `wanted`, what each request does, and what is mapped before and after."""

    wanted: str
    requests: tuple[str, ...]
    before: Mapped
    after: Mapped
    first: str = ""
    """What is done before, by somebody who does not die."""
    url: str = URL
    """What answers its calls before."""

    def __str__(self) -> str:
        word = {"": "taking away", "Branch": "replacing"}.get(self.wanted, self.wanted)
        return word if self.url else f"{word} without a URL"


TRUNK = f"BY{'1' * 32}"

OFFICE, BRANCH = (CALLS_IP, "Office"), (CALLS_IP, "Branch")
PHONES, REGISTERING = (CALLS_CREDENTIALS, "Phones"), (REGISTRATIONS, "Phones")

ACTS = (
    Act("", ("delete", "delete"), before=(OFFICE, PHONES), after=()),
    Act("Branch", ("create", "delete"), before=(OFFICE,), after=(BRANCH,)),
    Act("disable", ("update", "delete", "delete"), before=(OFFICE, REGISTERING), after=()),
    Act("disable", ("update", "delete", "delete"), before=(OFFICE, REGISTERING), after=(), url=""),
    Act("enable", ("update", "create", "create"), (OFFICE, REGISTERING), (OFFICE, REGISTERING), first="disable"),
)

Killed = tuple[Act, int, Death]

KILLED: list[Killed] = [
    (act, number, death)
    for act in ACTS
    for number in range(len(act.requests))
    for death in (*DEATHS, *((Death.INTENDING,) if number == 0 else ()))
]


@dataclass
class Done:
    """What came of one: what those told who went on at once, and after reconciling; and what there is after each."""

    died: bool
    writes_before: int
    at_once: Told
    writes_after: int
    reconciled: Told
    audit_between: Told
    at_last: Told
    report: Told
    audit: Told
    names: dict[str, str]

    def mapped(self, rows: list[Told]) -> Mapped:
        """Return which lists these rows map, by name, and for what."""
        mappings = [one for one in rows if "/Auth/" in one["collection"] and not one.get("is_gone")]
        return tuple(sorted((_kind(one["collection"]), self.names[one["sid"]]) for one in mappings))


def _kind(collection: str) -> str:
    """Return the path of a mapping's kind."""
    return f"{DOMAIN}/{{}}/{collection.split('/', 3)[3]}"


def there(act: Act, weather: Weather) -> tuple[list[Told], dict[str, str]]:
    """Have a domain and lists, some of which are mapped to it; return them as Twilio does, and the lists' names."""
    answering = {"VoiceUrl": act.url, "ByocTrunkSid": "" if act.url else TRUNK}
    domain = weather.was_here(DOMAIN, {"DomainName": "ours.sip.twilio.com", **answering})
    lists = [weather.was_here(IP_LIST, {"FriendlyName": name}) for name in ("Office", "Branch")]
    lists.append(weather.was_here(CREDENTIAL_LIST, {"FriendlyName": "Phones"}))
    named = {one.name: one for one in lists}
    held = [domain, *lists]
    for kind, name in act.before:
        held.append(weather.was_here(kind.format(domain.sid), {KINDS[kind].named_by: named[name].sid}))
    return [{"collection": one.collection, "text": one.text} for one in held], {one.sid: one.name for one in lists}


def lived(killed: Killed, children: Children) -> Done:
    act, number, death = killed
    mortals = Mortals(children)
    with outdoors(Weather(witness=mortals.witness)) as weather, children.lent_database() as database:
        rows, names = there(act, weather)
        job: Told = {"database": database, "url": weather.url, "wait": WAIT_SECONDS, "wanted": act.wanted}
        if act.first:
            mortals.run("begin", Death.NEVER, job | {"there": rows, "wanted": act.first})
        earlier = len(weather.posts)
        held = {} if act.first else {"there": rows}
        died = mortals.run("begin", death, job | held, spared=number) is None
        writes_before = len(weather.posts)
        at_once = mortals.run("carry_on", Death.NEVER, job) or {}
        writes_after = len(weather.posts)
        reconciled = mortals.run("reconcile", Death.NEVER, job) or {}
        audit_between = weather.audit()
        at_last = mortals.run("carry_on", Death.NEVER, job) or {}
        report = mortals.run("reconcile", Death.NEVER, job) or {}
        audit = weather.audit()
        audit["ours"] = audit["posts"][earlier:]
        return Done(
            died,
            writes_before,
            at_once,
            writes_after,
            reconciled,
            audit_between,
            at_last,
            report,
            audit,
            names,
        )


Lives = dict[Killed, Done]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """What became of each, lived through side by side: they mostly wait."""
    with (
        Children(tmp_path_factory.mktemp("doings"), seconds=f"{DEADLINE} {LEASE} {SETTLE}") as children,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        yield dict(zip(KILLED, threads.map(lambda killed: lived(killed, children), KILLED), strict=True))


killed_anywhere = pytest.mark.parametrize(
    "killed", KILLED, ids=[f"{act} - request {number + 1} - {death}" for act, number, death in KILLED]
)


@killed_anywhere
def test_what_is_not_known_yet_is_not_sent_again(killed: Killed, lives: Lives) -> None:
    life = lives[killed]
    assert life.died
    if killed[2] not in (Death.SETTLED, Death.INTENDING):  # after which nothing is unknown
        assert life.writes_after == life.writes_before


@killed_anywhere
def test_what_was_done_is_known_before_anybody_goes_on(killed: Killed, lives: Lives) -> None:
    life = lives[killed]
    told = life.reconciled
    assert told["exit"] == 0
    assert list(against_twilio(life.audit_between, told["changes"], told["mirror"])) == []
    known = sorted(
        (one["action"], one["collection"], one["sid"]) for one in told["changes"] if one["state"] == "applied"
    )
    done = life.audit_between["commits"]
    assert sorted((one["action"], one["collection"], one["sid"]) for one in done if one["ours"]) == known


def _what(row: Told) -> tuple[str, str, str]:
    return row["action"], row["collection"], row["sid"]


@killed_anywhere
def test_it_ends_as_it_would_have_without_a_death(killed: Killed, lives: Lives) -> None:
    act, life = killed[0], lives[killed]
    assert life.mapped(life.audit["there"]) == tuple(sorted(act.after))
    assert life.mapped(life.report["mirror"]) == tuple(sorted(act.after))
    [domain] = [one for one in life.report["mirror"] if one["collection"] == DOMAIN]
    assert domain["raw"]["voice_url"] == ("" if act.wanted == "disable" else act.url)
    assert life.at_last["is_disabled"] == (act.wanted == "disable")
    assert life.at_last["left"] == 0


@killed_anywhere
def test_nothing_is_done_twice_and_in_the_order_that_lets_nobody_out(killed: Killed, lives: Lives) -> None:
    act, life = killed[0], lives[killed]
    assert [one["action"] for one in life.audit["ours"]] == list(act.requests)
    assert list(against_twilio(life.audit, life.report["changes"], life.report["mirror"])) == []
