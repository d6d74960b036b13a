"""One form is one request, however often and by however many hands it is sent."""

import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from domains import services
from domains.forms import DomainForm
from domains.models import Account, Change, SipDomain, User

from .twilio_server import TwilioServer, cut, made, refusal, reply

NAME = "acme.sip.twilio.com"

pytestmark = pytest.mark.usefixtures("short_pauses")


def posts(twilio: TwilioServer) -> int:
    return [request.method for request in twilio.received].count("POST")


def at_once(times: int, work: Any) -> list[Any]:
    """Let as many threads do the same at the same moment."""
    start = threading.Barrier(times)

    def one(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def fields_of(response: Any) -> dict[str, str]:
    """What a browser would send back of a form as it stands."""
    form = response.context["form"]
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}


@pytest.mark.django_db(transaction=True)
def test_ten_times_the_same_form_at_once_is_one_request(
    operator: User, real_account: Account, twilio: TwilioServer
) -> None:
    def slowly(*args: Any) -> None:
        threading.Event().wait(0.3)
        made(*args)

    twilio.will(slowly)
    page = Client()
    page.force_login(operator)
    filled = {**fields_of(page.get("/domains/new/")), "domain_name": "acme"}

    def send(_number: int) -> tuple[int, str]:
        browser = Client()
        browser.cookies = page.cookies
        answer = browser.post("/domains/new/", filled)
        return answer.status_code, answer["Location"]

    answers = at_once(10, send)
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert answers[0][1].startswith("/domains/SD")
    assert posts(twilio) == 1
    assert Change.objects.count() == SipDomain.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_one_wins_and_the_other_is_led_there(
    operator: User, superuser: User, real_account: Account, twilio: TwilioServer
) -> None:
    def slowly(*args: Any) -> None:
        threading.Event().wait(0.3)
        made(*args)

    twilio.will(slowly)

    def send(number: int) -> Any:
        browser = Client()
        browser.force_login((operator, superuser)[number])
        return browser.post("/domains/new/", {"domain_name": ("acme", "ACME")[number]})

    answers = sorted(at_once(2, send), key=lambda answer: answer.status_code)
    winner = Change.objects.get()
    assert [answer.status_code for answer in answers] == [303, 422]
    html = answers[1].content.decode()
    assert f"{winner.actor_name} has asked for {NAME} already" in html
    assert f'href="{winner.get_absolute_url()}"' in html
    assert posts(twilio) == 1


def test_a_form_sent_again_later_gets_the_same_answer(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    first = visitor.post("/domains/new/", filled)
    SipDomain.objects.all().delete()  # or the form itself would say that the name is in use
    second = visitor.post("/domains/new/", filled)
    assert first["Location"] == second["Location"]
    assert posts(twilio) == 1


def test_a_form_sent_again_after_it_succeeded_leads_to_the_domain(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    first = visitor.post("/domains/new/", filled)
    second = visitor.post("/domains/new/", filled)
    assert second.status_code == 303
    assert first["Location"] == second["Location"]
    assert posts(twilio) == 1


def test_an_unknown_outcome_sent_again_leads_to_its_change(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    twilio.will(cut)
    first = visitor.post("/domains/new/", filled)
    second = visitor.post("/domains/new/", filled)
    assert first["Location"] == second["Location"] == Change.objects.get().get_absolute_url()
    assert posts(twilio) == 1


def test_other_content_is_another_attempt(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    visitor.post("/domains/new/", filled)
    twilio.will(reply(201, {"sid": "SD" + "b" * 32, "domain_name": "other.sip.twilio.com"}))
    visitor.post("/domains/new/", {**filled, "domain_name": "other"})
    assert posts(twilio) == 2


def test_the_attempt_of_one_operator_is_nothing_to_another(
    visitor: Client, superuser: User, real_account: Account, twilio: TwilioServer
) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    twilio.will(refusal(400, 21230, "No more"))
    visitor.post("/domains/new/", filled)
    visitor.force_login(superuser)
    visitor.post("/domains/new/", filled)
    assert posts(twilio) == 2


def test_a_refused_form_is_a_new_attempt(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    twilio.will(refusal(400, 21230, "No more"), made)
    refused = visitor.post("/domains/new/", filled)
    renewed = fields_of(refused)
    assert renewed["attempt"] != filled["attempt"]
    again = visitor.post("/domains/new/", filled)  # the old tab, not the new page: the same refusal
    assert again.status_code == 422
    assert posts(twilio) == 1
    assert visitor.post("/domains/new/", renewed).status_code == 303
    assert posts(twilio) == 2


def test_a_preview_keeps_the_attempt(visitor: Client) -> None:
    filled = {**fields_of(visitor.get("/domains/new/")), "domain_name": "acme"}
    previewed = fields_of(visitor.post("/domains/new/", {**filled, "preview": "1"}))
    assert previewed["attempt"] == filled["attempt"]


def test_each_page_is_an_attempt_of_its_own() -> None:
    account = services.current_account()
    attempts = {DomainForm(account=account)["attempt"].value() for _ in range(3)}
    assert len(attempts) == 3


def test_check_now_looks_up_at_once(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(cut)
    page = visitor.post("/domains/new/", {"domain_name": "acme"})["Location"]
    assert "1 outcome unknown" in visitor.get("/").content.decode()
    assert "Check now" in visitor.get(page).content.decode()
    domain = {**services.changes.filled_in(SipDomain(domain_name=NAME)), "sid": "SD" + "c" * 32}
    found = {**domain, "date_created": format_datetime(timezone.now())}
    twilio.will(reply(200, {"domains": [found], "next_page_uri": None}))
    answer = visitor.post(f"{page}check/")
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert Change.objects.get().state == Change.State.APPLIED
    assert "outcome unknown" not in visitor.get("/").content.decode()
    assert "Found and adopted" in visitor.get(page).content.decode()


def test_an_onlooker_may_not_check(client: Client, onlooker: User, real_account: Account) -> None:
    client.force_login(onlooker)
    change = Change.objects.create(account=real_account, collection="SIP/Domains", key=NAME, action="create")
    assert client.post(f"/changes/{change.pk}/check/").status_code == 403
    assert client.get(f"/changes/{change.pk}/check/").status_code == 405
