"""The page of one domain: what can be done from there and by whom, and what it says of one that is gone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, SipDomain, User

from .changes import told
from .mirrored import mirror
from .reading import html_of

ALL = ["Edit", "Disable", "Refresh", "Clone", "Take it elsewhere", "Delete"]


def offered(response: Any) -> list[str]:
    """What the bar of a domain's page offers, in its order."""
    bar = html_of(response).partition('aria-label="What can be done to this domain"')[2].partition("</div>")[0]
    return re.findall(r"<(?:a|button) class=\"button[^>]*>([^<]+)</", bar)


@pytest.mark.parametrize(
    ("permissions", "labels"),
    [
        (["add", "change", "delete"], ALL),
        (["change"], ["Edit", "Disable", "Refresh", "Take it elsewhere"]),
        (["add"], ["Clone", "Take it elsewhere"]),
        (["delete"], ["Take it elsewhere", "Delete"]),
        ([], ["Take it elsewhere"]),
    ],
)
def test_only_what_somebody_may_do_is_offered(
    client: Client, onlooker: User, permissions: list[str], labels: list[str]
) -> None:
    names = [f"{name}_sipdomain" for name in permissions]
    onlooker.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(onlooker)
    domain = mirror(voice_url="https://voice.example.com/")
    assert offered(client.get(f"/domains/{domain.sid}/")) == labels


def test_a_domain_of_another_account_says_why_nothing_is_offered(visitor: Client, elsewhere: Account) -> None:
    domain = mirror(account=elsewhere, voice_url="https://voice.example.com/")
    page = visitor.get(f"/domains/{domain.sid}/")
    assert offered(page) == ["Take it elsewhere"]
    assert "which is not the one that is administered" in html_of(page)


def test_a_domain_deleted_here_says_when_and_by_whom_and_how_to_make_it_again(visitor: Client) -> None:
    gone_at = timezone.now() - timedelta(days=2)
    domain = mirror(friendly_name="Front", voice_url="https://voice.example.com/")
    SipDomain.objects.update(gone_at=gone_at)
    deletion = told("delete", "applied", sid=domain.sid, actor_name="ann")
    page = visitor.get(f"/domains/{domain.sid}/")
    html = html_of(page)
    free_at = timezone.localtime(gone_at + timedelta(days=30))
    assert f'ann <a href="{deletion.get_absolute_url()}">deleted it here</a>' in html
    for words in ("Gone at Twilio", f"{timezone.localtime(gone_at):%Y-%m-%d}", f"{free_at:%Y-%m-%d}", "Front"):
        assert words in html
    assert f'href="/domains/new/?from={deletion.pk}">Create again</a>' in html
    assert offered(page) == []
    assert "every call is refused" not in html


def test_a_domain_deleted_elsewhere_says_so(visitor: Client) -> None:
    domain = mirror()
    SipDomain.objects.update(gone_at=timezone.now())
    html = html_of(visitor.get(f"/domains/{domain.sid}/"))
    assert "It was deleted elsewhere, not by this dashboard" in html
    assert f'href="/domains/new/?again={domain.sid}">Create again</a>' in html
    assert "Look again</button>" in html


def test_an_onlooker_sees_that_a_domain_is_gone_and_is_offered_nothing(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    domain = mirror()
    SipDomain.objects.update(gone_at=timezone.now())
    html = html_of(client.get(f"/domains/{domain.sid}/"))
    assert "Gone at Twilio" in html
    assert "Create again" not in html
    assert "Look again" not in html


def test_its_changes_say_what_was_changed_and_why(visitor: Client) -> None:
    domain = mirror(voice_url="https://voice.example.com/")
    asked = {"voice_url": "https://voice.example.com/", "secure": True}
    told("update", "applied", sid=domain.sid, asked=asked, reason="See https://me:secret@example.com/")
    html = html_of(visitor.get(f"/domains/{domain.sid}/"))
    assert '<span class="brief-what">Voice URL, Secure media</span>' in html
    assert '<span class="brief-what">See https://***@example.com/</span>' in html


@pytest.mark.parametrize("changes", [1, 50])
def test_the_queries_of_a_domains_page_do_not_grow(
    changes: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    domain = mirror(voice_url="https://voice.example.com/")
    for _ in range(changes):
        told("update", "applied", sid=domain.sid)
    visitor.get(f"/domains/{domain.sid}/")
    # The session, the operator and two for rights, the domain, its changes, what is mapped and when that was looked at,
    # what has steps left, and what every page says of the connection.
    with django_assert_num_queries(11):
        visitor.get(f"/domains/{domain.sid}/")


@pytest.mark.parametrize(
    ("state", "heading"),
    [("unknown", "The outcome of a change is unknown"), ("sent", "A change is under way"), ("applied", "")],
)
def test_what_is_under_way_on_a_domain_is_said_there(visitor: Client, state: str, heading: str) -> None:
    domain = mirror()
    change = told("update", state, sid=domain.sid, asked={"secure": True})
    html = html_of(visitor.get(domain.get_absolute_url()))
    is_said = "nothing else is sent for this domain" in html
    assert is_said is bool(heading)
    assert heading in html
    assert f'href="{change.get_absolute_url()}"' in html


def test_a_sub_domain_that_is_there_is_not_said_to_be_refused(visitor: Client) -> None:
    domain = mirror(domain_name="desk.acme.sip.twilio.com")
    assert "or Twilio refuses this name" not in html_of(visitor.get(domain.get_absolute_url()))
