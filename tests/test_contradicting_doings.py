"""Of doings that would all change what is mapped to one domain, one does, and the others are told that it was first.

Their pages have let all of them pass: what counts is asked where a step is written down.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from domains import services
from domains.models import Account, Change, Doing, SipDomain, User, mapped
from domains.sandbox import weather
from domains.services import Progress, Step, Wanted
from domains.services.sending import send

from .access import credential_list, deleted, ip_list, map_list
from .reading import html_of
from .weather.records import mirrored
from .weather.server import Weather, outdoors

BEGUN_SINCE = "operator has begun something since that maps or unmaps lists too: see what comes of it."


def planned(domain: SipDomain, actor: User, **wanted: Any) -> Doing:
    return services.plan(domain, Doing.Word.ACCESS, services.steps_to(domain, Wanted(**wanted)), actor=actor)


def carried_out(doing: Doing, actor: User) -> list[Progress]:
    return list(services.carry_out(doing, actor=actor))


def kept_back(doing: Doing, actor: User) -> str:
    """Go on with a doing of which nothing is to be sent, and return why."""
    sent = Change.objects.count()
    (told,) = carried_out(doing, actor)
    assert (told.is_done, told.change) == (False, None)
    assert Change.objects.count() == sent
    return told.kept_back


def names(domain: SipDomain) -> list[str]:
    return [one.friendly_name for one in mapped(domain=domain)]


@pytest.fixture
def office(operator: User) -> Any:
    return ip_list(operator, "Office")


@pytest.fixture
def branch(operator: User) -> Any:
    return ip_list(operator, "Branch")


def test_of_two_plans_that_have_passed_their_pages_the_second_to_begin_is_told(
    own: SipDomain, operator: User, office: Any, branch: Any, phones: Any
) -> None:
    first, second = planned(own, operator, calls=[office, phones]), planned(own, operator, calls=[branch])
    assert (services.overtaken(first), services.overtaken(second)) == ("", "")
    steps = services.carry_out(first, actor=operator)
    next(steps)
    assert kept_back(second, operator) == BEGUN_SINCE
    second.refresh_from_db()
    assert second.begun_at is None
    assert all(one.is_done for one in steps)
    assert kept_back(second, operator) == services.STALE
    assert names(own) == ["Office", "Phones"]


def test_it_is_told_even_before_the_first_has_mapped_anything(
    own: SipDomain, operator: User, office: Any, branch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = planned(own, operator, calls=[office]), planned(own, operator, calls=[branch])
    told: list[str] = []

    def send_late(*request: Any) -> Change:
        if not told:
            told.append(kept_back(second, operator))
        return send(*request)

    monkeypatch.setattr("domains.services.changes.send", send_late)
    assert carried_out(first, operator)[0].is_done
    assert told == [BEGUN_SINCE]
    assert names(own) == ["Office"]


def test_its_page_says_which_step_was_not_sent_and_why(
    visitor: Client, own: SipDomain, operator: User, office: Any, phones: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = planned(own, operator, calls=[office, phones]), planned(own, operator, calls=[office])
    next(services.carry_out(first, actor=operator))
    monkeypatch.setattr("domains.views.carrying.in_the_way", lambda _: "")  # it passed, an instant ago
    answer: Any = visitor.post(f"{second.get_absolute_url()}go-on/")
    html = b"".join(answer.streaming_content).decode()
    assert "Not sent" in html
    assert BEGUN_SINCE in html
    assert "It stopped with 1 step left" in html


def test_a_plan_that_changes_nothing_that_is_mapped_is_in_nobodys_way(
    own: SipDomain, operator: User, office: Any
) -> None:
    turn_on = Step("update", own.collection, own.domain_name, {"sip_registration": True}, own.sid)
    plan = planned(own, operator, calls=[office])
    other = services.plan(own, Doing.Word.ACCESS, [turn_on, turn_on], actor=operator)
    next(services.carry_out(other, actor=operator))
    assert all(one.is_done for one in carried_out(plan, operator))


def test_what_was_begun_stops_as_soon_as_somebody_begins_what_was_planned_later(
    own: SipDomain, operator: User, office: Any, branch: Any, phones: Any
) -> None:
    first = planned(own, operator, calls=[office, phones])
    steps = services.carry_out(first, actor=operator)
    next(steps)
    second = planned(own, operator, calls=[branch, office, phones])
    next(services.carry_out(second, actor=operator))
    (told,) = steps
    assert told.kept_back == BEGUN_SINCE
    assert services.unfinished(own, operator) == [second]
    assert all(one.is_done for one in carried_out(second, operator))
    assert sorted(names(own)) == ["Branch", "Office", "Phones"]


def test_what_was_begun_goes_on_once_the_other_was_left_without_a_change(
    own: SipDomain, operator: User, office: Any, phones: Any
) -> None:
    first = planned(own, operator, calls=[office, phones])
    next(services.carry_out(first, actor=operator))
    second = planned(own, operator, calls=[])
    weather.refuse(20500, status=400, method="DELETE", times=1)
    carried_out(second, operator)
    assert kept_back(first, operator) == BEGUN_SINCE
    services.leave(second)
    assert all(one.is_done for one in carried_out(first, operator))


def test_what_was_begun_is_stale_when_somebody_has_mapped_another_list(
    own: SipDomain, operator: User, office: Any, branch: Any, phones: Any
) -> None:
    doing = planned(own, operator, calls=[office, phones])
    next(services.carry_out(doing, actor=operator))
    mapping = map_list(own, branch, operator)
    assert kept_back(doing, operator) == services.STALE
    deleted(mapping, operator)
    assert all(one.is_done for one in carried_out(doing, operator))


def test_what_was_begun_is_stale_when_somebody_has_taken_away_what_it_had_mapped(
    own: SipDomain, operator: User, office: Any, branch: Any
) -> None:
    map_list(own, office, operator)
    doing = planned(own, operator, calls=[branch])
    next(services.carry_out(doing, actor=operator))
    deleted(next(one for one in mapped(domain=own) if one.sid == branch.sid), operator)
    assert kept_back(doing, operator) == services.STALE  # or nobody would be let in
    assert names(own) == ["Office"]


def test_what_is_not_known_yet_of_what_is_mapped_is_waited_for(
    own: SipDomain, operator: User, office: Any, branch: Any
) -> None:
    mapping = map_list(own, office, operator)
    doing = planned(own, operator, calls=[office, branch])
    weather.cut(after=False, method="DELETE")
    assert deleted(mapping, operator).state == "unknown"
    assert "What is mapped is being changed" in kept_back(doing, operator)


def test_a_step_that_is_not_known_yet_does_not_make_its_own_doing_stale(
    own: SipDomain, operator: User, office: Any, phones: Any, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    doing = planned(own, operator, calls=[office, phones])
    weather.cut(after=False, method="POST")
    (lost,) = carried_out(doing, operator)
    assert lost.is_waiting
    assert services.overtaken(doing) == ""
    services.reconcile_open(at_once=True)
    assert [one.is_done for one in carried_out(doing, operator)] == [True, True]


def test_what_others_go_on_with_and_bring_to_its_end_was_not_left(
    own: SipDomain, operator: User, office: Any, phones: Any
) -> None:
    doing = planned(own, operator, calls=[office, phones])
    steps = services.carry_out(doing, actor=operator)
    next(steps)
    carried_out(doing, operator)
    assert [(one.is_done, one.kept_back) for one in steps] == [(True, "")]


def test_a_doing_that_cannot_go_on_can_be_left(
    visitor: Client, own: SipDomain, operator: User, office: Any, branch: Any
) -> None:
    doing = planned(own, operator, calls=[office, credential_list(operator)])
    next(services.carry_out(doing, actor=operator))
    map_list(own, branch, operator)
    html = html_of(visitor.get(doing.get_absolute_url()))
    assert "go-on/" not in html
    assert "Leave it at that" in html
    assert visitor.post(f"{doing.get_absolute_url()}leave/").status_code == 303
    assert not Doing.objects.unfinished().exists()


def test_one_that_was_cut_off_after_its_last_step_can_be_ended(
    visitor: Client, own: SipDomain, operator: User, office: Any
) -> None:
    doing = planned(own, operator, calls=[office])
    steps = services.carry_out(doing, actor=operator)
    next(steps)
    steps.close()  # type: ignore[attr-defined]  # a generator: whoever read it is gone
    html = html_of(visitor.get(doing.get_absolute_url()))
    assert "All steps are done, and it was cut off before the domain was read again." in html
    assert "Read the domain" in html
    answer: Any = visitor.post(f"{doing.get_absolute_url()}go-on/")
    assert b"All is done" in b"".join(answer.streaming_content)
    assert not Doing.objects.unfinished().exists()


def test_whoever_may_only_look_is_not_offered_to_end_it(
    client: Client, onlooker: User, own: SipDomain, operator: User, office: Any
) -> None:
    doing = planned(own, operator, calls=[office])
    next(services.carry_out(doing, actor=operator))
    client.force_login(onlooker)
    html = html_of(client.get(doing.get_absolute_url()))
    assert "<form" not in html.partition("<main")[2].partition("</main>")[0]


AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_of_plans_that_are_sent_in_the_same_instant_one_is_carried_out(
    superuser: User, real_account: Account, settings: Any
) -> None:
    with outdoors(Weather()) as twilio:
        settings.TWILIO_BASE_URL = twilio.url
        lists = [twilio.was_here("SIP/IpAccessControlLists", {"FriendlyName": f"List {one}"}) for one in "abcd"]
        there = twilio.was_here("SIP/Domains", {"DomainName": "acme.sip.twilio.com"})
        domain: Any = mirrored("SIP/Domains", there.text)
        rows = [mirrored(one.collection, one.text) for one in lists]
        plans = [planned(domain, superuser, calls=[one, rows[number - 1]]) for number, one in enumerate(rows)]
        start = threading.Barrier(AT_ONCE, timeout=30)

        def send(doing: Doing) -> list[Progress]:
            try:
                assert services.overtaken(doing) == ""
                start.wait()
                return carried_out(doing, superuser)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(AT_ONCE) as threads:
            told = list(threads.map(send, plans))
        won = [number for number, one in enumerate(told) if [step.is_done for step in one] == [True, True]]
        assert len(won) == 1
        assert sum(bool(one[0].kept_back) for one in told) == AT_ONCE - 1
        assert {one.sid for one in mapped(domain=domain)} == {rows[won[0]].sid, rows[won[0] - 1].sid}
        assert len(twilio.posts) == 2
        assert Doing.objects.exclude(begun_at=None).count() == 1
