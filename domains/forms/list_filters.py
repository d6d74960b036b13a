"""The filters of the lists: domains, changes and access lists."""

from datetime import date
from typing import Any

from django.utils.text import capfirst

from .. import services
from ..models import Change, SipDomain
from ..models.access_queries import AccessListQuerySet
from ..models.change_queries import ChangeQuerySet
from ..models.domains import SipDomainQuerySet
from ..models.kinds import KINDS
from ..readiness import Standing
from ..readiness.verdicts import WORDS
from .filters import AccountFilter, DayFilter, DoingFilter, Filters, OneOfFilter, SwitchFilter, TextFilter

_ACTIONS = (*Change.Action.choices, *Change.Purpose.choices, Change.UNDO)
_KINDS = {str(model._meta.model_name): model for model in KINDS}
STANDINGS: dict[str, Standing] = {
    "blocked": Standing.BLOCKED,
    "not-known": Standing.NOT_KNOWN,
    "at-risk": Standing.AT_RISK,
    "ready": Standing.READY,
    "disabled": Standing.NOT_WANTED,
}
"""What an address calls each standing with calls, the worst first."""

REGISTRATIONS: dict[str, Standing] = {
    **{word: one for word, one in STANDINGS.items() if one != Standing.NOT_WANTED},
    "off": Standing.NOT_WANTED,
}
"""What an address calls each standing with registration, the worst first."""

_IN_WORDS = {**WORDS, Standing.READY: "Takes calls", Standing.NOT_WANTED: "Disabled"}
_OF_PHONES = {**WORDS, Standing.READY: "Can register", Standing.NOT_WANTED: "Off, or disabled"}


class DomainFilters(Filters):
    """What the list of domains can be filtered by."""

    q = TextFilter(label="Search", method="look_for")
    account = AccountFilter()
    calls = OneOfFilter(
        label="Calls",
        choices=tuple((word, _IN_WORDS[standing]) for word, standing in STANDINGS.items()),
        sentence="Calls must be one of those listed here.",
        method="that_stand",
    )
    phones = OneOfFilter(
        label="Phones",
        choices=tuple((word, _OF_PHONES[standing]) for word, standing in REGISTRATIONS.items()),
        sentence="Phones must be one of those listed here.",
        method="that_register",
    )
    secure = SwitchFilter(label="Secure media")
    registration = SwitchFilter(label="SIP registration", field_name="sip_registration")
    emergency = SwitchFilter(label="Emergency calling", field_name="emergency_calling_enabled")
    since = DayFilter(label="Changed since", method="updated_since")

    class Meta:
        model = SipDomain
        fields = ()

    def look_for(self, domains: SipDomainQuerySet, name: str, text: str) -> SipDomainQuerySet:
        """Leave those that have `text` in a name or SID."""
        return domains.search(text)

    def that_stand(self, domains: SipDomainQuerySet, name: str, word: str) -> SipDomainQuerySet:
        """Leave those on which the verdict for calls is that: judged one by one, of which Twilio allows few."""
        found = services.standings(domains.values_list("account_id", "sid"))
        return domains.filter(sid__in=[sid for sid, both in found.items() if both.calls.standing == STANDINGS[word]])

    def that_register(self, domains: SipDomainQuerySet, name: str, word: str) -> SipDomainQuerySet:
        """Leave those on which the verdict for registration is that."""
        found = services.standings(domains.values_list("account_id", "sid"))
        meant = REGISTRATIONS[word]
        return domains.filter(sid__in=[sid for sid, both in found.items() if both.registration.standing == meant])

    def updated_since(self, domains: SipDomainQuerySet, name: str, day: date) -> SipDomainQuerySet:
        """Leave those that were changed at Twilio on `day` or later, whoever did it."""
        return domains.changed_since(day)


class AccessListFilters(Filters):
    """What a list of access lists can be filtered by."""

    q = TextFilter(label="Search", method="look_for")
    account = AccountFilter()

    def look_for(self, lists: AccessListQuerySet[Any], name: str, text: str) -> AccessListQuerySet[Any]:
        """Leave those that have `text` in their name or SID, or in what is on them."""
        return lists.search(text)


class ChangeFilters(Filters):
    """What the list of changes can be filtered by: what, who, when, where, and what came of it."""

    q = TextFilter(label="Search", method="look_for")
    who = TextFilter(label="Asked by", method="of_someone")
    first = DayFilter(label="Asked from", method="from_day")
    last = DayFilter(label="Asked until", method="until_day")
    kind = OneOfFilter(
        label="Kind",
        choices=[(name, str(capfirst(model._meta.verbose_name))) for name, model in _KINDS.items()],
        sentence="Kind must be one of those listed here.",
        method="of_kind",
    )
    action = OneOfFilter(
        label="Action", choices=_ACTIONS, sentence="Action must be one of those listed here.", method="that_do"
    )
    account = AccountFilter()
    act = DoingFilter()
    state = OneOfFilter(
        label="State", choices=Change.State.choices, sentence="State must be one of those above the list."
    )

    class Meta:
        model = Change
        fields = ()

    def look_for(self, changes: ChangeQuerySet, name: str, text: str) -> ChangeQuerySet:
        """Leave those about what `text` names."""
        return changes.search(text)

    def of_someone(self, changes: ChangeQuerySet, name: str, who: str) -> ChangeQuerySet:
        """Leave those that `who` asked for."""
        return changes.asked_by(who)

    def that_do(self, changes: ChangeQuerySet, name: str, word: str) -> ChangeQuerySet:
        """Leave those that do what `word` says."""
        return changes.doing(word)

    def of_kind(self, changes: ChangeQuerySet, name: str, word: str) -> ChangeQuerySet:
        """Leave those of one kind of resource."""
        return changes.of_kind(_KINDS[word])

    def from_day(self, changes: ChangeQuerySet, name: str, day: date) -> ChangeQuerySet:
        """Leave those asked on `day` or later."""
        return changes.asked_from(day)

    def until_day(self, changes: ChangeQuerySet, name: str, day: date) -> ChangeQuerySet:
        """Leave those asked on `day` or earlier."""
        return changes.asked_until(day)
