"""What Twilio has now is read without a trace here, and what somebody has seen is told apart from it."""

import json

import pytest

from domains import services
from domains.models import Account, SipDomain, User
from domains.parameters import PARAMETERS
from domains.services import Seen
from domains.twilio import TwilioError

from .edited import NIGHT, URL, change_elsewhere, created, held
from .mirrored import mirror
from .twilio_server import DOMAIN_SID, TwilioServer, refusal

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_fetching_writes_nothing(operator: User) -> None:
    own = created(operator)
    change_elsewhere(own, voice_url=NIGHT)
    live = services.fetch(own)
    assert live is not None
    assert live._state.adding
    assert live.voice_url == NIGHT
    assert SipDomain.objects.get().voice_url == URL


def test_what_is_set_aside_goes_along(operator: User) -> None:
    own = created(operator)
    own.set_aside = {"voice_url": URL}
    live = services.fetch(own)
    assert live is not None
    assert live.set_aside == {"voice_url": URL}


def test_what_is_not_there_is_none(real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(account=real_account, sid=DOMAIN_SID)
    twilio.will(refusal(404, 20404, "The requested resource was not found"))
    assert services.fetch(domain) is None
    assert not SipDomain.objects.get().is_gone


def test_an_answer_about_another_domain_is_none_either(real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(account=real_account, sid=DOMAIN_SID)
    twilio.will(held(sid="SD" + "f" * 32))
    with pytest.raises(TwilioError):
        services.fetch(domain)


def test_what_was_seen_survives_a_form(operator: User) -> None:
    own = created(operator)
    assert Seen.read(Seen.of(own).text) == Seen.of(own)
    assert Seen.read(Seen.of(own).text).differing(own) == []


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_parameter_that_differs_is_named(name: str, operator: User) -> None:
    own = created(operator)
    seen = Seen.of(own)
    setattr(own, name, True if isinstance(getattr(own, name), bool) else "other")
    assert seen.differing(own) == [name]


def test_unset_in_any_form_has_been_seen(operator: User) -> None:
    own = created(operator, voice_url="")
    seen = Seen.of(own)
    own.voice_url, own.voice_method, own.domain_name = None, "", own.domain_name.upper()  # type: ignore[assignment]
    assert seen.differing(own) == []


def test_no_value_can_be_read_from_what_was_seen(operator: User) -> None:
    own = created(operator, voice_url="https://user:password@voice.example.com/")
    text = Seen.of(own).text
    assert set(json.loads(text)) == set(PARAMETERS)
    assert "password" not in text


def test_the_sight_of_one_domain_is_none_of_another() -> None:
    one, other = mirror(1, domain_name="acme.sip.twilio.com"), mirror(2, domain_name="acme.sip.twilio.com")
    assert Seen.of(one).differing(other) == list(PARAMETERS)


@pytest.mark.parametrize("text", ["", "null", "[1]", "{", '{"voice_url": 1}', "[" * 100_000])
def test_what_cannot_be_read_has_not_been_seen(text: str) -> None:
    assert Seen.read(text).differing(mirror()) == list(PARAMETERS)
