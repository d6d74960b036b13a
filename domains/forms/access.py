"""The forms of access lists, and of the addresses on them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import CredentialList, IpAccessControlList, IpAddress, TwilioResource
from ..validators import split_address, validate_prefix_length
from .editing import EditForm
from .resources import ResourceForm

_WHOLE = "Prefix length must be a whole number from 1 to 32."
ONE_ADDRESS = 32
"""The prefix length of a single address, which Twilio takes where none is given."""


class IpListForm(ResourceForm):
    """An IP access control list to create: all there is to it is its name."""

    groups = (("The list", {"fields": ("friendly_name",)}),)
    has_no_guide = True

    class Meta:
        model = IpAccessControlList
        fields = IpAccessControlList.parameters


class IpListEditForm(EditForm, IpListForm):
    """An IP access control list to rename."""


class CredentialListForm(ResourceForm):
    """A credential list to create: all there is to it is its name."""

    groups = (("The list", {"fields": ("friendly_name",)}),)
    has_no_guide = True

    class Meta:
        model = CredentialList
        fields = CredentialList.parameters


class CredentialListEditForm(EditForm, CredentialListForm):
    """A credential list to rename."""


class PrefixLengthField(forms.IntegerField):
    """A prefix length, in our own words; also where it is no number that a database could hold."""

    def __init__(self, **kwargs: Any) -> None:
        typed = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(**{**kwargs, "widget": typed, "error_messages": {"invalid": _WHOLE}})

    def clean(self, value: Any) -> int | None:
        length: int | None = super().clean(value.removeprefix("/") if isinstance(value, str) else value)
        if length is not None:
            validate_prefix_length(length)
        return length


class IpAddressForm(ResourceForm):
    """An address, or a network, to put on an IP access control list. What is pasted with a slash is taken apart."""

    groups = (("Where calls come from", {"fields": (("ip_address", "cidr_prefix_length"), "friendly_name")}),)
    taken = "is on this list already: change it there, or enter another address."
    has_no_guide = True

    class Meta:
        model = IpAddress
        fields = IpAddress.parameters
        field_classes = {"cidr_prefix_length": PrefixLengthField}

    def clean_ip_address(self) -> str:
        """Return what stands before the slash; what stands behind it is the prefix length."""
        address, self._pasted = split_address(self.cleaned_data["ip_address"])
        return address

    def clean_cidr_prefix_length(self) -> int | None:
        """Return the prefix length, or the one that was pasted with the address."""
        typed: int | None = self.cleaned_data["cidr_prefix_length"]
        pasted = getattr(self, "_pasted", "")
        if not pasted:
            return typed
        length = PrefixLengthField(required=False).clean(pasted)
        if typed not in (None, length, self.kept.get("cidr_prefix_length")):
            raise ValidationError(
                f"Prefix length must be one: it is {typed} here and {length} behind the slash.", code="two"
            )
        return length

    @property
    def prefix_length(self) -> int:
        """How many bits of the address count."""
        return self.cleaned_data["cidr_prefix_length"] or ONE_ADDRESS


class IpAddressEditForm(EditForm, IpAddressForm):
    """An address on an IP access control list, and what somebody wants it to be."""

    row: IpAddress
    now: IpAddress

    def _values(self, row: TwilioResource) -> dict[str, Any]:
        """Return the parameters: without a prefix length it is one address."""
        return {name: self._meant(name, value) for name, value in super()._values(row).items()}

    def _meant(self, name: str, value: Any) -> Any:
        return ONE_ADDRESS if name == "cidr_prefix_length" and value is None else value

    def _offer(self, values: Mapping[str, Any]) -> None:
        self.fields["cidr_prefix_length"].help_text = "How much of the address counts: 32 is this one address."
