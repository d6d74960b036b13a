"""How domains stand is kept for lists, and never longer than it is so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from domains import services
from domains.models import Account, IpAddress, PhoneNumber, SipDomain, User
from domains.readiness import Standing, verdict
from domains.readiness.verdicts import TOO_LONG
from domains.sandbox.numbers import UNREGISTERED
from domains.services.mirror import writing
from domains.services.snapshots import snapshots
from domains.services.standings import KEPT_SECONDS

from .access import address, credential, credential_list, deleted, ip_list, map_list
from .edited import change_elsewhere, created, delete_elsewhere, update

PBX = "8.8.4.4"


def kept(*domains: SipDomain) -> list[Standing]:
    """Return how domains stand with calls, as a list tells it."""
    found = services.standings((one.account_id, one.sid) for one in domains)
    return [found[one.sid].calls.standing for one in domains]


def judged(*domains: SipDomain) -> list[Standing]:
    """Return how they stand by what is known now."""
    rows = [SipDomain.objects.get(pk=one.pk) for one in domains]
    known = snapshots(rows)
    return [verdict(known[row.pk]).calls.standing for row in rows]


def test_what_was_judged_once_is_not_judged_again(own: SipDomain) -> None:
    kept(own)
    with CaptureQueriesContext(connection) as queries:
        kept(own)
    assert len(queries) == 1  # which version of the mirror there is


def test_a_page_that_has_the_accounts_asks_nothing(own: SipDomain) -> None:
    kept(own)
    accounts = {one.pk: one for one in Account.objects.all()}
    with CaptureQueriesContext(connection) as queries:
        services.standings([(own.account_id, own.sid)], accounts=accounts)
    assert not queries.captured_queries


def test_only_those_are_judged_that_were_not(own: SipDomain, operator: User) -> None:
    other = created(operator, domain_name="other.sip.twilio.com")
    kept(own)
    assert kept(own, other) == judged(own, other)
    assert kept(other) == judged(other)


def test_one_that_is_not_in_the_mirror_is_left_out(own: SipDomain) -> None:
    assert list(services.standings([(own.account_id, own.sid), (own.account_id, "SD" + "0" * 32)])) == [own.sid]


def test_an_account_that_was_added_while_the_page_was_made_is_judged(own: SipDomain) -> None:
    assert services.standings([(own.account_id, own.sid)], accounts={0: Account()})[own.sid].calls.words == "Blocked"


def test_a_version_that_was_written_to_meanwhile_keeps_nothing_for_the_next(own: SipDomain, operator: User) -> None:
    before = {one.pk: one for one in Account.objects.all()}
    update(own, operator, voice_url="https://voice.acme.net/", voice_fallback_url="https://standby.acme.net/")
    services.standings([(own.account_id, own.sid)], accounts=before)
    let_in(own, operator)
    assert kept(own) == [Standing.READY]


def test_what_grows_old_is_judged_anew(own: SipDomain, operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(own, operator)
    update(own, operator, voice_url="https://voice.acme.net/", voice_fallback_url="https://standby.acme.net/")
    assert kept(own) == [Standing.READY]
    later = timezone.now() + TOO_LONG + timedelta(seconds=2 * KEPT_SECONDS)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert kept(own) == [Standing.AT_RISK]


def let_in(domain: SipDomain, operator: User) -> None:
    office = ip_list(operator)
    address(office, operator, PBX)
    map_list(domain, office, operator)


def differ(domain: SipDomain, operator: User) -> None:
    change_elsewhere(domain, voice_url="https://elsewhere.acme.net/")
    services.refresh(domain)


def take_over(domain: SipDomain, operator: User) -> None:
    change_elsewhere(domain, voice_url="")
    services.refresh(domain, accept=services.refresh(domain).digest)


def go(domain: SipDomain, operator: User) -> None:
    delete_elsewhere(domain)
    domain.date_created = None  # what was made only just may not be seen everywhere yet
    services.refresh(domain)


def delete(domain: SipDomain, operator: User) -> None:
    services.delete(domain, seen=services.Seen.of(domain), actor=operator)


def disable(domain: SipDomain, operator: User) -> None:
    asked = services.disabling(domain)
    services.update(domain, asked, seen=services.Seen.of(domain), purpose="disable", actor=operator)


def map_another(domain: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    map_list(domain, phones, operator)


def put_on(domain: SipDomain, operator: User) -> None:
    phones = credential_list(operator)
    map_list(domain, phones, operator)
    kept(domain)
    credential(phones, operator, "alice")


def take_off(domain: SipDomain, operator: User) -> None:
    deleted(IpAddress.objects.get(ip_address=PBX), operator)


def look_up_the_number(domain: SipDomain, operator: User) -> None:
    update(domain, operator, emergency_calling_enabled=True, emergency_caller_sid=UNREGISTERED)
    with writing(domain.account):
        PhoneNumber.objects.all().delete()
    kept(domain)
    services.look_at_number_of(SipDomain.objects.get(pk=domain.pk))


def look(domain: SipDomain, operator: User) -> None:
    services.look_at_access(domain)


@pytest.mark.parametrize(
    "write",
    [differ, take_over, go, delete, disable, map_another, put_on, take_off, look, look_up_the_number],
    ids=lambda one: one.__name__,
)
def test_whatever_writes_the_mirror_has_it_judged_anew(
    write: Callable[[SipDomain, User], None], own: SipDomain, operator: User
) -> None:
    update(own, operator, voice_url="https://voice.acme.net/", voice_fallback_url="https://standby.acme.net/")
    let_in(own, operator)
    assert kept(own) == [Standing.READY]
    version = Account.objects.get(pk=own.account_id).mirror_version
    write(SipDomain.objects.get(pk=own.pk), operator)
    assert Account.objects.get(pk=own.account_id).mirror_version != version
    assert kept(own) == judged(own)
