"""What was begun or planned is gone on with only while it still does what it was meant to do."""

from typing import Any

import pytest
from django.test import Client

from domains import services
from domains.models import Change, Doing, SipDomain, User, mapped
from domains.sandbox import weather

from .access import credential_list, ip_list, map_list
from .confirming import change_at_twilio, fields, press
from .reading import html_of
from .test_disabling_takes_lists_along import names, turn

BEGUN = "was begun and has steps left"


@pytest.fixture
def open_domain(own: SipDomain, operator: User) -> SipDomain:
    """A domain that two lists are mapped to for calls."""
    map_list(own, ip_list(operator), operator)
    map_list(own, credential_list(operator), operator)
    return own


def address(domain: SipDomain, to: str = "") -> str:
    return f"/domains/{domain.sid}/{to}"


def page(visitor: Client, where: str) -> str:
    return html_of(visitor.get(where))


def cut_short(visitor: Client, domain: SipDomain, to: str) -> Doing:
    """Turn a domain off or on, and be interrupted before the first list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domains.services.along.carry_out", lambda *_, **__: ())
        turn(visitor, domain, to)
    return Doing.objects.unfinished().get(word=to)


def not_sent(visitor: Client, doing: Doing) -> None:
    """See that nothing more of a doing can be sent, neither by its page nor without it."""
    sent = Change.objects.count()
    assert "go-on/" not in page(visitor, doing.get_absolute_url())
    assert visitor.post(f"{doing.get_absolute_url()}go-on/").status_code == 303
    assert Change.objects.count() == sent


def test_a_disabling_that_is_refused_leaves_no_doing(visitor: Client, open_domain: SipDomain) -> None:
    weather.refuse(21231, method="POST")
    assert press(visitor, address(open_domain, "disable/")).status_code == 422
    assert not Doing.objects.exists()


def test_a_disabling_of_what_was_not_seen_leaves_no_doing(visitor: Client, open_domain: SipDomain) -> None:
    typed = fields(visitor.get(address(open_domain, "disable/")))
    change_at_twilio(open_domain, friendly_name="Theirs")
    assert visitor.post(address(open_domain, "disable/"), typed).status_code == 409
    assert not Doing.objects.exists()
    assert len(names(open_domain)) == 2


def test_a_disabling_behind_somebody_elses_change_leaves_no_doing(visitor: Client, open_domain: SipDomain) -> None:
    typed = fields(visitor.get(address(open_domain, "disable/")))
    weather.cut(after=False, method="POST")
    seen = services.Seen.of(open_domain)
    services.update(open_domain, {"friendly_name": "Ours"}, seen=seen, actor=User.objects.get())
    assert visitor.post(address(open_domain, "disable/"), typed).status_code == 422
    assert not Doing.objects.exists()


def test_a_disabling_that_turns_out_not_to_be_applied_takes_nothing_away(
    visitor: Client, open_domain: SipDomain, settings: Any
) -> None:
    settings.SETTLE_SECONDS = 0
    weather.cut(after=False, method="POST")
    press(visitor, address(open_domain, "disable/"))
    doing = Doing.objects.get()
    assert BEGUN in page(visitor, address(open_domain))
    assert "is not known yet" in page(visitor, doing.get_absolute_url())
    not_sent(visitor, doing)
    services.reconcile_open(at_once=True)
    assert Change.objects.get(purpose="disable").state == "not_applied"
    assert BEGUN not in page(visitor, address(open_domain))
    assert "has steps left" not in page(visitor, "/")
    not_sent(visitor, doing)
    assert len(names(open_domain)) == 2


def test_a_disabling_that_is_found_to_be_applied_can_take_the_lists_away(
    visitor: Client, open_domain: SipDomain
) -> None:
    weather.cut(after=False, method="POST")
    press(visitor, address(open_domain, "disable/"))
    change_at_twilio(open_domain, **Change.objects.get(purpose="disable").asked)  # it came late
    services.reconcile_open(at_once=True)
    assert BEGUN in page(visitor, address(open_domain))
    answer: Any = visitor.post(f"{Doing.objects.get().get_absolute_url()}go-on/")
    assert b"All is done" in b"".join(answer.streaming_content)
    assert names(open_domain) == set()


def test_whoever_is_killed_before_the_first_list_leaves_something_to_go_on_with(
    visitor: Client, open_domain: SipDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("domains.services.along.carry_out", killed)
    with pytest.raises(KeyboardInterrupt):
        press(visitor, address(open_domain, "disable/"))
    assert BEGUN in page(visitor, address(open_domain))
    assert "go-on/" in page(visitor, Doing.objects.get().get_absolute_url())


def test_what_a_disabling_left_is_not_taken_from_a_domain_that_was_enabled(
    visitor: Client, open_domain: SipDomain
) -> None:
    doing = cut_short(visitor, open_domain, "disable")
    turn(visitor, open_domain, "enable")
    assert len(names(open_domain)) == 2
    assert BEGUN not in page(visitor, address(open_domain))
    not_sent(visitor, doing)


def test_what_an_enabling_left_is_not_mapped_to_a_domain_that_was_disabled(
    visitor: Client, open_domain: SipDomain
) -> None:
    turn(visitor, open_domain, "disable")
    doing = cut_short(visitor, open_domain, "enable")
    turn(visitor, open_domain, "disable")
    assert BEGUN not in page(visitor, address(open_domain))
    not_sent(visitor, doing)
    assert names(open_domain) == set()


def test_what_a_disabling_left_is_not_taken_from_a_domain_that_got_a_voice_url_otherwise(
    visitor: Client, open_domain: SipDomain, operator: User
) -> None:
    doing = cut_short(visitor, open_domain, "disable")
    open_domain.refresh_from_db()
    asked = {"voice_url": "https://voice.example.com/other"}
    services.update(open_domain, asked, seen=services.Seen.of(open_domain), actor=operator)
    assert BEGUN not in page(visitor, address(open_domain))
    assert "is in service now" in page(visitor, doing.get_absolute_url())
    not_sent(visitor, doing)


def test_a_list_that_an_enabling_could_not_map_comes_back_with_the_next(
    visitor: Client, open_domain: SipDomain
) -> None:
    before = names(open_domain)
    turn(visitor, open_domain, "disable")
    cut_short(visitor, open_domain, "enable")
    assert names(open_domain) == set()
    turn(visitor, open_domain, "disable")
    assert page(visitor, address(open_domain, "enable/")).count("<li>Map the ") == 2
    turn(visitor, open_domain, "enable")
    assert names(open_domain) == before


def test_a_list_that_somebody_left_out_of_an_enabling_does_not_come_back_with_the_next(
    visitor: Client, open_domain: SipDomain
) -> None:
    turn(visitor, open_domain, "disable")
    doing = cut_short(visitor, open_domain, "enable")
    visitor.post(f"{doing.get_absolute_url()}leave/")
    turn(visitor, open_domain, "disable")
    assert "<li>Map the " not in page(visitor, address(open_domain, "enable/"))


@pytest.mark.parametrize("goes_to_its_end", [True, False])
def test_what_an_enabling_left_is_not_mapped_once_somebody_has_chosen_other_lists(
    visitor: Client, own: SipDomain, operator: User, *, goes_to_its_end: bool
) -> None:
    map_list(own, ip_list(operator), operator)
    turn(visitor, own, "disable")
    doing = cut_short(visitor, own, "enable")
    wanted = services.Wanted(calls=[ip_list(operator, "Branch"), credential_list(operator)])
    chosen = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    steps = services.carry_out(chosen, actor=operator)
    next(steps)
    if goes_to_its_end:
        list(steps)
    assert "has begun since to map or unmap lists otherwise" in page(visitor, doing.get_absolute_url())
    assert [one.pk for one in services.unfinished(own, operator)] == ([] if goes_to_its_end else [chosen.pk])
    sent = Change.objects.count()
    assert visitor.post(f"{doing.get_absolute_url()}go-on/").status_code == 303
    assert Change.objects.count() == sent
    assert "Office" not in {name for _, name in names(own)}


def test_of_two_plans_from_the_same_state_only_one_is_carried_out(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    lists = [ip_list(operator, "One"), ip_list(operator, "Two")]
    map_list(own, lists[0], operator)
    wishes = (services.Wanted(calls=[lists[1]]), services.Wanted())
    first, second = (
        services.plan(own, Doing.Word.ACCESS, services.steps_to(own, one), actor=operator) for one in wishes
    )
    list(services.carry_out(first, actor=operator))
    html = page(visitor, second.get_absolute_url())
    assert "What is mapped has changed since this was planned: plan it again." in html
    assert f'href="{address(own, "access/")}"' in html
    not_sent(visitor, second)
    assert [one.sid for one in mapped(domain=own)] == [lists[1].sid]


def test_a_plan_that_was_begun_goes_on_though_it_has_changed_what_is_mapped(
    visitor: Client, own: SipDomain, operator: User
) -> None:
    wanted = services.Wanted(calls=[ip_list(operator, "One"), credential_list(operator)])
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    next(services.carry_out(doing, actor=operator))
    assert "Go on: 1 request" in page(visitor, doing.get_absolute_url())


def test_who_leaves_a_doing_stops_it_before_its_next_step(own: SipDomain, operator: User) -> None:
    wanted = services.Wanted(calls=[ip_list(operator, "One"), credential_list(operator)])
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    steps = services.carry_out(doing, actor=operator)
    next(steps)
    services.leave(doing)
    assert [(one.change, one.kept_back) for one in steps] == [(None, services.LEFT)]
    assert len(mapped(domain=own)) == 1


def test_whoever_sent_it_is_told_that_somebody_left_it(visitor: Client, own: SipDomain, operator: User) -> None:
    wanted = services.Wanted(calls=[ip_list(operator, "One"), credential_list(operator)])
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    answer: Any = visitor.post(f"{doing.get_absolute_url()}go-on/")
    pieces = iter(answer.streaming_content)
    next(pieces)
    next(pieces)
    services.leave(doing)
    assert "It was left with 1 step to do" in b"".join(pieces).decode()
