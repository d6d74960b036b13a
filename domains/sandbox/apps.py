"""The app of the built-in Twilio."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """A small Twilio with a database of its own."""

    name = "domains.sandbox"
    label = "sandbox"
    verbose_name = "Sandbox"
