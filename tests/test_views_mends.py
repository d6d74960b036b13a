"""One press of a button mends a reason: its requests are sent at once, each once, and told of as they come."""

import re
import uuid
from collections.abc import Iterable
from typing import Any, cast

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from domains import services
from domains.models import Change, CredentialList, Doing, IpAccessControlList, Look, SipDomain, User, mapped
from domains.readiness import Symptom, verdict
from domains.sandbox import weather

from .access import address, credential, credential_list, ip_list, map_list
from .edited import created, update
from .reading import html_of

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"
ON, MAP, REPLACE = "Turn registration on", "Map Phones for calls", "Replace Office with Phones"
LONGER = "That stands in the way no longer, so nothing was sent."
OTHERWISE = "What the button does has changed since its page was opened."

Button = dict[str, str]


@pytest.fixture
def acme(operator: User) -> SipDomain:
    """A domain without a list, which is answered."""
    return created(operator, voice_url=VOICE, voice_fallback_url=STANDBY)


def phones_of(domain: SipDomain, operator: User, *purposes: str, name: str = "Phones") -> CredentialList:
    """Map a credential list with somebody on it."""
    phones = credential_list(operator, name)
    credential(phones, operator)
    for purpose in purposes:
        map_list(domain, phones, operator, purpose)
    return phones


def office_of(domain: SipDomain, operator: User, name: str = "Office") -> IpAccessControlList:
    office = ip_list(operator, name)
    address(office, operator)
    map_list(domain, office, operator)
    return office


@pytest.fixture
def desks(acme: SipDomain, operator: User) -> SipDomain:
    """A domain that phones register with, and cannot call."""
    update(acme, operator, sip_registration=True)
    phones_of(acme, operator, "registrations")
    acme.refresh_from_db()
    return acme


@pytest.fixture
def behind(desks: SipDomain, operator: User) -> SipDomain:
    """A domain that phones register with, and can call from the office alone."""
    office_of(desks, operator)
    return desks


def buttons(visitor: Client, domain: SipDomain, page: str = "") -> dict[str, Button]:
    """Return what each button that mends at once sends, by its label, as the page has drawn it."""
    html = html_of(visitor.get(f"/domains/{domain.sid}/{page}"))
    found = {}
    for form in re.findall(rf'action="/domains/{domain.sid}/mends/">(.*?)</form>', html, re.DOTALL):
        told = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        label = re.search(r'type="submit">([^<]+)</button>', form)
        assert label
        found[label[1]] = {name: value for name, value in told if name != "csrfmiddlewaretoken"}
    return found


def press(visitor: Client, domain: SipDomain, button: Button) -> Any:
    return visitor.post(f"/domains/{domain.sid}/mends/", button)


def told(answer: Any) -> str:
    """Return the whole of an answer that tells of each request as it comes."""
    assert answer.status_code == 200, answer
    return b"".join(cast("Iterable[bytes]", answer.streaming_content)).decode()


def not_sent(visitor: Client, answer: Any, sentence: str) -> None:
    """See that an answer leads back and says why nothing was sent."""
    assert answer.status_code == 303
    assert sentence in html_of(visitor.get(answer["Location"]))


def changes() -> list[tuple[str, str, str]]:
    """Return what was asked of Twilio, the first first."""
    rows = Change.objects.order_by("pk").values_list("action", "collection", "state")
    return [(action, collection.rpartition("/")[2], state) for action, collection, state in rows]


def requests_of(visitor: Client, domain: SipDomain, label: str) -> list[tuple[str, str, str]]:
    """Press a button, and return what was asked of Twilio by that."""
    button, before = buttons(visitor, domain)[label], len(changes())
    told(press(visitor, domain, button))
    return changes()[before:]


def test_one_press_turns_registration_on(visitor: Client, desks: SipDomain, operator: User) -> None:
    update(desks, operator, sip_registration=False)
    assert requests_of(visitor, desks, ON) == [("update", "Domains", "applied")]
    desks.refresh_from_db()
    assert desks.sip_registration


def test_one_press_maps_the_list_that_phones_register_with_for_calls(visitor: Client, desks: SipDomain) -> None:
    assert requests_of(visitor, desks, MAP) == [("create", "CredentialListMappings", "applied")]
    assert [(one.purpose, one.friendly_name) for one in mapped(domain=desks)] == [
        ("calls", "Phones"),
        ("registrations", "Phones"),
    ]


def test_a_list_that_nobody_has_looked_into_is_not_mapped_by_one_press(visitor: Client, desks: SipDomain) -> None:
    assert MAP in buttons(visitor, desks)
    Look.objects.filter(collection__contains="Credentials").delete()
    assert MAP not in buttons(visitor, desks)


