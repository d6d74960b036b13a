"""The names that are left of deleted domains: who deleted them, and when they may be had again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change, SipDomain, User
from domains.services import explain, locked_by

from .changes import told
from .mirrored import mirror
from .reading import html_of

PAGE = "/domains/deleted/"


def gone(number: int = 1, *, days: int = 0, account: Account | None = None, **attributes: Any) -> SipDomain:
    domain = mirror(number, account=account, **attributes)
    SipDomain.objects.filter(pk=domain.pk).update(gone_at=timezone.now() - timedelta(days=days))
    domain.refresh_from_db()
    return domain


def deletion_of(domain: SipDomain, **columns: Any) -> Change:
    own = {"key": domain.domain_name, "sid": domain.sid, "before": domain.raw, "account": domain.account}
    return told("delete", "applied", **(own | columns))


def row_of(html: str, domain: SipDomain) -> str:
    return html.partition(f'href="/domains/{domain.sid}/"')[2].partition("</tr>")[0]


def test_a_deleted_name_says_by_whom_and_until_when(visitor: Client) -> None:
    domain = gone(friendly_name="Front desk")
    change = deletion_of(domain, actor_name="ada")
    row = row_of(html_of(visitor.get(PAGE)), domain)
    free = timezone.localdate(timezone.now() + timedelta(days=30))
    assert f'<a href="/changes/{change.pk}/">ada</a>' in row
    assert f"By {free}" in row
    assert "Front desk" in row
    assert f'href="/domains/new/?from={change.pk}"' in row


def test_what_was_deleted_elsewhere_says_so(visitor: Client) -> None:
    domain = gone()
    told("delete", "refused", sid=domain.sid)  # which deleted nothing
    row = row_of(html_of(visitor.get(PAGE)), domain)
    assert "Elsewhere" in row
    assert f'href="/domains/new/?again={domain.sid}"' in row


def test_what_the_log_may_have_lost_by_age_is_not_said_to_be_deleted_elsewhere(visitor: Client) -> None:
    domain = gone(days=400)
    row = row_of(html_of(visitor.get(PAGE)), domain)
    assert "Not in the log" in row
    assert "Elsewhere" not in row
    html = html_of(visitor.get(domain.get_absolute_url()))
    assert "the log does not say by whom" in html
    assert "deleted elsewhere" not in html


def test_a_name_is_free_after_thirty_days(visitor: Client) -> None:
    domain = gone(days=31)
    assert "Now" in row_of(html_of(visitor.get(PAGE)), domain)


def test_a_name_that_is_in_use_again_leads_there(visitor: Client) -> None:
    domain, successor = gone(1, domain_name="acme.sip.twilio.com"), mirror(2, domain_name="acme.sip.twilio.com")
    row = row_of(html_of(visitor.get(PAGE)), domain)
    assert f'<a href="/domains/{successor.sid}/">In use again</a>' in row
    assert "Create again" not in row


def test_the_latest_comes_first(visitor: Client) -> None:
    early, late = gone(1, days=9), gone(2, days=1)
    html = html_of(visitor.get(PAGE))
    assert html.index(late.domain_name) < html.index(early.domain_name)


def test_live_domains_are_not_listed(visitor: Client) -> None:
    assert mirror().domain_name not in html_of(visitor.get(PAGE))


def test_names_of_another_account_are_only_looked_at(visitor: Client, elsewhere: Account) -> None:
    domain = gone(account=elsewhere)
    row = row_of(html_of(visitor.get(PAGE)), domain)
    assert "Dublin" in row
    assert "Create again" not in row


def test_who_may_not_create_is_not_offered_it(client: Client, onlooker: User) -> None:
    domain = gone()
    client.force_login(onlooker)
    assert "Create again" not in row_of(html_of(client.get(PAGE)), domain)


def test_without_any_it_says_what_would_be_there(visitor: Client) -> None:
    assert "No deleted names" in html_of(visitor.get(PAGE))


def test_the_list_of_domains_leads_there(visitor: Client) -> None:
    gone()
    assert f'href="{PAGE}"' in html_of(visitor.get("/domains/"))


@pytest.mark.parametrize("rows", [1, 50])
def test_it_asks_the_database_as_often_for_many_as_for_one(
    rows: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        deletion_of(gone(number))
    visitor.get(PAGE)
    with django_assert_num_queries(9):
        response = visitor.get(PAGE)
    assert html_of(response).count("Create again") == rows


# What refusals know of them


def refused(account: Account, name: str) -> Change:
    message = f"Domain {name} already exists."
    return told("create", "refused", key=name, twilio_code=21232, twilio_status=400, message=message, account=account)


def test_a_refusal_knows_who_deleted_the_name(operator: User) -> None:
    domain = gone(days=3)
    deletion = deletion_of(domain, actor_name="ada", settled_at=timezone.now() - timedelta(days=3))
    explanation = explain(refused(domain.account, domain.domain_name), viewer=operator)
    day = timezone.localdate(timezone.now() - timedelta(days=3))
    free = timezone.localdate(timezone.now() + timedelta(days=27))
    assert f"{domain.domain_name} was deleted here by ada on {day}" in explanation.sentence
    assert f"locked until {free}" in explanation.sentence
    assert explanation.href == deletion.get_absolute_url()


def test_a_refusal_knows_what_was_seen_to_be_gone(operator: User) -> None:
    domain = gone()
    explanation = explain(refused(domain.account, domain.domain_name.upper()), viewer=operator)
    assert f"{domain.domain_name} was deleted elsewhere, and found gone on" in explanation.sentence
    assert (explanation.href, explanation.parameter) == (PAGE, "domain_name")


def test_a_name_that_was_gone_long_ago_is_somebody_elses(operator: User) -> None:
    domain = gone(days=31)
    assert locked_by(domain.account, domain.domain_name, viewer=operator) is None
    assert "is taken" in explain(refused(domain.account, domain.domain_name), viewer=operator).sentence


def test_what_is_gone_is_not_called_ours(operator: User) -> None:
    domain = gone()
    sentence = explain(refused(domain.account, domain.domain_name), viewer=operator).sentence
    assert "in this account already" not in sentence
