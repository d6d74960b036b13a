"""What `manage.py seed_sandbox` leaves behind: a month as the product itself would have made it."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import StringIO
from ipaddress import ip_address
from typing import Any

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils import timezone

from domains.management.acts import OPERATORS
from domains.management.month import DAYS, WRONG_TRUNK
from domains.models import (
    MAPPINGS,
    Account,
    Change,
    ChangeEvent,
    Credential,
    CredentialList,
    Doing,
    IpAccessControlList,
    IpAddress,
    Look,
    PhoneNumber,
    SipDomain,
    TwilioResource,
    User,
    mapped,
)
from domains.models.change_queries import ChangeQuerySet
from domains.readiness import Code, Standing, Verdict, verdict
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services import has_open_changes, look_at_access, reconcile_open, refresh, snapshots

FEW = 20  # every kind of mishap comes once in so many

DRIFTED = "Do not touch"

KINDS: tuple[type[TwilioResource], ...] = (
    SipDomain,
    IpAccessControlList,
    IpAddress,
    CredentialList,
    Credential,
    *MAPPINGS,
)
MODELS: tuple[type[Model], ...] = (User, Account, *KINDS, PhoneNumber, Look, Doing, Change, ChangeEvent, Resource)

What = ChangeEvent.What


def seed(*options: str) -> str:
    said = StringIO()
    call_command("seed_sandbox", "--domains", str(FEW), *options, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    """What the first seeding of the module left behind, so that not every test need live through a month."""
    return {}


@pytest.fixture
def seeded(kept: dict[str, Any], no_pauses: None) -> str:
    if kept:
        for row in serializers.deserialize("json", kept["rows"]):
            row.save()
    else:
        kept["said"] = seed()
        rows = [row for model in MODELS for row in model._default_manager.order_by("pk")]
        kept["rows"] = serializers.serialize("json", rows)
    return str(kept["said"])


@pytest.fixture(autouse=True)
def no_pauses(short_pauses: None) -> None:
    """Let the busy Twilio of the story be asked again at once."""


def test_it_makes_as_many_domains_as_it_was_told_and_says_what_it_did(seeded: str) -> None:
    assert SipDomain.objects.count() == FEW
    counts = Counter(Change.objects.values_list("state", flat=True))
    assert seeded == (
        f"The sandbox holds {SipDomain.objects.live().count()} domains. {sum(counts.values())} changes over "
        f"{DAYS} days by {len(OPERATORS)} operators: {counts['applied']} applied, {counts['refused']} refused, "
        f"{counts['not_applied']} not applied.\n"
    )
    assert counts["applied"] > FEW
    assert counts["refused"] > counts["not_applied"] > 0


def test_the_mirror_holds_what_the_sandbox_returns(seeded: str) -> None:
    for row in SipDomain.objects.all():
        body = Resource.objects.get(sid=row.sid).body
        if body["friendly_name"] == DRIFTED:
            continue
        assert row.raw == body
        assert row.auth_type == body["auth_type"]
        assert row.date_created == parsedate_to_datetime(body["date_created"])


def test_who_is_let_in_follows_from_the_lists_that_are_mapped(seeded: str) -> None:
    words = {IpAccessControlList: "IP_ACL", CredentialList: "CREDENTIAL_LIST"}
    for row in SipDomain.objects.live().exclude(sid__in=by_hand()):
        there = {words[one.maps] for one in mapped(domain=row) if one.purpose == "calls"}
        assert row.auth_types == there


def by_hand() -> list[str]:
    """Return the domains to which somebody has mapped a list past the dashboard."""
    places = Resource.objects.filter(body__friendly_name__startswith="Trial of", path__startswith="SIP/Domains/")
    return [place.path.split("/")[2] for place in places]


def verdicts(domains: Iterable[SipDomain]) -> list[Verdict]:
    return [verdict(known) for known in snapshots(domains).values()]


def test_most_domains_take_calls_and_the_others_do_not_for_many_reasons(seeded: str) -> None:
    standings = Counter(one.calls.standing for one in verdicts(SipDomain.objects.live()))
    assert standings[Standing.READY] > FEW / 2
    assert standings.keys() >= {Standing.AT_RISK, Standing.BLOCKED, Standing.NOT_KNOWN}


@pytest.mark.parametrize(
    "code",
    [
        Code.NO_FALLBACK,
        Code.PLAIN_HTTP,
        Code.EXAMPLE_URL,
        Code.EMPTY_BESIDE,
        Code.NO_LIST,
        Code.NO_REGISTRATION_LIST,
        Code.LISTS_CONTRADICT,
    ],
)
def test_some_domain_has_each_of_these_reasons(seeded: str, code: Code) -> None:
    reasons = [
        reason.code
        for one in verdicts(SipDomain.objects.live())
        for reason in (*one.calls.reasons, *one.registration.reasons)
    ]
    assert code in reasons
    assert Code.STALE not in reasons


def test_the_domains_of_a_company_share_its_lists(seeded: str) -> None:
    domains = Counter(one.sid for one in mapped() if one.purpose == "calls")
    assert max(domains.values()) > 1
    assert len(set(IpAccessControlList.objects.values_list("friendly_name", flat=True))) > 1


def test_the_addresses_let_in_can_be_somebodys(seeded: str) -> None:
    addresses = IpAddress.objects.values_list("ip_address", flat=True)
    assert len(addresses) > 1
    assert all(ip_address(one).is_global for one in addresses)


def test_a_list_that_was_mapped_by_hand_is_seen_when_somebody_looks(seeded: str) -> None:
    [sid] = by_hand()
    domain = SipDomain.objects.get(sid=sid)
    assert domain.auth_type == "IP_ACL"
    assert not mapped(domain=domain)
    look_at_access(domain)
    assert [one.name for one in mapped(domain=domain)] == [f"Trial of {domain.domain_name}"]
    assert verdicts(SipDomain.objects.filter(sid=sid))[0].calls.standing == Standing.READY


def test_nobody_seems_to_have_looked_only_now(seeded: str) -> None:
    past = timezone.now() - timedelta(minutes=5)
    assert not Look.objects.filter(at__gt=past).exists()
    assert not PhoneNumber.objects.filter(seen_at__gt=past).exists()
    for model in KINDS:
        assert not model._default_manager.filter(seen_at__gt=past).exists()


def test_every_change_lies_on_its_day_with_its_events_in_order(seeded: str) -> None:
    latest, now = timezone.now() - timedelta(days=DAYS), timezone.now()
    for change in Change.objects.order_by("pk"):
        assert latest < change.created_at < now
        assert change.settled_at is not None
        times = [change.created_at, *change.events.order_by("pk").values_list("at", flat=True)]
        assert times == sorted(times)
        assert abs(times[-1] - change.settled_at) < timedelta(seconds=1)
        latest = change.created_at


def test_the_days_are_of_different_busyness(seeded: str) -> None:
    days = [at.date() for at in Change.objects.values_list("created_at", flat=True)]
    assert 3 < len(set(days)) < len(days)


def test_whatever_was_made_was_made_while_its_change_was_under_way(seeded: str) -> None:
    for change in Change.objects.filter(action="create", state=Change.State.APPLIED):
        row = change.rows().get()
        assert change.sent_at is not None
        assert change.after is not None
        assert row.date_created is not None
        assert row.date_updated is not None
        made = parsedate_to_datetime(change.after["date_created"])  # what is mapped again has one row
        assert timedelta(seconds=-1) < made - change.sent_at < timedelta(seconds=30)
        assert row.date_created <= row.date_updated <= timezone.now()


@pytest.mark.parametrize(
    "what", [What.SENT_AGAIN, What.UNKNOWN, What.LOOKED_UP, What.ADOPTED, What.REFUSED, What.NOT_APPLIED]
)
def test_everything_that_can_happen_happened(seeded: str, what: What) -> None:
    assert ChangeEvent.objects.filter(what=what).exists()


def test_twilio_refused_trunks_taken_names_and_a_deletion(seeded: str) -> None:
    refused = Counter(Change.objects.filter(state=Change.State.REFUSED).values_list("twilio_code", flat=True))
    assert refused.keys() == {21232, 21233, 21300}  # the last but one: a domain that has sub-domains
    assert refused[21232] == 3  # one of them had been deleted, and was locked


def edits() -> ChangeQuerySet:
    """What was done to domains once they were there."""
    return Change.objects.exclude(action="create").order_by("created_at")


def test_domains_were_changed_and_deleted_too(seeded: str) -> None:
    assert set(edits().values_list("action", flat=True)) == {"update", "delete"}


def test_each_update_was_carried_out_while_it_was_under_way(seeded: str) -> None:
    for change in edits().filter(action="update", state=Change.State.APPLIED):
        assert change.sent_at is not None
        assert change.before is not None
        assert change.after is not None
        updated = parsedate_to_datetime(change.after["date_updated"])
        assert timedelta(seconds=-1) < updated - change.sent_at < timedelta(seconds=30)
        assert parsedate_to_datetime(change.before["date_updated"]) < updated


def test_the_voice_url_was_changed_at_night_and_put_back_by_an_undo(seeded: str) -> None:
    [back] = edits().filter(reason="Day shift is back")
    assert back.undoes is not None
    assert (back.undoes.created_at.hour, back.created_at.hour) == (22, 6)
    assert back.before is not None
    assert back.after is not None
    assert back.before["voice_url"] == "https://night-desk-7204.twil.io/answer"
    assert back.undoes.before is not None
    assert back.after["voice_url"] == back.undoes.before["voice_url"]


def test_one_domain_was_taken_out_of_service_and_back(seeded: str) -> None:
    disabled, enabled = edits().exclude(purpose="")[:2]
    assert (disabled.purpose, enabled.purpose) == ("disable", "enable")
    taken, again = ({one.key for one in Change.objects.of_doing(change.act)} for change in (disabled, enabled))
    assert taken == again
    assert {one.sid for one in mapped(domain__sid=enabled.sid)} == taken - {disabled.key}


def test_what_is_out_of_service_has_no_list(seeded: str) -> None:
    domain = SipDomain.objects.disabled().get()
    assert not mapped(domain=domain)
    assert domain.auth_type == ""
    gone: list[Any] = [row for model in MAPPINGS for row in model.kept_in(model.path.format(domain.sid))]
    disabled = Change.objects.get(sid=domain.sid, purpose="disable")
    assert gone
    for row in gone:
        assert row.gone_at is not None
        assert timedelta(0) < row.gone_at - disabled.created_at < timedelta(minutes=1)


def test_lists_were_made_and_mapped_in_doings_that_came_to_their_end(seeded: str) -> None:
    doings = Doing.objects.filter(word=Doing.Word.ACCESS)
    assert doings.count() > FEW / 2
    for doing in doings:
        changes = Change.objects.of_doing(doing.act)
        first, last = changes[0], changes.last()
        assert len(changes) == len(doing.steps)
        assert doing.begun_at == first.created_at
        assert last is not None
        assert doing.ended_at is not None
        assert last.settled_at is not None
        assert abs(doing.ended_at - last.settled_at) < timedelta(seconds=2)
        assert set(changes.values_list("actor_name", flat=True)) == {doing.actor_name}


def test_what_was_deleted_is_gone_since_then_and_its_name_locked(seeded: str) -> None:
    deleted = edits().get(reason="Contract ended", state=Change.State.APPLIED)
    row = SipDomain.objects.get(sid=deleted.sid)
    assert row.gone_at is not None
    assert deleted.settled_at is not None
    assert abs(row.gone_at - deleted.settled_at) < timedelta(seconds=1)
    assert Change.objects.filter(action="create", key=deleted.key, twilio_code=21232).exists()


def test_some_changes_are_one_doing(seeded: str) -> None:
    together = edits().filter(reason="Billing moves to a new host")
    assert together.count() > 1
    assert len(set(together.values_list("act", flat=True))) == 1


def test_refreshing_shows_what_was_changed_past_the_dashboard(seeded: str) -> None:
    shown = {refresh(row).kind for row in SipDomain.objects.live()}
    assert shown == {"same", "differs"}
    drifted = Resource.objects.get(body__friendly_name=DRIFTED)
    assert set(refresh(SipDomain.objects.get(sid=drifted.sid)).names) == {"friendly_name", "voice_fallback_url"}


def test_nothing_is_left_for_the_background(seeded: str) -> None:
    assert not Change.objects.open().exists()
    assert not has_open_changes()
    assert not Doing.objects.filter(ended_at=None).exists()
    assert not weather.in_force().exists()


def test_two_outcomes_are_unknown_when_asked_for() -> None:
    assert "2 unknown" in seed("--unknown", "--domains", "2")
    assert set(Change.objects.open().values_list("action", flat=True)) == {"create", "update"}
    reconcile_open(at_once=True)
    assert Change.objects.open().count() == 2  # too early to give up


def test_its_operators_cannot_sign_in(seeded: str) -> None:
    for name in OPERATORS:
        assert not User.objects.get(username=name).has_usable_password()
    assert set(Change.objects.values_list("actor_name", flat=True)) == set(OPERATORS)


def forget() -> None:
    Change.objects.all().remove()
    models: tuple[type[Model], ...] = (Doing, *reversed(KINDS), PhoneNumber, Look, Resource)
    for model in models:
        model._default_manager.all().delete()


def test_a_seed_tells_the_same_story_every_time() -> None:
    def told(*options: str) -> str:
        seed("--domains", "12", *options)
        rows = Change.objects.order_by("pk").values_list("key", "actor_name", "asked", "state", "reason", "act")
        numbers: dict[str, int] = {}  # in place of SIDs and doings, which are never the same
        return re.sub(
            r"\b[A-Z]{2}[0-9a-f]{32}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            lambda found: str(numbers.setdefault(found[0], len(numbers))),
            repr(list(rows)),
        )

    first = told()
    forget()
    assert told() == first
    forget()
    assert told("--seed", "2") != first


def test_it_says_that_serve_comes_first_where_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["a step"])
    with pytest.raises(CommandError, match=r"start `manage\.py serve` first"):
        call_command("seed_sandbox")


def test_it_seeds_only_once(seeded: str) -> None:
    with pytest.raises(CommandError, match="seeded already"):
        seed()
    assert SipDomain.objects.count() == FEW


def test_it_leaves_a_real_account_alone(real_account: Account) -> None:
    with pytest.raises(CommandError, match=f"account {real_account.sid} is set"):
        seed()
    assert not Change.objects.exists()


def test_it_does_not_use_up_weather_that_somebody_made() -> None:
    weather.cut()
    with pytest.raises(CommandError, match="bad weather"):
        seed()
    assert weather.in_force().count() == 1


def test_it_stays_within_what_an_account_holds() -> None:
    Resource.objects.bulk_create(Resource(sid=f"SD{number:032x}", path="SIP/Domains", body={}) for number in range(90))
    with pytest.raises(CommandError, match="ask for 10 or fewer"):
        seed()


@pytest.mark.parametrize("count", [1, WRONG_TRUNK + 1])
def test_a_short_story_works_too(count: int) -> None:
    call_command("seed_sandbox", "--domains", str(count), stdout=StringIO())
    assert SipDomain.objects.count() == count


def test_where_a_reason_is_required_every_change_of_the_story_has_one(settings: Any) -> None:
    settings.REASON_REQUIRED = True
    call_command("seed_sandbox", "--domains", "3", stdout=StringIO())
    assert Change.objects.count() > 1
    assert not Change.objects.filter(reason="").exists()
