"""`manage.py domains undo` of a disabling or an enabling: the lists go along, as they do on the page."""

import pytest
from django.test import Client

from domains.models import Change, Doing, Look, SipDomain, User, mapped
from domains.sandbox import weather

from .access import credential_list, ip_list, map_list
from .confirming import press
from .shell import BY, domains, latest, typing
from .test_disabling_takes_lists_along import names, turn

ALL = {("calls", "Office"), ("registrations", "Phones")}


@pytest.fixture
def acme(own: SipDomain, operator: User) -> SipDomain:
    """A domain that two lists are mapped to."""
    map_list(own, ip_list(operator), operator)
    map_list(own, credential_list(operator), operator, "registrations")
    return own


@pytest.fixture
def disabled(acme: SipDomain, visitor: Client) -> Change:
    """The change that has disabled it."""
    turn(visitor, acme, "disable")
    return Change.objects.get(purpose="disable")


def test_undoing_a_disabling_maps_the_lists_again(acme: SipDomain, disabled: Change) -> None:
    run = domains("undo", str(disabled.pk), "--yes", *BY, "--reason", "It was a mistake.")
    assert run.status == 0
    assert names(acme) == ALL
    lines = run.out.splitlines()
    assert lines[0].startswith("acme.sip.twilio.com was changed:")
    assert lines[1:] == [
        "  Map the IP access control list Office to acme.sip.twilio.com for calls: done",
        "  Map the credential list Phones to acme.sip.twilio.com for registrations: done",
    ]
    enabling = Change.objects.get(purpose="enable")
    assert enabling.undoes == disabled
    together = Change.objects.of_doing(enabling.act)
    assert [one.reason for one in together] == ["It was a mistake."] * 3
    assert Doing.objects.get(act=enabling.act).is_over


def test_undoing_an_enabling_takes_the_lists_away(acme: SipDomain, disabled: Change, visitor: Client) -> None:
    turn(visitor, acme, "enable")
    run = domains("undo", str(Change.objects.get(purpose="enable").pk), "--yes", *BY)
    assert run.status == 0
    assert names(acme) == set()
    assert "Take the IP access control list Office away from acme.sip.twilio.com for calls: done" in run.out
    acme.refresh_from_db()
    assert acme.is_disabled


def test_what_goes_along_is_told_before_it_asks(acme: SipDomain, disabled: Change) -> None:
    with typing("no"):
        run = domains("undo", str(disabled.pk), *BY)
    assert run.status == 5
    assert "What goes along:\n  Map the IP access control list Office to acme.sip.twilio.com for calls\n" in run.err
    assert names(acme) == set()
    assert not Change.objects.filter(purpose="enable").exists()


def test_what_would_be_sent_names_what_goes_along_too(acme: SipDomain, disabled: Change) -> None:
    run = domains("undo", str(disabled.pk), "--dry-run", "--json", *BY)
    assert run.document["along"] == [
        "Map the IP access control list Office to acme.sip.twilio.com for calls",
        "Map the credential list Phones to acme.sip.twilio.com for registrations",
    ]
    assert names(acme) == set()


def test_mappings_that_nobody_has_looked_at_are_said_to_stay(acme: SipDomain, visitor: Client) -> None:
    turn(visitor, acme, "disable")
    turn(visitor, acme, "enable")
    Look.objects.all().delete()
    run = domains("undo", str(Change.objects.get(purpose="enable").pk), "--dry-run", *BY)
    assert "Which lists are mapped was not read from Twilio yet" in run.err


def test_one_that_stops_between_two_lists_says_where_it_goes_on(acme: SipDomain, disabled: Change) -> None:
    before = Change.objects.latest("pk").pk
    weather.cut(after=True, method="POST")  # is found
    weather.refuse(20500, status=400, method="POST")
    run = domains("undo", str(disabled.pk), "--yes", "--json", *BY)
    assert run.status == 3
    assert [one["outcome"] for one in run.document["along"]] == ["refused", "not sent"]
    doing = Doing.objects.unfinished().get()
    assert run.document["told"][-1] == (
        f"2 steps left: go on, or leave it at that, on the page {doing.get_absolute_url()}"
    )
    assert Change.objects.filter(pk__gt=before).count() == 2
    assert mapped(domain=acme) == []


def test_it_takes_the_permission_for_what_goes_along(acme: SipDomain, disabled: Change, operator: User) -> None:
    operator.user_permissions.remove(operator.user_permissions.get(codename="add_callsipmapping"))
    run = domains("undo", str(disabled.pk), "--yes", *BY)
    assert run.status == 2
    assert "“Can add IP access control list mapped for calls”" in run.err
    assert latest().purpose != "enable"


def test_what_is_undone_without_lists_goes_alone(own: SipDomain, visitor: Client) -> None:
    press(visitor, f"/domains/{own.sid}/disable/")
    run = domains("undo", str(latest().pk), "--yes", *BY)
    assert (run.status, len(run.out.splitlines())) == (0, 1)
    assert not Doing.objects.exists()
