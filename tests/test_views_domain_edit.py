"""Editing a domain: where we land, what is stored, what Twilio was told exactly, what the change says."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.models import Account, Change, SipDomain, User

from .changes import told as change_told
from .filled_in import controls
from .mirrored import mirror
from .reading import html_of
from .twilio_server import Act, TwilioServer, cut, refusal, reply, resource

SID = "SD" + "1" * 32
NAME = "acme.sip.twilio.com"
EDIT = f"/domains/{SID}/edit/"
PREVIEW = f"{EDIT}preview/"
SECRET = "https://user:hunter2@voice.example.com/calls?token=hunter3&page=1"
MASKED = "https://***@voice.example.com/calls?token=***&page=1"


@pytest.fixture
def there() -> dict[str, Any]:
    """What Twilio has, to be changed behind somebody's back."""
    return resource(
        sid=SID,
        domain_name=NAME,
        friendly_name="Front desk",
        voice_url="https://voice.example.com/day",
        voice_method="GET",
        sip_registration=True,
    )


@pytest.fixture
def domain(real_account: Account, there: dict[str, Any], twilio: TwilioServer) -> SipDomain:
    """A domain that Twilio has as the mirror has it, until it is told otherwise."""

    def answer(connection: Any, request: Any) -> None:
        if request.method == "POST":
            there.update(as_attributes(request.values))
        reply(200, there)(connection, request)

    twilio.will(answer)
    return mirror(account=real_account, **there)


def as_attributes(values: dict[str, str]) -> dict[str, Any]:
    flags = {"true": True, "false": False}
    named = {re.sub("(?<!^)([A-Z])", r"_\1", name).lower(): value for name, value in values.items()}
    return {name: flags.get(value, value or None) for name, value in named.items()}


def opened(visitor: Client, address: str = EDIT) -> dict[str, str]:
    """Open the form and return what a browser would send of it, were nothing changed."""
    return controls(html_of(visitor.get(address)))


def listed(*bodies: dict[str, Any]) -> Act:
    """Answer with these domains, as the account's list."""
    return reply(200, {"domains": list(bodies), "next_page_uri": None})


def told(twilio: TwilioServer) -> list[tuple[str, dict[str, str]]]:
    return [(request.method, request.values) for request in twilio.received]


def writes(twilio: TwilioServer) -> list[dict[str, str]]:
    """Return what Twilio was asked to change, of all that it was asked."""
    return [values for method, values in told(twilio) if method != "GET"]


