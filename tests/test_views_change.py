"""The page of one change: what it says in each state, and what can be done from there."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from domains.masking import masked
from domains.models import Account, Change, User
from domains.sandbox.models import Resource
from domains.views.spans import in_short

from .changes import ANSWERED, LOST, MASKED_URL, NAME, SECRET_URL, mirrored, told
from .twilio_server import DOMAIN_SID, TwilioServer, cut, made, refusal, reply, resource

pytestmark = pytest.mark.usefixtures("short_pauses")


def page_of(visitor: Client, change: Change) -> str:
    response = visitor.get(f"/changes/{change.pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def answer_in(html: str) -> str:
    """What the page says of Twilio's answer."""
    return html.partition('id="group-answer"')[2].partition("</section>")[0]


def lost(visitor: Client, twilio: TwilioServer, *afterwards: Any) -> Change:
    """Create a domain whose answer is lost; `afterwards` are the acts of the look-ups."""
    twilio.will(cut, *afterwards)
    visitor.post("/domains/new/", {"domain_name": "acme"})
    return Change.objects.get()


def test_it_tells_its_story(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme", "friendly_name": "Front"})
    change = Change.objects.get()
    html = page_of(visitor, change)
    for words in ("operator", NAME, "Front", "Applied", change.request_id, f"/domains/{change.sid}/"):
        assert words in html
    assert html.index("Asked by operator.") < html.index(
        f'Twilio made <a href="/domains/{change.sid}/">{change.sid}</a>.'
    )


def test_one_that_is_not_there_is_not_found(visitor: Client) -> None:
    assert visitor.get("/changes/404/").status_code == 404


def test_it_shows_the_request_as_it_was_sent(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    twilio.will(made)
    visitor.post("/domains/new/", {"domain_name": "acme", "secure": "on", "voice_url": "https://example.com/a b+c*"})
    visitor.post("/domains/new/", {"domain_name": "acme", "secure": "on", "voice_url": "https://example.com/?q=1"})
    page = visitor.get(f"/changes/{Change.objects.get().pk}/")
    sent = page.context["request_sent"]
    assert (sent.method, sent.path) == (twilio.received[0].method, twilio.received[0].path)
    assert sent.body == twilio.received[0].body.decode()
    assert f"<code>{sent.path}</code>" in page.content.decode()


@pytest.mark.parametrize(("action", "method", "address"), [("update", "POST", "/SD"), ("delete", "DELETE", "/SD")])
def test_what_changes_a_domain_goes_to_its_address(visitor: Client, action: str, method: str, address: str) -> None:
    change = told(action, "applied", sid=DOMAIN_SID, asked={"friendly_name": ""} if action == "update" else {})
    sent = visitor.get(f"/changes/{change.pk}/").context["request_sent"]
    assert sent.method == method
    assert sent.path.endswith(f"/SIP/Domains/{DOMAIN_SID}.json")
    assert sent.body == ("FriendlyName=" if action == "update" else "")


def test_a_refusal_leads_to_what_twilio_says_about_its_code(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    twilio.will(refusal(400, 21231, "Cannot parse the URL"))
    visitor.post("/domains/new/", {"domain_name": "acme"})
    answer = answer_in(page_of(visitor, Change.objects.get()))
    assert '<a href="https://www.twilio.com/docs/errors/21231" rel="noreferrer">' in answer
    assert "<code>400</code> Bad Request" in answer
    assert "Cannot parse the URL" in answer


def test_a_password_stands_nowhere_on_the_page(visitor: Client) -> None:
    visitor.post("/domains/new/", {"domain_name": "acme", "voice_url": SECRET_URL})
    change = Change.objects.get()
    assert change.asked["voice_url"] == Resource.objects.get(sid=change.sid).body["voice_url"] == SECRET_URL
    for address in (f"/changes/{change.pk}/", f"/domains/{change.sid}/"):
        html = visitor.get(address).content.decode()
        assert "hidden@" not in html
        assert "token=hidden" not in html
        assert "token%3Dhidden" not in html
        assert MASKED_URL.replace("&", "&amp;") in html


def test_a_password_in_what_twilio_says_is_masked(visitor: Client) -> None:
    words = f"Cannot parse {SECRET_URL}"
    story = (*ANSWERED, ("refused", words, 0.5))
    for code in (21231, 29999):
        html = page_of(visitor, told("create", "refused", story, message=words, twilio_status=400, twilio_code=code))
        assert "user:hidden" not in html
        assert "token=hidden" not in html


def test_an_adopted_change_says_that_its_answer_was_lost(
    visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    date = timezone.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    found = reply(200, {"domains": [resource(domain_name=NAME, date_created=date)], "next_page_uri": None})
    twilio.will(reply(502, "<h1>Bad gateway</h1>"), found)
    visitor.post("/domains/new/", {"domain_name": "acme"})
    change = Change.objects.get()
    assert change.state == Change.State.APPLIED
    answer = answer_in(page_of(visitor, change))
    assert "The answer was lost." in answer
    assert f"{change.sid} was found by its name" in answer
    assert "<code>502</code> Bad Gateway" in answer
    assert "which does not tell what happened" in answer
    assert "The resource as it was found" in answer


@pytest.mark.parametrize(
    ("story", "columns", "kind"),
    [
        (ANSWERED, {"state": "sent"}, "waiting"),
        (ANSWERED[:1], {"state": "not_applied", "sent_at": None}, "not_sent"),
        ((*ANSWERED, ("applied", "Made.", 1)), {"state": "applied", "twilio_status": 201}, "answered"),
        (LOST, {"state": "unknown", "twilio_status": 502}, "lost"),
        ((*LOST, ("not_applied", "Gone.", 60)), {"state": "not_applied", "twilio_status": 502}, "lost"),
        ((*LOST, ("refused", "Here.", 1)), {"state": "refused", "sid": DOMAIN_SID, "message": "Here."}, "lost"),
        ((*LOST, ("applied", "Made.", 1)), {"state": "applied", "twilio_status": 201}, "answered"),
        ((*LOST, ("refused", "No.", 1)), {"state": "refused", "twilio_status": 400, "message": "No."}, "answered"),
    ],
    ids=[
        "under way",
        "never sent",
        "answered",
        "unknown",
        "given up",
        "another's found",
        "answered late",
        "refused late",
    ],
)
def test_it_tells_the_truth_about_the_answer(visitor: Client, story: Any, columns: dict[str, Any], kind: str) -> None:
    change = told("create", columns.pop("state"), story, **columns)
    assert visitor.get(f"/changes/{change.pk}/").context["answer"].kind == kind


def test_the_trail_says_how_long_each_step_took_and_whose_it_was(visitor: Client, operator: User) -> None:
    story = (*LOST, ("looked_up", "Not there.", 0.02), ("not_applied", "Given up.", 3725))
    change = told("create", "not_applied", story, actor=operator, stopped_at=timezone.now())
    steps = visitor.get(f"/changes/{change.pk}/").context["steps"]
    assert [(step.by, step.after) for step in steps] == [
        ("operator", ""),
        ("Dashboard", "0.2 s"),
        ("Dashboard", "20 s"),
        ("Dashboard", ""),
        ("Dashboard", "1 h 2 min"),
    ]


def test_the_present_state_is_marked_in_the_trail(visitor: Client) -> None:
    html = page_of(visitor, told("create", "unknown", (*LOST, ("looked_up", "Not there.", 1))))
    assert html.count('aria-current="step"') == 1
    assert 'timeline-unknown timeline-now" aria-current="step"' in html


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.44, "0.4 s"), (3, "3.0 s"), (59, "59 s"), (185, "3 min 5 s"), (3600, "1 h"), (90000, "1 day 1 h")],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert in_short(timedelta(seconds=seconds)) == words


def test_an_open_change_says_when_it_is_looked_up_next(visitor: Client) -> None:
    soon = timezone.now() + timedelta(seconds=10)
    change = told("create", "unknown", LOST, look_at=soon, stopped_at=timezone.now())
    page = visitor.get(f"/changes/{change.pk}/")
    assert page.context["prospects"][0].at == soon
    assert "Looked up again by itself, and so on until it is known." in page.content.decode()


def test_one_that_was_given_up_says_when_it_is_looked_for_late(visitor: Client) -> None:
    now = timezone.now()
    story = (*LOST, ("not_applied", "Given up.", 60))
    first_look = now + timedelta(minutes=5)
    change = told("create", "not_applied", story, settled_at=now, stopped_at=now, look_at=first_look)
    prospects = visitor.get(f"/changes/{change.pk}/").context["prospects"]
    assert [prospect.at - now for prospect in prospects] == [
        timedelta(minutes=5),
        timedelta(hours=1),
        timedelta(hours=24),
    ]


def test_one_that_was_looked_for_late_in_vain_says_so(visitor: Client) -> None:
    now = timezone.now()
    change = told("create", "not_applied", LOST, settled_at=now, stopped_at=now, looked_at=now + timedelta(hours=24))
    assert "Last looked for, in case it appeared late." in page_of(visitor, change)


@pytest.mark.parametrize("state", Change.State.values)
def test_only_what_is_open_keeps_itself_up_to_date(visitor: Client, state: str) -> None:
    html = page_of(visitor, told("create", state))
    is_open = state in ("intended", "sent", "unknown")
    assert ('data-live="3"' in html) == is_open
    assert ("live.js" in html) == is_open


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ([reply(200, {"domains": [], "next_page_uri": None})], "is still not in the account’s list"),
        ([reply(401, {"code": 20003, "message": "Authenticate", "status": 401})], "It could not be looked up"),
    ],
    ids=["not found", "not looked"],
)
def test_check_now_says_what_came_of_it(
    acts: list[Any], words: str, visitor: Client, real_account: Account, twilio: TwilioServer
) -> None:
    change = lost(visitor, twilio, *acts)
    assert change.state == Change.State.UNKNOWN
    answer = visitor.post(f"/changes/{change.pk}/check/", follow=True)
    assert answer.redirect_chain == [(f"/changes/{change.pk}/", 303)]
    (message,) = answer.context["messages"]
    assert words in str(message)


