"""Each reason comes of something done at Twilio or here, leads to what mends it, and is gone once that was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from domains import services
from domains.models import (
    CredentialList,
    IpAccessControlList,
    IpAddress,
    Look,
    PhoneNumber,
    SipDomain,
    User,
)
from domains.readiness import Code, Kind, Reason, verdict
from domains.sandbox.numbers import REGISTERED, UNREGISTERED
from domains.views.actions import Action
from domains.views.mends import offered

from .access import address, credential, credential_list, deleted, ip_list, map_list
from .edited import change_elsewhere, created, delete_elsewhere, update

VOICE, STANDBY = "https://voice.acme.net/calls", "https://standby.acme.net/sorry"


@dataclass
class Story:
    """One domain, by whom it is worked on, and in which browser."""

    domain: SipDomain
    operator: User
    visitor: Client

    def fresh(self) -> SipDomain:
        """Return the domain as the mirror has it now."""
        self.domain = SipDomain.objects.select_related("account").get(pk=self.domain.pk)
        return self.domain

    def update(self, **values: Any) -> None:
        assert update(self.fresh(), self.operator, **values).state == "applied"

    def office(self, *addresses: tuple[str, int | None]) -> IpAccessControlList:
        """Map an IP list with these on it for calls."""
        office = ip_list(self.operator)
        for each in addresses:
            address(office, self.operator, *each)
        map_list(self.domain, office, self.operator)
        return office

    def phones(self, *purposes: str, name: str = "Phones", is_empty: bool = False) -> CredentialList:
        """Map a credential list with somebody on it."""
        phones = credential_list(self.operator, name)
        if not is_empty:
            credential(phones, self.operator)
        for purpose in purposes:
            map_list(self.domain, phones, self.operator, purpose)
        return phones

    def reasons(self, code: Code) -> list[Reason]:
        """Return the reasons with a code that the verdict has now, for calls or for registration."""
        both = verdict(services.snapshot(self.fresh()))
        return [one for judgement in (both.calls, both.registration) for one in judgement.reasons if one.code == code]

    def offer(self, reason: Reason) -> Action:
        """Return what whoever works on it is offered to mend a reason."""
        request, domain = HttpRequest(), self.fresh()
        request.user = User.objects.get(pk=self.operator.pk)
        found = offered(reason.mend, domain, request, known=services.snapshot(domain))
        assert found
        return found


@pytest.fixture
def story(visitor: Client, operator: User) -> Story:
    domain = created(operator, voice_url=VOICE, voice_fallback_url=STANDBY)
    return Story(domain, operator, visitor)


ONE, PRIVATE = ("8.8.4.4", None), ("192.168.1.20", None)
HALVES = (("0.0.0.0", 1), ("128.0.0.0", 1))  # noqa: S104  (a network, and nothing that is bound to)


def press(story: Story, offer: Action) -> None:
    """Press the button of a mend, and agree to what is shown then."""
    page: Any = story.visitor.post(offer.href, offer.posted)
    assert b"".join(getattr(page, "streaming_content", [b""])) or not page.streaming
    if page.status_code == 200 and not page.streaming:  # what differs is shown first
        story.visitor.post(f"/domains/{story.domain.sid}/refresh/", {"accept": page.context["digest"]})


def forget(story: Story, words: str) -> None:
    Look.objects.filter(collection__contains=words).delete()


def as_made(story: Story) -> None:
    """Leave it as it was made."""


def registering(story: Story) -> None:
    story.update(sip_registration=True)


def unseen_lists(story: Story) -> None:
    story.office(ONE)
    forget(story, story.domain.sid)
    SipDomain.objects.update(auth_type="IP_ACL", seen_at=timezone.now() + timedelta(milliseconds=1))


def unseen_registration(story: Story) -> None:
    registering(story)
    forget(story, "Registrations")


def contradicted(story: Story) -> None:
    SipDomain.objects.update(auth_type="IP_ACL", seen_at=timezone.now())
    Look.objects.update(at=timezone.now() - timedelta(hours=1))


def unseen_dialing(story: Story) -> None:
    registering(story)
    story.phones("registrations")
    story.office(ONE)
    forget(story, "Calls")
    SipDomain.objects.update(auth_type="IP_ACL", seen_at=timezone.now() + timedelta(milliseconds=1))


def unseen_entries(story: Story) -> None:
    story.office(ONE)
    forget(story, "IpAddresses")


def cannot_dial(story: Story) -> None:
    registering(story)
    story.phones("registrations")


def dial_by_address(story: Story) -> None:
    cannot_dial(story)
    story.office(ONE)


def empty_beside(story: Story) -> None:
    story.phones("calls")
    story.phones("calls", name="Guests", is_empty=True)


def public(story: Story) -> None:
    address(IpAccessControlList.objects.get(friendly_name="Office"), story.operator)


def private_beside(story: Story) -> None:
    story.office(PRIVATE)
    branch = ip_list(story.operator, "Branch")
    address(branch, story.operator)
    map_list(story.domain, branch, story.operator)


def differing(story: Story) -> None:
    change_elsewhere(story.domain, friendly_name="Theirs")
    services.refresh(story.fresh())


def stale(story: Story) -> None:
    story.office(ONE)
    SipDomain.objects.update(seen_at=timezone.now() - timedelta(days=8))


def gone(story: Story) -> None:
    delete_elsewhere(story.domain)
    services.refresh(story.fresh(), accept="")


def number_unseen(story: Story) -> None:
    story.update(emergency_calling_enabled=True, emergency_caller_sid=REGISTERED)
    PhoneNumber.objects.all().delete()


def narrowed(story: Story) -> None:
    for one in IpAddress.objects.all():
        deleted(one, story.operator)
    address(IpAccessControlList.objects.get(), story.operator)


def set_to(**values: Any) -> Callable[[Story], None]:
    return lambda story: story.update(**values)


def in_service_again(story: Story) -> None:
    story.update(**services.enabling(story.fresh()), purpose="enable")


def out_of_service(story: Story) -> None:
    story.update(**services.disabling(story.fresh()), purpose="disable")


def open_though_disabled(story: Story) -> None:
    out_of_service(story)
    story.update(byoc_trunk_sid=f"BY{'1' * 32}")
    story.office(ONE)
    story.phones("calls")


CASES: dict[Code, tuple[Callable[[Story], Any], Callable[[Story], Any] | None]] = {
    Code.DISABLED: (out_of_service, in_service_again),
    Code.OPEN_THOUGH_DISABLED: (open_though_disabled, None),
    Code.REGISTRATION_OFF: (as_made, None),
    Code.OFF_THOUGH_MAPPED: (lambda story: story.phones("registrations"), None),
    Code.NO_LIST: (as_made, lambda story: story.office(ONE)),
    Code.NO_REGISTRATION_LIST: (registering, lambda story: story.phones("registrations")),
    Code.EMPTY: (
        lambda story: story.office(),
        lambda story: address(IpAccessControlList.objects.get(), story.operator),
    ),
    Code.PRIVATE_ONLY: (lambda story: story.office(PRIVATE), public),
    Code.NO_VOICE_URL: (set_to(voice_url=""), set_to(voice_url=VOICE)),
    Code.UNREACHABLE_URL: (set_to(voice_url="https://10.0.0.1/"), set_to(voice_url=VOICE)),
    Code.LISTS_UNSEEN: (unseen_lists, None),
    Code.REGISTRATION_LISTS_UNSEEN: (unseen_registration, None),
    Code.LISTS_CONTRADICT: (contradicted, None),
    Code.ENTRIES_UNSEEN: (unseen_entries, None),
    Code.DIALING_UNSEEN: (unseen_dialing, None),
    Code.CANNOT_DIAL: (cannot_dial, None),
    Code.DIAL_BY_ADDRESS: (dial_by_address, None),
    Code.WIDE_OPEN: (lambda story: story.office(*HALVES), narrowed),
    Code.EMPTY_BESIDE: (
        empty_beside,
        lambda story: credential(CredentialList.objects.get(friendly_name="Guests"), story.operator, "guest"),
    ),
    Code.PRIVATE_BESIDE: (private_beside, public),
    Code.EXAMPLE_URL: (set_to(voice_url="https://voice.example.com/"), set_to(voice_url=VOICE)),
    Code.PLAIN_HTTP: (set_to(voice_url="http://voice.acme.net/"), set_to(voice_url=VOICE)),
    Code.NO_FALLBACK: (set_to(voice_fallback_url=""), set_to(voice_fallback_url=STANDBY)),
    Code.EMERGENCY_WITHOUT_NUMBER: (
        set_to(emergency_calling_enabled=True),
        set_to(emergency_caller_sid=REGISTERED),
    ),
    Code.EMERGENCY_NUMBER_UNSEEN: (number_unseen, None),
    Code.EMERGENCY_NUMBER_GONE: (
        set_to(emergency_calling_enabled=True, emergency_caller_sid=f"PN{'9' * 32}"),
        set_to(emergency_caller_sid=REGISTERED),
    ),
    Code.EMERGENCY_ADDRESS: (
        set_to(emergency_calling_enabled=True, emergency_caller_sid=UNREGISTERED),
        set_to(emergency_caller_sid=REGISTERED),
    ),
    Code.DIFFERS: (differing, None),
    Code.STALE: (stale, None),
}
"""What brings each reason about, and what is done where its mend leads; None where its button does it."""


def test_every_reason_is_brought_about_here_but_that_a_domain_is_gone() -> None:
    assert CASES.keys() == set(Code) - {Code.GONE}


@pytest.mark.usefixtures("short_pauses")
@pytest.mark.parametrize("code", CASES)
def test_each_reason_leads_to_what_mends_it_and_is_gone_then(code: Code, story: Story) -> None:
    produce, mend = CASES[code]
    produce(story)
    reason, *_ = story.reasons(code)
    offer = story.offer(reason)
    assert offer.is_button == (mend is None)
    if mend is None:
        press(story, offer)
    else:
        assert story.visitor.get(offer.href).status_code == 200
        mend(story)
    assert story.reasons(code) == []


@pytest.mark.usefixtures("short_pauses")
def test_what_is_gone_leads_to_the_form_that_makes_it_again(story: Story) -> None:
    SipDomain.objects.update(date_created=timezone.now() - timedelta(days=1))
    gone(story)
    [reason, _] = story.reasons(Code.GONE)
    offer = story.offer(reason)
    page = story.visitor.get(offer.href)
    assert page.status_code == 200
    assert page.context["form"]["domain_name"].value() in ("acme", "acme.sip.twilio.com")


@pytest.mark.usefixtures("short_pauses")
def test_lists_that_open_the_world_together_lead_to_the_widest(story: Story) -> None:
    story.office(*((f"{first}.0.0.0", 10) for first in (20, 21)))
    branch = ip_list(story.operator, "Branch")
    for first in (30, 31, 32):
        address(branch, story.operator, f"{first}.0.0.0", 10)
    assert story.reasons(Code.WIDE_OPEN) == []
    map_list(story.domain, branch, story.operator)
    [reason] = story.reasons(Code.WIDE_OPEN)
    assert reason.sentence.startswith("“Branch” and “Office” together let in addresses whose owners nobody knows")
    assert story.offer(reason).href == branch.get_absolute_url()
    assert services.snapshot(story.fresh()).gate(Kind.ADDRESSES).is_open
    for one in IpAddress.objects.filter(ip_access_control_list=branch)[:1]:
        deleted(one, story.operator)
    assert story.reasons(Code.WIDE_OPEN) == []


def test_nothing_is_offered_for_a_domain_of_another_account(story: Story, settings: Any) -> None:
    [reason] = story.reasons(Code.NO_LIST)
    request = HttpRequest()
    request.user = story.operator
    known = services.snapshot(story.domain)
    settings.TWILIO_REGION = "ie1"
    assert offered(reason.mend, story.domain, request, known=known) is None