def text(response: Any) -> str:
    """Return what a page says, without its elements."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html_of(response))).split())


def test_it_sends_exactly_what_was_changed(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    night = "https://voice.example.com/night"
    response = visitor.post(EDIT, opened(visitor) | {"voice_url": night, "reason": "The day shift is over"})
    change = Change.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/domains/{SID}/")
    assert told(twilio) == [("GET", {}), ("GET", {}), ("POST", {"VoiceUrl": night})]
    assert twilio.received[-1].path.endswith(f"/SIP/Domains/{SID}.json")
    domain.refresh_from_db()
    assert (domain.voice_url, domain.friendly_name) == (night, "Front desk")
    assert (change.action, change.state, change.asked) == ("update", "applied", {"voice_url": night})
    assert change.before is not None
    assert change.before["voice_url"] == "https://voice.example.com/day"
    assert (change.actor_name, change.reason) == ("operator", "The day shift is over")


def test_the_domain_greets_with_what_twilio_answered(visitor: Client, domain: SipDomain) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"friendly_name": "Back desk"}, follow=True)
    said = f"{NAME} was changed: Twilio answered 200."
    assert f'{said} <a href="/changes/{Change.objects.get().pk}/">See what happened</a>' in html_of(response)


def test_what_was_emptied_is_cleared_and_switches_are_said_in_full(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    form = opened(visitor) | {"friendly_name": " ", "emergency_calling_enabled": "on", "voice_fallback_url": ""}
    visitor.post(EDIT, form)
    assert writes(twilio) == [{"FriendlyName": "", "EmergencyCallingEnabled": "true"}]
    form = opened(visitor)
    del form["sip_registration"]
    visitor.post(EDIT, form | {"consent": "unregistered"})
    assert writes(twilio)[1:] == [{"SipRegistration": "false"}]


def test_nothing_is_sent_where_nothing_changed(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    form = opened(visitor) | {"friendly_name": " Front desk ", "voice_fallback_method": "", "domain_name": "SIP:Acme"}
    response = visitor.post(EDIT, form)
    assert response.status_code == 200
    assert "Nothing was sent: there is nothing to change." in text(response)
    assert told(twilio) == [("GET", {})]
    assert not Change.objects.exists()


def test_what_could_not_be_typed_here_is_left_as_it_is(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    there |= {"voice_method": "PUT", "voice_url": "ftp://voice.example.com/", "friendly_name": "x" * 70}
    domain.reflect(there)
    domain.save()
    form = opened(visitor)
    assert form["voice_method"] == "PUT"
    assert visitor.post(EDIT, form | {"voice_fallback_url": "https://sorry.example.com/"}).status_code == 303
    assert writes(twilio) == [{"VoiceFallbackUrl": "https://sorry.example.com/"}]
    wrong = visitor.post(EDIT, opened(visitor) | {"voice_url": "ftp://voice.example.com/night"})
    assert wrong.status_code == 422
    assert "Voice URL must begin with https://" in text(wrong)


def test_a_mistake_keeps_what_was_typed(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"voice_url": "voice", "friendly_name": "Typed"})
    assert response.status_code == 422
    assert "<title>Error: " in html_of(response)
    assert controls(html_of(response))["friendly_name"] == "Typed"
    assert writes(twilio) == []


# Opening it


def test_it_begins_with_what_twilio_has_and_says_what_differs(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    there |= {"voice_url": "https://voice.example.com/elsewhere", "secure": True}
    response = visitor.get(EDIT)
    form = controls(html_of(response))
    assert (form["voice_url"], form["secure"]) == ("https://voice.example.com/elsewhere", "on")
    drift = html_of(response).partition('id="drift-heading"')[2].partition("</section>")[0]
    assert "voice.example.com/" in drift
    for words in ("Voice URL", "[removed: </span>day<", "[new: </span>elsewhere<", "Secure media"):
        assert words in drift
    assert "Friendly name" not in drift
    domain.refresh_from_db()
    assert domain.voice_url.endswith("/day")  # looking changes nothing
    visitor.post(EDIT, form | {"friendly_name": "Back desk"})
    assert writes(twilio) == [{"FriendlyName": "Back desk"}]


def test_it_says_nothing_of_differences_where_there_are_none(visitor: Client, domain: SipDomain) -> None:
    assert "drift-heading" not in html_of(visitor.get(EDIT))


def test_it_opens_with_what_was_last_seen_where_twilio_cannot_be_read(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    answer = twilio.acts[0]
    twilio.will(reply(503, {"code": 20503, "message": "Unavailable", "status": 503}))
    response = visitor.get(EDIT)
    assert response.status_code == 200
    assert "Twilio could not be read" in text(response)
    form = controls(html_of(response))
    assert form["voice_url"] == "https://voice.example.com/day"

    # what it is by then is found out before anything is sent
    twilio.will(answer)
    there["voice_url"] = "https://voice.example.com/elsewhere"
    assert visitor.post(EDIT, form | {"friendly_name": "Back desk"}).status_code == 409
    assert writes(twilio) == []


def test_what_is_gone_has_no_form(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    twilio.will(reply(404, {"code": 20404, "message": "Not found", "status": 404}))
    response = visitor.get(EDIT)
    assert response.status_code == 410
    assert f"{NAME} is gone at Twilio: there is nothing to change." in text(response)
    assert "“Refresh” on its page notes that." in text(response)
    assert "domain-form" not in html_of(response)
    assert f'href="/domains/{SID}/"' in html_of(response)


def test_what_goes_while_the_form_is_open_leads_to_the_domain(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(reply(404, {"code": 20404, "message": "Not found", "status": 404}))
    response = visitor.post(EDIT, form | {"friendly_name": "Back desk"})
    assert (response.status_code, response["Location"]) == (303, f"/domains/{SID}/")
    domain.refresh_from_db()
    assert domain.is_gone
    again = visitor.post(EDIT, form | {"friendly_name": "Back desk"})
    assert again.status_code == 410
    assert writes(twilio) == []


def test_a_domain_of_another_account_is_only_looked_at(
    visitor: Client, domain: SipDomain, elsewhere: Account, twilio: TwilioServer
) -> None:
    other = mirror(2, account=elsewhere)
    for response in (
        visitor.get(f"/domains/{other.sid}/edit/"),
        visitor.post(f"/domains/{other.sid}/edit/", {"friendly_name": "Mine"}),
    ):
        assert response.status_code == 409
        assert "is not the one that is administered" in text(response)
        assert "domain-form" not in html_of(response)
    assert told(twilio) == []


def test_it_is_for_those_who_may_change(client: Client, domain: SipDomain, onlooker: User, operator: User) -> None:
    assert client.get(EDIT).status_code == 302
    client.force_login(onlooker)
    for response in (client.get(EDIT), client.post(EDIT, {}), client.post(PREVIEW, {})):
        assert response.status_code == 403
    client.force_login(operator)
    assert client.get(PREVIEW).status_code == 405
    assert client.get(f"/domains/SD{'9' * 32}/edit/").status_code == 404
    assert client.post(f"/domains/SD{'9' * 32}/edit/preview/").status_code == 404


# Secrets


@pytest.fixture
def secretive(domain: SipDomain, there: dict[str, Any]) -> SipDomain:
    there["voice_url"] = SECRET
    domain.reflect(there)
    domain.save()
    return domain


def test_secrets_are_shown_masked_and_stay_as_they_are(
    visitor: Client, secretive: SipDomain, twilio: TwilioServer
) -> None:
    page = visitor.get(EDIT)
    form = controls(html_of(page))
    assert form["voice_url"] == MASKED
    previewed = visitor.post(EDIT, form | {"friendly_name": "Back desk", "preview": "1"})
    wrong = visitor.post(EDIT, form | {"friendly_name": "x" * 65})
    assert controls(html_of(wrong))["voice_url"] == MASKED
    for response in (page, previewed, wrong):
        assert "hunter" not in html_of(response)
    visitor.post(EDIT, controls(html_of(wrong)) | {"friendly_name": "Back desk"})
    assert writes(twilio) == [{"FriendlyName": "Back desk"}]


def test_a_masked_secret_comes_along_to_another_place_of_the_same_server(
    visitor: Client, secretive: SipDomain, twilio: TwilioServer
) -> None:
    moved = opened(visitor) | {"voice_url": MASKED.replace("calls", "night")}
    previewed = html_of(visitor.post(EDIT, moved | {"preview": "1"}))
    assert "hunter" not in previewed
    assert "night" in previewed
    assert "Secrets are masked here; Twilio is told them." in previewed
    visitor.post(EDIT, moved)
    assert writes(twilio) == [{"VoiceUrl": SECRET.replace("calls", "night")}]


def test_a_masked_secret_goes_to_no_other_server(visitor: Client, secretive: SipDomain, twilio: TwilioServer) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"voice_url": MASKED.replace("voice", "other")})
    assert response.status_code == 422
    assert "Voice URL has *** in place of a secret: enter the secret." in text(response)
    copied = visitor.post(EDIT, opened(visitor) | {"voice_fallback_url": MASKED})
    assert "Voice fallback URL has *** in place of a secret: enter the secret." in text(copied)
    assert writes(twilio) == []


def test_a_mask_in_a_new_domain_is_asked_for_too(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    response = visitor.post("/domains/new/", {"domain_name": "acme", "voice_url": MASKED})
    assert response.status_code == 422
    assert "Voice URL has *** in place of a secret: enter the secret." in text(response)
    assert told(twilio) == []


# What somebody else changed meanwhile


@pytest.fixture
def overtaken(visitor: Client, domain: SipDomain, there: dict[str, Any]) -> dict[str, str]:
    """A form that was open while somebody changed the voice URL and the secure media at Twilio."""
    form = opened(visitor)
    there |= {"voice_url": "https://voice.example.com/theirs", "secure": True}
    return form


def test_it_overwrites_nothing_that_was_not_seen(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    mine = overtaken | {"voice_url": "https://voice.example.com/mine", "friendly_name": "Typed"}
    response = visitor.post(EDIT, mine)
    assert response.status_code == 409
    assert writes(twilio) == []
    change = Change.objects.get()
    assert change.state == "not_applied"
    assert change.sent_at is None
    asked_about = html_of(response).partition('id="decide"')[2].partition("</section>")[0]
    for words in ("Voice URL", "theirs", "mine", "Secure media", "As it is at Twilio now", "As in this form"):
        assert words in asked_about
    assert "Friendly name" not in asked_about
    assert f"/changes/{change.pk}/" in asked_about
    assert "changed it here" not in asked_about
    form = controls(html_of(response))
    assert (form["voice_url"], form["friendly_name"]) == (mine["voice_url"], "Typed")
    assert form["decide_secure"] == "theirs"
    assert "decide_voice_url" not in form
    assert "<title>Decide: " in html_of(response)
    assert "There is a problem" not in text(response)


def test_what_both_changed_must_be_decided(visitor: Client, overtaken: dict[str, str], twilio: TwilioServer) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/mine"})
    undecided = visitor.post(EDIT, controls(html_of(response)))
    assert undecided.status_code == 422
    sentence = "Decide for Voice URL: as it is at Twilio now, or as in this form."
    assert f'<a href="#id_decide_voice_url_0">{sentence}</a>' in html_of(undecided)
    assert text(undecided).count(sentence) == 2
    assert 'id="id_decide_voice_url_0"' in html_of(undecided)
    assert controls(html_of(undecided))["voice_url"] == "https://voice.example.com/mine"
    assert writes(twilio) == []


def test_what_is_decided_for_this_form_is_sent(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer, domain: SipDomain
) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/mine"})
    decided = controls(html_of(response)) | {"decide_voice_url": "mine"}
    previewed = visitor.post(EDIT, decided | {"preview": "1"})
    assert previewed.status_code == 200
    assert "Voice URL" in html_of(previewed).partition('id="preview"')[2].partition("</section>")[0]
    assert visitor.post(EDIT, decided).status_code == 303
    assert writes(twilio) == [{"VoiceUrl": "https://voice.example.com/mine"}]
    domain.refresh_from_db()
    assert domain.secure  # theirs
    assert Change.objects.filter(state="applied").get().asked == {"voice_url": "https://voice.example.com/mine"}


def test_what_is_decided_for_twilio_is_left_as_it_is(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    mine = overtaken | {"voice_url": "https://voice.example.com/mine", "friendly_name": "Typed"}
    decided = controls(html_of(visitor.post(EDIT, mine))) | {"decide_voice_url": "theirs"}
    assert visitor.post(EDIT, decided).status_code == 303
    assert writes(twilio) == [{"FriendlyName": "Typed"}]


def test_what_nobody_touched_here_can_be_put_back(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    response = visitor.post(EDIT, overtaken | {"friendly_name": "Typed"})
    decided = controls(html_of(response))
    assert decided["decide_voice_url"] == "theirs"
    assert visitor.post(EDIT, decided | {"decide_voice_url": "mine"}).status_code == 303
    assert writes(twilio) == [{"FriendlyName": "Typed", "VoiceUrl": "https://voice.example.com/day"}]


def test_where_everything_is_left_to_twilio_nothing_is_sent(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/mine"})
    response = visitor.post(EDIT, controls(html_of(response)) | {"decide_voice_url": "theirs"})
    assert "Nothing was sent: there is nothing to change." in text(response)
    assert writes(twilio) == []


def test_what_both_made_the_same_needs_no_decision(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/theirs"})
    assert response.status_code == 409
    assert "decide_voice_url" not in html_of(response)
    again = visitor.post(EDIT, controls(html_of(response)))
    assert again.status_code == 200
    assert "Nothing was sent" in text(again)
    assert writes(twilio) == []


def test_what_changes_again_is_asked_about_again(
    visitor: Client, overtaken: dict[str, str], there: dict[str, Any], twilio: TwilioServer
) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/mine"})
    decided = controls(html_of(response)) | {"decide_voice_url": "mine"}
    there["voice_url"] = "https://voice.example.com/theirs-again"
    response = visitor.post(EDIT, decided)
    assert response.status_code == 409
    assert "theirs-again" in text(response)
    assert "decide_voice_url" not in controls(html_of(response))
    assert writes(twilio) == []
    assert visitor.post(EDIT, controls(html_of(response)) | {"decide_voice_url": "mine"}).status_code == 303
    assert writes(twilio) == [{"VoiceUrl": "https://voice.example.com/mine"}]


def test_somebody_elses_change_through_this_dashboard_is_noticed_too(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    first, second = opened(visitor), opened(visitor)
    assert visitor.post(EDIT, first | {"voice_url": "https://voice.example.com/first"}).status_code == 303
    response = visitor.post(EDIT, second | {"voice_url": "https://voice.example.com/second"})
    assert response.status_code == 409
    assert "operator changed it here, " in text(response)
    first_change = Change.objects.get(state="applied")
    assert f'<a href="/changes/{first_change.pk}/">See that change</a>' in html_of(response)
    assert writes(twilio) == [{"VoiceUrl": "https://voice.example.com/first"}]


def test_who_has_changed_it_stays_there_until_it_is_decided(visitor: Client, domain: SipDomain) -> None:
    first, second = opened(visitor), opened(visitor)
    visitor.post(EDIT, first | {"voice_url": "https://voice.example.com/first"})
    response = visitor.post(EDIT, second | {"voice_url": "https://voice.example.com/second"})
    response = visitor.post(EDIT, controls(html_of(response)))
    assert response.status_code == 422
    assert "operator changed it here, " in text(response)


def test_a_secret_that_somebody_else_replaced_is_left_alone(
    visitor: Client, secretive: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = opened(visitor) | {"friendly_name": "Typed"}
    there["voice_url"] = SECRET.replace("hunter2", "hunter4").replace("calls", "theirs")
    response = visitor.post(EDIT, form)
    assert response.status_code == 409
    assert "hunter" not in html_of(response)
    assert "What it was before held a secret that is not kept" in text(response)
    assert visitor.post(EDIT, controls(html_of(response))).status_code == 303
    assert writes(twilio) == [{"FriendlyName": "Typed"}]


# What stops


def test_what_cuts_calls_is_asked_about_first(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"secure": "on"})
    assert response.status_code == 422
    assert "With secure media on, every call without TLS and SRTP is refused" in text(response)
    assert "I know that calls without TLS and SRTP are refused." in text(response)
    assert "Nothing has been sent yet." in text(response)
    assert "<title>Confirm: " in html_of(response)
    form = controls(html_of(response))
    assert "consent" not in form
    assert not Change.objects.exists()
    assert visitor.post(EDIT, form | {"consent": "secured"}).status_code == 303
    assert writes(twilio) == [{"Secure": "true"}]


def test_who_agreed_to_one_thing_has_not_agreed_to_another(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    form = opened(visitor) | {"secure": "on", "voice_url": "", "domain_name": "acme-two", "consent": "secured"}
    response = visitor.post(EDIT, form)
    assert response.status_code == 422
    said = (
        "I know that calls to acme.sip.twilio.com stop, that calls have no instructions then, and fail, and that calls"
    )
    assert said in text(response)
    assert writes(twilio) == []
    assert visitor.post(EDIT, form | {"consent": "renamed unanswered secured"}).status_code == 303
    assert writes(twilio) == [{"DomainName": "acme-two.sip.twilio.com", "VoiceUrl": "", "Secure": "true"}]


def test_a_preview_offers_to_agree_at_once(visitor: Client, domain: SipDomain) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"secure": "on", "preview": "1"})
    assert response.status_code == 200
    assert 'name="consent" value="secured"' in html_of(response)
    assert "Nothing has been sent yet." not in text(response)


def test_consent_is_kept_while_something_else_is_decided(
    visitor: Client, overtaken: dict[str, str], there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = {name: value for name, value in overtaken.items() if name != "sip_registration"}
    there["secure"] = False
    response = visitor.post(EDIT, form | {"consent": "unregistered"})
    assert response.status_code == 409
    assert controls(html_of(response))["consent"] == "unregistered"
    assert visitor.post(EDIT, controls(html_of(response))).status_code == 303
    assert writes(twilio) == [{"SipRegistration": "false"}]


# What came of it


def test_one_form_sent_twice_is_carried_out_once(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    form = opened(visitor) | {"voice_url": "https://voice.example.com/night"}
    places = [visitor.post(EDIT, form)["Location"] for _ in range(2)]
    assert places == [f"/domains/{SID}/"] * 2
    assert len(writes(twilio)) == 1
    assert Change.objects.count() == 1


def test_what_was_decided_and_sent_twice_is_carried_out_once(
    visitor: Client, overtaken: dict[str, str], twilio: TwilioServer
) -> None:
    response = visitor.post(EDIT, overtaken | {"voice_url": "https://voice.example.com/mine"})
    decided = controls(html_of(response)) | {"decide_voice_url": "mine"}
    places = [visitor.post(EDIT, decided)["Location"] for _ in range(2)]
    assert places == [f"/domains/{SID}/"] * 2
    assert len(writes(twilio)) == 1


def test_an_unknown_outcome_leads_to_the_change(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(reply(200, there), cut, cut)
    response = visitor.post(EDIT, form | {"friendly_name": "Back desk"})
    change = Change.objects.get()
    assert change.state == "unknown"
    assert (response.status_code, response["Location"]) == (303, f"/changes/{change.pk}/")


def test_what_was_done_although_its_answer_was_lost_is_greeted_so(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(reply(200, there), cut, listed(there | {"friendly_name": "Back desk"}))
    response = visitor.post(EDIT, form | {"friendly_name": "Back desk"}, follow=True)
    assert response.redirect_chain[0] == (f"/domains/{SID}/", 303)
    assert f"{NAME} was changed. Twilio’s answer was lost, and the domain was found as it was asked to be." in text(
        response
    )


def test_what_became_neither_one_nor_the_other_leads_to_the_change(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(reply(200, there), cut, listed(there | {"friendly_name": "Neither"}))
    response = visitor.post(EDIT, form | {"friendly_name": "Back desk"})
    change = Change.objects.get()
    assert change.state == "conflict"
    assert (response.status_code, response["Location"]) == (303, f"/changes/{change.pk}/")


def test_the_form_is_kept_when_twilio_refuses(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(reply(200, there), refusal(400, 21300, "Invalid BYOC trunk SID"))
    response = visitor.post(EDIT, form | {"byoc_trunk_sid": "BY" + "0" * 32, "friendly_name": "Typed"})
    assert response.status_code == 422
    assert "(Twilio 21300)" in text(response)
    held = controls(html_of(response))
    assert (held["friendly_name"], held["byoc_trunk_sid"]) == ("Typed", "BY" + "0" * 32)
    assert held["attempt"] != form["attempt"]
    change = Change.objects.get()
    assert f'<a href="/changes/{change.pk}/">See what Twilio said</a>' in html_of(response)


def test_the_form_is_kept_when_twilio_cannot_be_compared(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    form = opened(visitor)
    twilio.will(cut)
    response = visitor.post(EDIT, form | {"friendly_name": "Typed"})
    assert response.status_code == 503
    assert controls(html_of(response))["friendly_name"] == "Typed"
    assert writes(twilio) == []
    assert Change.objects.get().state == "not_applied"


def test_who_comes_second_is_led_to_what_the_first_is_doing(
    visitor: Client, domain: SipDomain, twilio: TwilioServer
) -> None:
    rival = change_told("update", "unknown", sid=SID, account=domain.account)
    response = visitor.post(EDIT, opened(visitor) | {"friendly_name": "Typed"})
    assert response.status_code == 422
    assert f"somebody is changing {NAME}, and what came of it is not known yet: wait for it." in text(response)
    assert f'href="/changes/{rival.pk}/"' in html_of(response)
    assert writes(twilio) == []


def test_a_form_made_for_another_account_is_not_sent(visitor: Client, domain: SipDomain, twilio: TwilioServer) -> None:
    response = visitor.post(EDIT, opened(visitor) | {"friendly_name": "Typed", "meant_for": "999"})
    assert response.status_code == 422
    assert writes(twilio) == []


def test_a_name_of_another_domain_here_is_refused_and_its_own_is_not(visitor: Client, domain: SipDomain) -> None:
    mirror(2, account=domain.account)
    taken = visitor.post(EDIT, opened(visitor) | {"domain_name": "acme-2", "consent": "renamed"})
    assert taken.status_code == 422
    assert "acme-2.sip.twilio.com is in this account already" in text(taken)
    SipDomain.objects.filter(domain_name="acme-2.sip.twilio.com").update(gone_at=timezone.now())
    assert visitor.post(EDIT, opened(visitor) | {"domain_name": "acme-2", "consent": "renamed"}).status_code == 303


# What stands beside it


@pytest.mark.parametrize("rows", [1, 50])
def test_what_is_typed_is_previewed_without_a_word_to_twilio(
    rows: int,
    visitor: Client,
    domain: SipDomain,
    twilio: TwilioServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(2, rows + 1):
        mirror(number, account=domain.account)
    form = opened(visitor)
    with django_assert_num_queries(7):
        response = visitor.post(PREVIEW, form | {"voice_url": "https://voice.example.com/night"})
    html = html_of(response)
    assert response.status_code == 200
    for words in (
        "Voice URL",
        "[removed: </span>day<",
        "[new: </span>night<",
        "To be changed",
        "VoiceUrl=https%3A%2F%2F",
    ):
        assert words in html
    assert "FriendlyName" not in html
    assert "<form" not in html
    assert "autofocus" not in html
    assert told(twilio) == [("GET", {})]
    assert not Change.objects.exists()


def test_a_preview_of_nothing_says_so(visitor: Client, domain: SipDomain) -> None:
    assert "There is nothing to change, so nothing would be sent." in text(visitor.post(PREVIEW, opened(visitor)))


def test_a_preview_says_what_stops_and_what_the_form_lacks(visitor: Client, domain: SipDomain) -> None:
    stops = visitor.post(PREVIEW, opened(visitor) | {"secure": "on"})
    assert "With secure media on, every call without TLS and SRTP is refused" in text(stops)
    lacks = visitor.post(PREVIEW, opened(visitor) | {"voice_url": "voice"})
    assert 'data-problem="id_voice_url"' in html_of(lacks)
    assert "There is a problem" not in text(lacks)


def test_only_news_is_worth_a_second_look(visitor: Client, domain: SipDomain, there: dict[str, Any]) -> None:
    there["voice_url"] = "http://voice.example.com/day"
    domain.reflect(there)
    domain.save()
    form = opened(visitor) | {"voice_fallback_url": "https://localhost/"}
    said = text(visitor.post(PREVIEW, form))
    assert "on plain http" not in said
    assert "on a private address" in said


@pytest.mark.parametrize("rows", [1, 50])
def test_how_much_it_asks_of_the_database(
    rows: int, visitor: Client, domain: SipDomain, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2, rows + 1):
        mirror(number, account=domain.account)
    with django_assert_num_queries(7):
        response = visitor.get(EDIT)
    with django_assert_num_queries(7):
        visitor.post(EDIT, controls(html_of(response)) | {"friendly_name": "Typed", "preview": "1"})


def test_what_was_typed_is_there_again_after_signing_in(client: Client, secretive: SipDomain, operator: User) -> None:
    client.force_login(operator)
    typed = opened(client) | {"friendly_name": "Typed"}
    client.logout()
    asked = html_of(client.post(EDIT, typed))
    kept = re.findall(r'name="kept" value="([^"]*)"', asked)[0]
    pair = {"username": "operator", "password": "operator's password", "kept": kept}
    page = html_of(client.get(client.post("/accounts/login/", pair)["Location"]))
    form = controls(page)
    assert (form["friendly_name"], form["voice_url"]) == ("Typed", MASKED)
    assert "hunter" not in page
    assert client.post(EDIT, form).status_code == 303
    assert Change.objects.get().asked == {"friendly_name": "Typed"}


# A name that was here before


def test_a_new_domain_with_a_name_that_may_be_locked_is_cautioned_not_refused(
    visitor: Client, domain: SipDomain
) -> None:
    gone = mirror(2, account=domain.account)
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now() - timedelta(days=10))
    until = (timezone.now() + timedelta(days=20)).date()
    said = f"was here before and is gone. Twilio may keep its name locked, for everybody, until {until}"
    assert said in text(visitor.post("/domains/new/preview/", {"domain_name": "Acme-2"}))
    assert said in text(visitor.post(PREVIEW, opened(visitor) | {"domain_name": "acme-2"}))
    assert said not in text(visitor.post("/domains/new/preview/", {"domain_name": "acme-3"}))
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now() - timedelta(days=31))
    assert "was here before" not in text(visitor.post("/domains/new/preview/", {"domain_name": "Acme-2"}))


def test_what_a_browser_cannot_give_back_as_it_was_counts_as_untouched(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    there["friendly_name"] = " Front\ndesk "
    domain.reflect(there)
    domain.save()
    form = opened(visitor) | {"friendly_name": " Frontdesk "}
    assert "there is nothing to change" in text(visitor.post(EDIT, form))
    visitor.post(EDIT, form | {"voice_fallback_url": "https://sorry.example.com/"})
    assert writes(twilio) == [{"VoiceFallbackUrl": "https://sorry.example.com/"}]


def test_a_name_that_stays_is_not_in_the_way_of_itself(visitor: Client, domain: SipDomain) -> None:
    mirror(2, account=domain.account, domain_name=NAME)  # made again elsewhere, and this one not seen to be gone
    assert visitor.post(EDIT, opened(visitor) | {"friendly_name": "Back desk"}).status_code == 303


# Asked before


def test_what_came_to_nothing_is_filled_in_again(
    visitor: Client, secretive: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    answer = twilio.acts[0]
    form = opened(visitor)
    twilio.will(reply(200, there), refusal(400, 21300, "Invalid BYOC trunk SID"))
    own = "https://me:mine@voice.example.com/"
    visitor.post(EDIT, form | {"voice_fallback_url": own, "sip_registration": "on", "byoc_trunk_sid": "BY" + "0" * 32})
    change = Change.objects.get()
    twilio.will(answer)
    again = f"{EDIT}?from={change.pk}"
    assert f'href="{again}"' in html_of(visitor.get(f"/changes/{change.pk}/"))
    response = visitor.get(again)
    assert "Filled in with what operator asked for. Nothing has been sent." in text(response)
    assert f'action="{again}"' in html_of(response)
    assert f'data-preview="{PREVIEW}?from={change.pk}"' in html_of(response)
    form = controls(html_of(response))
    assert (form["voice_fallback_url"], form["byoc_trunk_sid"]) == ("https://***@voice.example.com/", "BY" + "0" * 32)
    previewed = visitor.post(f"{PREVIEW}?from={change.pk}", form)
    wrong = visitor.post(again, form | {"friendly_name": "x" * 65})
    assert f'action="{again}"' in html_of(wrong)
    for page in (response, previewed, wrong):
        assert "mine" not in html_of(page)
    visitor.post(again, controls(html_of(wrong)) | {"friendly_name": "Front desk", "byoc_trunk_sid": ""})
    assert writes(twilio)[1:] == [{"VoiceFallbackUrl": own}]


@pytest.fixture
def asked_before(secretive: SipDomain, operator: User) -> Callable[..., str]:
    """The address of a form that is filled in with what the operator asked for before, in vain."""

    def address(**asked: str) -> str:
        change = change_told("update", "refused", sid=SID, account=secretive.account, asked=asked, actor=operator)
        return f"{EDIT}?from={change.pk}"

    return address


def test_the_mask_of_what_was_asked_before_stands_for_that_and_not_for_what_is_there(
    visitor: Client, asked_before: Callable[..., str], twilio: TwilioServer
) -> None:
    again = asked_before(voice_url="https://me:mine@voice.example.com/new")
    form = opened(visitor, again)
    assert form["voice_url"] == "https://***@voice.example.com/new"
    visitor.post(again, form | {"voice_url": "https://***@voice.example.com/newer"})
    assert writes(twilio) == [{"VoiceUrl": "https://me:mine@voice.example.com/newer"}]


def test_what_differs_in_its_secret_alone_is_to_be_entered_again(
    visitor: Client, asked_before: Callable[..., str], twilio: TwilioServer
) -> None:
    again = asked_before(voice_url=SECRET.replace("hunter3", "mine"))
    page = visitor.get(again)
    assert "Left as it is, for the secret in it is yours to enter: Voice URL." in text(page)
    form = controls(html_of(page))
    assert form["voice_url"] == MASKED
    visitor.post(again, form | {"voice_url": MASKED.replace("calls", "night")})
    assert writes(twilio) == [{"VoiceUrl": SECRET.replace("calls", "night")}]


def test_a_mask_stands_for_nobody_elses_secret(visitor: Client, secretive: SipDomain, twilio: TwilioServer) -> None:
    asked = {"voice_fallback_url": "https://them:theirs@other.example.com/"}
    change = change_told("update", "refused", sid=SID, account=secretive.account, asked=asked)
    again = f"{EDIT}?from={change.pk}"
    typed = opened(visitor, again) | {"voice_fallback_url": "https://***@other.example.com/"}
    assert visitor.post(again, typed).status_code == 422
    assert writes(twilio) == []


def test_somebody_elses_secret_is_not_filled_in(visitor: Client, secretive: SipDomain) -> None:
    asked = {"voice_url": "https://them:theirs@voice.example.com/", "friendly_name": "Theirs"}
    change = change_told("update", "refused", sid=SID, account=secretive.account, asked=asked)
    response = visitor.get(f"{EDIT}?from={change.pk}")
    form = controls(html_of(response))
    assert (form["friendly_name"], form["voice_url"]) == ("Theirs", MASKED)
    assert "Left as it is, for the secret in it is somebody’s to enter: Voice URL." in text(response)
    assert "them:theirs" not in html_of(response)


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "²"])
def test_an_address_that_names_no_change_is_let_be(visitor: Client, domain: SipDomain, number: str) -> None:
    response = visitor.get(f"{EDIT}?from={number}")
    assert controls(html_of(response))["friendly_name"] == "Front desk"
    assert "Filled in" not in text(response)


def test_a_secret_that_twilio_quotes_in_a_refusal_stays_hidden(
    visitor: Client, domain: SipDomain, there: dict[str, Any], twilio: TwilioServer
) -> None:
    there["voice_url"] = SECRET

    def answer(connection: Any, request: Any) -> None:
        refused = refusal(400, 21231, f"Invalid VoiceUrl {SECRET}")
        (refused if request.method == "POST" else reply(200, there))(connection, request)

    twilio.will(answer)
    page = visitor.post(EDIT, opened(visitor) | {"friendly_name": "Reception"})
    assert page.status_code == 422
    assert MASKED in text(page)
    assert "hunter" not in html_of(page)
    change = Change.objects.get()
    assert MASKED in change.message
    assert "hunter" not in repr([change.message, *change.events.values_list("told", flat=True)])


@pytest.mark.parametrize("name", ["seen", "shown", "to_decide", "consent", "attempt", "domain_name", "voice_url"])
@pytest.mark.parametrize("junk", ["\0", "[" * 100_000, '{"domain_name": [1]}', "NaN", f"https://h/?x={'1;a=' * 5000}"])
def test_whatever_is_posted_is_answered(visitor: Client, domain: SipDomain, name: str, junk: str) -> None:
    assert visitor.post(EDIT, opened(visitor) | {"friendly_name": "Reception", name: junk}).status_code < 500
