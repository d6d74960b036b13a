"""Each symptom comes of something done here or at Twilio; the doctor names it, and it is cleared where that leads."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import Credential, CredentialList, IpAccessControlList, Look, SipDomain, User
from domains.readiness import Symptom
from domains.sandbox import weather

from .access import address, credential, credential_list, ip_list, map_list
from .edited import change_elsewhere, created, update
from .filled_in import fill_in
from .handed_over import LONG, changed, make, password_on
from .reading import html_of

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"
TRUNK = "BY" + "1" * 32


@dataclass
class Story:
    """One domain, by whom it is worked on, and in which browser."""

    domain: SipDomain
    operator: User
    visitor: Client

    def update(self, **values: Any) -> None:
        self.domain.refresh_from_db()
        assert update(self.domain, self.operator, **values).state == "applied"

    def office(self, *addresses: str) -> IpAccessControlList:
        """Map an IP list with these on it for calls."""
        office = ip_list(self.operator)
        for each in addresses:
            address(office, self.operator, each)
        map_list(self.domain, office, self.operator)
        return office

    def phones(self, *purposes: str, name: str = "Phones", usernames: Iterable[str] = ("desk",)) -> CredentialList:
        """Map a credential list with these on it."""
        phones = credential_list(self.operator, name)
        for each in usernames:
            changed(credential(phones, self.operator, each), ago=LONG)
        services.look_at(phones.account, Credential.path.format(phones.sid))
        for purpose in purposes:
            map_list(self.domain, phones, self.operator, purpose)
        return phones

    def sid_of(self, name: str) -> str:
        """Return the SID of a list or a credential by what it is called."""
        lists = (IpAccessControlList, CredentialList)
        named = [*(model.objects.filter(friendly_name=name).first() for model in lists)]
        return next(row.sid for row in (*named, Credential.objects.filter(username=name).first()) if row)

    def send_steps(self, planned: Any) -> None:
        """Press the button of a plan, and read the answer to its end."""
        answer: Any = self.visitor.post(f"{planned['Location']}go-on/")
        assert b"All is done" in b"".join(answer.streaming_content)


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: what it says, and what it offers, with the address as a browser follows it."""

    text: str
    label: str
    address: str
    posted: dict[str, str] | None = None
    """What a button sends; None of a link."""


def asked(story: Story, symptom: Symptom) -> list[Shown]:
    """Ask the doctor."""
    html = html_of(story.visitor.get(f"/domains/{story.domain.sid}/symptoms/", {"symptom": symptom}))
    found = []
    for item in re.findall('<li class="reason .*?</li>', html.partition('id="findings"')[2], re.DOTALL):
        button = re.search(r'action="([^"]+)">.*?<button class="button"[^>]*>([^<]+)<', item, re.DOTALL)
        link = re.search(r'<a class="button" href="([^"]+)">([^<]+)<', item)
        offer = button or link
        where, label = offer.groups() if offer else ("", "")
        text = " ".join(unescape(re.sub("<[^>]*>", " ", item)).split())
        posted = {unescape(name): unescape(value) for name, value in HIDDEN.findall(item)} if button else None
        found.append(Shown(text, label, unescape(where), posted))
    return found


def press(story: Story, found: Shown) -> None:
    """Press the button of a finding, and agree to what is shown then."""
    page: Any = story.visitor.post(found.address, found.posted)
    assert b"".join(getattr(page, "streaming_content", [b""])) or not page.streaming
    if page.headers.get("Location", "").startswith("/doings/"):  # what takes a second look is planned first
        story.send_steps(page)
    elif page.status_code == 200 and not page.streaming:  # what differs is shown first
        story.visitor.post(f"/domains/{story.domain.sid}/refresh/", {"accept": page.context["digest"]})


@pytest.fixture
def story(visitor: Client, operator: User) -> Story:
    return Story(created(operator, voice_url=VOICE, voice_fallback_url=STANDBY), operator, visitor)


