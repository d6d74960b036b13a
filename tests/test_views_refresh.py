"""One domain fetched again from its page: what differs is shown, and nothing is overwritten unseen."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from domains.models import Account, Change, SipDomain, User

from .mirrored import mirror
from .reading import html_of
from .twilio_server import TwilioServer, refusal, reply, resource

SECRET = "https://user:hidden@voice.example.com/calls"
MASKED = "https://***@voice.example.com/calls"


@pytest.fixture
def domain(visitor: Client, real_account: Account) -> SipDomain:
    """A domain in the mirror, last seen long ago, of an account whose Twilio does what a test tells it."""
    made = mirror(friendly_name="Front")
    SipDomain.objects.update(seen_at=datetime(2026, 1, 1, tzinfo=UTC))
    made.refresh_from_db()
    return made


def there(domain: SipDomain, **attributes: Any) -> Any:
    """What Twilio answers: the domain as it is here, but for `attributes`."""
    return reply(200, resource(**{**domain.raw, **attributes}))


def press(visitor: Client, domain: SipDomain, **fields: str) -> Any:
    return visitor.post(f"/domains/{domain.sid}/refresh/", fields, follow=True)


def digest(page: Any) -> str:
    found = re.search(r'name="accept" value="([^"]+)"', html_of(page))
    assert found
    return found[1]


def test_what_is_as_it_was_is_said_to_be_with_the_time(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    twilio.will(there(domain))
    page = press(visitor, domain)
    assert page.redirect_chain == [(f"/domains/{domain.sid}/", 303)]
    assert "acme-1.sip.twilio.com is as last seen." in html_of(page)
    seen_at, domain.seen_at = domain.seen_at, SipDomain.objects.get().seen_at
    assert domain.seen_at > seen_at


def test_what_differs_is_shown_and_nothing_is_written(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(there(domain, friendly_name="Theirs", voice_url=SECRET, auth_type="IP_ACL"))
    page = press(visitor, domain)
    assert (page.status_code, page.redirect_chain) == (200, [])
    assert [row.label for row in page.context["comparison"].rows] == ["Friendly name", "Voice URL", "Authentication"]
    html = html_of(page)
    for words in ("Front", "Theirs", MASKED, "Take over what Twilio has"):
        assert words in html
    assert "user:hidden" not in html
    assert SipDomain.objects.get().friendly_name == "Front"


def test_what_was_shown_is_taken_over(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(there(domain, friendly_name="Theirs"))
    page = press(visitor, domain, accept=digest(press(visitor, domain)))
    assert "Taken over from Twilio: Friendly name." in html_of(page)
    assert SipDomain.objects.get().friendly_name == "Theirs"
    assert not Change.objects.exists()


def test_what_has_changed_again_is_shown_again(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(there(domain, friendly_name="Theirs"))
    shown = digest(press(visitor, domain))
    twilio.will(there(domain, friendly_name="Another"))
    page = press(visitor, domain, accept=shown)
    assert page.status_code == 200
    assert "Another" in html_of(page)
    assert SipDomain.objects.get().friendly_name == "Front"


def test_what_is_gone_is_marked_and_its_page_says_so(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(refusal(404, 20404, "The requested resource was not found"))
    html = html_of(press(visitor, domain))
    assert "acme-1.sip.twilio.com is gone." in html
    assert "It was deleted elsewhere" in html
    assert SipDomain.objects.get().is_gone


def test_what_is_back_is_shown_and_then_counts_as_there(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    SipDomain.objects.update(gone_at=timezone.now() - timedelta(hours=1))
    twilio.will(there(domain, friendly_name="Theirs"))
    page = press(visitor, domain)
    assert "It counted as gone here, and it is there." in html_of(page)
    assert SipDomain.objects.get().is_gone
    assert "is there again" in html_of(press(visitor, domain, accept=digest(page)))
    assert not SipDomain.objects.get().is_gone


def test_an_error_changes_nothing_and_is_said(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(refusal(401, 20003, f"Authenticate for {SECRET}"))
    html = html_of(press(visitor, domain))
    assert "It could not be fetched, and what is shown here is as it was" in html
    assert "user:hidden" not in html
    assert SipDomain.objects.get().seen_at == domain.seen_at


def test_a_domain_of_another_account_is_not_fetched(visitor: Client, elsewhere: Account) -> None:
    foreign = mirror(account=elsewhere)
    assert "/refresh/" not in html_of(visitor.get(f"/domains/{foreign.sid}/"))
    assert "It could not be fetched" in html_of(press(visitor, foreign))


def test_an_onlooker_may_not_refresh(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    made = mirror()
    assert client.post(f"/domains/{made.sid}/refresh/").status_code == 403
    assert "/refresh/" not in html_of(client.get(f"/domains/{made.sid}/"))


def test_only_pressing_refreshes(visitor: Client) -> None:
    made = mirror()
    assert visitor.get(f"/domains/{made.sid}/refresh/").status_code == 405
