"""Which lists a domain lets in by: those there are, side by side for calls and registrations, and new ones."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from ..models import CredentialList, DomainMapping, IpAccessControlList, SipDomain, TwilioResource
from ..services import NewCredentialList, NewIpList, Wanted
from ..validators import (
    CREDENTIAL_LIST_NAME_LIMIT,
    IP_LIST_NAME_LIMIT,
    ListNameValidator,
    normalize_username,
    split_address,
    validate_ip_address,
    validate_username,
)
from .access import PrefixLengthField
from .access_choices import Choice, Tick, Wish
from .access_offered import CALLS, REGISTRATIONS, Offered
from .reasons import ReasonField

OTHERS_AT_ONCE = 8
"""How many lists that are not mapped are shown beside those that are; the rest is unfolded."""


class AccessForm(forms.Form):
    """What is to be mapped to `domain` from now on.

    `lists` are those of the account with how many are on each, `mapped` what is mapped now, as the page shows it;
    `offered` is what whoever fills it in may do.
    The fields stand in the order of the page, in which a summary of what is wrong names them.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # The page draws these two side by side, as a table of the lists.
    calls = forms.Field(required=False, widget=forms.CheckboxSelectMultiple)
    registrations = forms.Field(required=False, widget=forms.CheckboxSelectMultiple)
    same_for_both = forms.BooleanField(
        label="Use the same credential lists for both",
        required=False,
        help_text="Whoever may register may call as well: what most phones need.",
    )
    turn_on_registration = forms.BooleanField(
        label="Turn on SIP registration",
        required=False,
        help_text="It is off, so no phone can register whatever is mapped.",
    )
    new_credential_list = forms.CharField(
        label="Name of the new credential list",
        required=False,
        help_text="Says whose phones these are, for example the name of the office.",
    )
    new_username = forms.CharField(
        label="First username on it",
        required=False,
        help_text="What the first phone signs in with. A password is made for it, and shown once.",
    )
    new_for_calls = forms.BooleanField(label="Map it for calls", required=False, initial=True)
    new_for_registrations = forms.BooleanField(label="Map it for registrations", required=False, initial=True)
    new_ip_list = forms.CharField(
        label="Name of the new IP access control list",
        required=False,
        help_text="Says whose addresses these are, for example the name of the office.",
    )
    new_ip_address = forms.CharField(
        label="First IP address on it",
        required=False,
        help_text="The public IPv4 address that calls come from: 8.8.4.4, or a whole network as 8.8.4.0/24.",
    )
    reason = ReasonField()

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        domain: SipDomain,
        lists: Mapping[TwilioResource, int | None],
        mapped: Sequence[DomainMapping],
        offered: Offered,
        wished: Wish | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.domain, self.lists = domain, lists
        self.by_sid = {row.sid: row for row in lists}
        self.mapped = {(one.purpose, one.sid) for one in mapped}
        self.offered = offered
        # It cannot take the place of others where it may not be mapped.
        self.wished = wished if wished and not self._is_fixed(wished.purpose, wished.sid) else None
        self.initial["seen"] = self._digest()
        if domain.sip_registration:
            del self.fields["turn_on_registration"]
        else:
            self.initial["new_for_registrations"] = False  # by itself it would do nothing
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

    def choices(self) -> Iterator[Choice]:
        """Yield the lists that can be mapped, each with what it is ticked for."""
        for row, entries in self.lists.items():
            yield Choice(row, entries, *(self._tick(purpose, row.sid) for purpose in (CALLS, REGISTRATIONS)))

    @property
    def first(self) -> list[Choice]:
        """Return the lists that are mapped or ticked, by name, and after them those others that are seen at once."""
        return self._in_order[: self._at_once]

    @property
    def folded(self) -> list[Choice]:
        """Return the other lists, by name, where there are many."""
        return self._in_order[self._at_once :]

    @cached_property
    def _in_order(self) -> list[Choice]:
        return sorted(self.choices(), key=lambda one: (not one.is_in_use, one.row.key.casefold(), one.row.sid))

    @property
    def _at_once(self) -> int:
        return sum(one.is_in_use for one in self._in_order) + OTHERS_AT_ONCE

    def lacking(self) -> list[str]:
        """Return which permissions it would take to tick and untick all that is there."""
        pairs = [(purpose, sid) for sid in self.by_sid for purpose in (CALLS, REGISTRATIONS)]
        return self.offered.lacking(self._takes(*pair) for pair in pairs)

    @property
    def asks(self) -> bool:
        """Whether there is anything that whoever looks at it may fill in."""
        is_open = any(not tick.fixed for one in self.choices() for tick in one.ticks)
        makes = self.offered.new_ip_list or self.offered.new_credential_list
        return is_open or makes or "turn_on_registration" in self.fields

    @property
    def replacement(self) -> str:
        """What is mapped and not ticked, for the wished list to take its place, and why; blank where nothing is."""
        wish = self.wished
        if self.is_bound or not (wish and wish.in_place and wish.sid in self.by_sid):
            return ""
        there = [row for row in self.lists if (wish.purpose, row.sid) in self.mapped]
        gone = [f"“{row.key}”" for row in there if not self._is_ticked(wish.purpose, row.sid)]
        if not gone:
            return ""
        are, their = ("is", "its") if len(gone) == 1 else ("are", "their")
        return (
            f"{' and '.join(gone)} {are} mapped for {wish.purpose}, and {are} not ticked here: "
            f"“{self.by_sid[wish.sid].key}” is to take {their} place, since an IP list and a credential list together "
            "must both pass. Whoever calls by address alone is refused then."
        )

    def clean_new_ip_list(self) -> str:
        """Judge the name of the new IP access control list."""
        return self._new_name("new_ip_list", IpAccessControlList, IP_LIST_NAME_LIMIT)

    def clean_new_credential_list(self) -> str:
        """Judge the name of the new credential list."""
        return self._new_name("new_credential_list", CredentialList, CREDENTIAL_LIST_NAME_LIMIT)

    def clean_new_username(self) -> str:
        """Repair and judge the first user name."""
        username = normalize_username(self.cleaned_data["new_username"])
        if username:
            validate_username(username)
        return username

    def clean(self) -> dict[str, Any]:
        """Judge what only makes sense together, and whether it was decided in view of what is mapped now."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._pair("new_ip_list", "new_ip_address", "Enter the first IP address on the new list.")
        self._pair("new_credential_list", "new_username", "Enter the first username on the new list.")
        self._clean_address(cleaned)
        if cleaned.get("new_credential_list") and not self._new_purposes():
            purpose = CALLS if self.offered.new_for_calls else REGISTRATIONS
            self.add_error(f"new_for_{purpose}", "Map the new list for calls, for registrations, or for both.")
        if cleaned.get("seen") != self._digest():
            self.add_error(None, "What is mapped has changed since this page was opened: look at it, then send again.")
            self._show(seen=self._digest())
        return cleaned

    def wanted(self) -> Wanted:
        """Return what is to be mapped, once the form is valid."""
        cleaned = self.cleaned_data
        calls, registrations = (self._chosen(purpose) for purpose in (CALLS, REGISTRATIONS))
        if cleaned["same_for_both"]:
            registrations = [row for row in calls if isinstance(row, CredentialList)]
        ip_list = credential_list = None
        if cleaned["new_ip_list"]:
            ip_list = NewIpList(cleaned["new_ip_list"], cleaned["new_ip_address"], cleaned["new_prefix_length"])
        if cleaned["new_credential_list"]:
            purposes = (CALLS, REGISTRATIONS) if cleaned["same_for_both"] else self._new_purposes()
            credential_list = NewCredentialList(cleaned["new_credential_list"], cleaned["new_username"], purposes)
        return Wanted(calls, registrations, ip_list, credential_list, cleaned.get("turn_on_registration", False))

    def _show(self, **values: str) -> None:
        """Put what the page is to carry in the place of what came with it; all else stays as it was typed."""
        data = QueryDict(mutable=True)
        for name, typed in cast("QueryDict", self.data).lists():
            data.setlist(name, [values.get(name, "")] if name in values else typed)
        self.data = data

    def _chosen(self, purpose: str) -> list[TwilioResource]:
        return [row for row in self.lists if self._is_ticked(purpose, row.sid)]

    def _is_ticked(self, purpose: str, sid: str) -> bool:
        if not self.is_bound and self._is_fixed(purpose, sid):
            return (purpose, sid) in self.mapped
        wish = self.wished
        if not self.is_bound and wish and purpose == wish.purpose and sid in self.by_sid:
            is_other_kind = type(self.by_sid[sid]) is not type(self.by_sid.get(wish.sid))
            if sid == wish.sid or (wish.in_place and is_other_kind):
                return sid == wish.sid
        if not self.is_bound:
            typed = self.initial.get(purpose)  # before a session ended
            return sid in typed if typed is not None else (purpose, sid) in self.mapped
        if purpose == REGISTRATIONS and not isinstance(self.by_sid.get(sid), CredentialList):
            return False
        return sid in self._ticked(purpose)

    def _tick(self, purpose: str, sid: str) -> Tick:
        is_mapped = (purpose, sid) in self.mapped
        return Tick(self._is_ticked(purpose, sid), is_mapped, self._is_fixed(purpose, sid))

    def _is_fixed(self, purpose: str, sid: str) -> bool:
        takes = self._takes(purpose, sid)
        return bool(takes) and not self.offered.may(takes)

    def _takes(self, purpose: str, sid: str) -> str:
        """Return which permission ticking a list takes, or unticking it."""
        kind = type(self.by_sid[sid]) if sid in self.by_sid else None
        return self.offered.takes(purpose, kind, is_mapped=(purpose, sid) in self.mapped) if kind else ""

    def _ticked(self, purpose: str) -> Sequence[str]:
        found: Sequence[str] = self[purpose].data
        return found or ()

    def _new_purposes(self) -> tuple[str, ...]:
        named = {CALLS: "new_for_calls", REGISTRATIONS: "new_for_registrations"}
        return tuple(purpose for purpose, name in named.items() if self.cleaned_data.get(name))

    def _new_name(self, field: str, kind: type[TwilioResource], limit: int) -> str:
        name = str(self.cleaned_data[field]).strip()
        if name:
            ListNameValidator(limit)(name)
            if any(isinstance(row, kind) and row.key.casefold() == name.casefold() for row in self.lists):
                raise ValidationError(f"{name} is there already: tick it above, or enter another name.")
        return name

    def _pair(self, list_name: str, entry: str, sentence: str) -> None:
        """Refuse a new list without its first entry, and the other way round."""
        cleaned = self.cleaned_data
        if cleaned.get(list_name) and not cleaned.get(entry) and entry not in self.errors:
            self.add_error(entry, sentence)
        if cleaned.get(entry) and not cleaned.get(list_name) and list_name not in self.errors:
            self.add_error(list_name, "Enter a name for the new list.")

    def _clean_address(self, cleaned: dict[str, Any]) -> None:
        address, prefix = split_address(cleaned.get("new_ip_address") or "")
        cleaned["new_ip_address"], cleaned["new_prefix_length"] = address, None
        if not address:
            return
        try:
            validate_ip_address(address)
            cleaned["new_prefix_length"] = PrefixLengthField(required=False).clean(prefix)
        except ValidationError as error:
            self.add_error("new_ip_address", error)

    def _digest(self) -> str:
        pairs = repr(sorted(self.mapped))
        return salted_hmac("domains.forms.access", self.domain.sid + pairs, algorithm="sha256").hexdigest()[:20]
