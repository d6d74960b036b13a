"""No removal by age takes from the log what the dashboard still reads there."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import Change, Credential, CredentialList, Doing, IpAccessControlList, SipDomain, User
from domains.sandbox import weather

from .access import credential, credential_list, deleted, ip_list, map_list
from .test_disabling_takes_lists_along import names, turn
from .test_lists_never_mapped import OFFICE, PHONES, stopped

BEFORE = date(2026, 1, 1)
LONG_AGO = datetime(2025, 6, 1, tzinfo=UTC)


def remove_all() -> None:
    """Let all that was done be old, and remove what may leave."""
    Change.objects.update(created_at=LONG_AGO)
    Doing.objects.update(created_at=LONG_AGO)
    Doing.objects.filter(ended_at__isnull=False).update(ended_at=LONG_AGO)
    services.remove_before(BEFORE, actor=None, actor_name="manage.py")


@pytest.fixture
def mapped_domain(own: SipDomain, operator: User) -> SipDomain:
    """A domain that one list is mapped to for calls."""
    map_list(own, ip_list(operator), operator)
    return own


def test_an_unfinished_doing_keeps_the_changes_that_tell_how_far_it_has_come(own: SipDomain, operator: User) -> None:
    wanted = services.Wanted(calls=[ip_list(operator), credential_list(operator)])
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    next(services.carry_out(doing, actor=operator))
    remove_all()
    assert [one.is_done for one in services.progress_of(doing)] == [True, False]
    assert Doing.objects.get() == doing


def test_a_doing_that_has_ended_keeps_nothing(own: SipDomain, operator: User) -> None:
    wanted = services.Wanted(calls=[ip_list(operator)])
    doing = services.plan(own, Doing.Word.ACCESS, services.steps_to(own, wanted), actor=operator)
    list(services.carry_out(doing, actor=operator))
    remove_all()
    assert not Change.objects.exists()
    assert not Doing.objects.exists()


def test_a_disabled_domain_gets_its_lists_back_however_long_it_was_disabled(
    visitor: Client, mapped_domain: SipDomain
) -> None:
    before = names(mapped_domain)
    turn(visitor, mapped_domain, "disable")
    remove_all()
    assert Doing.objects.get().word == "disable"
    turn(visitor, mapped_domain, "enable")
    assert names(mapped_domain) == before
    remove_all()
    assert not Change.objects.exists()


def test_of_several_disablings_only_the_last_is_kept(visitor: Client, mapped_domain: SipDomain) -> None:
    for to in ("disable", "enable", "disable"):
        turn(visitor, mapped_domain, to)
    remove_all()
    assert [one.purpose for one in Change.objects.exclude(purpose="").order_by("pk")] == ["enable", "disable"]


@pytest.mark.usefixtures("short_pauses")
def test_a_password_that_nobody_can_rely_on_is_still_to_be_rotated(operator: User) -> None:
    phones = credential_list(operator)
    weather.cut(after=True, method="POST")
    desk = credential(phones, operator)
    assert services.to_be_rotated([desk], operator)
    remove_all()
    assert services.to_be_rotated([desk], operator)


def test_the_last_change_of_a_password_stays_while_its_credential_is_there(operator: User) -> None:
    desk = credential(credential_list(operator), operator)
    remove_all()
    assert Change.objects.get().sid == desk.sid
    deleted(Credential.objects.get(), operator)
    remove_all()
    assert not Change.objects.exists()


def test_a_list_that_was_never_mapped_is_still_told_of(visitor: Client, own: SipDomain, operator: User) -> None:
    for typed in (OFFICE, {**PHONES, "new_for_registrations": "on"}):
        visitor.post(f"{stopped(visitor, own, **typed)}leave/")
    before = services.never_mapped(operator)
    assert len(before) == 2
    remove_all()
    assert [one.row for one in services.never_mapped(operator)] == [one.row for one in before]


def test_what_made_a_list_leaves_once_that_is_mapped_or_gone(visitor: Client, own: SipDomain, operator: User) -> None:
    for typed in (OFFICE, {**PHONES, "new_for_registrations": "on"}):
        visitor.post(f"{stopped(visitor, own, **typed)}leave/")
    map_list(own, IpAccessControlList.objects.get(), operator)
    for row in (Credential.objects.get(), CredentialList.objects.get()):
        deleted(row, operator)
    remove_all()
    assert not Change.objects.exists()


def test_a_plan_that_nobody_sent_leaves_once_it_is_old(own: SipDomain, operator: User) -> None:
    steps = services.steps_to(own, services.Wanted(calls=[ip_list(operator)]))
    services.plan(own, Doing.Word.ACCESS, steps, actor=operator)
    remove_all()
    assert not Doing.objects.exists()


@pytest.mark.parametrize("late", ["created_at", "ended_at"])
def test_a_doing_that_is_not_as_old_stays_though_nothing_is_kept_of_it(
    own: SipDomain, operator: User, late: str
) -> None:
    told = {"created_at": LONG_AGO, "begun_at": LONG_AGO, "ended_at": LONG_AGO} | {late: timezone.now()}
    doing = services.plan(own, Doing.Word.ACCESS, [], actor=operator)
    Doing.objects.update(**told)
    services.remove_before(BEFORE, actor=None, actor_name="manage.py")
    assert Doing.objects.get() == doing


def test_what_was_begun_stays_though_nothing_is_kept_of_it(own: SipDomain, operator: User) -> None:
    doing = services.plan(own, Doing.Word.ACCESS, [], actor=operator)
    Doing.objects.update(created_at=LONG_AGO, begun_at=LONG_AGO)
    remove_all()
    assert Doing.objects.get() == doing
