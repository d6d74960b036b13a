"""The emergency caller number is looked up, and the verdict says whether an address is registered for it."""

import pytest
from django.test import Client

from domains import services
from domains.models import PhoneNumber, SipDomain, User
from domains.readiness import Code, verdict
from domains.sandbox import ACCOUNT_SID, weather
from domains.sandbox.numbers import NUMBERS, PENDING, REGISTERED, UNREGISTERED
from domains.services.numbers import look_at_number
from domains.twilio import TwilioError

from .edited import created, update
from .reading import html_of
from .sandbox_questions import ACCOUNT, refused, tell

NOBODYS = f"PN{'9' * 32}"


def codes(domain: SipDomain) -> set[Code]:
    """Return what the verdict says of emergency calling."""
    domain.refresh_from_db()
    reasons = verdict(services.snapshot(domain)).calls.reasons
    return {one.code for one in reasons if one.code.startswith("emergency")}


def naming(operator: User, sid: str) -> SipDomain:
    return created(operator, emergency_calling_enabled=True, emergency_caller_sid=sid)


class TestTheSandbox:
    """It has a few numbers, which nothing changes."""

    def test_a_number_tells_whether_its_address_is_registered(self) -> None:
        body = tell("GET", f"{ACCOUNT}/IncomingPhoneNumbers/{REGISTERED}.json").body
        assert body
        assert (body["sid"], body["account_sid"]) == (REGISTERED, ACCOUNT_SID)
        assert (body["emergency_address_status"], body["phone_number"]) == ("registered", "+12025550142")
        assert body["emergency_address_sid"].startswith("AD")

    def test_all_of_them_are_listed(self) -> None:
        body = tell("GET", f"{ACCOUNT}/IncomingPhoneNumbers.json").body
        assert body
        assert [one["sid"] for one in body["incoming_phone_numbers"]] == list(NUMBERS)

    def test_another_one_is_not_there(self) -> None:
        assert refused(tell("GET", f"{ACCOUNT}/IncomingPhoneNumbers/{NOBODYS}.json")) == (404, 20404)

    @pytest.mark.parametrize("method", ["POST", "DELETE"])
    def test_none_can_be_changed(self, method: str) -> None:
        assert refused(tell(method, f"{ACCOUNT}/IncomingPhoneNumbers/{REGISTERED}.json")) == (405, 20004)


@pytest.mark.parametrize(
    ("sid", "found"),
    [
        (REGISTERED, set()),
        (UNREGISTERED, {Code.EMERGENCY_ADDRESS}),
        (PENDING, {Code.EMERGENCY_ADDRESS}),
        (NOBODYS, {Code.EMERGENCY_NUMBER_GONE}),
    ],
)
def test_a_number_is_looked_up_when_a_domain_is_given_it(
    sid: str, found: set[Code], operator: User, short_pauses: None
) -> None:
    assert codes(naming(operator, sid)) == found


def test_another_number_mends_it(operator: User) -> None:
    domain = naming(operator, UNREGISTERED)
    update(domain, operator, emergency_caller_sid=REGISTERED)
    assert codes(domain) == set()


def test_without_a_number_it_says_so_until_there_is_one(operator: User) -> None:
    domain = created(operator, emergency_calling_enabled=True)
    assert codes(domain) == {Code.EMERGENCY_WITHOUT_NUMBER}
    update(domain, operator, emergency_caller_sid=REGISTERED)
    assert codes(domain) == set()


def test_a_number_that_was_never_looked_up_is_not_known_until_the_button_looks(visitor: Client, operator: User) -> None:
    domain = naming(operator, REGISTERED)
    PhoneNumber.objects.all().delete()
    assert codes(domain) == {Code.EMERGENCY_NUMBER_UNSEEN}
    html = html_of(visitor.get(domain.get_absolute_url()))
    assert f"Whether an address is registered for the emergency number {REGISTERED} was never looked at." in html
    visitor.post(f"/domains/{domain.sid}/look/")
    assert codes(domain) == set()


def test_what_is_known_stays_where_twilio_cannot_be_asked(operator: User) -> None:
    domain = naming(operator, UNREGISTERED)
    weather.cut(times=20)
    with pytest.raises(TwilioError):
        services.look_at_number_of(domain)
    assert codes(domain) == {Code.EMERGENCY_ADDRESS}


def test_looking_again_writes_no_second_row(operator: User) -> None:
    domain = naming(operator, REGISTERED)
    assert look_at_number(domain.account, REGISTERED).phone_number == "+12025550142"
    assert PhoneNumber.objects.count() == 1


def test_a_domain_without_a_number_asks_for_none(own: SipDomain) -> None:
    weather.cut(times=20)
    services.look_at_number_of(own)
    assert not PhoneNumber.objects.exists()