@dataclass(frozen=True)
class Case:
    """What brings a finding about, what it says, where it leads, what is done there, and what is said then.

    In `where`, `{}` stands for the SID of the domain, and `{Name}` for that of a list or a credential. Without `mend`
    there is a button, and it is pressed. Without `then` the finding is gone; otherwise nobody can know from here, and
    the finding says by what somebody can tell.
    """

    produce: Callable[[Story], Any]
    says: str
    label: str
    where: str
    mend: Callable[[Story, str], Any] | None = None
    then: Callable[[], str] | None = None


def as_made(story: Story) -> None:
    """Leave it as it was made."""


def with_values(**values: Any) -> Callable[[Story], None]:
    return lambda story: story.update(**values)


def set_to(**typed: Any) -> Callable[[Story, str], None]:
    """Return what fills in the form of an address."""

    def mend(story: Story, where: str) -> None:
        assert fill_in(story.visitor, where, **typed).status_code == 303

    return mend


def mapped_as_ticked(**typed: Any) -> Callable[[Story, str], None]:
    """Return what maps lists where an address leads to: what it ticks by itself, and what is typed there."""
    return lambda story, where: story.send_steps(fill_in(story.visitor, where, **typed))


def rotated(story: Story, where: str) -> None:
    assert password_on(fill_in(story.visitor, where))


def rotated_on_the_list(story: Story, where: str) -> None:
    html = html_of(story.visitor.get(where))
    [link] = re.findall(r'href="([^"]+/rotate/)">Rotate<span class="visually-hidden"> the password of bob<', html)
    rotated(story, link)


def put_on_it(story: Story, where: str) -> None:
    assert password_on(fill_in(story.visitor, where, username="lobby"))


def set_now(username: str) -> Callable[[], str]:
    """Return what tells when a password was set, as Twilio has it by now."""

    def told() -> str:
        at = Credential.objects.get(username=username).date_updated
        assert at
        assert at > timezone.now() - timedelta(hours=1)
        return f"was set on {timezone.localtime(at):%Y-%m-%d at %H:%M}"

    return told


def register_but_not_call(story: Story) -> None:
    story.update(sip_registration=True)
    story.phones("registrations")
    story.phones("calls", name="Guests", usernames=["guest"])


def unseen_lists(story: Story) -> None:
    story.office("8.8.4.4")
    Look.objects.filter(collection__contains=story.domain.sid).delete()
    SipDomain.objects.update(auth_type="IP_ACL", seen_at=timezone.now() + timedelta(milliseconds=1))


def lost(story: Story) -> None:
    """Have a credential made whose answer was lost, and which was found afterwards."""
    phones = story.phones("calls", usernames=["desk"])
    weather.cut(after=True, method="POST")
    assert password_on(make(story.visitor, phones, "lobby")) == ""


def registering(*usernames: str, purposes: Iterable[str] = ("calls", "registrations")) -> Callable[[Story], None]:
    def produce(story: Story) -> None:
        story.update(sip_registration=True)
        story.phones(*purposes, usernames=usernames)

    return produce


def differing(story: Story) -> None:
    change_elsewhere(story.domain, secure=True)
    services.refresh(story.domain)


def stale(story: Story) -> None:
    story.office("8.8.4.4")
    SipDomain.objects.update(seen_at=timezone.now() - timedelta(days=8))


def out_of_service(story: Story) -> None:
    story.office("8.8.4.4")
    fill_in(story.visitor, f"/domains/{story.domain.sid}/disable/")


def by_a_trunk(story: Story) -> None:
    story.update(voice_url="", byoc_trunk_sid=TRUNK)
    story.phones("calls")


def let_in_without_a_voice_url(story: Story) -> None:
    story.update(voice_url="")
    story.phones("calls")


