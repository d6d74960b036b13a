"""Deleting a domain: what is shown before, what Twilio is told, where we land, what stays."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from domains import services
from domains.models import Account, Change, SipDomain, User
from domains.sandbox import weather
from domains.sandbox.models import Resource

from .changes import MASKED_URL, SECRET_URL, told
from .mirrored import mirror
from .reading import html_of
from .twilio_server import DOMAIN_SID, TwilioServer, cut, refusal, reply, resource

NAME = "acme.sip.twilio.com"

pytestmark = pytest.mark.usefixtures("short_pauses")


@pytest.fixture
def domain(operator: User) -> SipDomain:
    """A domain in the sandbox and in the mirror."""
    return made(operator)


def made(operator: User, name: str = NAME, **parameters: Any) -> SipDomain:
    row = SipDomain(account=services.current_account(), domain_name=name, **parameters)
    return SipDomain.objects.get(sid=services.create(row, actor=operator).sid)


def page_of(domain: SipDomain) -> str:
    return f"/domains/{domain.sid}/delete/"


def typed(visitor: Client, domain: SipDomain, name: str = NAME, query: str = "", **more: str) -> dict[str, str]:
    """Return what the page sends once the name is typed."""
    form = visitor.get(page_of(domain) + query).context["form"]
    return {"name": name, "seen": form["seen"].value(), "attempt": form["attempt"].value(), **more}


def locked_until(deleted_at: datetime) -> str:
    """Return the day until which Twilio may keep the name of what was deleted then: a day, as pages write it."""
    return timezone.localdate(deleted_at + timedelta(days=30)).isoformat()


def deletion() -> Change:
    return Change.objects.get(action="delete")


def edited_elsewhere(domain: SipDomain, **values: Any) -> None:
    """Change at the sandbox what the mirror does not know of."""
    row = Resource.objects.get(sid=domain.sid)
    row.body |= values
    row.save()


# What is shown before


def test_it_shows_what_goes_and_until_when_the_name_may_be_locked(visitor: Client, operator: User) -> None:
    domain = made(operator, voice_url=SECRET_URL, friendly_name="Front desk", sip_registration=True)
    earliest = locked_until(timezone.now())
    html = html_of(visitor.get(page_of(domain)))
    assert earliest in html or locked_until(timezone.now()) in html  # midnight may pass in between
    for words in (
        NAME,
        "Front desk",
        escape(MASKED_URL),
        domain.sid,
        "do not agree",
        "takes no calls now",
    ):
        assert words in html
    assert "Phones may register with it now." in html
    assert "user:hidden" not in html
    assert "token=hidden" not in html
    assert "1 change</a> stays in the log" in html


def test_the_request_is_shown_before_it_is_sent(visitor: Client, domain: SipDomain) -> None:
    request = html_of(visitor.get(page_of(domain))).partition('id="group-request"')[2].partition("</section>")[0]
    assert "Nothing has been sent yet." in request
    assert "DELETE" in request
    assert f"/SIP/Domains/{domain.sid}.json" in request


def test_a_domain_that_takes_calls_is_said_to_stop(visitor: Client, domain: SipDomain) -> None:
    edited_elsewhere(domain, auth_type="IP_ACL")
    assert "It takes calls now, and they stop at once." in html_of(visitor.get(page_of(domain)))


def test_a_backup_and_disabling_are_offered_first(visitor: Client, operator: User) -> None:
    html = html_of(visitor.get(page_of(made(operator, voice_url="https://voice.example.com/"))))
    assert html.index("/disable/") < html.index("backup.json") < html.index("Delete it")
    assert "It holds the real values" in html


def test_what_was_set_aside_goes_with_what_is_disabled(visitor: Client, domain: SipDomain) -> None:
    SipDomain.objects.update(set_aside={"voice_url": SECRET_URL, "voice_method": "GET"})
    html = html_of(visitor.get(page_of(domain)))
    told = html.partition("What was set aside goes too, and is in the backup:")[2].partition("</section>")[0]
    assert "https://***@voice.example.com/" in told
    assert "user:hidden" not in html


def test_disabling_is_not_offered_where_nothing_answers_anyway(visitor: Client, domain: SipDomain) -> None:
    assert "/disable/" not in html_of(visitor.get(page_of(domain)))


def test_what_twilio_holds_now_is_shown_and_not_what_was_last_seen(visitor: Client, domain: SipDomain) -> None:
    edited_elsewhere(domain, friendly_name="Renamed by hand")
    html = html_of(visitor.get(page_of(domain)))
    assert "Changed elsewhere" in html
    assert "Renamed by hand" in html
    domain.refresh_from_db()
    assert domain.friendly_name == ""  # looking writes nothing


def test_a_domain_that_cannot_be_read_is_shown_as_it_was_last_seen(visitor: Client, domain: SipDomain) -> None:
    weather.refuse(20500, method="GET", times=None)
    html = html_of(visitor.get(page_of(domain)))
    assert "What Twilio holds now could not be read" in html
    assert "Delete SIP domain" in html


def test_sub_domains_stand_in_the_way_and_are_listed(visitor: Client, operator: User, domain: SipDomain) -> None:
    sub = made(operator, f"desk.{NAME}")
    gone = mirror(9, domain_name=f"gone.{NAME}")
    SipDomain.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    html = html_of(visitor.get(page_of(domain)))
    assert "1 sub-domain stands in the way" in html
    assert "(Twilio 21233)" in html
    assert f'<a href="/domains/{sub.sid}/">desk.{NAME}</a>' in html
    assert f"gone.{NAME}" not in html
    assert "Delete SIP domain" not in html


def test_what_is_gone_already_offers_no_deletion(visitor: Client, domain: SipDomain) -> None:
    Resource.objects.filter(sid=domain.sid).delete()
    SipDomain.objects.filter(pk=domain.pk).update(date_created=timezone.now() - timedelta(days=1))
    html = html_of(visitor.get(page_of(domain)))
    assert "It is gone already" in html
    assert "Delete SIP domain" not in html
    assert f'action="/domains/{domain.sid}/refresh/"' in html


@pytest.mark.parametrize("rows", [1, 50])
def test_the_page_asks_the_database_as_often_for_many_sub_domains_as_for_one(
    rows: int,
    visitor: Client,
    real_account: Account,
    twilio: TwilioServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    domain = mirror(200, domain_name=NAME)
    twilio.will(reply(200, domain.raw))
    for number in range(rows):
        mirror(number, domain_name=f"desk-{number}.{NAME}")
        told("update", "applied", sid=domain.sid)
    with django_assert_num_queries(10):
        response = visitor.get(page_of(domain))
    assert f"{rows} sub-domain" in html_of(response)


# Who may


def test_it_takes_the_permission_to_delete(client: Client, onlooker: User, domain: SipDomain) -> None:
    client.force_login(onlooker)
    assert client.get(page_of(domain)).status_code == 403
    assert client.post(page_of(domain), {"name": NAME}).status_code == 403
    assert Resource.objects.filter(sid=domain.sid, gone_at=None).exists()


def test_a_domain_of_another_account_is_only_looked_at(visitor: Client, elsewhere: Account) -> None:
    domain = mirror(account=elsewhere)
    html = html_of(visitor.get(page_of(domain), follow=True))
    assert "can only be looked at" in html


# Deleting


def test_the_name_typed_deletes_it_and_the_row_stays(visitor: Client, domain: SipDomain) -> None:
    response = visitor.post(page_of(domain), typed(visitor, domain, reason="Moved to another carrier"), follow=True)
    html = html_of(response)
    domain.refresh_from_db()
    assert response.redirect_chain == [(f"/domains/{domain.sid}/", 303)]
    assert domain.is_gone
    assert not Resource.objects.filter(sid=domain.sid, gone_at=None).exists()
    change = deletion()
    assert (change.state, change.sid, change.reason) == ("applied", domain.sid, "Moved to another carrier")
    assert change.before == domain.raw
    assert domain.gone_at
    until = locked_until(domain.gone_at)
    assert f"{NAME} was deleted: Twilio answered 204. Its name may be locked until {until}." in html
    assert f'<a href="/changes/{change.pk}/">See what happened</a>' in html


@pytest.mark.parametrize("name", ["acme", " SIP:Acme.sip.twilio.com. ", "https://acme.sip.twilio.com"])
def test_the_name_is_read_as_people_paste_it(name: str, visitor: Client, domain: SipDomain) -> None:
    visitor.post(page_of(domain), typed(visitor, domain, name))
    assert deletion().state == "applied"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Enter the name of the domain to delete it."),
        ("acm", f"Name must be {NAME}, the domain that is to be deleted."),
        ("delete", f"Name must be {NAME}"),
    ],
)
def test_any_other_name_deletes_nothing(name: str, words: str, visitor: Client, domain: SipDomain) -> None:
    response = visitor.post(page_of(domain), typed(visitor, domain, name))
    html = html_of(response)
    assert response.status_code == 422
    assert html.count(words) == 2  # in the summary and at the field
    assert 'href="#id_name"' in html
    assert not Change.objects.filter(action="delete").exists()


def test_a_reason_is_asked_for_where_one_is_required(visitor: Client, domain: SipDomain, settings: Any) -> None:
    settings.REASON_REQUIRED = True
    assert visitor.post(page_of(domain), typed(visitor, domain)).status_code == 422
    assert visitor.post(page_of(domain), typed(visitor, domain, reason="Retired")).status_code == 303


def test_what_was_changed_meanwhile_is_shown_and_nothing_is_sent(visitor: Client, domain: SipDomain) -> None:
    sent = typed(visitor, domain)
    edited_elsewhere(domain, voice_url=SECRET_URL, secure=True)
    response = visitor.post(page_of(domain), sent)
    html = html_of(response)
    assert response.status_code == 409
    assert "It has changed since this page was opened" in html
    assert response.context["form"]["name"].value() == ""  # to be typed again
    assert "is not as this page showed it" in html
    assert "https://***@voice.example.com/" in html
    assert "user:hidden" not in html
    assert deletion().state == "not_applied"
    assert Resource.objects.filter(sid=domain.sid, gone_at=None).exists()


def test_what_was_shown_then_can_be_confirmed(visitor: Client, domain: SipDomain) -> None:
    sent = typed(visitor, domain)
    edited_elsewhere(domain, secure=True)
    form = visitor.post(page_of(domain), sent).context["form"]
    again = {"name": NAME, "seen": form["seen"].value(), "attempt": form["attempt"].value()}
    assert visitor.post(page_of(domain), again).status_code == 303
    assert Change.objects.filter(action="delete", state="applied").exists()


def test_a_mistyped_name_hides_no_news(visitor: Client, domain: SipDomain) -> None:
    sent = typed(visitor, domain, "acm")
    edited_elsewhere(domain, friendly_name="News")
    html = html_of(visitor.post(page_of(domain), sent))
    assert "It has changed since this page was opened" in html


def test_the_same_form_sent_twice_deletes_once(visitor: Client, domain: SipDomain) -> None:
    sent = typed(visitor, domain)
    visitor.post(page_of(domain), sent)
    SipDomain.objects.update(gone_at=None)  # as it is for whoever came at the same moment
    assert visitor.post(page_of(domain), sent).status_code == 303
    assert Change.objects.filter(action="delete").count() == 1


def test_what_is_gone_meanwhile_is_marked_so(visitor: Client, domain: SipDomain) -> None:
    SipDomain.objects.filter(pk=domain.pk).update(date_created=timezone.now() - timedelta(days=1))
    sent = typed(visitor, domain)
    Resource.objects.filter(sid=domain.sid).delete()
    html = html_of(visitor.post(page_of(domain), sent, follow=True))
    assert f"{NAME} is gone at Twilio, so nothing was sent." in html
    domain.refresh_from_db()
    assert domain.is_gone
    assert deletion().state == "not_applied"


def test_what_is_known_to_be_gone_leads_to_its_page(visitor: Client, domain: SipDomain) -> None:
    visitor.post(page_of(domain), typed(visitor, domain))
    response = visitor.get(page_of(domain), follow=True)
    assert response.redirect_chain == [(f"/domains/{domain.sid}/", 303)]
    assert f"{NAME} is gone at Twilio: there is nothing to change." in html_of(response)


def test_a_change_under_way_is_waited_for(visitor: Client, domain: SipDomain) -> None:
    sent = typed(visitor, domain)
    rival = told("update", "unknown", sid=domain.sid)
    response = visitor.post(page_of(domain), sent)
    assert response.status_code == 422
    html = html_of(response)
    assert f"somebody is changing {NAME}" in html
    assert f'<a href="/changes/{rival.pk}/">See that change</a>' in html


def test_a_refusal_comes_back_with_the_sub_domains(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    domain = mirror(domain_name=NAME)
    twilio.will(
        reply(200, domain.raw), reply(200, domain.raw), refusal(400, 21233, "Has subdomains"), reply(200, domain.raw)
    )
    sent = typed(visitor, domain)
    sub = mirror(2, domain_name=f"desk.{NAME}")  # somebody else made it since
    response = visitor.post(page_of(domain), sent)
    html = html_of(response)
    assert response.status_code == 422
    assert (
        f"Twilio deletes no domain that has sub-domains, and {NAME} has some. Delete them first. (Twilio 21233)" in html
    )
    assert (
        f'<a href="/domains/{sub.sid}/">desk.{NAME}</a>'
        in html.partition("There is a problem")[2].partition("</div>")[0]
    )
    assert f'<a href="/changes/{deletion().pk}/">See what Twilio said</a>' in html
    assert deletion().state == "refused"


def test_nothing_sent_is_said_so(visitor: Client, real_account: Account, twilio: TwilioServer, settings: Any) -> None:
    domain = mirror(domain_name=NAME)
    twilio.will(reply(200, domain.raw))
    sent = typed(visitor, domain)
    settings.TWILIO_BASE_URL = "http://127.0.0.1:9"
    response = visitor.post(page_of(domain), sent)
    assert response.status_code == 503
    html = html_of(response)
    assert "What Twilio holds now could not be read, so nothing was sent" in html
    assert "Try again in a moment." in html
    assert "Send the form again" not in html


def test_a_lost_answer_leads_to_the_change(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(domain_name=NAME)
    twilio.will(reply(200, domain.raw), reply(200, domain.raw), cut)
    response = visitor.post(page_of(domain), typed(visitor, domain))
    assert (response.status_code, response["Location"]) == (303, f"/changes/{deletion().pk}/")
    assert deletion().state == "unknown"


def test_exactly_one_delete_is_sent(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    domain = mirror(domain_name=NAME, sid=DOMAIN_SID)
    twilio.will(reply(200, resource()), reply(200, resource()), reply(204))
    visitor.post(page_of(domain), typed(visitor, domain))
    assert [request.method for request in twilio.received] == ["GET", "GET", "DELETE"]
    assert twilio.received[-1].path.endswith(f"/SIP/Domains/{DOMAIN_SID}.json")


# Undoing a create


def test_undoing_a_create_says_so_and_points_at_it(visitor: Client, domain: SipDomain) -> None:
    create = Change.objects.get(action="create")
    query = f"?undoes={create.pk}"
    html = html_of(visitor.get(page_of(domain) + query))
    assert f'This undoes <a href="/changes/{create.pk}/">what operator created</a>' in html
    assert f'action="{page_of(domain)}{query}"' in html
    visitor.post(page_of(domain) + query, typed(visitor, domain, query=query))
    assert deletion().undoes == create


@pytest.mark.parametrize("query", ["?undoes=999", "?undoes=x", "?undoes=99999999999999999999"])
def test_it_undoes_nothing_that_did_not_make_it(query: str, visitor: Client, domain: SipDomain) -> None:
    other = Change.objects.filter(pk=told("create", "applied", key="other.sip.twilio.com", sid="SD" + "1" * 32).pk)
    for each in (query, f"?undoes={other.get().pk}"):
        assert "This undoes" not in html_of(visitor.get(page_of(domain) + each))


def test_what_was_seen_is_carried_without_its_values(visitor: Client, operator: User) -> None:
    domain = made(operator, voice_url=SECRET_URL)
    seen = visitor.get(page_of(domain)).context["form"]["seen"].value()
    assert set(json.loads(seen)) == set(SipDomain.parameters)
    assert "voice.example.com" not in seen


def test_signing_in_again_brings_back_the_page_and_deletes_nothing(
    visitor: Client, operator: User, domain: SipDomain
) -> None:
    sent = typed(visitor, domain, reason="Retired")
    visitor.logout()
    page = visitor.post(page_of(domain), sent)
    assert page.status_code == 401
    pair = {"username": "operator", "password": "operator's password"}
    there = visitor.post("/accounts/login/", {**pair, "next": page.context["next"], "kept": page.context["kept"]})
    form = visitor.get(there["Location"]).context["form"]
    assert (form["name"].value(), form["reason"].value()) == (NAME, "Retired")
    assert not Change.objects.filter(action="delete").exists()


def test_a_name_is_never_read_as_html(visitor: Client, domain: SipDomain) -> None:
    SipDomain.objects.update(domain_name="<script>alert(1)</script>.sip.twilio.com")
    assert "<script>alert" not in html_of(visitor.get(page_of(domain)))
