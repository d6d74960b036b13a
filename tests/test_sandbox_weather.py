"""Bad weather, as our own client meets it: which kind of error comes out, and what is there afterwards."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests
from django.db import connections
from django.utils import timezone

from domains import twilio
from domains.sandbox import ACCOUNT_SID, AUTH_TOKEN, BASE_URL, weather
from domains.sandbox.adapter import SandboxAdapter
from domains.sandbox.core import Question, ask
from domains.sandbox.models import LateWrite, Resource, Weather

from .sandbox_questions import DOMAINS, NAME, created, refused, tell
from .sandbox_questions import create as ask_to_create


@pytest.fixture
def client() -> twilio.Client:
    """Our client, on the sandbox, with little patience."""
    return twilio.Client(
        base_url=BASE_URL,
        account_sid=ACCOUNT_SID,
        username=ACCOUNT_SID,
        password=AUTH_TOKEN,
        adapter=SandboxAdapter(),
        read_seconds=0.05,
        deadline_seconds=2,
    )


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds pass at once."""
    clock = timezone.now

    def pass_by(seconds: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: clock() + timedelta(seconds=seconds))

    return pass_by


def create(client: twilio.Client, name: str = NAME) -> Any:
    return client.create("SIP/Domains", {"DomainName": name}).resource


def names(client: twilio.Client) -> list[str]:
    return [domain["domain_name"] for domain in client.list("SIP/Domains")]


def test_in_fair_weather_nothing_happens(client: twilio.Client) -> None:
    create(client)
    assert names(client) == [NAME]
    assert not weather.in_force()


@pytest.mark.parametrize("code", [20003, 21230, 21231, 21232, 21300, 29999])
def test_a_refusal_has_twilios_words_and_changes_nothing(client: twilio.Client, code: int) -> None:
    weather.refuse(code)
    with pytest.raises(twilio.Refused) as refusal:
        create(client)
    assert (refusal.value.code, refusal.value.status) == (code, 401 if code == 20003 else 400)
    assert refusal.value.message
    assert names(client) == []


def test_a_refused_name_is_named() -> None:
    weather.refuse(21232)
    answer = ask_to_create()
    assert refused(answer) == (400, 21232)
    assert answer.body is not None
    assert answer.body["message"] == f"Domain {NAME} already exists."


def test_a_refusal_can_have_words_and_a_status_of_its_own(client: twilio.Client) -> None:
    weather.refuse(21232, message="Invalid domain", status=409)
    with pytest.raises(twilio.Refused, match=r"^Invalid domain$") as refusal:
        create(client)
    assert refusal.value.status == 409