NEW_IP_LIST = {"new_ip_list": "Office", "new_ip_address": "8.8.4.4"}
NEW_PHONES = {"new_credential_list": "Phones", "new_username": "desk", "new_for_calls": None}
ACCESS, EDIT, MENDS = "/domains/{}/access/", "/domains/{}/edit/", "/domains/{}/mends/"
SET_VOICE_URL = ("Set the voice URL", f"{EDIT}#id_voice_url", set_to(voice_url=VOICE))
NO_LIST = Case(
    as_made,
    "No list is mapped for calls, so every call is refused.",
    "Map a list",
    f"{ACCESS}?for=calls",
    mapped_as_ticked(**NEW_IP_LIST),
)
REGISTRATION_OFF = Case(
    as_made,
    "SIP registration is off, so no phone can register.",
    "Turn registration on",
    MENDS,
)
OFF_THOUGH_MAPPED = Case(
    lambda story: story.phones("registrations"),
    "SIP registration is off, though “Phones” is mapped for it.",
    "Turn registration on",
    MENDS,
)
NO_REGISTRATION_LIST = Case(
    with_values(sip_registration=True),
    "no credential list is mapped for registrations, so no phone can register.",
    "Map a list",
    f"{ACCESS}?for=registrations",
    mapped_as_ticked(**NEW_PHONES, new_for_registrations="on"),
)
NO_LIST_WHILE_OFF = Case(
    lambda story: services.look_at_access(story.domain),
    "No credential list is mapped for registrations, so no phone can register.",
    "Map a list",
    f"{ACCESS}?for=registrations",
    mapped_as_ticked(**NEW_PHONES, new_for_registrations="on"),
)
WRONG_CREDENTIAL = Case(
    registering("desk"),
    "The user name or the password is not one on “Phones”. The only user name on it is desk. Its password was set on",
    "Rotate the password",
    "/access/credentials/{desk}/rotate/",
    rotated,
    set_now("desk"),
)

CASES: dict[Symptom, tuple[Case, ...]] = {
    Symptom.UNCHALLENGED: (
        NO_LIST,
        Case(
            lambda story: story.office(),
            "The IP list “Office” is empty, so nobody may call.",
            "Add to the list",
            "/access/ip-lists/{Office}/new/",
            set_to(ip_address="8.8.8.8", friendly_name="PBX"),
        ),
        Case(
            lambda story: story.office("8.8.4.4"),
            "The call comes from an address that is not on “Office”. The only address on it is 8.8.4.4.",
            "Add to the list",
            "/access/ip-lists/{Office}/new/",
            set_to(ip_address="8.8.8.0/24", friendly_name="PBX"),
            lambda: "The 2 addresses and networks on it are 8.8.4.4 and 8.8.8.0/24.",
        ),
        Case(
            unseen_lists,
            "Twilio tells that an IP access control list is mapped for calls, but not which",
            "Refresh",
            "/domains/{}/look/",
        ),
    ),
    Symptom.CHALLENGED: (
        WRONG_CREDENTIAL,
        Case(
            registering("alice", "bob"),
            "The user name or the password is not one on “Phones”. The 2 user names on it are alice and bob.",
            "Open the list",
            "/access/credential-lists/{Phones}/",
            rotated_on_the_list,
            lambda: f"The password set last is that of bob: it {set_now('bob')()}",
        ),
        Case(
            lost,
            "Nobody can rely on the password of lobby: the answer that would have told which it has was lost.",
            "Rotate the password",
            "/access/credentials/{lobby}/rotate/",
            rotated,
        ),
        Case(
            registering(),
            "The credential list “Phones” is empty, so nobody may call.",
            "Add to the list",
            "/access/credential-lists/{Phones}/new/",
            put_on_it,
        ),
        Case(
            register_but_not_call,
            "Phones that register with “Phones” cannot call with it: it is not mapped for calls.",
            "Map Phones for calls",
            MENDS,
        ),
    ),
    Symptom.NOT_FOUND: (
        NO_LIST,
        Case(let_in_without_a_voice_url, "There is neither a voice URL nor a BYOC trunk.", *SET_VOICE_URL),
        Case(
            by_a_trunk,
            "a BYOC trunk, whose own voice URL is not looked at here.",
            *SET_VOICE_URL,
        ),
    ),
    Symptom.NOT_ACCEPTABLE: (
        NO_LIST,
        Case(
            as_made,
            "Secure media is off, and the call carries SRTP.",
            "Turn secure media on",
            MENDS,
        ),
        Case(
            with_values(secure=True),
            "Secure media is on, and the call comes without TLS or without SRTP.",
            "Turn secure media off",
            MENDS,
        ),
        Case(
            differing,
            "Twilio was seen to hold something else than is known here: secure media.",
            "Compare",
            "/domains/{}/refresh/",
        ),
    ),
    Symptom.NOT_REGISTERED: (REGISTRATION_OFF, OFF_THOUGH_MAPPED, NO_REGISTRATION_LIST),
    Symptom.REGISTRATION_OFF: (REGISTRATION_OFF, OFF_THOUGH_MAPPED),
    Symptom.NO_REGISTRATION_LIST: (NO_REGISTRATION_LIST, REGISTRATION_OFF, NO_LIST_WHILE_OFF),
    Symptom.REGISTER_REFUSED: (
        REGISTRATION_OFF,
        NO_REGISTRATION_LIST,
        Case(
            registering(),
            "The credential list “Phones” is empty, so nobody may register.",
            "Add to the list",
            "/access/credential-lists/{Phones}/new/",
            put_on_it,
        ),
        WRONG_CREDENTIAL,
    ),
    Symptom.NOTHING: (
        NO_LIST,
        Case(
            with_values(voice_url="https://10.0.0.1/", voice_fallback_url=""),
            "The voice URL is on a private address, which Twilio cannot reach.",
            *SET_VOICE_URL,
        ),
        Case(stale, "Some of this was last looked at 8 days ago.", "Refresh", "/domains/{}/look/"),
        Case(
            out_of_service,
            "The domain was taken out of service here.",
            "Enable",
            "/domains/{}/enable/",
            set_to(),
        ),
    ),
}


