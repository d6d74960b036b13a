"""What takes a domain out of service is remembered, and comes back exactly."""

import pytest

from domains import services
from domains.models import Change, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource
from domains.services.effects import take_effect

from .edited import NIGHT, URL, change_elsewhere, created, update

STANDBY = "https://standby.example.com/"

pytestmark = pytest.mark.usefixtures("short_pauses")


def test_what_disabling_took_away_comes_back_exactly(own: SipDomain, operator: User) -> None:
    update(own, operator, voice_method="GET", voice_fallback_url="https://standby.example.com/")
    own.refresh_from_db()
    asked = services.disabling(own)
    assert asked == {"voice_url": "", "voice_fallback_url": ""}
    update(own, operator, **asked, purpose="disable")
    own.refresh_from_db()
    assert own.is_disabled
    back = services.enabling(own)
    assert back == {"voice_url": URL, "voice_fallback_url": "https://standby.example.com/"}
    update(own, operator, **back, purpose="enable")
    own.refresh_from_db()
    assert (own.is_disabled, own.set_aside, own.voice_url, own.voice_method) == (False, None, URL, "GET")


def test_a_disabling_whose_answer_was_lost_is_remembered_too(own: SipDomain, operator: User) -> None:
    weather.cut(after=True, method="POST")
    update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    assert own.is_disabled
    assert services.enabling(own) == {"voice_url": URL}


def test_a_refused_disabling_sets_nothing_aside(own: SipDomain, operator: User) -> None:
    weather.refuse(21231, method="POST")
    update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    assert own.set_aside is None


def test_a_new_voice_url_puts_a_domain_back_into_service(own: SipDomain, operator: User) -> None:
    update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    update(own, operator, voice_url=NIGHT)
    own.refresh_from_db()
    assert (own.is_disabled, own.set_aside) == (False, None)
    assert services.enabling(own) == {}


@pytest.fixture
def disabled(operator: User) -> SipDomain:
    """A domain at the sandbox that was taken out of service with both its URLs."""
    own = created(operator, voice_method="GET", voice_fallback_url=STANDBY)
    update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    return own


def enable(domain: SipDomain, actor: User) -> SipDomain:
    """Put a domain back into service, and return it as it is then."""
    update(domain, actor, **services.enabling(domain), purpose="enable")
    domain.refresh_from_db()
    return domain


def test_a_fallback_url_alone_leaves_a_domain_disabled_and_forgets_nothing(disabled: SipDomain, operator: User) -> None:
    update(disabled, operator, voice_fallback_url="https://another.example.com/")
    disabled.refresh_from_db()
    assert disabled.is_disabled
    back = enable(disabled, operator)
    assert (back.voice_url, back.voice_method, back.voice_fallback_url) == (URL, "GET", STANDBY)
    assert (back.is_disabled, back.set_aside) == (False, None)


def test_disabling_what_is_disabled_forgets_nothing(disabled: SipDomain, operator: User) -> None:
    update(disabled, operator, voice_fallback_url="https://another.example.com/")
    disabled.refresh_from_db()
    update(disabled, operator, **services.disabling(disabled), purpose="disable")
    disabled.refresh_from_db()
    back = enable(disabled, operator)
    assert (back.voice_url, back.voice_method) == (URL, "GET")
    assert back.voice_fallback_url == "https://another.example.com/"


def test_putting_back_a_part_of_what_was_set_aside_keeps_the_rest(disabled: SipDomain, operator: User) -> None:
    update(disabled, operator, voice_fallback_url=STANDBY, purpose="enable")
    disabled.refresh_from_db()
    assert disabled.is_disabled
    assert services.enabling(disabled) == {"voice_url": URL}


def test_a_voice_url_that_was_put_in_elsewhere_is_what_disabling_takes_away_next(
    disabled: SipDomain, operator: User
) -> None:
    change_elsewhere(disabled, voice_url=NIGHT)
    disabled.reflect(Resource.objects.get(sid=disabled.sid).body)
    disabled.save()
    update(disabled, operator, **services.disabling(disabled), purpose="disable")
    disabled.refresh_from_db()
    back = enable(disabled, operator)
    assert (back.voice_url, back.voice_fallback_url) == (NIGHT, "")


def test_what_was_set_aside_is_over_once_a_voice_url_is_emptied_by_hand(disabled: SipDomain, operator: User) -> None:
    change_elsewhere(disabled, voice_url=NIGHT)
    disabled.reflect(Resource.objects.get(sid=disabled.sid).body)
    disabled.save()
    update(disabled, operator, voice_url="")
    disabled.refresh_from_db()
    assert not disabled.is_disabled


def test_what_was_not_asked_for_leaves_a_domain_disabled(own: SipDomain, operator: User) -> None:
    update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    update(own, operator, friendly_name="Acme")
    own.refresh_from_db()
    assert own.is_disabled


def test_an_answer_that_comes_when_all_is_known_does_not_disable_again(own: SipDomain, operator: User) -> None:
    disabled = update(own, operator, **services.disabling(own), purpose="disable")
    own.refresh_from_db()
    update(own, operator, **services.enabling(own), purpose="enable")
    late = Change.objects.get(pk=disabled.pk)
    take_effect(late, late.after, as_of=late.sent_at, is_answer=True)
    own.refresh_from_db()
    assert own.set_aside is None
