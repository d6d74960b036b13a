"""What would put a change back, said in view of what Twilio holds now."""

from typing import Any

import pytest

from domains import services
from domains.models import Change, SipDomain, User
from domains.sandbox import weather
from domains.services import Undoing, undoing

from .edited import NAME, NIGHT, URL, change_elsewhere, created, delete, update

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def own(operator: User) -> SipDomain:
    """A domain at the sandbox."""
    return created(operator, friendly_name="Acme", secure=True)


def undo(change: Change, domain: SipDomain, actor: User) -> Change:
    """Do what undoes a change."""
    domain.refresh_from_db()
    found = undoing(change, services.fetch(domain))
    assert found.action == "update"
    return update(domain, actor, undoes=change, purpose=found.purpose, **found.asked)


def of(change: Change, domain: SipDomain) -> Undoing:
    """What undoes a change now."""
    domain.refresh_from_db()
    return undoing(change, None if domain.is_gone else services.fetch(domain))


def test_an_update_is_undone_by_what_was_before(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT, friendly_name="", secure=False, voice_method="GET")
    assert of(change, own) == Undoing(
        "update", {"friendly_name": "Acme", "voice_url": URL, "voice_method": "POST", "secure": True}
    )


def test_what_was_set_for_the_first_time_is_cleared(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_fallback_url=NIGHT)
    assert of(change, own).asked == {"voice_fallback_url": ""}


def test_a_change_undone_points_at_what_it_undoes(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    back = undo(change, own, operator)
    assert back.state == Change.State.APPLIED
    assert list(change.undone_by.all()) == [back]
    own.refresh_from_db()
    assert own.voice_url == URL


def test_what_was_undone_cannot_be_undone_again(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    undo(change, own, operator)
    assert of(change, own) == Undoing(reason="operator has undone it already.")


def test_an_undoing_can_be_undone_and_then_the_first_again(own: SipDomain, operator: User) -> None:
    first = update(own, operator, voice_url=NIGHT)
    second = undo(first, own, operator)
    third = undo(second, own, operator)
    own.refresh_from_db()
    assert own.voice_url == NIGHT
    assert of(second, own).action == ""
    assert of(third, own).asked == {"voice_url": URL}
    assert of(first, own).asked == {"voice_url": URL}


def test_an_undoing_whose_outcome_is_unknown_counts(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    weather.cut(method="POST")
    undo(change, own, operator)
    assert "already" in of(change, own).reason


def test_an_undoing_that_came_to_nothing_does_not(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    weather.refuse(21231, method="POST")
    undo(change, own, operator)
    assert of(change, own).action == "update"


def test_what_was_changed_again_since_is_named(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT, friendly_name="Night")
    change_elsewhere(own, voice_url="https://elsewhere.example.com/")
    found = of(change, own)
    assert found.overtaken == ["voice_url"]
    assert found.asked == {"friendly_name": "Acme", "voice_url": URL}


def test_what_is_as_it_was_needs_no_undoing(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    change_elsewhere(own, voice_url=URL)
    assert of(change, own) == Undoing(reason="Everything is as it was before already.")


def test_a_disabling_is_undone_by_enabling(own: SipDomain, operator: User) -> None:
    change = update(own, operator, **services.disabling(own), purpose="disable")
    found = of(change, own)
    assert (found.purpose, found.asked) == ("enable", {"voice_url": URL})
    back = undo(change, own, operator)
    own.refresh_from_db()
    assert (own.set_aside, own.is_disabled) == (None, False)
    assert of(back, own).purpose == "disable"
    undo(back, own, operator)
    own.refresh_from_db()
    assert own.is_disabled


def test_undoing_a_disabling_brings_back_the_methods_that_twilio_forgot(own: SipDomain, operator: User) -> None:
    update(own, operator, voice_method="GET")
    own.refresh_from_db()
    change = update(own, operator, **services.disabling(own), purpose="disable")
    change_elsewhere(own, voice_method="POST")
    assert of(change, own).asked == {"voice_url": URL, "voice_method": "GET"}


def test_a_rename_is_undone_by_the_old_name(own: SipDomain, operator: User) -> None:
    change = update(own, operator, domain_name="new.sip.twilio.com")
    assert of(change, own).asked == {"domain_name": NAME}


def test_an_update_of_what_is_gone_cannot_be_undone(own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    own.refresh_from_db()
    delete(own, operator)
    assert "gone" in of(change, own).reason


def test_a_create_is_undone_by_deleting(own: SipDomain, operator: User) -> None:
    change = Change.objects.get(action="create")
    assert of(change, own) == Undoing("delete")
    delete(own, operator, undoes=change)
    assert of(change, own).reason == "operator has undone it already."


def test_a_create_of_what_is_gone_needs_no_undoing(own: SipDomain, operator: User) -> None:
    change = Change.objects.get(action="create")
    delete(own, operator)
    assert of(change, own).reason == "The domain is gone already."


def test_a_deletion_is_undone_by_creating_what_was(own: SipDomain, operator: User) -> None:
    change = delete(own, operator)
    found = of(change, own)
    assert found.action == "create"
    assert found.asked == {
        "domain_name": NAME,
        "friendly_name": "Acme",
        "voice_url": URL,
        "voice_method": "POST",
        "voice_fallback_method": "POST",
        "voice_status_callback_method": "POST",
        "secure": True,
    }


def test_a_deletion_found_afterwards_can_be_undone_too(own: SipDomain, operator: User) -> None:
    weather.cut(after=True, method="DELETE")
    change = delete(own, operator)
    assert change.state == Change.State.APPLIED
    assert of(change, own).asked["domain_name"] == NAME


@pytest.mark.parametrize("state", set(Change.State.values) - {"applied"})
def test_only_what_was_applied_can_be_undone(state: str, own: SipDomain, operator: User) -> None:
    change = update(own, operator, voice_url=NIGHT)
    change.state = state
    assert of(change, own).reason == "Only what was applied can be undone."


@pytest.mark.parametrize(("action", "reason"), [("update", "before is not known"), ("delete", "was is not known")])
def test_without_a_before_there_is_nothing_to_put_back(
    action: Any, reason: str, own: SipDomain, operator: User
) -> None:
    change = update(own, operator, voice_url=NIGHT)
    change.action, change.before = action, None
    assert reason in of(change, own).reason


def test_what_twilio_did_not_name_is_switched_off_again() -> None:
    change = Change(state="applied", action="update", asked={"secure": True}, before={"secure": None})
    change.pk = 1
    assert undoing(change, SipDomain(secure=True)).asked == {"secure": False}