def test_check_now_says_that_it_was_found(visitor: Client, real_account: Account, twilio: TwilioServer) -> None:
    change = lost(visitor, twilio, reply(200, {"domains": [], "next_page_uri": None}))
    date = timezone.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    found = resource(domain_name=NAME, date_created=date)
    twilio.will(reply(200, {"domains": [found], "next_page_uri": None}))
    answer = visitor.post(f"/changes/{change.pk}/check/", follow=True)
    assert f"Found: Twilio made {found['sid']}." in answer.content.decode()


def test_check_now_of_what_is_settled_says_so(visitor: Client) -> None:
    change = told("create", "refused")
    answer = visitor.post(f"/changes/{change.pk}/check/", follow=True)
    assert "It was settled before: refused." in answer.content.decode()


@pytest.mark.parametrize("state", Change.State.values)
def test_only_what_came_to_nothing_can_be_sent_again(visitor: Client, state: str) -> None:
    change = told("create", state)
    came_to_nothing = state in ("refused", "not_applied")
    assert (f"/domains/new/?from={change.pk}" in page_of(visitor, change)) == came_to_nothing


def test_a_later_look_up_in_vain_is_told_though_the_trail_has_no_step_for_it(visitor: Client) -> None:
    now = timezone.now()
    vain = "Last looked up. What became of it is still not known."
    change = told("create", "unknown", (*LOST, ("looked_up", "Not there.", 1)), stopped_at=now, looked_at=now)
    assert vain not in page_of(visitor, change)
    Change.objects.filter(pk=change.pk).update(looked_at=now + timedelta(minutes=5))
    assert vain in page_of(visitor, change)


