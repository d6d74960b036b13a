"""What somebody agrees to before it is done."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import User
from .reasons import ReasonField
from .resources import AttemptField, new_attempt


class ConfirmForm(forms.Form):
    """The consent of `sender` to what the page says: with what was seen of the resource, and why it is done.

    `about` tells apart what can be agreed to: the same attempt at something else is another one.
    """

    attempt = AttemptField(required=False, widget=forms.HiddenInput, initial=new_attempt)
    # Digests of what the page showed, no values: of the resource, and of what was to be asked of it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = ReasonField()

    use_required_attribute = False

    def __init__(self, *args: Any, sender: User, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sender = sender
        self.about = about

    @property
    def token(self) -> str:
        """What stands for this very form: the attempt, what it is about and its sender. Empty without an attempt.

        The reason is not sent: the same form with another reason is the same attempt.
        """
        attempt = self.cleaned_data.get("attempt")
        content = json.dumps([self.sender.pk, attempt, self.about, self.cleaned_data.get("seen")])
        return salted_hmac("domains.forms.confirming", content, algorithm="sha256").hexdigest() if attempt else ""

    def agrees_to(self, asked: Mapping[str, Any]) -> bool:
        """Whether just this was to be asked when the page was shown: what it follows from may have changed since."""
        return constant_time_compare(self.cleaned_data["plan"], _digest(asked))

    def show(self, asked: Mapping[str, Any]) -> None:
        """Carry that this is to be asked, as the page shows by now."""
        self.initial["plan"] = _digest(asked)
        if self.is_bound:
            self.data = {**dict(self.data.items()), self.add_prefix("plan"): _digest(asked)}

    def refuse(self, sentence: str, parameter: str | None, *links: tuple[str, str]) -> None:
        """Say why it was not done, with links to where that can be seen. The next attempt is a new one."""
        shown = [link for link in links if link[0]]
        error = ValidationError("%(sentence)s", params={"sentence": sentence, "links": shown})
        self.add_error(parameter if parameter in self.fields else None, error)
        self.renew()

    def renew(self, **shown: str) -> None:
        """Let what is shown again be a new attempt, with what the page shows by now."""
        own = {"attempt": new_attempt(), **shown}
        self.data = {**dict(self.data.items()), **{self.add_prefix(name): value for name, value in own.items()}}


def _digest(asked: Mapping[str, Any]) -> str:
    content = json.dumps(dict(asked), sort_keys=True)
    return salted_hmac("domains.forms.plan", content, algorithm="sha256").hexdigest()[:20]
