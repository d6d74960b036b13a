"""One doing makes a domain take calls: several changes, each once, picked up where they stopped."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from domains import services
from domains.models import Change, Credential, CredentialList, Doing, IpAccessControlList, SipDomain, User, mapped
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services import NewCredentialList, NewIpList, Progress, Wanted
from domains.twilio import Answer, Client, Unreachable

from .access import credential, credential_list, ip_list, map_list
from .reading import html_of
from .sandbox_questions import IP_LISTS
from .sandbox_questions import made as made_elsewhere

EVERYTHING = Wanted(
    new_ip_list=NewIpList("Office", "8.8.4.0", 24),
    new_credential_list=NewCredentialList("Phones", "desk"),
    turn_on_registration=True,
)


def planned(domain: SipDomain, actor: User, wanted: Wanted = EVERYTHING) -> Doing:
    return services.plan(domain, Doing.Word.ACCESS, services.steps_to(domain, wanted), actor=actor)


def carried_out(doing: Doing, actor: User) -> list[Progress]:
    doing.domain.refresh_from_db()
    return list(services.carry_out(doing, actor=actor))


def states(doing: Doing) -> list[str]:
    return [one.change.state if one.change else "" for one in services.progress_of(doing)]


def test_what_is_planned_is_not_sent(own: SipDomain, operator: User) -> None:
    before = Change.objects.count()
    doing = planned(own, operator)
    assert states(doing) == [""] * 8
    assert Change.objects.count() == before
    assert not Doing.objects.unfinished().exists()


def test_a_domain_is_brought_to_take_calls(own: SipDomain, operator: User) -> None:
    doing = planned(own, operator)
    done = carried_out(doing, operator)
    assert [one.is_done for one in done] == [True] * 8
    assert [one.step.name for one in done][:3] == ["Office", "8.8.4.0/24", "Office"]
    own.refresh_from_db()
    assert own.auth_types == {"IP_ACL", "CREDENTIAL_LIST"}
    assert own.sip_registration
    assert [(one.purpose, one.friendly_name) for one in mapped(domain=own)] == [
        ("calls", "Office"),
        ("calls", "Phones"),
        ("registrations", "Phones"),
    ]
    doing.refresh_from_db()
    assert doing.ended_at is not None


def test_its_changes_are_of_one_doing_with_one_reason(own: SipDomain, operator: User) -> None:
    steps = services.steps_to(own, EVERYTHING)
    doing = services.plan(own, Doing.Word.ACCESS, steps, actor=operator, reason="Ticket 7")
    carried_out(doing, operator)
    changes = Change.objects.of_doing(doing.act)
    assert [(one.actor_name, one.reason) for one in changes] == [(operator.get_username(), "Ticket 7")] * 8


def test_the_password_is_told_once_and_written_down_nowhere(own: SipDomain, operator: User) -> None:
    doing = planned(own, operator)
    told = [one.password for one in carried_out(doing, operator) if one.password]
    assert len(told) == 1
    assert len(told[0]) >= 12
    assert not any(one.password for one in services.progress_of(doing))
    rows: list[Any] = [*Change.objects.all(), *Doing.objects.all(), *Credential.objects.all(), *Resource.objects.all()]
    assert not any(told[0] in repr(vars(row)) for row in rows)


def test_a_password_that_was_not_shown_to_its_end_is_said_to_be_replaced(
    own: SipDomain, operator: User, visitor: Browser
) -> None:
    doing = planned(own, operator)
    for one in services.carry_out(doing, actor=operator):
        if one.password:
            break
    page = visitor.get(doing.get_absolute_url())
    assert "unless somebody has it, rotate it." in html_of(page)
    (told,) = [step.told for step in page.context["steps"] if step.told]
    assert told.startswith("Its password was to be shown once")


def test_what_was_done_is_not_done_again(own: SipDomain, operator: User) -> None:
    doing = planned(own, operator)
    carried_out(doing, operator)
    made = Change.objects.count()
    assert carried_out(doing, operator) == []
    assert Change.objects.count() == made


@pytest.mark.parametrize("stop", range(8))
def test_one_that_was_cut_off_goes_on_where_it_stopped(own: SipDomain, operator: User, stop: int) -> None:
    doing = planned(own, operator)
    steps = services.carry_out(doing, actor=operator)
    for _ in range(stop + 1):
        next(steps)
    steps.close()  # type: ignore[attr-defined]  # a generator: whoever read it is gone
    assert Doing.objects.unfinished().get() == doing
    assert len(carried_out(doing, operator)) == 7 - stop
    assert Change.objects.of_doing(doing.act).count() == 8
    assert (IpAccessControlList.objects.count(), CredentialList.objects.count(), len(mapped(domain=own))) == (1, 1, 3)


def test_it_stops_where_twilio_refuses_and_tries_that_step_again(own: SipDomain, operator: User) -> None:
    ip_list(operator, "Office")
    doing = planned(own, operator)
    (refused,) = carried_out(doing, operator)
    assert (refused.is_done, refused.change and refused.change.twilio_code) == (False, 21235)
    office = IpAccessControlList.objects.get()
    assert services.delete(office, seen=services.Seen.of(office), actor=operator).state == "applied"
    assert all(one.is_done for one in carried_out(doing, operator))
    assert services.progress_of(doing)[0].attempts == 2


def test_a_step_that_came_late_is_found_when_it_is_tried_again(own: SipDomain, operator: User, settings: Any) -> None:
    settings.SETTLE_SECONDS = 0
    doing = planned(own, operator)
    weather.cut(after=False, method="POST")
    carried_out(doing, operator)
    services.reconcile_open(at_once=True)
    assert states(doing)[0] == "not_applied"
    made_elsewhere(IP_LISTS, FriendlyName="Office")
    assert all(one.is_done for one in carried_out(doing, operator))
    assert states(doing) == ["applied"] * 8
    assert IpAccessControlList.objects.count() == 1
    assert services.progress_of(doing)[0].attempts == 2


def test_of_two_who_go_on_at_the_same_time_the_second_finds_what_the_first_has_made(
    own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    doing = planned(own, operator)
    seen_by_both = services.progress_of(doing)
    monkeypatch.setattr("domains.services.doings.progress_of", lambda _: seen_by_both)
    first, second = (next(services.carry_out(doing, actor=operator)) for _ in range(2))
    assert (first.is_done, second.is_done) == (True, True)
    assert first.change == second.change
    assert Change.objects.of_doing(doing.act).count() == 1


@pytest.mark.usefixtures("short_pauses")
def test_a_step_whose_answer_was_lost_is_found_and_its_password_is_not_told(own: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    step = services.Step("create", f"{CredentialList.path}/{phones.sid}/Credentials", "desk", {"username": "desk"})
    doing = services.plan(own, Doing.Word.ACCESS, [step], actor=operator)
    weather.cut(after=True, method="POST")
    (found,) = carried_out(doing, operator)
    assert (found.is_done, found.password, found.change and found.change.was_found) == (True, "", True)


def test_an_answer_that_cannot_be_read_tells_no_password_whatever_its_status(
    own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Client.create

    def unreadable(self: Client, collection: str, values: Any, **options: Any) -> Answer:
        answer = really(self, collection, values, **options)
        if collection.endswith("/Credentials"):
            raise Unreachable("Nothing says what happened.", status=201)
        return answer

    monkeypatch.setattr(Client, "create", unreadable)
    done = carried_out(planned(own, operator), operator)
    assert [one.is_done for one in done] == [True] * 8
    assert not any(one.password for one in done)


def test_what_is_not_known_is_waited_for_and_nothing_after_it_is_sent(own: SipDomain, operator: User) -> None:
    doing = planned(own, operator)
    weather.cut(after=False, method="POST")
    (lost,) = carried_out(doing, operator)
    assert (lost.is_waiting, states(doing)) == (True, ["unknown"] + [""] * 7)
    (waiting,) = carried_out(doing, operator)
    assert (waiting.is_waiting, waiting.attempts) == (True, 1)
    assert Change.objects.of_doing(doing.act).count() == 1


def test_it_waits_for_somebody_elses_change_of_the_same_list(own: SipDomain, operator: User) -> None:
    theirs = planned(own, operator)
    weather.cut(after=False, method="POST")
    (lost,) = carried_out(theirs, operator)
    doing = planned(own, operator)
    (stopped,) = carried_out(doing, operator)
    assert (stopped.is_done, stopped.in_the_way, stopped.change) == (False, lost.change, None)
    assert doing in Doing.objects.unsent()  # nothing of it was written down


def test_a_list_is_replaced_by_mapping_the_new_one_first(own: SipDomain, operator: User) -> None:
    old, new = ip_list(operator, "Old"), ip_list(operator, "New")
    map_list(own, old, operator)
    steps = services.steps_to(own, Wanted(calls=[new]))
    assert [(one.action, one.name) for one in steps] == [("create", "New"), ("delete", "Old")]
    carried_out(planned(own, operator, Wanted(calls=[new])), operator)
    assert [one.sid for one in mapped(domain=own)] == [new.sid]


def test_what_is_mapped_as_wanted_needs_nothing(own: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    credential(phones, operator)
    map_list(own, phones, operator)
    assert services.steps_to(own, Wanted(calls=[phones])) == []


def test_an_ip_list_cannot_be_mapped_for_registrations(own: SipDomain, operator: User) -> None:
    with pytest.raises(ValueError, match="can be mapped for registrations"):
        services.steps_to(own, Wanted(registrations=[ip_list(operator)]))


def test_what_somebody_unmapped_meanwhile_counts_as_done(
    own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domains.services.fetching.NOT_YET", timedelta(0))
    mapping = map_list(own, ip_list(operator), operator)
    doing = planned(own, operator, Wanted())
    Resource.objects.filter(sid=mapping.sid, path__contains=own.sid).delete()
    (done,) = carried_out(doing, operator)
    assert done.is_done