def test_what_was_adopted_is_not_told_twice(visitor: Client) -> None:
    words = f"{DOMAIN_SID} was found by its name."
    story = (*LOST, ("adopted", words, 1), ("applied", f"Twilio made {DOMAIN_SID}.", 0))
    steps = visitor.get(f"/changes/{told('create', 'applied', story, sid=DOMAIN_SID).pk}/").context["steps"]
    assert [step.told for step in steps][-2:] == [words, ""]


def test_a_sid_that_leads_nowhere_is_no_link(visitor: Client) -> None:
    change = told("create", "applied", (*ANSWERED, ("applied", f"Twilio made {DOMAIN_SID}.", 1)), sid=DOMAIN_SID)
    assert f"Twilio made {DOMAIN_SID}." in page_of(visitor, change)


def test_a_name_that_is_here_already_is_opened_first(visitor: Client) -> None:
    domain = mirrored()
    refused = told("create", "refused", twilio_status=400, twilio_code=21232, message="The domain name already exists")
    html = page_of(visitor, refused)
    link = f'<a class="button button-primary" href="{domain.get_absolute_url()}">Open {NAME}</a>'
    assert html.count(f"Open {NAME}") == html.count(link) == 1
    assert f'<a class="button" href="/domains/new/?from={refused.pk}">Edit and try again</a>' in html