def test_one_press_maps_the_only_list_for_calls_for_registrations(
    visitor: Client, acme: SipDomain, operator: User
) -> None:
    update(acme, operator, sip_registration=True)
    phones_of(acme, operator, "calls")
    requests_of(visitor, acme, "Map Phones for registrations")
    acme.refresh_from_db()
    assert verdict(services.snapshot(acme)).registration.reasons == ()


def test_which_of_two_lists_is_meant_is_left_to_the_operator(visitor: Client, acme: SipDomain, operator: User) -> None:
    update(acme, operator, sip_registration=True)
    for name in ("Phones", "Guests"):
        phones_of(acme, operator, "calls", name=name)
    assert buttons(visitor, acme) == {}


def test_one_press_maps_the_new_list_before_the_old_one_is_taken_away(visitor: Client, behind: SipDomain) -> None:
    assert requests_of(visitor, behind, REPLACE) == [
        ("create", "CredentialListMappings", "applied"),
        ("delete", "IpAccessControlListMappings", "applied"),
    ]
    assert [one.friendly_name for one in mapped(domain=behind) if one.purpose == "calls"] == ["Phones"]


def test_all_lists_that_are_in_the_way_are_named_and_replaced(
    visitor: Client, behind: SipDomain, operator: User
) -> None:
    office_of(behind, operator, "Branch")
    requests_of(visitor, behind, "Replace Branch and Office with Phones")
    assert [one.friendly_name for one in mapped(domain=behind) if one.purpose == "calls"] == ["Phones"]


def test_where_the_phones_list_is_mapped_already_the_others_are_only_taken_away(
    visitor: Client, behind: SipDomain, operator: User
) -> None:
    map_list(behind, CredentialList.objects.get(), operator)
    assert requests_of(visitor, behind, "Take Office away for calls") == [
        ("delete", "IpAccessControlListMappings", "applied")
    ]


def test_the_answer_tells_of_each_request_and_how_the_domain_stands_then(visitor: Client, behind: SipDomain) -> None:
    answer = press(visitor, behind, buttons(visitor, behind)[REPLACE])
    assert "no-store" in answer["Cache-Control"]
    html = told(answer)
    assert html.count('<li class="doing-step') == html.count("Applied") == 2
    assert "All is done" in html
    assert "Takes calls" in html
    assert "Phones can register" in html