def test_a_busy_sandbox_is_asked_again(client: twilio.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.twilio.client.FIRST_PAUSE_SECONDS", 0.01)
    weather.busy(times=2)
    create(client)
    assert names(client) == [NAME]


def test_a_busy_sandbox_says_when_to_come_back() -> None:
    weather.busy(retry_after=7)
    answer = ask_to_create()
    assert refused(answer) == (429, 20429)
    assert answer.headers["Retry-After"] == "7"


def test_a_sandbox_that_is_never_free_refuses(client: twilio.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domains.twilio.client.FIRST_PAUSE_SECONDS", 2)
    weather.busy(times=None)
    with pytest.raises(twilio.Refused) as refusal:
        create(client)
    assert refusal.value.status == 429


@pytest.mark.parametrize("after", [False, True])
def test_a_short_stall_only_takes_time(client: twilio.Client, *, after: bool) -> None:
    weather.stall(0.02, after=after)
    started = time.monotonic()
    made = create(client)
    assert time.monotonic() - started >= 0.02
    assert Resource.objects.get().body == made
    assert not LateWrite.objects.exists()


def test_a_long_stall_before_committing_commits_when_nobody_waits_any_more(
    client: twilio.Client, later: Callable[[float], None]
) -> None:
    weather.stall(60)
    with pytest.raises(twilio.Unreachable, match="did not answer"):
        create(client)
    assert names(client) == []
    later(61)
    assert names(client) == [NAME]


def test_a_long_stall_after_committing_has_committed(client: twilio.Client) -> None:
    weather.stall(60, after=True)
    with pytest.raises(twilio.Unreachable, match="did not answer"):
        create(client)
    assert names(client) == [NAME]


def test_a_stall_has_committed_before_it_begins(client: twilio.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("domains.sandbox.adapter.time.sleep", lambda _: seen.append(Resource.objects.count()))
    weather.stall(0.01, after=True)
    create(client)
    assert seen == [1]


def test_who_waited_for_a_refusal_gets_it(client: twilio.Client) -> None:
    weather.stall(0.01)
    with pytest.raises(twilio.Refused) as refusal:
        create(client, "nonsense")
    assert refusal.value.code == 21231


def test_the_answer_is_kept_for_who_waits_though_somebody_else_did_the_write(
    client: twilio.Client, monkeypatch: pytest.MonkeyPatch, later: Callable[[float], None]
) -> None:
    def sleep(seconds: float) -> None:
        later(seconds)
        assert tell("GET", DOMAINS).body is not None

    monkeypatch.setattr("domains.sandbox.adapter.time.sleep", sleep)
    weather.stall(0.01)
    assert create(client)["sid"] == Resource.objects.get().sid
    assert not LateWrite.objects.exists()


def test_an_answer_that_nobody_collects_is_forgotten(later: Callable[[float], None]) -> None:
    weather.stall(1)
    ask_to_create()
    later(2)
    tell("GET", DOMAINS)
    assert LateWrite.objects.done().count() == 1
    weather.late(1)
    ask_to_create("later.sip.twilio.com")
    later(4000)
    tell("GET", DOMAINS)
    assert not LateWrite.objects.exists()


def test_a_read_can_stall_too(client: twilio.Client) -> None:
    weather.stall(0.02, method="GET")
    created()
    assert names(client) == [NAME]


def test_without_a_time_out_any_stall_is_waited_for() -> None:
    weather.stall(0.02)
    asked = requests.Request("POST", BASE_URL + DOMAINS, data={"DomainName": NAME}, auth=(ACCOUNT_SID, AUTH_TOKEN))
    assert SandboxAdapter().send(asked.prepare(), timeout=None).status_code == 201


@pytest.mark.parametrize(("after", "there"), [(False, []), (True, [NAME])])
def test_a_cut_connection_leaves_open_what_happened(client: twilio.Client, *, after: bool, there: list[str]) -> None:
    weather.cut(after=after)
    with pytest.raises(twilio.Unreachable) as unknown:
        create(client)
    assert unknown.value.status is None
    assert names(client) == there


def test_a_late_write_happens_after_a_look_up_found_nothing(
    client: twilio.Client, later: Callable[[float], None]
) -> None:
    weather.late(30)
    asked_at = timezone.now()
    with pytest.raises(twilio.Unreachable):
        create(client)
    later(29)
    assert names(client) == []
    later(300)
    [domain] = client.list("SIP/Domains")
    assert domain["domain_name"] == NAME
    waited: timedelta = parsedate_to_datetime(domain["date_created"]) - asked_at.replace(microsecond=0)
    assert 30 <= waited.total_seconds() <= 31
    assert not LateWrite.objects.exists()


def test_late_writes_come_in_the_order_they_are_due(later: Callable[[float], None]) -> None:
    for seconds, name in ((20, "second"), (10, "first")):
        weather.late(seconds)
        ask_to_create(f"{name}.sip.twilio.com")
    later(60)
    body = tell("GET", DOMAINS).body
    assert body is not None
    assert [domain["domain_name"] for domain in body["domains"]] == ["first.sip.twilio.com", "second.sip.twilio.com"]


def test_a_late_write_that_is_refused_by_then_leaves_nothing(later: Callable[[float], None]) -> None:
    weather.late(10)
    ask_to_create()
    sid = created().rpartition("/")[2].removesuffix(".json")
    later(11)
    tell("GET", DOMAINS)
    assert [row.sid for row in Resource.objects.all()] == [sid]
    assert not LateWrite.objects.exists()


def test_a_late_deletion_is_dated_when_it_happens(later: Callable[[float], None]) -> None:
    path = created()
    weather.late(10)
    tell("DELETE", path)
    assert tell("GET", path).status == 200
    due: datetime = LateWrite.objects.get().due
    later(20)
    assert tell("GET", path).status == 404
    assert Resource.objects.get().gone_at == due


def test_a_read_is_never_late(client: twilio.Client) -> None:
    weather.late(10)
    assert names(client) == []
    assert weather.in_force().count() == 1


def test_an_error_after_committing_leaves_open_what_happened(client: twilio.Client) -> None:
    weather.fail()
    with pytest.raises(twilio.Unreachable) as unknown:
        create(client)
    assert (unknown.value.status, unknown.value.code) == (500, 20500)
    assert names(client) == [NAME]


@pytest.mark.parametrize(("after", "there"), [(False, []), (True, [NAME])])
def test_a_page_of_a_proxy_leaves_open_what_happened(client: twilio.Client, *, after: bool, there: list[str]) -> None:
    weather.html(after=after)
    with pytest.raises(twilio.Unreachable) as unknown:
        create(client)
    assert (unknown.value.status, unknown.value.code) == (502, None)
    assert names(client) == there


def test_half_a_body_leaves_open_what_happened(client: twilio.Client) -> None:
    weather.half()
    with pytest.raises(twilio.Unreachable, match="The connection broke before"):
        create(client)
    assert names(client) == [NAME]


def test_half_of_nothing_is_a_cut_connection(client: twilio.Client) -> None:
    sid = create(client)["sid"]
    weather.half(method="DELETE")
    with pytest.raises(twilio.Unreachable):
        client.delete("SIP/Domains", sid)
    assert names(client) == []


def test_reads_lag_behind(client: twilio.Client, later: Callable[[float], None]) -> None:
    weather.lag(10)
    sid = create(client)["sid"]
    assert names(client) == []
    with pytest.raises(twilio.NotFound):
        client.fetch("SIP/Domains", sid)
    later(11)
    assert names(client) == [NAME]
    assert client.fetch("SIP/Domains", sid).status == 200


def test_what_readers_do_not_see_yet_has_its_name_and_can_be_changed(client: twilio.Client) -> None:
    weather.lag(10)
    sid = create(client)["sid"]
    with pytest.raises(twilio.Refused) as refusal:
        create(client)
    assert refusal.value.code == 21232
    assert client.update("SIP/Domains", sid, {"FriendlyName": "Unseen"}).status == 200
    assert client.delete("SIP/Domains", sid).status == 204


def test_a_lag_comes_on_top_of_other_weather(client: twilio.Client) -> None:
    weather.lag(10)
    weather.cut(after=True)
    with pytest.raises(twilio.Unreachable):
        create(client)
    assert names(client) == []
    assert Resource.objects.count() == 1
    assert not weather.in_force()


def test_a_refused_create_uses_no_lag_up() -> None:
    weather.lag(10)
    created()
    weather.lag(10)
    assert refused(ask_to_create()) == (400, 21232)
    assert weather.in_force().count() == 1


def test_a_rule_is_used_up(client: twilio.Client) -> None:
    weather.refuse(21232, times=2)
    answers = [ask_to_create().status for _ in range(3)]
    assert answers == [400, 400, 201]


def test_a_rule_without_end_holds_until_it_is_cleared() -> None:
    weather.refuse(21232, times=None)
    assert [ask_to_create().status for _ in range(3)] == [400, 400, 400]
    weather.clear()
    assert ask_to_create().status == 201


def test_rules_are_met_in_their_order_by_the_requests_they_are_for() -> None:
    weather.refuse(20001, method="DELETE")
    weather.refuse(20002, method="POST")
    weather.refuse(21233)
    assert refused(ask_to_create())[1] == 20002
    assert refused(tell("GET", DOMAINS))[1] == 21233
    assert ask_to_create().status == 201
    assert [str(rule) for rule in weather.in_force()] == ["Refuse with a code; nothing is done"]


def test_strangers_use_no_weather_up() -> None:
    weather.refuse(21232)
    assert ask(Question("POST", DOMAINS, {"DomainName": NAME})).status == 401
    assert weather.in_force().count() == 1


@pytest.mark.parametrize("left", [1, 5])
def test_of_two_requests_that_saw_the_same_rule_one_looks_again(left: int) -> None:
    rule = weather.cut(times=left)
    first, second = Weather.objects.get(pk=rule.pk), Weather.objects.get(pk=rule.pk)
    assert first.use()
    assert not second.use()
    assert sum(rule.left or 0 for rule in weather.in_force()) == left - 1


def at_once(times: int, do: Callable[[], object]) -> None:
    def run() -> None:
        do()
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_each_uses_one() -> None:
    weather.refuse(21232, times=5)
    taken: list[Weather | None] = []
    at_once(8, lambda: taken.append(weather.take("POST")))
    assert sorted(rule is None for rule in taken) == [False] * 5 + [True] * 3


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_carry_a_late_write_out_once() -> None:
    weather.late(0.001)
    ask_to_create()
    time.sleep(0.002)
    seen: list[int] = []
    at_once(8, lambda: seen.append(len((tell("GET", DOMAINS).body or {})["domains"])))
    assert seen == [1] * 8
    assert Resource.objects.count() == 1
    assert not LateWrite.objects.exists()