def test_every_symptom_is_brought_about_here() -> None:
    assert CASES.keys() == set(Symptom)


@pytest.mark.usefixtures("short_pauses")
@pytest.mark.parametrize(
    ("symptom", "case"),
    [pytest.param(one, case, id=f"{one}-{number}") for one in CASES for number, case in enumerate(CASES[one])],
)
def test_each_finding_leads_to_what_mends_it_and_is_gone_then_or_tells(
    symptom: Symptom, case: Case, story: Story
) -> None:
    case.produce(story)
    [found] = [one for one in asked(story, symptom) if case.says in one.text]
    where = re.sub(r"{(\w*)}", lambda one: story.sid_of(one[1]) if one[1] else story.domain.sid, case.where)
    assert (found.label, found.address, found.posted is None) == (case.label, where, case.mend is not None)
    if case.mend:
        case.mend(story, where.partition("#")[0])
    else:
        press(story, found)
    again = [one.text for one in asked(story, symptom)]
    if case.then:
        [still] = [text for text in again if case.says.partition(".")[0] in text]
        assert case.then() in still
    else:
        assert not any(case.says in text for text in again)


@pytest.mark.parametrize("symptom", Symptom)
@pytest.mark.parametrize("is_secure", [False, True])
def test_what_lies_elsewhere_says_where_it_is_to_be_done(symptom: Symptom, story: Story, *, is_secure: bool) -> None:
    registering("desk")(story)
    story.update(secure=is_secure)
    found = asked(story, symptom)
    assert [one for one in found if "To be done at" in one.text]
    assert all(one.label or "To be done at" in one.text for one in found)


def test_what_may_be_done_here_as_well_as_elsewhere_says_both(story: Story) -> None:
    [_, off, _] = asked(story, Symptom.NOT_ACCEPTABLE)
    assert "To be done at the phone or the PBX, or here: Turn secure media on" in off.text


def test_of_many_on_a_list_it_is_told_how_many_there_are(story: Story) -> None:
    story.phones("calls", usernames=[f"desk{number}" for number in range(6)])
    [found] = [one for one in asked(story, Symptom.CHALLENGED) if "is not one on “Phones”" in one.text]
    assert "There are 6 user names on it." in found.text


@pytest.mark.parametrize("many", [2, 12])
def test_the_answer_asks_as_often_for_many_on_a_list_as_for_a_few(
    story: Story, many: int, django_assert_num_queries: Any
) -> None:
    story.phones("calls", usernames=[f"desk{number}" for number in range(many)])
    asked(story, Symptom.CHALLENGED)
    with django_assert_num_queries(15):
        asked(story, Symptom.CHALLENGED)