def test_a_reason_has_a_row_only_when_there_is_one(visitor: Client) -> None:
    assert "<dt>Reason</dt>" not in page_of(visitor, told("create", "refused"))
    assert "Asked for by Ann" in page_of(visitor, told("create", "refused", reason="Asked for by Ann"))


def test_an_outcome_that_all_parameters_share_has_no_column(visitor: Client) -> None:
    html = page_of(visitor, told("create", "refused", asked={"domain_name": NAME, "secure": True}))
    assert "Both parameters: not added" in html
    assert "Outcome</th>" not in html


def test_an_onlooker_is_not_offered_to_send_again(client: Client, onlooker: User) -> None:
    client.force_login(onlooker)
    assert "?from=" not in page_of(client, told("create", "refused"))


def test_what_was_asked_of_another_account_is_not_offered_again(visitor: Client) -> None:
    other = Account.objects.create(sid="AC" + "9" * 32, region="ie1", name="Other", credential="environment")
    change = told("create", "refused", account=other, asked={"domain_name": NAME})
    assert "?from=" not in page_of(visitor, change)
    page = visitor.get("/domains/new/", {"from": change.pk})
    assert not page.context["form"]["domain_name"].value()


def test_sending_again_begins_with_what_was_asked(visitor: Client, operator: User) -> None:
    asked = {"domain_name": NAME, "voice_url": SECRET_URL, "secure": True}
    change = told("create", "refused", asked=asked, actor=operator)
    page = visitor.get("/domains/new/", {"from": change.pk})
    assert {name: page.context["form"][name].value() for name in asked} == masked(asked)
    assert "Nothing has been sent." in page.content.decode()
    assert Change.objects.count() == 1


def test_sending_again_shows_nobody_a_secret_and_sends_it_still(visitor: Client, superuser: User) -> None:
    change = told("create", "refused", asked={"domain_name": NAME, "voice_url": SECRET_URL}, actor=superuser)
    address = f"/domains/new/?from={change.pk}"
    html = visitor.get(address).content.decode()
    assert NAME in html
    assert "hidden@" not in html
    visitor.post(address, {"domain_name": NAME, "voice_url": MASKED_URL})
    assert Change.objects.latest("pk").asked["voice_url"] == SECRET_URL


def test_sending_again_says_that_the_first_may_still_come(visitor: Client) -> None:
    given_up = told("create", "not_applied", asked={"domain_name": NAME}, stopped_at=timezone.now())
    refused = told("create", "refused", asked={"domain_name": NAME})
    assert "may still appear" in visitor.get("/domains/new/", {"from": given_up.pk}).content.decode()
    assert "may still appear" not in visitor.get("/domains/new/", {"from": refused.pk}).content.decode()


