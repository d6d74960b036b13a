"""The app that administers SIP domains."""

from django.apps import AppConfig


class DomainsConfig(AppConfig):
    """SIP domains, the accounts they belong to, and every change made to them."""

    name = "domains"
    verbose_name = "SIP domains"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415  (registers the system checks)
