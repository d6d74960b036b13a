"""A sitting with a domain that was made elsewhere ends with a verdict, by what nobody here had looked at."""

import pytest

from domains import services
from domains.models import Change, CredentialList, Doing, Look, SipDomain, User, mapped
from domains.readiness import Standing, verdict
from domains.sandbox import weather
from domains.services import NewIpList, Wanted

from .sandbox_questions import CREDENTIAL_LISTS, made, within

OFFICE = Wanted(new_ip_list=NewIpList("Office", "8.8.4.0", 24))
PASSWORD = "Correct-horse-9"

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def imported(own: SipDomain) -> SipDomain:
    """A domain of which only what Twilio tells of the domain itself is known."""
    Look.objects.filter(collection__contains=own.sid).delete()
    return own


def sit(domain: SipDomain, actor: User) -> Doing:
    doing = services.plan(domain, Doing.Word.ACCESS, services.steps_to(domain, OFFICE), actor=actor)
    for _ in services.carry_out(doing, actor=actor):
        pass
    domain.refresh_from_db()
    return doing


def requests(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the methods and the ends of the addresses that were asked."""
    told = [one.getMessage().partition(": ")[0].split(" ") for one in caplog.records if "/SIP/" in one.getMessage()]
    return [f"{method} {path.rpartition('/')[2].partition('.json')[0]}" for method, path in told]


def test_it_ends_with_what_can_be_said(imported: SipDomain, operator: User) -> None:
    assert verdict(services.snapshot(imported)).registration.rule == ""
    sit(imported, operator)
    both = verdict(services.snapshot(imported))
    assert both.calls.standing != Standing.NOT_KNOWN
    assert both.calls.rule == "A call must come from an address on “Office”."
    assert services.mappings_seen(imported)


def test_a_list_that_was_mapped_by_hand_is_seen_beside(imported: SipDomain, operator: User) -> None:
    phones = made(CREDENTIAL_LISTS, FriendlyName="Phones")
    made(within(phones, "Credentials"), Username="desk", Password=PASSWORD)
    made(within(imported.raw, "Auth/Calls/CredentialListMappings"), CredentialListSid=phones["sid"])
    sit(imported, operator)
    assert {one.name for one in mapped(domain=imported)} == {"Office", "Phones"}
    assert CredentialList.objects.get().friendly_name == "Phones"
    rule = verdict(services.snapshot(imported)).calls.rule
    assert "“Office”" in rule
    assert "“Phones”" in rule
    assert "together must both pass" in rule


def test_only_what_nobody_had_looked_at_is_read(
    own: SipDomain, operator: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "domains.twilio.client")
    Look.objects.filter(collection__contains=f"{own.sid}/Auth/Registrations").delete()
    caplog.clear()
    sit(own, operator)
    read = [one for one in requests(caplog) if one.startswith("GET")]
    assert read == [f"GET {own.sid}", "GET CredentialListMappings"]


def test_reading_that_fails_leaves_it_unknown_and_the_doing_done(imported: SipDomain, operator: User) -> None:
    weather.refuse(20500, status=500, method="GET", times=20)
    doing = sit(imported, operator)
    doing.refresh_from_db()
    assert doing.ended_at is not None
    assert not Change.objects.open().exists()
    assert not services.mappings_seen(imported)