@pytest.mark.parametrize("key", ["", "x", "404", "-1", "1" * 30, "²"])
def test_sending_again_what_is_not_there_is_an_empty_form(visitor: Client, key: str) -> None:
    page = visitor.get("/domains/new/", {"from": key})
    assert page.status_code == 200
    assert not page.context["form"]["domain_name"].value()


def test_it_leads_to_the_changes_before_and_after_it(visitor: Client) -> None:
    first, other, middle, last = (
        told("create", "refused"),
        told("create", "refused", key="other.sip.twilio.com"),
        told("create", "refused", key=NAME.upper()),
        told("create", "refused"),
    )
    context = visitor.get(f"/changes/{middle.pk}/").context
    assert (context["earlier"], context["later"]) == (first, last)
    assert f'href="{last.get_absolute_url()}" rel="next"' in page_of(visitor, middle)
    assert 'rel="prev"' not in page_of(visitor, other)


def test_it_lists_what_was_done_with_it(visitor: Client) -> None:
    change = told("create", "applied")
    together = told("create", "refused", key="other.sip.twilio.com", act=change.act)
    told("create", "refused", key="third.sip.twilio.com")
    assert list(visitor.get(f"/changes/{change.pk}/").context["companions"]) == [together]


def test_it_counts_those_that_it_does_not_list(visitor: Client) -> None:
    change = told("create", "applied")
    for number in range(12):
        told("create", "applied", key=f"acme-{number}.sip.twilio.com", act=change.act)
    assert "All 13 changes of this doing" in page_of(visitor, change)


