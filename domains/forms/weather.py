"""The form of the sandbox's weather."""

from typing import Any, cast

from django import forms

from ..sandbox.models import Weather


class WeatherForm(forms.ModelForm):  # type: ignore[type-arg]  # at run time it takes none
    """One more thing for the sandbox to do to the requests that come next."""

    use_required_attribute = False

    class Meta:
        model = Weather
        fields = ("kind", "method", "left", "seconds", "code")
        widgets = {
            "left": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "seconds": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            "code": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }
        help_texts = {
            "left": "Blank: to all of them, until the weather is cleared.",
            "kind": "To stall, to do it later and to hide take seconds; to refuse takes a code; 429 can take seconds.",
            "seconds": "Up to 600. With 429 the Retry-After, which can be left out.",
            "code": "One of Twilio’s, such as 21232.",
        }
        error_messages = {
            "kind": {"required": "Choose what happens.", "invalid_choice": "What happens must be one of the list."},
            "method": {"invalid_choice": "To which requests must be one of the list."},
            "left": {"invalid": "To how many must be a whole number, or blank."},
            "seconds": {"invalid": "Seconds must be a number."},
            "code": {"invalid": "Code must have five digits, such as 21232."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast(forms.ChoiceField, self.fields["kind"])
        kinds.choices = [("", "Choose one"), *Weather.Kind.choices]

    def clean(self) -> dict[str, Any]:
        """Judge what the kind uses, and let be what it does not."""
        kind = self.cleaned_data.get("kind")
        needed = {"seconds": kind in Weather.TIMED, "code": kind == Weather.Kind.REFUSE}
        used = {**needed, "seconds": needed["seconds"] or kind == Weather.Kind.BUSY}
        for name, is_used in used.items():
            if not is_used:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
            elif needed[name] and name in self.cleaned_data and self.cleaned_data[name] is None:
                self.add_error(name, f"Enter the {name}.")
        return self.cleaned_data
