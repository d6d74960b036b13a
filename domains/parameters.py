"""The thirteen parameters of Twilio's "Create a new Domain", each declared once.

Form, admin, migrations, pages, preview and every request derive from `DomainParameters`. To add a parameter, add its
field and its name in `FIELDSETS`, and make a migration.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.text import capfirst

from .validators import (
    SidValidator,
    normalize_domain_name,
    validate_domain_name,
    validate_webhook_url,
)

if TYPE_CHECKING:
    TextColumn = models.CharField[str, str]
else:
    TextColumn = models.CharField


class HttpMethod(models.TextChoices):
    """The verbs that Twilio may name in a response. A webhook can only be given GET or POST."""

    HEAD = "HEAD", "HEAD"
    GET = "GET", "GET"
    POST = "POST", "POST"
    PATCH = "PATCH", "PATCH"
    PUT = "PUT", "PUT"
    DELETE = "DELETE", "DELETE"


WEBHOOK_METHODS = (HttpMethod.GET, HttpMethod.POST)


class NormalizedNameField(forms.CharField):
    """Reads a SIP domain's name as people paste it."""

    def to_python(self, value: Any) -> str:
        return normalize_domain_name(super().to_python(value) or "")


# The columns below have no length: a row of the mirror holds whatever Twilio returned. Limits are validators, which
# judge what is typed.


class DomainNameField(TextColumn):
    """The column of a SIP domain's name; its form field repairs before it validates."""

    default_validators = [validate_domain_name]

    def formfield(self, **kwargs: Any) -> Any:
        messages = {"required": self.error_messages["blank"]}
        return super().formfield(**{"form_class": NormalizedNameField, "error_messages": messages, **kwargs})


class WebhookUrlField(TextColumn):
    """The column of a URL that Twilio calls; kept byte for byte, which `URLField` would not do."""

    default_validators = [validate_webhook_url]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": forms.TextInput(attrs={"inputmode": "url"}), **kwargs})


class HttpMethodField(TextColumn):
    """The column of a webhook's method: any verb Twilio returns, while a form offers what Twilio takes."""

    def formfield(self, **kwargs: Any) -> Any:
        offered = [("", "Twilio’s default (POST)"), *((method.value, method.label) for method in WEBHOOK_METHODS)]
        message = f"{capfirst(self.verbose_name)} must be GET or POST, or Twilio’s default."
        return forms.ChoiceField(
            choices=offered,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=str(self.help_text),
            error_messages={"invalid_choice": message},
        )


class DomainParameters(models.Model):
    """What Twilio can be asked for when a SIP domain is created or changed, in the order of its documentation.

    https://www.twilio.com/docs/voice/sip/api/sip-domain-resource#create-a-sipdomain-resource
    """

    domain_name = DomainNameField(
        "domain name",
        help_text="The address that phones and PBXs call. Letters, digits and hyphens: acme becomes "
        "acme.sip.twilio.com. A name with a dot, such as desk.acme.sip.twilio.com, needs acme.sip.twilio.com to be "
        "yours first.",
        error_messages={"blank": "Enter a domain name."},
    )
    friendly_name = models.CharField(
        "friendly name",
        blank=True,
        validators=[
            MaxLengthValidator(64, "Friendly name must be %(limit_value)d characters or fewer: it has %(show_value)d.")
        ],
        help_text="A description for people, of up to 64 characters. Left blank, the domain has none.",
    )
    voice_url = WebhookUrlField(
        "voice URL",
        blank=True,
        help_text="Twilio asks it what to do with a call. Left blank, accepted calls have no instructions and fail.",
    )
    voice_method = HttpMethodField(
        "voice method", blank=True, choices=HttpMethod, help_text="How Twilio calls the voice URL."
    )
    voice_fallback_url = WebhookUrlField(
        "voice fallback URL",
        blank=True,
        help_text="Asked when the voice URL fails. Left blank, such a call ends there.",
    )
    voice_fallback_method = HttpMethodField(
        "voice fallback method", blank=True, choices=HttpMethod, help_text="How Twilio calls the fallback URL."
    )
    voice_status_callback_url = WebhookUrlField(
        "voice status callback URL",
        blank=True,
        help_text="Told when a call has ended. Left blank, nobody is told.",
    )
    voice_status_callback_method = HttpMethodField(
        "voice status callback method",
        blank=True,
        choices=HttpMethod,
        help_text="How Twilio calls the status callback URL.",
    )
    sip_registration = models.BooleanField(
        "SIP registration",
        default=False,
        help_text="Lets phones register with the domain to receive calls. Left off, none can.",
    )
    emergency_calling_enabled = models.BooleanField(
        "emergency calling",
        default=False,
        help_text="Lets phones call emergency services from numbers with a registered address. In the United States "
        "and Canada a call from a number without one costs 75 US dollars. Left off, no emergency call is taken.",
    )
    secure = models.BooleanField(
        "secure media",
        default=False,
        help_text="On, every call without TLS and SRTP is refused. Left off, every call with SRTP is refused.",
    )
    byoc_trunk_sid = models.CharField(
        "BYOC trunk SID",
        blank=True,
        validators=[SidValidator("BY")],
        help_text="The carrier trunk that the domain belongs to: BY and 32 hexadecimal digits. Left blank, none.",
    )
    emergency_caller_sid = models.CharField(
        "emergency caller SID",
        blank=True,
        validators=[SidValidator("PN")],
        help_text="The phone number that emergency services call back: PN and 32 hexadecimal digits. Left blank, "
        "each phone must send a number of its own.",
    )

    class Meta:
        abstract = True


PARAMETERS: tuple[str, ...] = tuple(field.name for field in DomainParameters._meta.local_fields)

# In the form that Django's admin gives its fieldsets: a tuple inside "fields" stands on one line.
FIELDSETS: tuple[tuple[str, Any], ...] = (
    ("Name", {"fields": ("domain_name", "friendly_name")}),
    (
        "When a call comes in",
        {
            "description": "The webhooks that Twilio calls, and how.",
            "fields": (
                ("voice_url", "voice_method"),
                ("voice_fallback_url", "voice_fallback_method"),
                ("voice_status_callback_url", "voice_status_callback_method"),
            ),
        },
    ),
    ("Phones that register", {"fields": ("sip_registration",)}),
    ("Security", {"fields": ("secure",)}),
    ("Emergency calling", {"fields": ("emergency_calling_enabled", "emergency_caller_sid")}),
    (
        "Advanced",
        {"description": "Only for those who bring their own carrier.", "fields": ("byoc_trunk_sid",)},
    ),
)


def wire_name(name: str) -> str:
    """Return Twilio's name of a parameter: `wire_name("voice_fallback_url") == "VoiceFallbackUrl"`."""
    return "".join(part.capitalize() for part in name.split("_"))


def normalized(name: str, value: object) -> object:
    """Return what a parameter's value is compared by: unset in any form is one, and names have no case.

    A method that is not set is POST to Twilio, which also says so when one was cleared.
    """
    if value in (None, "", False):
        return HttpMethod.POST.value if name.endswith("_method") else None
    return value.lower() if name == "domain_name" and isinstance(value, str) else value


def wire_values(asked: Mapping[str, object]) -> dict[str, str]:
    """Return the form-encoded body for what is asked: wire names, booleans as `true` and `false`."""
    return {
        wire_name(name): str(value).lower() if isinstance(value, bool) else str(value) for name, value in asked.items()
    }