@pytest.mark.parametrize("others", [1, 50])
def test_its_queries_do_not_grow(
    others: int, visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change = told("create", "applied", sid=mirrored().sid, after=resource(domain_name=NAME))
    for number in range(others):
        told("create", "refused", act=change.act, key=NAME if number % 2 else f"acme-{number}.sip.twilio.com")
    page_of(visitor, change)
    # The session, the operator and two for rights, the change, its domain, its events, what undid it, the change before
    # and the one after, those of the same doing and their number, and what every page says of the connection.
    with django_assert_num_queries(14):
        page_of(visitor, change)


def test_a_domains_page_leads_to_all_its_changes(visitor: Client) -> None:
    domain = mirrored()
    told("create", "applied", sid=domain.sid)
    html = visitor.get(f"/domains/{domain.sid}/").content.decode()
    assert f'href="/changes/?q={domain.sid}"' in html


LOST_UPDATE: dict[str, Any] = {
    "sid": DOMAIN_SID,
    "before": resource(domain_name=NAME, friendly_name="Front"),
    "asked": {"friendly_name": "Back"},
}


def test_a_conflict_is_said_in_words(visitor: Client) -> None:
    words = "Twilio holds neither what was before nor what was asked: somebody else has changed it meanwhile."
    after = resource(domain_name=NAME, friendly_name="Theirs")
    story = (*LOST, ("looked_up", words, 1), ("conflict", words, 0))
    change = told("update", "conflict", story, **LOST_UPDATE, after=after, message=words)
    html = page_of(visitor, change)
    assert "Nobody can say whether it was carried out" in html
    assert '<span class="status status-conflict">' in html
    assert 'timeline-conflict timeline-now" aria-current="step"' in html
    for value in ("Front", "Back", "Theirs", "Neither"):
        assert value in html
    answer = answer_in(html)
    assert "The answer was lost." in answer
    assert words in answer


@pytest.mark.parametrize(
    ("action", "state", "words"),
    [
        ("update", "refused", "Twilio refused it"),
        ("update", "not_applied", "Nothing was changed"),
        ("delete", "not_applied", "Nothing was deleted"),
        ("create", "not_applied", "Nothing was made"),
    ],
)
def test_what_came_to_nothing_is_said_of_what_was_asked(visitor: Client, action: str, state: str, words: str) -> None:
    assert f"<h2>{words}</h2>" in page_of(visitor, told(action, state, sid=DOMAIN_SID))


@pytest.mark.parametrize(
    ("action", "looking", "in_vain"),
    [
        ("create", "looking for its name", "It was not in the account’s list, twice"),
        ("update", "looking how the domain is", "It was as before in the account’s list, twice"),
        ("delete", "looking whether the domain is", "It was still in the account’s list, twice"),
    ],
)
def test_how_a_lost_answer_is_found_out_is_said_of_what_was_asked(
    visitor: Client, action: str, looking: str, in_vain: str
) -> None:
    unknown = told(action, "unknown", LOST, sid=DOMAIN_SID)
    assert looking in answer_in(page_of(visitor, unknown))
    Change.objects.update(state="not_applied")
    assert in_vain in answer_in(page_of(visitor, unknown))


@pytest.mark.parametrize(
    ("action", "next_word", "late_word"),
    [
        ("create", "do not find it", "appeared late"),
        ("update", "find it as it was", "changed late"),
        ("delete", "still find it", "went late"),
    ],
)
def test_what_comes_next_is_said_of_what_was_asked(
    visitor: Client, action: str, next_word: str, late_word: str
) -> None:
    now = timezone.now()
    change = told(action, "unknown", LOST, sid=DOMAIN_SID, stopped_at=now, look_at=now)
    assert f"two look-ups with time between {next_word}." in page_of(visitor, change)
    Change.objects.update(state="not_applied", settled_at=now, look_at=now + timedelta(minutes=5))
    assert late_word in page_of(visitor, change)


@pytest.mark.parametrize(
    ("action", "listed", "words"),
    [
        ("update", [{"friendly_name": "Front"}], "is still as it was before. It may still be changed."),
        ("update", [{"friendly_name": "Back"}], "is as it was asked to be."),
        ("update", [{"friendly_name": "Theirs"}], "Twilio holds neither what was before nor what was asked"),
        ("delete", [{"friendly_name": "Front"}], "is still there. It may still go."),
        ("delete", [], "is gone."),
    ],
)
def test_check_now_says_what_came_of_an_update_or_a_deletion(
    action: str,
    listed: list[dict[str, Any]],
    words: str,
    visitor: Client,
    real_account: Account,
    twilio: TwilioServer,
) -> None:
    mirrored(friendly_name="Front")
    columns = LOST_UPDATE if action == "update" else {**LOST_UPDATE, "asked": {}}
    change = told(action, "unknown", LOST, **columns, stopped_at=timezone.now())
    found = [resource(domain_name=NAME, sid=DOMAIN_SID, **one) for one in listed]
    fetched = reply(200, found[0]) if found else refusal(404, 20404, "The requested resource was not found")
    twilio.will(reply(200, {"domains": found, "next_page_uri": None}), fetched)
    answer = visitor.post(f"/changes/{change.pk}/check/", follow=True)
    (message,) = answer.context["messages"]
    assert words in str(message)


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_checking_takes_the_permission_that_the_change_takes(client: Client, onlooker: User, action: str) -> None:
    client.force_login(onlooker)
    change = told(action, "unknown", LOST, sid=DOMAIN_SID)
    address = f"/changes/{change.pk}/check/"
    assert client.post(address).status_code == 403
    assert address not in page_of(client, change)
    needed = {"create": "add", "update": "change", "delete": "delete"}[action]
    onlooker.user_permissions.add(Permission.objects.get(codename=f"{needed}_sipdomain"))
    assert address in page_of(client, change)


def test_a_refused_update_leads_to_the_form_that_changes_the_domain(visitor: Client) -> None:
    mirrored()
    change = told("update", "refused", sid=DOMAIN_SID, asked={"friendly_name": "Back"})
    assert f'href="/domains/{DOMAIN_SID}/edit/?from={change.pk}">Edit and try again</a>' in page_of(visitor, change)


def test_what_is_for_more_than_its_values_has_a_word_of_its_own(visitor: Client) -> None:
    change = told("update", "applied", sid=DOMAIN_SID, purpose="disable", asked={"voice_url": ""})
    assert f"<title>Disable {NAME}: applied" in page_of(visitor, change)
    assert '<span class="verb">Disable</span>' in str(visitor.get("/changes/").content.decode())
