"""One domain fetched again: what differs is shown, and the mirror has it only once that was seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from domains import services
from domains.models import Account, SipDomain, User
from domains.sandbox.models import Resource
from domains.twilio import TwilioError

from .edited import NIGHT, URL, change_elsewhere, created, delete, delete_elsewhere, held
from .mirrored import mirror
from .twilio_server import DOMAIN_SID, TwilioServer, refusal

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def own(operator: User) -> SipDomain:
    """A domain at the sandbox, made an hour ago as far as anybody knows."""
    own = created(operator)
    own.date_created = timezone.now() - timedelta(hours=1)
    own.raw |= {"date_created": "Mon, 20 Jul 2015 17:27:10 +0000"}
    change_elsewhere(own, date_created=own.raw["date_created"])
    own.reflect(own.raw)
    own.save()
    return own


def again(domain: SipDomain) -> SipDomain:
    """The row as the database has it."""
    return SipDomain.objects.get(pk=domain.pk)


def test_what_is_the_same_is_seen_anew(own: SipDomain) -> None:
    refreshed = services.refresh(own)
    assert (refreshed.kind, refreshed.names) == ("same", [])
    assert again(own).seen_at > own.seen_at


def test_what_differs_is_shown_and_not_taken_over(own: SipDomain) -> None:
    change_elsewhere(own, voice_url=NIGHT, auth_type="IP_ACL")
    refreshed = services.refresh(own)
    assert refreshed.kind == "differs"
    assert set(refreshed.names) == {"voice_url", "auth_type"}
    assert refreshed.live is not None
    assert refreshed.live.voice_url == NIGHT
    assert again(own).voice_url == URL


def test_what_was_shown_can_be_taken_over(own: SipDomain) -> None:
    change_elsewhere(own, voice_url=NIGHT)
    refreshed = services.refresh(own, accept=services.refresh(own).digest)
    assert refreshed.kind == "taken_over"
    assert again(own).voice_url == NIGHT


def test_what_has_changed_again_since_is_shown_again(own: SipDomain) -> None:
    change_elsewhere(own, voice_url=NIGHT)
    shown = services.refresh(own)
    change_elsewhere(own, voice_url="https://voice.example.com/dawn")
    refreshed = services.refresh(own, accept=shown.digest)
    assert refreshed.kind == "differs"
    assert again(own).voice_url == URL


def test_when_twilio_changed_it_is_no_news_of_its_own(own: SipDomain) -> None:
    change_elsewhere(own, date_updated="Fri, 01 Jan 2027 12:00:00 +0000")
    assert services.refresh(own).kind == "same"
    updated = again(own).date_updated
    assert updated is not None
    assert updated.year == 2027


def test_what_is_gone_is_marked_so_and_stays(own: SipDomain) -> None:
    delete_elsewhere(own)
    assert services.refresh(own).kind == "gone"
    since = again(own).gone_at
    assert since is not None
    assert services.refresh(again(own)).kind == "gone"
    assert again(own).gone_at == since


def test_what_is_there_again_is_told(own: SipDomain) -> None:
    delete_elsewhere(own)
    services.refresh(own)
    SipDomain.objects.update(gone_at=timezone.now() - timedelta(seconds=1))
    Resource.objects.update(gone_at=None)
    refreshed = services.refresh(again(own))
    assert refreshed.kind == "back"
    assert not again(own).is_gone


def test_what_is_there_again_and_differs_is_shown_first(own: SipDomain) -> None:
    delete_elsewhere(own)
    services.refresh(own)
    SipDomain.objects.update(gone_at=timezone.now() - timedelta(seconds=1))
    Resource.objects.update(gone_at=None)
    change_elsewhere(own, voice_url=NIGHT)
    shown = services.refresh(again(own))
    assert (shown.kind, shown.names) == ("differs", ["voice_url"])
    assert again(own).is_gone
    assert services.refresh(again(own), accept=shown.digest).kind == "back"
    assert not again(own).is_gone


def test_what_cannot_be_asked_leaves_all_as_it_was(real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(account=real_account, sid=DOMAIN_SID)
    twilio.will(refusal(401, 20003, "Authenticate"))
    with pytest.raises(TwilioError):
        services.refresh(domain)
    assert not again(domain).is_gone


def test_what_was_only_just_made_is_not_taken_for_gone(operator: User) -> None:
    own = created(operator)
    Resource.objects.all().delete()
    with pytest.raises(TwilioError, match="only just"):
        services.refresh(own)
    assert not again(own).is_gone


def test_a_deletion_meanwhile_is_not_undone_by_what_was_fetched_before(
    own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def then_deleted(domain: SipDomain) -> SipDomain | None:
        live = services.fetch(domain)
        delete(again(own), operator)
        return live

    monkeypatch.setattr(services.refreshing, "fetch", then_deleted)
    assert services.refresh(own).kind == "gone"
    assert again(own).is_gone


def test_it_is_one_request(real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(account=real_account, sid=DOMAIN_SID)
    twilio.will(held())
    shown = services.refresh(domain)
    services.refresh(domain, accept=shown.digest)
    assert [request.method for request in twilio.received] == ["GET", "GET"]


def test_what_is_older_than_what_is_known_is_not_said_to_be_taken_over(own: SipDomain) -> None:
    change_elsewhere(own, voice_url=NIGHT, date_updated="Fri, 01 Jul 2005 12:00:00 +0000")
    shown = services.refresh(own)
    with pytest.raises(TwilioError, match="older state"):
        services.refresh(own, accept=shown.digest)
    assert again(own).voice_url == URL