def test_a_button_says_how_many_requests_it_sends_and_where_to_look_first(visitor: Client, behind: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{behind.sid}/"))
    look, *_ = re.findall(r'2 requests\. <a href="([^"]+)">Look first', html)
    page = visitor.get(look.replace("&amp;", "&"))
    assert [one.row.friendly_name for one in page.context["form"].choices() if one.calls.is_on] == ["Phones"]


def test_what_is_taken_away_by_a_button_is_said_beside_it(visitor: Client, behind: SipDomain) -> None:
    assert "which keeps out whoever calls by address alone." in html_of(visitor.get(f"/domains/{behind.sid}/"))


def test_what_is_to_be_typed_or_chosen_stays_a_link_to_its_place(visitor: Client, acme: SipDomain) -> None:
    html = html_of(visitor.get(f"/domains/{acme.sid}/"))
    assert f'href="/domains/{acme.sid}/access/?for=calls">Map a list</a>' in html
    assert list(buttons(visitor, acme)) == [ON]


class TestPressedTwice:
    """Nothing is sent twice, and whoever pressed is told what came of it."""

    def test_the_second_press_is_told_what_came_of_the_first(self, visitor: Client, behind: SipDomain) -> None:
        button = buttons(visitor, behind)[REPLACE]
        told(press(visitor, behind, button))
        sent = changes()
        assert told(press(visitor, behind, button)).count("Applied") == 2
        assert changes() == sent
        assert Doing.objects.count() == 1

    def test_one_that_broke_off_is_gone_on_with(self, visitor: Client, behind: SipDomain) -> None:
        button = buttons(visitor, behind)[REPLACE]
        pieces = iter(press(visitor, behind, button).streaming_content)
        next(pieces)
        next(pieces)  # the new list is mapped, and whoever listened is gone
        before = len(changes())
        assert told(press(visitor, behind, button)).count("Applied") == 2
        assert changes()[before:] == [("delete", "IpAccessControlListMappings", "applied")]

    def test_one_that_broke_off_is_found_on_the_page_of_the_domain(self, visitor: Client, behind: SipDomain) -> None:
        pieces = iter(press(visitor, behind, buttons(visitor, behind)[REPLACE]).streaming_content)
        next(pieces)
        next(pieces)
        html = html_of(visitor.get(f"/domains/{behind.sid}/"))
        assert Doing.objects.get().get_absolute_url() in html
        assert "See what is left, and go on" in html

    def test_two_at_once_are_one_doing(
        self, visitor: Client, desks: SipDomain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        button = buttons(visitor, desks)[MAP]
        monkeypatch.setattr("domains.views.mending._sent_before", lambda *_: None)  # neither sees the other yet
        monkeypatch.setattr("domains.views.mending.services.unsent", lambda *_: [])
        answers = [press(visitor, desks, button) for _ in range(2)]
        before = len(changes())
        assert [told(one).count("Applied") for one in answers] == [1, 1]
        assert changes()[before:] == [("create", "CredentialListMappings", "applied")]

    def test_what_somebody_has_planned_for_a_reason_of_their_own_is_left_to_them(
        self, visitor: Client, desks: SipDomain, operator: User
    ) -> None:
        button, phones = buttons(visitor, desks)[MAP], list(CredentialList.objects.all())
        steps = services.steps_to(desks, services.Wanted(phones, phones))
        planned = services.plan(desks, "access", steps, actor=operator, reason="INC-7 of Alice")
        told(press(visitor, desks, button))
        planned.refresh_from_db()
        assert planned.begun_at is None
        assert Doing.objects.get(act=button["act"]).reason == ""

    def test_what_is_done_with_another_domain_is_not_gone_on_with_from_here(
        self, visitor: Client, desks: SipDomain, operator: User
    ) -> None:
        button, other = buttons(visitor, desks)[MAP], created(operator, domain_name="other.sip.twilio.com")
        planned = services.plan(other, "access", [], actor=operator)
        assert press(visitor, desks, button | {"act": str(planned.act)}).status_code == 404

    def test_in_another_tab_it_is_said_that_nothing_stands_in_the_way(self, visitor: Client, desks: SipDomain) -> None:
        first, second = (buttons(visitor, desks)[MAP] for _ in range(2))
        assert first["act"] != second["act"]
        told(press(visitor, desks, first))
        sent = changes()
        not_sent(visitor, press(visitor, desks, second), LONGER)
        assert changes() == sent

    def test_while_it_is_not_known_what_came_of_it_another_button_sends_nothing(
        self, visitor: Client, desks: SipDomain, operator: User
    ) -> None:
        update(desks, operator, sip_registration=False)
        weather.cut(after=False, method="POST")
        told(press(visitor, desks, buttons(visitor, desks)[ON]))
        sent = changes()
        assert sent[-1] == ("update", "Domains", "unknown")
        assert "One outcome is not known yet" in told(press(visitor, desks, buttons(visitor, desks)[ON]))
        assert changes() == sent
        assert Doing.objects.count() == 1


class TestAsThingsStandNow:
    """What is done is what the button said, or nothing."""

    def test_what_was_mended_otherwise_is_not_done(self, visitor: Client, desks: SipDomain, operator: User) -> None:
        button = buttons(visitor, desks)[MAP]
        map_list(desks, CredentialList.objects.get(), operator)
        sent = changes()
        not_sent(visitor, press(visitor, desks, button), LONGER)
        assert (changes(), Doing.objects.count()) == (sent, 0)

    def test_what_would_take_away_more_than_was_said_is_not_done(
        self, visitor: Client, behind: SipDomain, operator: User
    ) -> None:
        button = buttons(visitor, behind)[REPLACE]
        office_of(behind, operator, "Branch")
        sent = changes()
        not_sent(visitor, press(visitor, behind, button), OTHERWISE)
        assert (changes(), Doing.objects.count()) == (sent, 0)

    def test_a_domain_that_is_gone_by_now_is_said_to_be(self, visitor: Client, desks: SipDomain) -> None:
        button = buttons(visitor, desks)[MAP]
        SipDomain.objects.update(gone_at=desks.seen_at)
        not_sent(visitor, press(visitor, desks, button), "is gone at Twilio")

    @pytest.mark.parametrize(
        "odd", [{}, {"act": "1"}, {"act": str(uuid.uuid4())}, {"symptom": "none"}, {"mend": "\0"}, {"does": ""}]
    )
    def test_what_no_button_of_ours_sends_does_nothing(self, visitor: Client, desks: SipDomain, odd: Button) -> None:
        sent = changes()
        button = buttons(visitor, desks)[MAP] | odd if odd.keys() - {"act"} else odd
        answer = press(visitor, desks, button)
        if answer.status_code == 200:  # a symptom that is none changes nothing of what is to be done
            assert odd == {"symptom": "none"}
            return
        assert answer.status_code == 303
        assert changes() == sent


class TestWhatTakesASecondLook:
    """What is worth a caution is planned, and sent from the page that says so."""

    def test_lists_of_both_kinds_that_meet_are_told_of_before_anything_is_sent(
        self, visitor: Client, behind: SipDomain, operator: User
    ) -> None:
        phones_of(behind, operator, "calls", name="Guests")
        button, sent = buttons(visitor, behind)[MAP], changes()
        answer = press(visitor, behind, button)
        html = html_of(visitor.get(answer["Location"]))
        assert answer.status_code == 303
        assert "every caller must pass both" in html
        assert "Send 1 request" in html
        assert changes() == sent
        assert press(visitor, behind, buttons(visitor, behind)[MAP])["Location"] == answer["Location"]
        assert "All is done" in told(visitor.post(f"{answer['Location']}go-on/"))

    def test_the_doctor_turns_secure_media_on_only_after_saying_whom_that_cuts_off(
        self, visitor: Client, desks: SipDomain
    ) -> None:
        page = f"symptoms/?symptom={Symptom.NOT_ACCEPTABLE}"
        plan = press(visitor, desks, buttons(visitor, desks, page)["Turn secure media on"])["Location"]
        html = html_of(visitor.get(plan))
        assert "With secure media on, every call without TLS and SRTP is refused" in html
        assert "Turn on secure media for acme.sip.twilio.com" in html
        assert "All is done" in told(visitor.post(f"{plan}go-on/"))
        desks.refresh_from_db()
        assert desks.secure

    def test_a_list_that_takes_the_place_of_another_meets_none(self, visitor: Client, behind: SipDomain) -> None:
        assert press(visitor, behind, buttons(visitor, behind)[REPLACE]).status_code == 200


def test_the_doctor_mends_what_it_finds_as_the_verdict_does(visitor: Client, desks: SipDomain, operator: User) -> None:
    update(desks, operator, sip_registration=False)
    button = buttons(visitor, desks, f"symptoms/?symptom={Symptom.REGISTRATION_OFF}")[ON]
    assert "All is done" in told(press(visitor, desks, button))
    desks.refresh_from_db()
    assert desks.sip_registration


class TestWhoMay:
    """Nobody is offered what they may not do, and nobody does it all the same."""

    @pytest.fixture
    def editor(self, client: Client, onlooker: User) -> Client:
        """Somebody who may change domains, and map nothing."""
        onlooker.user_permissions.add(Permission.objects.get(codename="change_sipdomain"))
        client.force_login(onlooker)
        return client

    def test_who_may_only_change_domains_is_offered_only_that(
        self, editor: Client, desks: SipDomain, operator: User
    ) -> None:
        assert buttons(editor, desks) == {}
        update(desks, operator, sip_registration=False)
        assert list(buttons(editor, desks)) == [ON]

    def test_who_may_not_map_cannot_do_it_past_the_page(
        self, editor: Client, operator: User, desks: SipDomain, superuser: User
    ) -> None:
        visitor = Client()
        visitor.force_login(superuser)
        button, sent = buttons(visitor, desks)[MAP], changes()
        assert press(editor, desks, button).status_code == 403
        assert changes() == sent
        assert not Doing.objects.exists()

    def test_who_may_only_look_is_refused(self, client: Client, onlooker: User, desks: SipDomain) -> None:
        client.force_login(onlooker)
        assert buttons(client, desks) == {}
        assert press(client, desks, {}).status_code == 403

    def test_it_is_not_for_visitors(self, visitor: Client, desks: SipDomain) -> None:
        assert visitor.get(f"/domains/{desks.sid}/mends/").status_code == 405


class TestWhereEveryChangeNeedsAReason:
    """There is a field for it on a page, and none beside a button."""

    def test_mends_are_links(self, visitor: Client, behind: SipDomain, settings: Any) -> None:
        settings.REASON_REQUIRED = True
        html = html_of(visitor.get(f"/domains/{behind.sid}/"))
        assert buttons(visitor, behind) == {}
        assert ">Replace the list</a>" in html

    def test_a_button_of_an_older_page_sends_nothing(self, visitor: Client, behind: SipDomain, settings: Any) -> None:
        button, sent = buttons(visitor, behind)[REPLACE], changes()
        settings.REASON_REQUIRED = True
        not_sent(visitor, press(visitor, behind, button), OTHERWISE)
        assert changes() == sent
