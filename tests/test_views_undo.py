"""Putting back what a change did, from its page: previewed against what is live now, done as a change of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from domains.models import Account, Change, SipDomain, User
from domains.services import Seen, update

from .changes import NAME, mirrored, told
from .confirming import at_twilio, fields, press
from .mirrored import mirror
from .reading import html_of
from .twilio_server import DOMAIN_SID, TwilioServer, refusal, resource

URL = "https://user:hidden@voice.example.com/calls"
MASKED = "https://***@voice.example.com/calls"
OTHER = "https://other.example.com/calls"


@pytest.fixture
def domain(visitor: Client) -> SipDomain:
    """A domain in the sandbox."""
    visitor.post("/domains/new/", {"domain_name": "acme", "friendly_name": "Front", "voice_url": URL})
    return SipDomain.objects.get()


def changed(domain: SipDomain, operator: User, **asked: Any) -> Change:
    """Have the operator change the domain."""
    domain.refresh_from_db()
    change = update(domain, asked, seen=Seen.of(domain), actor=operator)
    assert change.state == Change.State.APPLIED
    return change


def undo(visitor: Client, change: Change, **typed: str) -> Any:
    """Open the page that undoes a change, and press its button."""
    return press(visitor, f"/changes/{change.pk}/undo/", **typed)


def test_the_page_shows_what_is_put_back_and_the_request_that_does_it(
    visitor: Client, domain: SipDomain, operator: User
) -> None:
    change = changed(domain, operator, friendly_name="", voice_url=OTHER)
    page = visitor.get(f"/changes/{change.pk}/undo/")
    assert page.context["to_send"].values == {"FriendlyName": "Front", "VoiceUrl": MASKED}
    assert [row.outcome.word for row in page.context["prospect"].rows] == ["To be added", "To be changed"]
    assert "user:hidden" not in html_of(page)
    assert "What is lost" not in html_of(page)
    assert Change.objects.count() == 2


def test_undoing_puts_it_back_as_a_change_that_points_at_the_first(
    visitor: Client, domain: SipDomain, operator: User
) -> None:
    before = at_twilio(domain)
    change = changed(domain, operator, friendly_name="", voice_url=OTHER)
    answer = undo(visitor, change, reason="It was the wrong one")
    assert (answer.status_code, answer["Location"]) == (303, f"/domains/{domain.sid}/")
    there = at_twilio(domain)
    assert {**there, "date_updated": ""} == {**before, "date_updated": ""}
    undoing = Change.objects.latest("pk")
    assert (undoing.undoes, undoing.action, undoing.reason) == (change, "update", "It was the wrong one")
    assert f'Undone by <a href="{undoing.get_absolute_url()}">operator: Undo</a>' in html_of(
        visitor.get(change.get_absolute_url())
    )
    assert f'Undoes <a href="{change.get_absolute_url()}">' in html_of(visitor.get(undoing.get_absolute_url()))


def test_what_was_undone_is_offered_again_only_when_that_was_undone(
    visitor: Client, domain: SipDomain, operator: User
) -> None:
    first = changed(domain, operator, friendly_name="Second")
    address = f"/changes/{first.pk}/undo/"
    undo(visitor, first)
    assert address not in html_of(visitor.get(first.get_absolute_url()))
    answer = visitor.get(address, follow=True)
    assert "operator has undone it already." in html_of(answer)
    second = Change.objects.latest("pk")
    undo(visitor, second)
    assert at_twilio(domain)["friendly_name"] == "Second"
    assert address in html_of(visitor.get(first.get_absolute_url()))
    undo(visitor, first)
    assert at_twilio(domain)["friendly_name"] == "Front"


def test_undoing_says_what_it_overwrites(visitor: Client, domain: SipDomain, operator: User) -> None:
    first = changed(domain, operator, friendly_name="Second")
    changed(domain, operator, friendly_name="Third")
    page = visitor.get(f"/changes/{first.pk}/undo/")
    assert page.context["overwritten"] == "Friendly name"
    assert "Undoing overwrites it: Friendly name." in html_of(page)
    undo(visitor, first)
    assert at_twilio(domain)["friendly_name"] == "Front"


def test_what_has_changed_since_the_page_was_opened_is_shown_first(
    visitor: Client, domain: SipDomain, operator: User
) -> None:
    first = changed(domain, operator, friendly_name="Second")
    address = f"/changes/{first.pk}/undo/"
    typed = fields(visitor.get(address))
    changed(domain, operator, secure=True)
    page = visitor.post(address, typed)
    assert page.status_code == 409
    assert [row.label for row in page.context["changed"].rows] == ["Secure media"]
    assert at_twilio(domain)["friendly_name"] == "Second"


def test_undoing_a_disabling_enables(visitor: Client, domain: SipDomain) -> None:
    press(visitor, f"/domains/{domain.sid}/disable/")
    undo(visitor, Change.objects.latest("pk"))
    assert Change.objects.latest("pk").purpose == "enable"
    assert at_twilio(domain)["voice_url"] == URL
    domain.refresh_from_db()
    assert domain.set_aside is None


def test_undoing_a_create_leads_to_the_guarded_deletion(visitor: Client, domain: SipDomain) -> None:
    create = Change.objects.get()
    answer = visitor.get(f"/changes/{create.pk}/undo/")
    assert (answer.status_code, answer["Location"]) == (303, f"/domains/{domain.sid}/delete/?undoes={create.pk}")


def test_undoing_a_deletion_says_what_cannot_come_back(visitor: Client) -> None:
    gone_at = timezone.now() - timedelta(days=3)
    mirrored(friendly_name="Front")
    SipDomain.objects.update(gone_at=gone_at)
    before = resource(domain_name=NAME, friendly_name="Front", voice_url=URL)
    change = told("delete", "applied", sid=DOMAIN_SID, before=before, settled_at=gone_at)
    html = html_of(visitor.get(f"/changes/{change.pk}/undo/"))
    free = timezone.localtime(gone_at + timedelta(days=30))
    for words in ("Twilio cannot bring a domain back", DOMAIN_SID, MASKED, "Front", f"{free:%Y-%m-%d}"):
        assert words in html
    assert f'href="/domains/new/?from={change.pk}"' in html
    assert "user:hidden" not in html


def test_a_deleted_name_that_is_here_again_needs_no_undoing(visitor: Client) -> None:
    mirrored()
    SipDomain.objects.update(gone_at=timezone.now())
    change = told("delete", "applied", sid=DOMAIN_SID, before=resource(domain_name=NAME))
    again = mirror(7, domain_name=NAME)
    html = html_of(visitor.get(f"/changes/{change.pk}/undo/"))
    assert f'A domain of that name is here again: <a href="/domains/{again.sid}/">' in html
    assert "?from=" not in html


@pytest.mark.parametrize("state", [state for state in Change.State.values if state != "applied"])
def test_only_what_was_applied_can_be_undone(visitor: Client, state: str) -> None:
    mirrored()
    change = told("update", state, sid=DOMAIN_SID, before=resource(domain_name=NAME))
    assert "/undo/" not in html_of(visitor.get(change.get_absolute_url()))
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert answer.redirect_chain == [(change.get_absolute_url(), 303)]
    assert "Only what was applied can be undone." in html_of(answer)


def test_what_is_as_it_was_already_needs_no_undoing(visitor: Client, domain: SipDomain, operator: User) -> None:
    change = changed(domain, operator, friendly_name="Second")
    changed(domain, operator, friendly_name="Front")
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "Everything is as it was before already." in html_of(answer)


def test_a_change_of_what_is_gone_says_why_it_cannot_be_undone(visitor: Client) -> None:
    mirrored()
    SipDomain.objects.update(gone_at=timezone.now())
    change = told("update", "applied", sid=DOMAIN_SID, before=resource(domain_name=NAME))
    html = html_of(visitor.get(change.get_absolute_url()))
    assert "There is nothing to undo any more: the domain is gone." in html
    assert "/undo/" not in html


def test_what_went_meanwhile_is_said_when_it_is_undone(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    mirrored()
    change = told("update", "applied", sid=DOMAIN_SID, before=resource(domain_name=NAME))
    twilio.will(refusal(404, 20404, "The requested resource was not found"))
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "The domain is gone" in html_of(answer)


def test_without_a_look_at_twilio_nothing_is_undone(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    mirrored()
    change = told("update", "applied", sid=DOMAIN_SID, before=resource(domain_name=NAME), asked={"secure": True})
    twilio.will(refusal(401, 20003, "Authenticate"))
    answer = visitor.get(f"/changes/{change.pk}/undo/", follow=True)
    assert "What Twilio holds now could not be read: Authenticate" in html_of(answer)


def test_a_change_of_another_account_says_why_it_cannot_be_undone(visitor: Client, elsewhere: Account) -> None:
    mirrored(account=elsewhere)
    change = told("update", "applied", sid=DOMAIN_SID, account=elsewhere)
    assert "another account is administered" in html_of(visitor.get(change.get_absolute_url()))


@pytest.mark.parametrize(
    ("action", "permission"),
    [("create", "delete_sipdomain"), ("update", "change_sipdomain"), ("delete", "add_sipdomain")],
)
def test_undoing_takes_the_permission_for_what_undoes_it(
    client: Client, onlooker: User, action: str, permission: str
) -> None:
    client.force_login(onlooker)
    mirrored()
    change = told(action, "applied", sid=DOMAIN_SID, before=resource(domain_name=NAME))
    address = f"/changes/{change.pk}/undo/"
    assert address not in html_of(client.get(change.get_absolute_url()))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    onlooker.user_permissions.add(Permission.objects.get(codename=permission))
    assert address in html_of(client.get(change.get_absolute_url()))


def test_the_page_says_what_undoing_stops(visitor: Client, domain: SipDomain, operator: User) -> None:
    sentence = "With secure media on, every call without TLS and SRTP is refused"
    on = changed(domain, operator, secure=True)
    assert sentence not in html_of(visitor.get(f"/changes/{on.pk}/undo/"))
    off = changed(domain, operator, secure=False)
    assert sentence in html_of(visitor.get(f"/changes/{off.pk}/undo/"))


def test_what_undoes_and_what_is_undone_is_named_only_to_those_who_may_see_it(
    visitor: Client, domain: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = changed(domain, operator, friendly_name="Back")
    undo(visitor, first)
    last = Change.objects.latest("pk")
    assert "Undoes" in html_of(visitor.get(f"/changes/{last.pk}/"))
    assert "Undone by" in html_of(visitor.get(f"/changes/{first.pk}/"))

    def all_but(hidden: Change) -> None:
        monkeypatch.setattr(
            "domains.models.change_queries.ChangeQuerySet.visible_to",
            lambda changes, _user: changes.exclude(pk=hidden.pk),
        )

    all_but(first)
    html = html_of(visitor.get(f"/changes/{last.pk}/"))
    assert "Undoes" not in html
    assert f"/changes/{first.pk}/" not in html
    all_but(last)
    html = html_of(visitor.get(f"/changes/{first.pk}/"))
    assert f"/changes/{last.pk}/" not in html
    assert "It has been undone, by a change that you may not see." in html
    assert f"/changes/{first.pk}/undo/" not in html
