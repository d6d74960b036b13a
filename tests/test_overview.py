"""The overview: whether all is well, in one sentence, and what is not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, CallsIpMapping, Change, Job, Look, SipDomain, User
from domains.sandbox.router import SandboxRouter
from domains.services import current_account
from domains.tasks import schedule

from .mirrored import mirror, ready

QUERIES = 14
"""Session, operator and two for rights; the accounts; unknown outcomes above; and one for each part of the page: the
verdicts are kept."""


@pytest.fixture
def other() -> Account:
    """An account that is not connected."""
    return Account.objects.create(sid=f"AC{'1' * 32}", region="ie1", name="Real", credential="environment")


def html_of(response: Any) -> str:
    return " ".join(str(response.content.decode()).split())


def verdict(visitor: Client) -> Any:
    return visitor.get("/").context["verdict"]


def headlines(visitor: Client) -> list[str]:
    return [matter.headline for matter in verdict(visitor).matters]


def domain(name: str, *, is_ready: bool = True, account: Account | None = None) -> SipDomain:
    """Keep a domain that takes calls, or else one that none gets through to."""
    kept = ready if is_ready else mirror
    return kept(SipDomain.objects.count() + 1, account=account, domain_name=f"{name}.sip.twilio.com")


def counts(visitor: Client) -> dict[str, int]:
    """Return how many domains stand in each way with calls, as the overview counts them."""
    return {one.standing: one.number for one in visitor.get("/").context["counts"] if one.number}


def change(name: str, state: str, *, account: Account | None = None, **columns: Any) -> Change:
    created_at = columns.pop("created_at", timezone.now())
    made = Change.objects.create(
        account=account or current_account(),
        collection="SIP/Domains",
        key=f"{name}.sip.twilio.com",
        state=state,
        **{"action": "create", **columns},
    )
    Change.objects.filter(pk=made.pk).update(created_at=created_at)
    return made


def test_when_all_is_well_it_says_so_and_why(visitor: Client) -> None:
    domain("front")
    domain("back")
    change("front", "applied")
    html = html_of(visitor.get("/"))
    assert "All is well</h2>" in html
    assert "All 2 domains take calls" in html
    assert "verdict-good" in html


def test_recent_changes_are_the_latest_by_the_time_shown(visitor: Client) -> None:
    for name, days in (("oldest", 3), ("newest", 1), ("older", 2)):
        change(name, "applied", created_at=timezone.now() - timedelta(days=days))
    html = html_of(visitor.get("/")).partition("Recent changes</h2>")[2]
    assert html.index("newest") < html.index("older") < html.index("oldest")


def test_a_domain_that_is_blocked_needs_somebody(visitor: Client) -> None:
    domain("front", is_ready=False)
    html = html_of(visitor.get("/"))
    assert "One thing needs you</h2>" in html
    assert '<a href="/domains/?calls=blocked">1 domain is blocked</a>' in html


def test_a_domain_at_risk_or_not_known_is_left_to_do_and_nothing_is_wrong(visitor: Client) -> None:
    SipDomain.objects.filter(pk=domain("front").pk).update(voice_fallback_url="")
    assert verdict(visitor).sentence == "Nothing is wrong, and one thing is left to do"
    domain("back")
    CallsIpMapping.objects.update(gone_at=None)
    Look.objects.filter(collection__contains=SipDomain.objects.get(domain_name__startswith="back").sid).delete()
    assert headlines(visitor) == ["1 domain is not known", "1 domain is at risk"]
    assert verdict(visitor).sentence == "Nothing is wrong, and 2 things are left to do"


def test_phones_that_cannot_register_are_told_though_calls_come_in_and_lead_to_their_domains(visitor: Client) -> None:
    ready(1, sip_registration=True)
    ready(2)
    html = html_of(visitor.get("/"))
    assert '<a href="/domains/?phones=blocked">1 domain: phones cannot register</a>' in html
    assert headlines(visitor) == ["1 domain: phones cannot register"]
    assert visitor.get("/domains/?phones=blocked").context["page"].paginator.count == 1


def test_those_at_risk_take_calls_and_are_told_beside_those_that_surely_do(visitor: Client) -> None:
    SipDomain.objects.filter(pk=domain("front").pk).update(voice_fallback_url="")
    domain("back")
    html = html_of(visitor.get("/"))
    assert "Of 2, and 1 more at risk" in html
    assert "It takes calls, but something about it may fail" in html


def test_the_domains_are_counted_by_how_they_stand_the_worst_first(visitor: Client) -> None:
    for name in ("front", "back"):
        domain(name)
    domain("side", is_ready=False)
    html = html_of(visitor.get("/")).partition('class="counts"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)".*?<strong>(\d+)</strong> ([a-z ]+)</a>', html) == [
        ("/domains/?calls=blocked", "1", "blocked"),
        ("/domains/?calls=ready", "2", "take calls"),
    ]


def test_an_outcome_that_is_being_looked_up_needs_nobody(visitor: Client) -> None:
    change("lost", "unknown", stopped_at=timezone.now() - timedelta(minutes=2, seconds=20))
    assert verdict(visitor).sentence == "One outcome is being looked up"
    assert verdict(visitor).tone == "note"
    assert headlines(visitor) == ["1 outcome is not known"]
    html = html_of(visitor.get("/"))
    assert "It has been so for 2 minutes. It is looked up by itself until it is known." in html
    assert "<title>One outcome is being looked up – Overview" in html
    SipDomain.objects.filter(pk=domain("front").pk).update(voice_fallback_url="")
    change("gone", "unknown", stopped_at=timezone.now())
    assert verdict(visitor).sentence == "2 outcomes are being looked up, and one thing is left to do"


def test_what_needs_somebody_is_listed_apart_from_what_does_not(visitor: Client) -> None:
    change("lost", "unknown", stopped_at=timezone.now())
    assert "Besides" not in html_of(visitor.get("/"))
    change("taken", "refused")
    found = verdict(visitor)
    assert found.sentence == "One thing needs you"
    assert [matter.shape for matter in found.pressing] == ["refused"]
    assert [matter.shape for matter in found.patient] == ["unknown"]
    needed, _, besides = html_of(visitor.get("/")).partition("Besides, for when there is time:")
    assert "1 change was refused" in needed
    assert "1 outcome is not known" in besides


def test_outcomes_unknown_for_long_need_somebody_and_the_oldest_says_its_age(visitor: Client) -> None:
    change("lost", "unknown", stopped_at=timezone.now() - timedelta(minutes=12, seconds=20))
    change("gone", "unknown", stopped_at=timezone.now())
    html = html_of(visitor.get("/"))
    assert "One thing needs you</h2>" in html
    assert '<a href="/changes/?state=unknown">2 outcomes are not known</a>' in html
    assert "The oldest has been so for 12 minutes, longer than usual." in html
    assert "<title>One thing needs you – Overview – SIP domains</title>" in html


def test_a_conflict_needs_somebody_until_a_later_change_is_applied(visitor: Client) -> None:
    change("front", "conflict")
    assert headlines(visitor) == ["1 change ended in a conflict in the last 24 hours"]
    change("front", "applied")
    assert headlines(visitor) == []


def test_an_unknown_outcome_of_another_account_says_whose_it_is(visitor: Client, other: Account) -> None:
    change("lost", "unknown", account=other)
    assert headlines(visitor) == ["1 outcome is not known in Real, ie1"]
    page = visitor.get("/")
    assert page.context["unknown_here"] == 0
    assert f'<a href="/changes/?state=unknown&amp;account={other.pk}">1 outcome' in html_of(page)


def test_a_look_up_that_fails_is_told_until_it_succeeds(visitor: Client) -> None:
    lost = change("lost", "unknown")
    lost.events.create(what="look_up_failed", told="The look-up failed: no answer.")
    assert headlines(visitor) == ["The look-up of 1 change fails"]
    assert verdict(visitor).sentence == "One thing needs you"
    lost.events.create(what="looked_up", told="It was not in the account’s list.")
    assert headlines(visitor) == ["1 outcome is not known"]


def test_a_refusal_needs_somebody_for_a_day(visitor: Client) -> None:
    change("taken", "refused", created_at=timezone.now() - timedelta(hours=23))
    change("older", "refused", created_at=timezone.now() - timedelta(hours=25))
    assert headlines(visitor) == ["1 change was refused in the last 24 hours"]


def test_a_refusal_that_was_made_good_needs_nobody(visitor: Client) -> None:
    change("Front", "refused")
    assert len(headlines(visitor)) == 1
    change("front", "applied")
    assert headlines(visitor) == []


def test_what_was_applied_before_does_not_make_a_refusal_good(visitor: Client) -> None:
    change("front", "applied")
    change("front", "refused")
    assert len(headlines(visitor)) == 1


def test_a_refusal_in_another_account_is_not_of_this_one(visitor: Client, other: Account) -> None:
    change("taken", "refused", account=other)
    assert verdict(visitor).sentence == "All is well"


def test_a_background_that_does_not_run_needs_somebody_first(visitor: Client) -> None:
    schedule()
    Job.objects.update(next_at=Now() - timedelta(seconds=61))
    SipDomain.objects.filter(pk=domain("front").pk).update(voice_fallback_url="")
    assert headlines(visitor) == ["No background worker is running", "1 domain is at risk"]
    assert verdict(visitor).sentence == "One thing needs you"
    Job.objects.filter(name="tidy").update(lease_until=Now() + timedelta(seconds=30))
    assert headlines(visitor)[0] == "The background is behind"


def test_a_job_that_failed_needs_somebody_and_says_which(visitor: Client) -> None:
    schedule()
    Job.objects.update(next_at=Now() + timedelta(seconds=10))
    Job.objects.filter(name="tidy").update(failed=True, error="It ended with OperationalError.")
    html = html_of(visitor.get("/"))
    assert '<a href="/background/">The job “Tidy up” failed</a>' in html
    assert "It ended with OperationalError." in html


def test_numbers_are_of_the_account_that_is_connected_and_others_are_named(visitor: Client, other: Account) -> None:
    domain("front")
    domain("back", is_ready=False)
    domain("elsewhere", account=other)
    change("front", "applied", created_at=timezone.now() - timedelta(days=31))
    change("back", "applied")
    change("elsewhere", "applied", account=other)
    page = visitor.get("/")
    assert page.context["total"] == 2
    assert counts(visitor) == {"blocked": 1, "ready": 1}
    assert page.context["activity"].totals["applied"] == 1
    for number in ("/domains/?account=", "/domains/?calls=ready&amp;account=", "/changes/?state=unknown&amp;account="):
        assert f'href="{number}{current_account().pk}"' in html_of(page)
    assert f'<a href="/domains/?account={other.pk}">1 domain of Real, ie1</a>' in html_of(page)


def test_what_was_taken_out_of_service_is_counted_apart_and_is_no_work_left_to_do(visitor: Client) -> None:
    domain("front")
    disabled = [domain("open"), domain("closed", is_ready=False)]
    rows = SipDomain.objects.filter(pk__in=[one.pk for one in disabled])
    rows.update(set_aside={"voice_url": "https://x.example/"}, voice_url="")
    page = visitor.get("/")
    assert counts(visitor) == {"ready": 1, "not-wanted": 2}
    assert verdict(visitor).sentence == "All is well"
    assert "Every domain in service takes calls, 2 are disabled" in html_of(page)


def test_what_is_gone_is_counted_nowhere(visitor: Client) -> None:
    domain("front")
    SipDomain.objects.filter(pk=domain("back", is_ready=False).pk).update(gone_at=Now(), set_aside={})
    assert counts(visitor) == {"ready": 1}
    assert verdict(visitor).sentence == "All is well"


def test_the_latest_changes_say_what_was_done_by_its_verb(visitor: Client) -> None:
    first = change("front", "applied")
    change("front", "applied", action="update", purpose="disable")
    change("front", "applied", action="update", undoes=first)
    html = html_of(visitor.get("/"))
    assert [html.count(f'<span class="verb">{word}</span>') for word in ("Create", "Disable", "Undo")] == [1, 1, 1]


def test_a_number_of_the_last_days_leads_to_the_changes_of_those_days(visitor: Client) -> None:
    domain("front")
    first = timezone.localdate() - timedelta(days=29)
    html = html_of(visitor.get("/"))
    for state in ("refused", "applied"):
        assert f'href="/changes/?state={state}&amp;first={first}"' in html


def test_an_empty_installation_says_what_to_do_and_nothing_else(visitor: Client) -> None:
    html = html_of(visitor.get("/"))
    assert "There is no SIP domain yet" in html
    assert "Start here" in html
    for absent in ("tiles", "Recent changes", "last 30 days"):
        assert absent not in html


def test_somebody_who_may_only_look_is_not_told_to_create(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    html = html_of(client.get("/"))
    assert "/domains/new/" not in html
    assert "creates the first" in html


def test_it_looks_again_sooner_while_something_needs_somebody(visitor: Client) -> None:
    assert 'data-live="60"' in html_of(visitor.get("/"))
    change("lost", "unknown")
    assert 'data-live="10"' in html_of(visitor.get("/"))


@pytest.mark.parametrize("count", [1, 50])
def test_the_overview_asks_the_database_as_much_for_many_as_for_one(
    visitor: Client, other: Account, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        domain(f"here-{number}", is_ready=number % 2 == 0)
        domain(f"there-{number}", account=other)
        change(f"lost-{number}", "unknown").events.create(what="look_up_failed")
        change(f"no-{number}", "refused")
        change(f"yes-{number}", "applied", created_at=timezone.now() - timedelta(days=number % 30))
    visitor.get("/")
    # Where the sandbox is in the main database, its weather is asked for there too.
    with django_assert_num_queries(QUERIES + (SandboxRouter.database() == "default")):
        visitor.get("/")
