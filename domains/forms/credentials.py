"""The forms that make a credential and replace its password: generated, unless somebody types one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import Credential
from ..validators import USERNAME_LIMIT, generate_password, normalize_username, validate_password
from .confirming import ConfirmForm
from .resources import ResourceForm


class PasswordChoice(forms.Form):
    """A password for Twilio. What is typed is never shown again, by this form neither."""

    own = forms.BooleanField(
        label="Type a password of my own",
        help_text="Otherwise one is generated: letters and digits that are not mistaken for each other.",
        required=False,
    )
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters, among them an upper-case letter, a lower-case letter and a digit.",
        required=False,
        strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )

    is_without_password = False
    """Whether it came without what was typed as one: a page that only asks for a preview keeps that to itself."""

    def clean_password(self) -> str:
        """Refuse what Twilio would not take; and what was typed, but perhaps not meant."""
        typed = str(self.cleaned_data["password"])
        if self.is_without_password:
            return ""
        if self.cleaned_data.get("own"):
            validate_password(typed)
        elif typed:
            raise ValidationError(f"Tick “{self.fields['own'].label}” to use what you typed, or leave it blank.")
        return typed

    def new_password(self) -> str:
        """Return what was typed, or else another password each time."""
        return str(self.cleaned_data["password"]) or generate_password()

    def ask_again(self) -> None:
        """Say, where the form is shown again, that what was typed is not."""
        if self.is_bound and self.data.get(self.add_prefix("password")):
            asked = "Type it again: a password that was typed is not shown."
            self.fields["password"].help_text = f"{asked} {self.fields['password'].help_text}"


class UsernameField(forms.CharField):
    """A user name, read as people paste it."""

    def to_python(self, value: Any) -> str:
        return normalize_username(super().to_python(value) or "")


class CredentialForm(ResourceForm, PasswordChoice):
    """A credential to be made on the list `parent`."""

    groups = (
        ("Credential", {"fields": ("username",)}),
        ("Password", {"fields": ("own", "password"), "description": "Shown once, right after Twilio took it."}),
    )
    matters_with = {"password": "own"}
    taken = "is on this list already: enter another username, or rotate the password of that one."
    has_no_guide = True

    class Meta:
        model = Credential
        fields = ("username",)
        field_classes = {"username": UsernameField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.error_messages["required"] = Credential._meta.get_field("username").error_messages["blank"]
        username.widget.attrs["data-limit"] = USERNAME_LIMIT
        self.ask_again()

    @property
    def content(self) -> list[Any]:
        """What tells this form from another of the same attempt; of the password nothing, not even a digest."""
        return [self.instance.collection, *super().content]


class RotateForm(ConfirmForm, PasswordChoice):
    """The consent to another password for a credential."""

    field_order = ("own", "password", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_again()
